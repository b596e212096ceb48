namespace Partnership.Faults.Reconciliation;

/// <summary>Which snapshot it is, numbered as the central hub stores it.</summary>
internal enum Kind : short
{
    Stage = 1,
    Adoption = 2,
    Wait = 3,
}

/// <summary>What a snapshot says, all of it in numbers; a withdrawn one says nothing more.</summary>
internal sealed record Content(
    bool Withdrawn = false,
    short? Year = null,
    int? EntryToPlacedDays = null,
    int? EntryToMovedInDays = null,
    int? OrderToMatchDays = null,
    bool? Within = null,
    short Exclusions = 0,
    short? Wait = null,
    short? Stage = null,
    short? Band = null)
{
    public static readonly Content Gone = new(Withdrawn: true);
}

/// <summary>What the region knows, or ought to know, of one reference.</summary>
/// <param name="Kind">Which snapshot.</param>
/// <param name="Reference">The reference.</param>
/// <param name="Council">Whose it is.</param>
/// <param name="Epoch">The hub's epoch.</param>
/// <param name="Version">The newest version.</param>
/// <param name="Content">What it says; null when only the hub's held state would tell, and nothing may be concluded.</param>
internal sealed record Knowledge(Kind Kind, Guid Reference, short Council, int Epoch, long Version, Content? Content);
