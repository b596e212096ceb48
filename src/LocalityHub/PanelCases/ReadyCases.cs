using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>
/// Raises by itself each case whose gates are met. The last of them may open by nobody's doing: a return brings a day, adopters receive the child's report,
/// their working days to comment are over.
/// </summary>
internal sealed partial class ReadyCases(NpgsqlDataSource database, Council council, AreaKey areas, OutboxSignal outbox, TimeProvider clock, ILogger<ReadyCases> log) : BackgroundService
{
    /// <summary>Who has raised a case that no person did.</summary>
    public const string Hub = "locality-hub";

    /// <summary>How long nobody has written to a case before it is raised: whoever has entered the last that is needed may be about to enter more.</summary>
    internal static readonly TimeSpan Untouched = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Raises what is ready; returns how many cases that were.</summary>
    internal async Task<int> LookAsync(CancellationToken ct)
    {
        var (since, today) = (clock.GetUtcNow() - Untouched, LondonCalendar.Today(clock));
        await using var connection = await database.OpenConnectionAsync(ct);
        var quiet = await HubContexts.InTransactionAsync(connection, db => Quiet(since, db).OrderBy(@case => @case.UpdatedAt).Select(@case => @case.Id).ToListAsync(ct), ct);
        var raised = 0;
        foreach (var caseId in quiet)
        {
            try
            {
                raised += await HubContexts.InTransactionAsync(connection, db => RaiseAsync(caseId, since, today, db, ct), ct) ? 1 : 0;
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception) && connection.State == ConnectionState.Open)
            {
                // One that cannot be raised keeps no other back.
                LogNotRaised(caseId, exception.GetType().Name);
            }
        }

        if (raised > 0)
        {
            outbox.Wake();
            LogRaised(raised);
        }

        return raised;
    }

    /// <summary>
    /// Raises a case if its gates are met. Few are, and nobody waits for the others. Under the locks everything is looked at again: somebody may have written to the case, taken it
    /// back or raised another one meanwhile.
    /// </summary>
    private async Task<bool> RaiseAsync(Guid caseId, DateTimeOffset since, DateOnly today, LocalityHubDbContext db, CancellationToken ct)
    {
        var facts = new CaseFacts(db, clock);
        if (await db.PanelCases.AsNoTracking().SingleOrDefaultAsync(each => each.Id == caseId, ct) is not { } seen || !await IsReadyAsync(seen, facts, today, db, ct))
        {
            return false;
        }

        var change = CaseChange.Over(db, council, clock);
        if (await change.LockAsync(caseId, null, ct) is not { State: PanelCaseState.Preparing } @case)
        {
            return false;
        }

        await change.LockSubjectsAsync(@case, ct);
        if (!await Quiet(since, db).AnyAsync(each => each.Id == caseId, ct) || !await IsReadyAsync(@case, facts, today, db, ct))
        {
            return false;
        }

        await change.RaiseAsync(@case, Hub, today, ct);
        return true;
    }

    private static IQueryable<PanelCase> Quiet(DateTimeOffset since, LocalityHubDbContext db) => db.PanelCases
        .Where(@case => @case.State == PanelCaseState.Preparing && LeftCases.RaisedByHub.Contains(@case.Kind) && @case.UpdatedAt <= since
            && !db.CasePapers.Any(paper => paper.CaseId == @case.Id && (paper.UploadedAt > since || paper.RecalledAt > since))
            && !LeftCases.In(db).Any(left => left.Id == @case.Id) && !LeftCases.ToWithdraw(db).Any(idle => idle.Id == @case.Id));

    /// <summary>A match against a limit of the child's own, or of which nobody can say that while the region's key is changed, waits.</summary>
    private async Task<bool> IsReadyAsync(PanelCase @case, CaseFacts facts, DateOnly today, LocalityHubDbContext db, CancellationToken ct) =>
        (@case.LinkId is not { } link || (await LimitsOfLinks.OfAsync(@case.ChildIds, db, areas, ct)).All(against => against.LinkId != link))
        && !CaseGateReadings.Read(await facts.OfAsync(@case, ct), GateStage.Raise, today).Any(gate => gate.Stops);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception))
            {
                LogFailed(exception.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Cases} cases were raised, since their gates are met.")]
    private partial void LogRaised(int cases);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Case {Case} was not raised ({Fault}); it is tried again.")]
    private partial void LogNotRaised(Guid @case, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cases that are ready were not looked for ({Fault}); it is tried again.")]
    private partial void LogFailed(string fault);
}
