using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Indicators;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Projection;
using Partnership.CentralHub.Releases;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.CentralHub.Tracker;

/// <summary>Children with an adoption plan by stage and banded wait.</summary>
internal sealed record RegionalTracker(
    IReadOnlyList<TrackerCount> Region, IReadOnlyDictionary<string, IReadOnlyList<TrackerCount>> Councils);

/// <summary>How many children stand at a stage with a wait in a band; hidden below six.</summary>
internal sealed record TrackerCount(ChildStage Stage, WaitBand Wait)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Children { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Suppressed { get; init; }
}

/// <summary>Who sees what is as for the indicators: a council's own readers their council as it is now, everybody else what was released.</summary>
internal static class GetTracker
{
    internal static async Task<Ok<RegionalTracker>> HandleAsync(Caller caller, CentralHubDbContext db, ReleaseDesk releases, Region region, CancellationToken ct)
    {
        await using var reading = await releases.OpenAsync(tracker: true, 0, 0, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var released = (await db.ReleasedTracker.AsNoTracking().ToListAsync(ct)).ToDictionary(row => (row.Council, row.Stage, row.Band), row => row.Children);
        var councils = new SortedDictionary<string, IReadOnlyList<TrackerCount>>(StringComparer.Ordinal);
        var whole = Table((stage, band) => released.GetValueOrDefault((ReleasedFigureRow.Region, stage, band)));
        if (caller.Councils.Count > 0)
        {
            var own = region.Councils.Where(caller.Councils.Contains).Select(council => (short)council.Number).ToArray();
            var rest = await reading.WithoutAsync(own, await OwnFigures.HiddenAsync(db, ct), ct);
            whole = Table((stage, band) => rest.MaySee([Contributions.TrackerCell(stage, band)])
                ? released.GetValueOrDefault((ReleasedFigureRow.Region, stage, band))
                : null);
            var now = (await db.States.Where(state => own.Contains(state.Council) && state.Kind == FactKind.Stage && state.Stage != ChildStage.Ended)
                .GroupBy(state => new { state.Council, state.Stage, state.Band })
                .Select(cell => new { cell.Key, Children = cell.Count() })
                .ToListAsync(ct)).ToDictionary(cell => (cell.Key.Council, cell.Key.Stage!.Value, cell.Key.Band!.Value), cell => cell.Children);
            foreach (var council in own)
            {
                councils[new CouncilCode(council).ToString()] = Table((stage, band) => now.GetValueOrDefault((council, stage, band)));
            }
        }
        else
        {
            foreach (var council in region.Councils)
            {
                councils[council.ToString()] = Table((stage, band) => released.GetValueOrDefault(((short)council.Number, stage, band)));
            }
        }

        await transaction.CommitAsync(ct);
        return TypedResults.Ok(new RegionalTracker(whole, councils));
    }

    private static List<TrackerCount> Table(Func<ChildStage, WaitBand, int?> count) =>
    [
        .. from stage in TrackerFigures.Stages
           from band in TrackerFigures.Bands
           let children = count(stage, band)
           select new TrackerCount(stage, band) { Children = children, Suppressed = children is null ? true : null },
    ];
}
