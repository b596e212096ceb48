using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Persistence;

namespace Partnership.AdoptionSupportFund.Ledger;

/// <summary>Reads what purses hold and writes entries, within the request's transaction and behind the application's lock.</summary>
internal static class LedgerStore
{
    /// <summary>
    /// Locks an application's books until the transaction ends: who works out an entry from what the accounts hold must be the only one to do so.
    /// </summary>
    public static async Task LockAsync(FundDbContext db, Guid applicationId, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"select from application where id = {applicationId} for update", ct);

    /// <summary>What the purses of an application hold, in a fixed order; of one line where it is given.</summary>
    public static async Task<IReadOnlyList<(Purse Purse, Books.Holding Holding)>> HoldingsAsync(FundDbContext db, Guid applicationId, Guid? lineId, CancellationToken ct)
    {
        var rows = await db.Postings.AsNoTracking()
            .Where(posting => posting.ApplicationId == applicationId && (lineId == null || posting.LineId == lineId))
            .GroupBy(posting => new { posting.LineId, posting.ChildId, posting.Funder, posting.Year, posting.ProviderId, posting.Account })
            .Select(group => new { group.Key, Pence = group.Sum(posting => posting.Pence) })
            .ToListAsync(ct);
        return
        [
            .. rows.GroupBy(row => new Purse(row.Key.LineId, row.Key.ChildId, row.Key.Funder, row.Key.Year, row.Key.ProviderId))
                .OrderBy(purse => purse.Key.LineId).ThenBy(purse => purse.Key.ChildId).ThenBy(purse => purse.Key.Funder)
                .Select(purse => (purse.Key, new Books.Holding(purse.ToDictionary(row => row.Key.Account, row => row.Pence)))),
        ];
    }

    /// <summary>Adds an entry; nothing when there is nothing to move.</summary>
    public static Journal? Write(FundDbContext db, Journal journal, IReadOnlyList<Movement> movements)
    {
        if (movements.Count == 0)
        {
            return null;
        }

        short ordinal = 0;
        foreach (var movement in movements)
        {
            Add(movement.Debit, movement.Pence);
            Add(movement.Credit, -movement.Pence);

            void Add(Account account, long pence) => journal.Postings.Add(new Posting
            {
                JournalId = journal.Id, Ordinal = ordinal++, Council = journal.Council, Account = account, ApplicationId = journal.ApplicationId, LineId = movement.Purse.LineId,
                ChildId = movement.Purse.ChildId, Funder = movement.Purse.Funder, Year = movement.Purse.Year, ProviderId = movement.Purse.ProviderId, Pence = pence,
            });
        }

        db.Add(journal);
        return journal;
    }

    /// <summary>The movements that an entry was made of: its postings stand in pairs.</summary>
    public static IReadOnlyList<Movement> MovementsOf(Journal journal) =>
    [
        .. journal.Postings.OrderBy(posting => posting.Ordinal).Chunk(2).Select(pair => new Movement(
            new Purse(pair[0].LineId, pair[0].ChildId, pair[0].Funder, pair[0].Year, pair[0].ProviderId), pair[0].Account, pair[1].Account, pair[0].Pence)),
    ];
}

/// <summary>Keeps entries even in the database itself, whatever writes them.</summary>
internal static class LedgerGuard
{
    public const string Create = """
        create function fund_journal_even() returns trigger language plpgsql set search_path = pg_catalog, pg_temp
        as $$
        begin
            if exists (
                select from public.posting where journal_id = new.journal_id
                group by line_id, child_id, funder having sum(pence) <> 0)
            then
                raise exception 'entry % is not even', new.journal_id using errcode = 'check_violation';
            end if;
            return null;
        end $$;
        create constraint trigger posting_even after insert on posting deferrable initially deferred for each row execute function fund_journal_even();
        """;

    public const string Drop = "drop trigger posting_even on posting; drop function fund_journal_even();";
}
