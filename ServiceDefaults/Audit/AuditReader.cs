using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.ServiceDefaults.Audit;

/// <summary>Reads the service's trail.</summary>
internal sealed class AuditReader(DbContext db, AuditOptions options)
{
    /// <summary>Entries that fit the filter, newest first.</summary>
    public Task<Page<AuditLine>> ListAsync(PageRequest page, AuditFilter filter, CancellationToken ct) =>
        ListAsync(db.Set<AuditEntry>(), page, filter, ct);

    /// <summary>
    /// Those of them that concern a council, for its Caldicott guardian. One that concerns others too, such as a list of candidates, names to
    /// each reader only what is that council's, or nobody's: the filter looks no further either.
    /// </summary>
    public Task<Page<AuditLine>> ListAsync(PageRequest page, AuditFilter filter, CouncilCode council, CancellationToken ct)
    {
        var reader = (short)council.Number;
        return ListAsync(
            db.Set<AuditEntry>().FromSqlRaw(
                $$"""
                select id, council, at, subject, client, roles, operation, {{AuditTables.IdsForReader}} as ids, outcome, reason, trace_id, sequence, hash, councils
                from audit_entry where councils @> array[{0}]
                """,
                reader),
            page, filter, ct);
    }

    private static async Task<Page<AuditLine>> ListAsync(IQueryable<AuditEntry> trail, PageRequest page, AuditFilter filter, CancellationToken ct)
    {
        var before = page.After<long?>() ?? long.MaxValue;
        var entries = trail.AsNoTracking().Where(entry => entry.Id < before);
        if (filter.Subject is { } subject)
        {
            entries = entries.Where(entry => entry.Subject == subject);
        }

        if (filter.Operation is { } operation)
        {
            entries = entries.Where(entry => entry.Operation == operation);
        }

        if (filter.Outcome is { } outcome)
        {
            entries = entries.Where(entry => entry.Outcome == outcome);
        }

        if (filter.About is { } id)
        {
            entries = entries.Where(entry => entry.Ids.Contains(id));
        }

        if (filter.From is { } from)
        {
            entries = entries.Where(entry => entry.At >= from.ToUniversalTime());
        }

        if (filter.Until is { } until)
        {
            entries = entries.Where(entry => entry.At < until.ToUniversalTime());
        }

        var rows = await entries.OrderByDescending(entry => entry.Id).Take(page.Take)
            .Select(entry => new AuditLine(
                entry.Id, entry.At, entry.Subject, entry.Client, entry.Roles, entry.Operation, entry.Ids, entry.Outcome, entry.Reason, entry.TraceId, entry.Sequence))
            .ToListAsync(ct);
        return Page.Of(rows, page, entry => entry.Id);
    }

    /// <summary>Sealed entries in the chain's order.</summary>
    public async Task<Page<AuditRecord>> ChainAsync(PageRequest page, CancellationToken ct)
    {
        // Not "beyond place n": entries that were moved or doubled must be shown too.
        var after = page.After<ChainPosition>() ?? new ChainPosition(long.MinValue, long.MinValue);
        var rows = await db.Set<AuditEntry>().AsNoTracking()
            .Where(entry => entry.Council == options.Council && entry.Sequence != null && entry.Hash != null
                && (entry.Sequence > after.Sequence || (entry.Sequence == after.Sequence && entry.Id > after.Id)))
            .OrderBy(entry => entry.Sequence).ThenBy(entry => entry.Id)
            .Take(page.Take)
            .ToListAsync(ct);
        var found = Page.Of(rows, page, entry => new ChainPosition(entry.Sequence!.Value, entry.Id));
        return new Page<AuditRecord>(
            [
                .. found.Items.Select(entry => new AuditRecord(
                    entry.Id, entry.Council, entry.Sequence!.Value, entry.At, entry.Subject, entry.Client, entry.Roles, entry.Operation, entry.Ids,
                    entry.Outcome, entry.Reason, entry.TraceId, entry.Hash!.Length == AuditHash.Length ? new AuditHash(entry.Hash) : default,
                    entry.Councils?.Select(council => (int)council).ToArray())),
            ],
            found.Next);
    }

    private sealed record ChainPosition(long Sequence, long Id);
}
