namespace Partnership.CentralHub.Releases;

/// <summary>What a cell counts. Numbers are stored: never reuse one.</summary>
internal enum CellKind : short
{
    EntryToPlaced = 1,
    EntryToMovedIn = 2,
    OrderToMatch = 3,
    AdoptedWithin = 4,
    AdoptedBeyond = 5,
    WaitWithin = 6,
    WaitBeyond = 7,
    ExcludedNeverPlaced = 10,
    ExcludedNoEntry = 11,
    ExcludedNoPlacementOrder = 12,
    ExcludedNoMatch = 13,
    Tracker = 20,
}

/// <summary>
/// The smallest thing that is released as a whole: the children of one year who count in one figure (<paramref name="Key"/> is the year
/// ended), or those at one stage with one banded wait. Windows of three years are sums of cells.
/// </summary>
internal readonly record struct Cell(CellKind Kind, short Key);

/// <summary>One child's part in a cell.</summary>
/// <param name="Reference">The reference that the child has for this measure.</param>
/// <param name="Council">The council that looked after the child.</param>
/// <param name="Value">Days; 0 where children are only counted.</param>
/// <param name="Gap">
/// In A1 the days that A10 does not count, since both are published and their difference is about the children fostered by their
/// adopters alone; 0 elsewhere.
/// </param>
internal readonly record struct Contribution(Guid Reference, short Council, int Value, int Gap = 0);
