using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Releases;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Indicators;

namespace Partnership.CentralHub.Indicators;

/// <summary>
/// Answers with the indicators of one window. Somebody who carries councils reads as those councils: their own figures whole, the
/// region's as released, no other council's. Everybody else sees released figures only.
/// </summary>
internal static class GetIndicators
{
    internal static async Task<Ok<RegionalIndicators>> HandleAsync(
        DateOnly? to, Caller caller, CentralHubDbContext db, ReleaseDesk releases, Region region, IOptions<IndicatorSettings> settings, TimeProvider clock, CancellationToken ct)
    {
        var yearTo = (short)(to is { } asked ? YearOf(asked, clock) : await NewestYearAsync(db, clock, ct));
        var own = region.Councils.Where(caller.Councils.Contains).Select(council => (short)council.Number).ToArray();

        await using var reading = await releases.OpenAsync(tracker: false, (short)(yearTo - 2), yearTo, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var released = (await db.ReleasedFigures.AsNoTracking().Where(figure => figure.YearTo == yearTo).ToListAsync(ct))
            .ToLookup(figure => figure.Council, figure => (figure.Indicator, Figure: Show(figure)));
        var whole = Whole(released[ReleasedFigureRow.Region]);
        var councils = new SortedDictionary<string, IReadOnlyDictionary<string, Figure>>(StringComparer.Ordinal);
        if (caller.Councils.Count > 0)
        {
            var rest = await reading.WithoutAsync(own, await OwnFigures.HiddenAsync(db, ct), ct);
            whole = IndicatorFigures.All.ToDictionary(
                indicator => indicator.ToString(),
                indicator => rest.MaySee(IndicatorFigures.CellsOf(indicator, yearTo)) ? whole[indicator.ToString()] : Figure.Hidden);
            foreach (var (council, figures) in await OwnFigures.OfAsync(db, own, yearTo, settings.Value.CountWaiting, ct))
            {
                councils[new CouncilCode(council).ToString()] = figures;
            }
        }
        else
        {
            foreach (var council in region.Councils)
            {
                councils[council.ToString()] = Whole(released[(short)council.Number]);
            }
        }

        await transaction.CommitAsync(ct);
        var window = new Window(new YearEnded(yearTo - 2).FirstDay, new YearEnded(yearTo).LastDay);
        return TypedResults.Ok(new RegionalIndicators(window, DefinitionFor(yearTo, settings.Value), whole, councils));
    }

    private static int YearOf(DateOnly to, TimeProvider clock)
    {
        if (to is not { Month: 3, Day: 31 })
        {
            throw new InvalidRequestException(
                "window.not-a-year-end", "A window ends with a year of the returns: give a 31 March, such as 2025-03-31.", "to");
        }

        if (to > LondonCalendar.Today(clock) || to.Year < 1992)
        {
            throw new InvalidRequestException(
                "window.not-over", "The window must be over: give a 31 March that has passed, 1992-03-31 or later.", "to");
        }

        return to.Year;
    }

    // The newest year that has been released, so that nobody learns from the default that a first child was adopted.
    private static async Task<int> NewestYearAsync(CentralHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var over = YearEnded.Of(LondonCalendar.Today(clock)).Year - 1;
        return await db.Editions
            .Where(edition => edition.Kind == CellKind.EntryToMovedIn && edition.Key <= over)
            .MaxAsync(edition => (int?)edition.Key, ct) ?? over;
    }

    private static Dictionary<string, Figure> Whole(IEnumerable<(Indicator Indicator, Figure Figure)> released)
    {
        var figures = released.ToDictionary(figure => figure.Indicator, figure => figure.Figure);
        return IndicatorFigures.All.ToDictionary(indicator => indicator.ToString(), indicator => figures.GetValueOrDefault(indicator, Figure.Hidden));
    }

    private static Figure Show(ReleasedFigureRow row)
    {
        if (row.N is null)
        {
            return Figure.Hidden;
        }

        if (row.Indicator == Indicator.A3)
        {
            return new Figure { Within = row.Within, Of = row.N };
        }

        static object Shown(int? children) => children is { } number ? number : Suppressed.Yes;
        return new Figure
        {
            N = row.N,
            Rounded = row.Rounded,
            Excluded = row.Indicator == Indicator.A2
                ? new Dictionary<string, object>
                {
                    ["never-placed"] = Shown(row.NeverPlaced), ["no-placement-order"] = Shown(row.NoPlacementOrder), ["no-match"] = Shown(row.NoMatch),
                }
                : new Dictionary<string, object> { ["never-placed"] = Shown(row.NeverPlaced), ["no-entry"] = Shown(row.NoEntry) },
        };
    }

    private static Definition DefinitionFor(int yearTo, IndicatorSettings settings) => new(
        IndicatorDefinitions.Version,
        IndicatorFigures.All
            .Select(indicator => (Code: indicator.ToString(), Threshold: IndicatorDefinitions.ThresholdOf(indicator.ToString(), yearTo)))
            .Where(pair => pair.Threshold is not null)
            .ToDictionary(pair => pair.Code, pair => pair.Threshold!.Days),
        settings.CountWaiting);
}
