using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Searches;
using Partnership.Matching.Sufficiency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Sufficiency;

/// <summary>The newest figures; one row.</summary>
internal sealed class SufficiencyRow
{
    public required short Id { get; init; }

    /// <summary>When they last became other ones.</summary>
    public required DateTimeOffset MadeAt { get; set; }

    /// <summary>When they were last worked out, whether or not they became other ones: the mark by which a restart, or a second process, does not work them out again too soon.</summary>
    public required DateTimeOffset LookedAt { get; set; }

    /// <summary>Of approved households alone.</summary>
    public required SufficiencyFigures Figures { get; set; }

    /// <summary>Of those in stage two as well; null where so few are that the difference would tell of them.</summary>
    public SufficiencyFigures? WithPipeline { get; set; }
}

/// <summary>How far the region's households suffice for its waiting children: for planning, never about a named child.</summary>
/// <param name="MadeAt">When they last became other ones (UTC); null before the first.</param>
/// <param name="Figures">Of approved households that can be asked now, alone; null before the first.</param>
/// <param name="WithPipeline">The same as if those in stage two were approved; null before the first, and where so few are in stage two that the difference would tell of them.</param>
internal sealed record ShownSufficiency(DateTimeOffset? MadeAt, SufficiencyFigures? Figures, SufficiencyFigures? WithPipeline)
{
    internal static ShownSufficiency Of(SufficiencyRow? row) => row is null ? new ShownSufficiency(null, null, null) : new ShownSufficiency(row.MadeAt, row.Figures, row.WithPipeline);
}

internal static class ReadSufficiency
{
    internal static async Task<Ok<ShownSufficiency>> HandleAsync(CentralHubDbContext db, CancellationToken ct) =>
        TypedResults.Ok(ShownSufficiency.Of(await db.Sufficiency.AsNoTracking().SingleOrDefaultAsync(ct)));
}

/// <summary>Keeps the figures, and the mark of when they were worked out, in the database: neither a restart nor a second process shows other ones within the day.</summary>
internal sealed class SufficiencyKeeper(CentralHubDbContext db, FamilyFindingSettings settings, TimeProvider clock)
{
    /// <summary>From when on they may be worked out again; figures of nobody tell of nobody, so those of a region that begins may follow at once.</summary>
    public async Task<DateTimeOffset> DueAsync(CancellationToken ct) =>
        await db.Sufficiency.AsNoTracking().SingleOrDefaultAsync(ct) is { Figures.Searches: not 0 } row ? row.LookedAt + settings.SufficiencyEvery : DateTimeOffset.MinValue;

    /// <summary>Keeps figures, unless others were kept in the meantime.</summary>
    public async Task KeepAsync(SufficiencyFigures approved, SufficiencyFigures? withPipeline, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into sufficiency (id, made_at, looked_at, figures, with_pipeline) values (1, {now}, {now}, {Json(approved)}::jsonb, {(withPipeline is null ? null : Json(withPipeline))}::jsonb)
            on conflict (id) do update set
                made_at = case when (sufficiency.figures, sufficiency.with_pipeline) is distinct from (excluded.figures, excluded.with_pipeline) then excluded.made_at else sufficiency.made_at end,
                looked_at = excluded.looked_at, figures = excluded.figures, with_pipeline = excluded.with_pipeline
            where sufficiency.looked_at <= {now - settings.SufficiencyEvery} or sufficiency.figures ->> 'searches' = '0'
            """,
            ct);
    }

    private static string Json(SufficiencyFigures figures) => JsonSerializer.Serialize(figures, MessageJson.Options);
}

/// <summary>
/// Makes the figures beside everything else, at most once in a while and only when the region has changed: they may take seconds, nobody plans
/// by the minute, and two that follow one another closely differ by what became of one child.
/// </summary>
internal sealed partial class SufficiencyWorker(SystemScopes scopes, RegionMemory memory, TimeProvider clock, ILogger<SufficiencyWorker> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RegionView? made = null;
        var due = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (memory.Newest is not { } view || ReferenceEquals(view, made) || clock.GetUtcNow() < due)
            {
                continue;
            }

            try
            {
                due = await WithKeeperAsync(keeper => keeper.DueAsync(stoppingToken));
                if (clock.GetUtcNow() < due)
                {
                    continue;
                }

                // Households in stage two come on top in figures of their own: nobody takes them for families that a child could move in with.
                var (approved, withPipeline) = await Task.Run(() => (view.Index.Sufficiency(withPipeline: false, stoppingToken), view.Index.Sufficiency(withPipeline: true, stoppingToken)), stoppingToken);
                due = await WithKeeperAsync(async keeper =>
                {
                    await keeper.KeepAsync(approved, withPipeline.Beside(approved), stoppingToken);
                    return await keeper.DueAsync(stoppingToken);
                });
                made = view;
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception))
            {
                LogFailed(exception.GetType().Name);
            }
        }
    }

    private async Task<DateTimeOffset> WithKeeperAsync(Func<SufficiencyKeeper, Task<DateTimeOffset>> does)
    {
        await using var scope = scopes.Create("sufficiency");
        return await does(scope.ServiceProvider.GetRequiredService<SufficiencyKeeper>());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sufficiency figures were not made ({Fault}); it is tried again.")]
    private partial void LogFailed(string fault);
}
