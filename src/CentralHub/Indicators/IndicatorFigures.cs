using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Releases;

namespace Partnership.CentralHub.Indicators;

/// <summary>Puts the figures of three-year windows together from editions, as readers outside a council may see them.</summary>
internal static class IndicatorFigures
{
    internal static readonly Indicator[] All = [Indicator.A1, Indicator.A2, Indicator.A10, Indicator.A3];

    internal static readonly (CellKind Kind, string Code)[] ExclusionsOfEntry =
        [(CellKind.ExcludedNeverPlaced, "never-placed"), (CellKind.ExcludedNoEntry, "no-entry")];

    internal static readonly (CellKind Kind, string Code)[] ExclusionsOfOrder =
        [(CellKind.ExcludedNeverPlaced, "never-placed"), (CellKind.ExcludedNoPlacementOrder, "no-placement-order"), (CellKind.ExcludedNoMatch, "no-match")];

    /// <summary>The cells that an indicator's figure adds up for the window that ends in a year.</summary>
    internal static IEnumerable<Cell> CellsOf(Indicator indicator, short yearTo) => indicator switch
    {
        Indicator.A1 => Years(CellKind.EntryToPlaced, yearTo),
        Indicator.A10 => Years(CellKind.EntryToMovedIn, yearTo),
        Indicator.A2 => Years(CellKind.OrderToMatch, yearTo),
        _ => WithinOf(yearTo).Concat(BeyondOf(yearTo)),
    };

    /// <summary>Every figure of the windows given, for the region and each council, hidden ones included.</summary>
    internal static IEnumerable<ReleasedFigureRow> Of(
        IReadOnlyDictionary<Cell, Edition> editions, IReadOnlyCollection<short> councils, IEnumerable<short> yearsTo) =>
        from yearTo in yearsTo
        from council in councils.Prepend(ReleasedFigureRow.Region)
        from indicator in All
        select Figure(editions, indicator, council, yearTo);

    internal static int Rounded(long sum, int n) => (int)Math.Round((decimal)sum / n, 0, MidpointRounding.AwayFromZero);

    private static ReleasedFigureRow Figure(IReadOnlyDictionary<Cell, Edition> editions, Indicator indicator, short council, short yearTo)
    {
        var hidden = new ReleasedFigureRow { YearTo = yearTo, Council = council, Indicator = indicator };
        if (indicator == Indicator.A3)
        {
            var within = Sum(editions, council, WithinOf(yearTo));
            var beyond = Sum(editions, council, BeyondOf(yearTo));
            return within is not { } some || beyond is not { } others || some.Children + others.Children < ReleaseRule.Threshold
                    || !ReleaseRule.IsSafe(some.Children) || !ReleaseRule.IsSafe(others.Children)
                ? hidden
                : new ReleasedFigureRow { YearTo = yearTo, Council = council, Indicator = indicator, N = some.Children + others.Children, Within = some.Children };
        }

        var cells = CellsOf(indicator, yearTo).ToList();
        if (Sum(editions, council, cells) is not { Children: >= ReleaseRule.Threshold } days || (indicator == Indicator.A1 && !IsInStep(editions, cells)))
        {
            return hidden;
        }

        return new ReleasedFigureRow
        {
            YearTo = yearTo,
            Council = council,
            Indicator = indicator,
            N = days.Children,
            Rounded = Rounded(days.Days, days.Children),
            NeverPlaced = Excluded(editions, council, CellKind.ExcludedNeverPlaced, yearTo),
            NoEntry = indicator == Indicator.A2 ? null : Excluded(editions, council, CellKind.ExcludedNoEntry, yearTo),
            NoPlacementOrder = indicator == Indicator.A2 ? Excluded(editions, council, CellKind.ExcludedNoPlacementOrder, yearTo) : null,
            NoMatch = indicator == Indicator.A2 ? Excluded(editions, council, CellKind.ExcludedNoMatch, yearTo) : null,
        };
    }

    // A1 and A10 are about the same children. Where A1's edition had to wait, or A10's, their difference would be about the late ones.
    private static bool IsInStep(IReadOnlyDictionary<Cell, Edition> editions, IEnumerable<Cell> cells) => cells.All(cell =>
    {
        var movedIn = EditionOf(editions, new Cell(CellKind.EntryToMovedIn, cell.Key)).Children;
        var placed = EditionOf(editions, cell).Children;
        return placed.Count == movedIn.Count
            && placed.Values.All(child => movedIn.TryGetValue(child.Reference, out var same) && same.Value == child.Value - child.Gap);
    });

    // An exclusion is shown only when every year has enough: a year with too few was never released and would be missing from the sum.
    private static int? Excluded(IReadOnlyDictionary<Cell, Edition> editions, short council, CellKind kind, short yearTo)
    {
        var years = Years(kind, yearTo).Select(cell => Sum(editions, council, [cell])?.Children ?? 0).ToList();
        return years.TrueForAll(children => children >= ReleaseRule.Threshold) ? years.Sum() : null;
    }

    private static (int Children, long Days)? Sum(IReadOnlyDictionary<Cell, Edition> editions, short council, IEnumerable<Cell> cells)
    {
        var (children, days) = (0, 0L);
        foreach (var cell in cells)
        {
            var edition = EditionOf(editions, cell);
            if (edition.Pooled.Contains(council))
            {
                return null;
            }

            foreach (var child in edition.Children.Values)
            {
                if (council == ReleasedFigureRow.Region || child.Council == council)
                {
                    children++;
                    days += child.Value;
                }
            }
        }

        return (children, days);
    }

    private static Edition EditionOf(IReadOnlyDictionary<Cell, Edition> editions, Cell cell) => editions.GetValueOrDefault(cell, Edition.Empty);

    private static IEnumerable<Cell> WithinOf(short yearTo) => Years(CellKind.AdoptedWithin, yearTo).Append(new Cell(CellKind.WaitWithin, yearTo));

    private static IEnumerable<Cell> BeyondOf(short yearTo) => Years(CellKind.AdoptedBeyond, yearTo).Append(new Cell(CellKind.WaitBeyond, yearTo));

    private static IEnumerable<Cell> Years(CellKind kind, short yearTo) =>
        Enumerable.Range(yearTo - 2, 3).Select(year => new Cell(kind, (short)year));
}
