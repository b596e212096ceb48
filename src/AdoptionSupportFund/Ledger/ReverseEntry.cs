using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Claims;
using Partnership.AdoptionSupportFund.Orders;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Ledger;

/// <summary>
/// Takes an entry back, whole, by its opposite: the only way to correct the ledger. What came after it and rests on it has to be taken back
/// first. Awards are corrected by amendments, and money given up by another award.
/// </summary>
internal static class ReverseEntry
{
    /// <param name="Reason">wrong-amount, wrong-line, entered-twice, not-paid or made-in-error.</param>
    public sealed record Request(string Reason);

    private static readonly string[] Reasons = ["wrong-amount", "wrong-line", "entered-twice", "not-paid", "made-in-error"];

    private static readonly JournalKind[] Reversible = [JournalKind.Invoice, JournalKind.Payment, JournalKind.Claim, JournalKind.Receipt, JournalKind.Return, JournalKind.Contribution];

    public static async Task<Results<Created<ReadLedger.Entry>, ProblemHttpResult>> HandleAsync(
        CouncilCode code, Guid journalId, Request request, Caller caller, FundDbContext db, Rulebooks rulebooks, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (!Reasons.Contains(request.Reason, StringComparer.Ordinal))
        {
            throw new InvalidRequestException("journal.reason", $"reason is one of {string.Join(", ", Reasons)}.", "reason");
        }

        if (await db.Journals.AsNoTracking().Include(entry => entry.Postings).SingleOrDefaultAsync(entry => entry.Id == journalId && entry.Council == code.Number, ct) is not { } journal)
        {
            return Problems.NotFound("journal.not-found", "This council's ledger has no such entry.");
        }

        if (!Reversible.Contains(journal.Kind))
        {
            throw new RuleBrokenException("journal.not-reversible", "An award is corrected by an amendment; what was given up or taken back stays so.", "journalId");
        }

        await LedgerStore.LockAsync(db, journal.ApplicationId, ct);
        if (await db.Journals.AnyAsync(other => other.ReversesId == journalId, ct))
        {
            throw new RuleBrokenException("journal.reversed", "The entry was taken back already.", "journalId");
        }

        var application = (await WriteApplication.FindAsync(db, code, journal.ApplicationId, ct))!;
        if (application.Status == ApplicationStatus.Closed)
        {
            throw new RuleBrokenException("journal.closed", "The application's books are closed: everything that was agreed had come, and was paid on or given back.", "journalId");
        }

        var movements = Books.Reverse(LedgerStore.MovementsOf(journal));
        var holdings = (await LedgerStore.HoldingsAsync(db, journal.ApplicationId, null, ct)).ToDictionary(each => each.Purse, each => each.Holding);
        foreach (var movement in movements)
        {
            holdings[movement.Purse].Apply(movement);
        }

        if (holdings.Values.Any(holding => !holding.IsSound))
        {
            throw new RuleBrokenException("journal.rested-upon", "A later entry rests on this one: take that back first.", "journalId");
        }

        await Invoices.FollowAsync(db, journal, ct);
        var reversal = LedgerStore.Write(
            db,
            new Journal
            {
                Id = Guid.CreateVersion7(), Council = journal.Council, Kind = JournalKind.Reversal, OccurredOn = LondonCalendar.Today(clock), RecordedAt = clock.GetUtcNow(),
                RecordedBy = caller.Subject, ApplicationId = journal.ApplicationId, SourceId = journal.SourceId, ReversesId = journal.Id, Reason = request.Reason,
            },
            movements)!;
        if (application.SpendConfirmedOn is not null && journal.Kind == JournalKind.Invoice)
        {
            // The spend is confirmed once: what an invoice sets free afterwards is given up as what was never invoiced was.
            var freed = new Journal
            {
                Id = Guid.CreateVersion7(), Council = journal.Council, Kind = JournalKind.Unspent, OccurredOn = reversal.OccurredOn, RecordedAt = reversal.RecordedAt, RecordedBy = caller.Subject,
                ApplicationId = journal.ApplicationId, SourceId = reversal.Id,
            };
            await EndPackage.GiveUpAsync(db, application, [.. holdings.Select(each => (each.Key, each.Value))], freed, await rulebooks.CurrentAsync(db, ct), ct);
        }

        await db.SaveChangesAsync(ct);
        audit.About([reversal.Id, journal.ApplicationId]);
        return TypedResults.Created($"/api/v1/fund/councils/{code}/ledger?application={journal.ApplicationId}", ReadLedger.Describe(reversal));
    }
}
