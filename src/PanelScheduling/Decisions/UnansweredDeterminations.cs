using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Persistence;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;

namespace Partnership.PanelScheduling.Decisions;

/// <summary>
/// When the time to answer a qualifying determination is over and nobody has, the second decision is due all the same: the case goes before the
/// decision maker by itself.
/// </summary>
internal sealed partial class UnansweredDeterminations(SystemScopes scopes, TimeProvider clock, ILogger<UnansweredDeterminations> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Moves every such case on; returns how many there were.</summary>
    internal async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("unanswered-determinations");
        var db = scope.ServiceProvider.GetRequiredService<PanelDbContext>();
        var today = LondonCalendar.Today(clock);
        var due = await db.Cases.Where(@case => @case.State == CaseState.Determined
                && db.Clocks.Any(each => each.CaseId == @case.Id && each.Ended == null && each.Due < today
                    && (each.Code == ClockCode.Representations || each.Code == ClockCode.FosteringRepresentations)))
            .Select(@case => @case.Id).ToListAsync(ct);
        foreach (var caseId in due)
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);

            // Locked: an answer entered at this moment comes first or finds the case moved on.
            if (await db.Cases.FromSql($"select * from panel_case where id = {caseId} for update").Whole().SingleAsync(ct) is { State: CaseState.Determined } @case)
            {
                AnswerDetermination.BeginSecondRound(@case, CaseState.ForDecision, today);
                @case.Version++;
                await PanelCases.SaveAsync(@case, db, clock, ct);
            }

            await transaction.CommitAsync(ct);
        }

        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception))
            {
                LogFailed(exception.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unanswered determinations were not looked at ({Fault}); it is tried again.")]
    private partial void LogFailed(string fault);
}
