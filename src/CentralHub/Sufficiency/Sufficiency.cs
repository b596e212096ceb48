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

    public required SufficiencyFigures Figures { get; set; }
}

/// <summary>How far the region's households suffice for its waiting children: for planning, never about a named child.</summary>
/// <param name="MadeAt">When they last became other ones (UTC); null before the first.</param>
/// <param name="Figures">The figures; null before the first.</param>
internal sealed record ShownSufficiency(DateTimeOffset? MadeAt, SufficiencyFigures? Figures)
{
    /// <summary>Whether others may take their place. Figures of nobody tell of nobody: those of a region that begins may follow at once.</summary>
    internal bool MayBeReplaced(DateTimeOffset now, TimeSpan every) => MadeAt is not { } made || Figures is not { Searches: not 0 } || now - made >= every;

    internal static ShownSufficiency Of(SufficiencyRow? row) => row is null ? new ShownSufficiency(null, null) : new ShownSufficiency(row.MadeAt, row.Figures);
}

internal static class ReadSufficiency
{
    internal static async Task<Ok<ShownSufficiency>> HandleAsync(CentralHubDbContext db, CancellationToken ct) =>
        TypedResults.Ok(ShownSufficiency.Of(await db.Sufficiency.AsNoTracking().SingleOrDefaultAsync(ct)));
}

/// <summary>
/// Makes the figures beside everything else, at most once in a while and only when the region has changed: they may take seconds, nobody plans
/// by the minute, and two that follow one another closely differ by what became of one child.
/// </summary>
internal sealed partial class SufficiencyWorker(SystemScopes scopes, RegionMemory memory, FamilyFindingSettings settings, TimeProvider clock, ILogger<SufficiencyWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RegionView? made = null;
        ShownSufficiency? shown = null;
        DateTimeOffset? looked = null;
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (memory.Newest is not { } view || ReferenceEquals(view, made))
            {
                continue;
            }

            try
            {
                // What was shown before this process began counts too.
                shown ??= await ShownAsync(stoppingToken);
                // Those that came out the same were looked for too: the next change must not show at once.
                var now = clock.GetUtcNow();
                if (!shown.MayBeReplaced(now, settings.SufficiencyEvery) || now - looked < settings.SufficiencyEvery)
                {
                    continue;
                }

                var figures = await Task.Run(() => view.Index.Sufficiency(stoppingToken), stoppingToken);
                await KeepAsync(figures, stoppingToken);
                (made, shown, looked) = (view, null, figures is { Searches: 0 } ? null : now);
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception))
            {
                LogFailed(exception.GetType().Name);
            }
        }
    }

    private async Task<ShownSufficiency> ShownAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("sufficiency");
        return ShownSufficiency.Of(await scope.ServiceProvider.GetRequiredService<CentralHubDbContext>().Sufficiency.AsNoTracking().SingleOrDefaultAsync(ct));
    }

    private async Task KeepAsync(SufficiencyFigures figures, CancellationToken ct)
    {
        await using var scope = scopes.Create("sufficiency");
        var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into sufficiency (id, made_at, figures) values (1, {clock.GetUtcNow()}, {JsonSerializer.Serialize(figures, MessageJson.Options)}::jsonb)
            on conflict (id) do update set made_at = excluded.made_at, figures = excluded.figures where sufficiency.figures is distinct from excluded.figures
            """,
            ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sufficiency figures were not made ({Fault}); it is tried again.")]
    private partial void LogFailed(string fault);
}
