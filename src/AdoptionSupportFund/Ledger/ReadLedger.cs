using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.Ledger;

/// <summary>A council's ledger: its entries, and what stands where by child, year and funder.</summary>
internal static class ReadLedger
{
    public sealed record PostingEntry(Account Account, Guid LineId, Guid ChildId, Funder Funder, int Year, Guid? ProviderId, long Pence);

    /// <summary>An entry; its postings add up to nothing, debits positive and credits negative.</summary>
    public sealed record Entry(
        Guid Id, string Number, JournalKind Kind, DateOnly OccurredOn, DateTimeOffset RecordedAt, string RecordedBy, Guid ApplicationId, Guid? SourceId, Guid? ReversesId, string? Reason, IReadOnlyList<PostingEntry> Postings);

    /// <summary>
    /// What stands where, each amount as people count it, none negative. On one side what a funder has agreed to: not asked for yet, claimed, received. On
    /// the other what becomes of it: set apart, invoiced, paid, to be given back, given back. The two sides are equal.
    /// </summary>
    public sealed record Balance(
        int Year, Funder Funder, long NotAskedPence, long ClaimedPence, long ReceivedPence, long SetApartPence, long InvoicedPence, long PaidPence, long ToReturnPence, long ReturnedPence);

    /// <summary>Of the council as a whole.</summary>
    public sealed record Totals(IReadOnlyList<Balance> Balances);

    public sealed record ChildBalances(Guid ChildId, IReadOnlyList<Balance> Balances);

    public static async Task<Ok<Page<Entry>>> EntriesAsync(
        CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct, Guid? application = null, string? kind = null)
    {
        var before = page.After<long?>() ?? long.MaxValue;
        var journals = db.Journals.AsNoTracking().Where(journal => journal.Council == code.Number && journal.Number < before);
        if (application is { } one)
        {
            journals = journals.Where(journal => journal.ApplicationId == one);
        }

        if (Codes.Filter<JournalKind>(kind, "kind") is { } wanted)
        {
            journals = journals.Where(journal => journal.Kind == wanted);
        }

        var rows = await journals.Include(journal => journal.Postings).AsSplitQuery().OrderByDescending(journal => journal.Number).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, journal => journal.Number);
        audit.About(found.Items.Select(journal => journal.Id));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Describe)], found.Next));
    }

    public static async Task<Ok<Totals>> TotalsAsync(CouncilCode code, FundDbContext db, CancellationToken ct, int? year = null) => TypedResults.Ok(new Totals(
        Pivot((await OfYear(db, code, year).GroupBy(posting => new { posting.Year, posting.Funder, posting.Account })
            .Select(group => new { group.Key, Pence = group.Sum(posting => posting.Pence) }).ToListAsync(ct))
            .Select(row => (row.Key.Year, row.Key.Funder, row.Key.Account, row.Pence)))));

    public static async Task<Ok<Page<ChildBalances>>> ChildrenAsync(
        CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct, int? year = null)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var children = await OfYear(db, code, year).Where(posting => posting.ChildId > after).Select(posting => posting.ChildId).Distinct().Order().Take(page.Take).ToListAsync(ct);
        var found = Page.Of(children, page, child => child);
        var rows = (await OfYear(db, code, year).Where(posting => found.Items.Contains(posting.ChildId))
            .GroupBy(posting => new { posting.ChildId, posting.Year, posting.Funder, posting.Account })
            .Select(group => new { group.Key, Pence = group.Sum(posting => posting.Pence) }).ToListAsync(ct)).ToLookup(row => row.Key.ChildId);
        audit.About(found.Items);
        return TypedResults.Ok(new Page<ChildBalances>(
            [.. found.Items.Select(child => new ChildBalances(child, Pivot(rows[child].Select(row => (row.Key.Year, row.Key.Funder, row.Key.Account, row.Pence)))))], found.Next));
    }

    private static IQueryable<Posting> OfYear(FundDbContext db, CouncilCode code, int? year) =>
        db.Postings.AsNoTracking().Where(posting => posting.Council == code.Number && (year == null || posting.Year == year));

    private static List<Balance> Pivot(IEnumerable<(short Year, Funder Funder, Account Account, long Pence)> rows) =>
    [
        .. rows.GroupBy(row => (row.Year, row.Funder)).OrderBy(group => group.Key).Select(group =>
        {
            long On(Account account) => group.Where(row => row.Account == account).Sum(row => row.Pence);
            return new Balance(
                group.Key.Year, group.Key.Funder, On(Account.Entitlement), On(Account.Receivable), On(Account.Received),
                -On(Account.Commitment), -On(Account.Payable), -On(Account.Paid), -On(Account.Returnable), -On(Account.Returned));
        }),
    ];

    public static Entry Describe(Journal journal) => new(
        journal.Id, NumberOf(journal), journal.Kind, journal.OccurredOn, journal.RecordedAt, journal.RecordedBy, journal.ApplicationId, journal.SourceId, journal.ReversesId, journal.Reason,
        [.. journal.Postings.OrderBy(posting => posting.Ordinal).Select(posting => new PostingEntry(posting.Account, posting.LineId, posting.ChildId, posting.Funder, posting.Year, posting.ProviderId, posting.Pence))]);

    public static string NumberOf(Journal journal) => $"J{journal.Number:000000}";
}
