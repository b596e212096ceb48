using Partnership.CentralHub.Projection;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Releases;

/// <summary>Sorts what is known of children into the cells in which they count.</summary>
internal static class Contributions
{
    /// <summary>The cells that one snapshot counts in, none when it was withdrawn.</summary>
    /// <param name="fact">The newest snapshot of a reference.</param>
    /// <param name="countWaiting">Whether a child who still waits, and not yet too long, counts in A3.</param>
    internal static IEnumerable<(Cell Cell, Contribution Child)> Of(RegionalFact fact, bool countWaiting)
    {
        if (fact.Withdrawn)
        {
            return [];
        }

        return fact.Kind switch
        {
            FactKind.Stage => OfStage(fact),
            FactKind.Adoption => OfAdoption(fact),
            _ => OfWait(fact, countWaiting),
        };
    }

    private static IEnumerable<(Cell, Contribution)> OfStage(RegionalFact fact)
    {
        if (fact.Stage is { } stage and not ChildStage.Ended)
        {
            yield return (TrackerCell(stage, fact.Band!.Value), Child(fact));
        }
    }

    private static IEnumerable<(Cell, Contribution)> OfWait(RegionalFact fact, bool countWaiting)
    {
        if (fact.Wait == WaitAtYearEnd.WaitingWithin && !countWaiting)
        {
            yield break;
        }

        var within = fact.Wait is WaitAtYearEnd.MovedInWithin or WaitAtYearEnd.WaitingWithin;
        yield return (new Cell(within ? CellKind.WaitWithin : CellKind.WaitBeyond, fact.Year!.Value), Child(fact));
    }

    // A child is counted under one reason for each indicator: never placed before any other.
    private static IEnumerable<(Cell, Contribution)> OfAdoption(RegionalFact fact)
    {
        var year = fact.Year!.Value;
        if (fact.EntryToPlacedDays is { } placed && fact.EntryToMovedInDays is { } movedIn)
        {
            yield return (new Cell(CellKind.EntryToPlaced, year), Child(fact, placed, placed - movedIn));
            yield return (new Cell(CellKind.EntryToMovedIn, year), Child(fact, movedIn));
            yield return (new Cell(fact.Within == true ? CellKind.AdoptedWithin : CellKind.AdoptedBeyond, year), Child(fact));
        }
        else
        {
            var neverPlaced = fact.Exclusions.HasFlag(MeasureExclusions.NeverPlaced);
            yield return (new Cell(neverPlaced ? CellKind.ExcludedNeverPlaced : CellKind.ExcludedNoEntry, year), Child(fact));
        }

        if (fact.OrderToMatchDays is { } match)
        {
            yield return (new Cell(CellKind.OrderToMatch, year), Child(fact, match));
        }
        else if (!fact.Exclusions.HasFlag(MeasureExclusions.NeverPlaced))
        {
            var noOrder = fact.Exclusions.HasFlag(MeasureExclusions.NoPlacementOrder);
            yield return (new Cell(noOrder ? CellKind.ExcludedNoPlacementOrder : CellKind.ExcludedNoMatch, year), Child(fact));
        }
    }

    internal static Cell TrackerCell(ChildStage stage, WaitBand band) => new(CellKind.Tracker, (short)(((int)stage * 10) + (int)band));

    private static Contribution Child(RegionalFact fact, int value = 0, int gap = 0) => new(fact.Reference, fact.Council, value, gap);
}
