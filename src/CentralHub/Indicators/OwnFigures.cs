using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Projection;
using Partnership.CentralHub.Releases;

namespace Partnership.CentralHub.Indicators;

/// <summary>A council's own figures for its own readers: as of now, and nothing hidden but who has a restricted record that the reader does not see.</summary>
internal static class OwnFigures
{
    /// <summary>References of the caller's councils' children who are counted in no figure of the caller's.</summary>
    internal static async Task<IReadOnlyCollection<Guid>> HiddenAsync(CentralHubDbContext db, CancellationToken ct) =>
        await db.Database.SqlQuery<Guid>($"select reference as \"Value\" from request_hidden_facts() hidden (reference)").ToListAsync(ct);

    internal static async Task<Dictionary<short, IReadOnlyDictionary<string, Figure>>> OfAsync(
        CentralHubDbContext db, short[] own, short yearTo, bool countWaiting, CancellationToken ct)
    {
        var facts = await db.States.AsNoTracking()
            .Where(state => own.Contains(state.Council) && state.Kind != FactKind.Stage && state.Year >= yearTo - 2 && state.Year <= yearTo)
            .ToListAsync(ct);
        var cells = facts.SelectMany(fact => Contributions.Of(fact, countWaiting)).ToLookup(part => (part.Child.Council, part.Cell), part => part.Child);
        return own.ToDictionary(
            council => council,
            council => (IReadOnlyDictionary<string, Figure>)IndicatorFigures.All.ToDictionary(
                indicator => indicator.ToString(), indicator => Of(indicator, council, yearTo, cells)));
    }

    private static Figure Of(Indicator indicator, short council, short yearTo, ILookup<(short, Cell), Contribution> cells)
    {
        var children = IndicatorFigures.CellsOf(indicator, yearTo).SelectMany(cell => cells[(council, cell)].Select(child => (cell.Kind, child.Value))).ToList();
        if (indicator == Indicator.A3)
        {
            return new Figure
            {
                Within = children.Count(child => child.Kind is CellKind.AdoptedWithin or CellKind.WaitWithin),
                Of = children.Count,
            };
        }

        var sum = children.Sum(child => (long)child.Value);
        var reasons = indicator == Indicator.A2 ? IndicatorFigures.ExclusionsOfOrder : IndicatorFigures.ExclusionsOfEntry;
        return new Figure
        {
            N = children.Count,
            SumDays = sum,
            Mean = children.Count == 0 ? null : Math.Round((decimal)sum / children.Count, 4),
            Rounded = children.Count == 0 ? null : IndicatorFigures.Rounded(sum, children.Count),
            Excluded = reasons.ToDictionary(
                reason => reason.Code,
                object (reason) => Enumerable.Range(yearTo - 2, 3).Sum(year => cells[(council, new Cell(reason.Kind, (short)year))].Count())),
        };
    }
}
