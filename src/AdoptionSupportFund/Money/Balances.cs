using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Money;

/// <summary>Takes from children's balances and gives back, within the request's transaction.</summary>
internal static class Balances
{
    /// <summary>
    /// Locks the balances until the transaction ends and tells what is used of them. Whoever else wants one of them waits, and then sees what was taken:
    /// of two who want the last of a child's money, one gets it and the other is told.
    /// </summary>
    public static async Task<Dictionary<(Guid Child, YearEnded Year), Use>> LockAsync(
        FundDbContext db, IReadOnlyCollection<(Guid Child, YearEnded Year)> keys, CancellationToken ct)
    {
        var found = new Dictionary<(Guid, YearEnded), Use>();
        await using var command = Command(db, "select child_id, year, therapy, assessment, local from fund_balance_lock($1, $2)");
        command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(key => key.Child).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(key => (short)key.Year.Year).ToArray() });
        await using var reader = await OwnAsync(() => command.ExecuteReaderAsync(ct));
        while (await reader.ReadAsync(ct))
        {
            found[(reader.GetGuid(0), new YearEnded(reader.GetInt16(1)))] = new Use(reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
        }

        return found;
    }

    /// <summary>An application that was begun while its child was handed over is left behind: whoever asks for the balance then is told so.</summary>
    private static async Task<T> OwnAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new RuleBrokenException("child.handed-over", "Another council applies for a child of the application by now: withdraw the application, or take the child out.", "children");
        }
    }

    /// <summary>
    /// Says what an application counts for from now on; what it counted for before is given back. The balances concerned are locked, in the order in
    /// which everybody locks them.
    /// </summary>
    public static async Task SetUseAsync(
        FundDbContext db, Guid applicationId, short council, IReadOnlyDictionary<(Guid Child, YearEnded Year), Use> uses, CancellationToken ct)
    {
        var before = await db.BalanceUses.Where(use => use.ApplicationId == applicationId).ToListAsync(ct);
        var keys = before.Select(use => (Child: use.ChildId, Year: new YearEnded(use.Year))).Union(uses.Keys).OrderBy(key => key.Child).ThenBy(key => key.Year);
        foreach (var key in keys)
        {
            var row = before.Find(use => use.ChildId == key.Child && use.Year == key.Year.Year);
            var (old, now) = (row?.Use ?? default, uses.GetValueOrDefault(key));
            if (old == now)
            {
                continue;
            }

            await AddAsync(db, applicationId, key, now - old, ct);
            if (row is null)
            {
                row = new BalanceUse { ApplicationId = applicationId, ChildId = key.Child, Year = (short)key.Year.Year, Council = council };
                db.Add(row);
            }

            (row.Therapy, row.Assessment, row.Local) = (now.Therapy, now.Assessment, now.Local);
        }
    }

    /// <summary>Takes back a part of what an application counts for: money that it gave up.</summary>
    public static async Task GiveBackAsync(FundDbContext db, Guid applicationId, IEnumerable<((Guid Child, YearEnded Year) Key, Use Use)> parts, CancellationToken ct)
    {
        foreach (var (key, part) in parts)
        {
            var row = db.BalanceUses.Local.FirstOrDefault(use => use.ApplicationId == applicationId && use.ChildId == key.Child && use.Year == key.Year.Year)
                ?? await db.BalanceUses.SingleAsync(use => use.ApplicationId == applicationId && use.ChildId == key.Child && use.Year == key.Year.Year, ct);
            await AddAsync(db, applicationId, key, default(Use) - part, ct);
            var left = row.Use - part;
            (row.Therapy, row.Assessment, row.Local) = (left.Therapy, left.Assessment, left.Local);
        }
    }

    private static async Task AddAsync(FundDbContext db, Guid applicationId, (Guid Child, YearEnded Year) key, Use change, CancellationToken ct)
    {
        await using var command = Command(db, "select fund_balance_add($1, $2, $3, $4, $5, $6)");
        foreach (var value in new object[] { applicationId, key.Child, (short)key.Year.Year, change.Therapy, change.Assessment, change.Local })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        // Asked for before the other council accepted, it may be given after.
        await OwnAsync(() => command.ExecuteNonQueryAsync(ct));
    }

    private static NpgsqlCommand Command(FundDbContext db, string text)
    {
#pragma warning disable CA2100 // Constants of this file.
        return new NpgsqlCommand(text, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
#pragma warning restore CA2100
    }
}
