using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;
using Partnership.Statutory;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>
/// A raised case goes with the days of its children and household, and with the link of a match: a placement order that a return, the feed or a person
/// brings, that the household is chosen no longer, or that a gate has fallen is stated to panel scheduling within seconds, whichever way it came. Gates fall by
/// the calendar too, such as when somebody of the household comes of age: with each day all cases are looked at.
/// </summary>
internal sealed partial class CaseWatch(NpgsqlDataSource database, Council council, OutboxSignal outbox, TimeProvider clock, ILogger<CaseWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>How far back a look goes: a child is stamped when its change is made, and seen when it is committed.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    private readonly HashSet<Guid> _failed = [];
    private DateTimeOffset _looked = DateTimeOffset.MinValue;
    private DateOnly _day;

    /// <summary>States again what has changed; returns how many cases were looked at.</summary>
    internal async Task<int> LookAsync(CancellationToken ct)
    {
        var (now, today) = (clock.GetUtcNow(), LondonCalendar.Today(clock));
        var since = _looked == DateTimeOffset.MinValue || today != _day ? DateTimeOffset.MinValue : _looked - Overlap;
        await using var connection = await database.OpenConnectionAsync(ct);
        var cases = await HubContexts.InTransactionAsync(
            connection,
            db => db.PanelCases.Where(@case => @case.State == PanelCaseState.Raised
                    && (_failed.Contains(@case.Id) || since == DateTimeOffset.MinValue
                        || db.CasePapers.Any(paper => paper.CaseId == @case.Id && (paper.UploadedAt >= since || paper.RecalledAt >= since))
                        || db.Children.Any(child => @case.ChildIds.Contains(child.Id) && child.UpdatedAt >= since) || db.Households.Any(household => household.Id == @case.HouseholdId && household.UpdatedAt >= since)
                        || db.FamilyLinks.Any(link => link.Id == @case.LinkId && link.UpdatedAt >= since) || db.LinkDecisions.Any(decided => decided.LinkId == @case.LinkId && decided.EnteredAt >= since)))
                .Select(@case => @case.Id).ToListAsync(ct),
            ct);
        foreach (var caseId in cases)
        {
            try
            {
                await HubContexts.InTransactionAsync(connection, db => StateAsync(caseId, db, ct), ct);
                _failed.Remove(caseId);
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception) && connection.State == ConnectionState.Open)
            {
                // One that cannot be stated keeps no other back, and is looked at again whether or not anything of it changes.
                _failed.Add(caseId);
                LogNotStated(caseId, exception.GetType().Name);
            }
        }

        if (cases.Count > 0)
        {
            outbox.Wake();
        }

        (_looked, _day) = (now, today);
        return cases.Count;
    }

    private async Task<bool> StateAsync(Guid caseId, LocalityHubDbContext db, CancellationToken ct)
    {
        var change = CaseChange.Over(db, council, clock);
        if (await change.LockAsync(caseId, null, ct) is not { State: PanelCaseState.Raised } @case)
        {
            return false;
        }

        await change.PublishAsync(@case, ct);
        return true;
    }

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Raised case {Case} was not looked at ({Fault}); it is tried again.")]
    private partial void LogNotStated(Guid @case, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Raised cases were not looked at ({Fault}); it is tried again.")]
    private partial void LogFailed(string fault);
}
