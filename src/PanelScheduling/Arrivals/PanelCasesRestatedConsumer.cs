using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.PanelScheduling.Arrivals;

/// <summary>
/// A hub has come back from a backup, and has stated all that it knows. What it does not name any more is undone as far as it rests on the hub: cases
/// that are not decided, minutes that nobody has signed, records by which nobody has decided. What panel scheduling has done itself stays, decisions
/// above all, and the hub is told it again: it may have forgotten it.
/// </summary>
internal sealed partial class PanelCasesRestatedConsumer(
    PanelDbContext db, CaseWithdrawal withdrawal, CaseRetelling retelling, TimeProvider clock, ILogger<PanelCasesRestatedConsumer> log) : IMessageConsumer<PanelCasesRestated>
{
    private const int PageSize = 100;

    public async Task ConsumeAsync(IReadOnlyList<PanelCasesRestated> restated, CancellationToken cancellationToken)
    {
        foreach (var message in restated)
        {
            var council = (short)message.Council.Number;
            var forgotten = await EndForgottenAsync(council, message.Epoch, cancellationToken);
            await DropAsync(council, message.Epoch, cancellationToken);
            await TellAgainAsync(council, message.Epoch, cancellationToken);
            LogRestored(message.Council.ToString(), message.Epoch, forgotten);
        }
    }

    private async Task<int> EndForgottenAsync(short council, int epoch, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        var forgotten = await db.Cases
            .Where(@case => @case.Council == council && @case.Epoch < epoch && !@case.Children.Any(child => child.Epoch >= epoch)
                && @case.State != CaseState.Decided && @case.State != CaseState.Closed && @case.State != CaseState.Withdrawn)
            .OrderBy(@case => @case.Id).Select(@case => @case.Id).ToListAsync(ct);
        foreach (var caseId in forgotten)
        {
            var @case = (await PanelCases.LockAsync(caseId, db, ct))!;

            // A qualifying determination stays, with its clocks: people hold a letter. Another council with a part in it learns that it does not go on; to its own hub its id means nothing.
            await withdrawal.EndAsync(@case, ItemReason.HubRestored, [.. @case.Councils.Where(other => other != council)], ct);
            @case.ForgottenOn = today;
            @case.Version++;
            await PanelCases.SaveAsync(@case, db, clock, ct);
        }

        return forgotten.Count;
    }

    /// <summary>Nobody signs minutes, or decides by a record, that the hub has lost.</summary>
    private async Task DropAsync(short council, int epoch, CancellationToken ct)
    {
        foreach (var item in await db.Items.Include(item => item.MinutesHeld)
            .Where(item => item.SignedAt == null && item.MinutesHeld.Any(held => held.Council == council && held.Epoch < epoch)).ToListAsync(ct))
        {
            item.MinutesHeld.RemoveAll(held => held.Council == council);
            item.Version++;
        }

        db.RemoveRange(await db.Records
            .Where(record => record.Epoch < epoch && db.Cases.Any(@case => @case.Id == record.CaseId && @case.Council == council) && !db.Decisions.Any(decision => decision.Record == record.Record))
            .ToListAsync(ct));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// The council's items and decisions. A decision in a case that the hub has forgotten waits there for a person: it must not vanish.
    /// </summary>
    private async Task TellAgainAsync(short council, int epoch, CancellationToken ct)
    {
        var after = Guid.Empty;
        while (await db.Cases.Include(@case => @case.Conflicts).AsNoTracking().Where(@case => @case.Councils.Contains(council) && @case.Id > after)
            .OrderBy(@case => @case.Id).Take(PageSize).ToListAsync(ct) is { Count: > 0 } page)
        {
            foreach (var @case in page)
            {
                if (@case.Council != council || @case.Epoch >= epoch)
                {
                    await retelling.TellItemsAsync(@case, council, ct);
                }

                await retelling.TellDecisionsAsync(@case, council, ct);
            }

            await db.SaveChangesAsync(ct);
            after = page[^1].Id;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The hub of council {Council} was restored from a backup; epoch {Epoch} begins, it has forgotten {Cases} cases that are not decided.")]
    private partial void LogRestored(string council, int epoch, int cases);
}
