using System.Globalization;
using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether the fund's ledger is even in each entry, line, child and funder, and says what the decisions, invoices, claims and statements say: each of
/// them one entry, and every account what they add up to. Of all applications, those of the stories too.
/// </summary>
internal static class LedgerCheck
{
    private const string Check = "ledger";

    // As the fund numbers accounts and kinds of entries.
    private enum Account : short
    {
        Entitlement = 1,
        Commitment = 2,
        Payable = 3,
        Receivable = 4,
        Received = 5,
        Returnable = 6,
        Paid = 7,
        Returned = 8,
    }

    private enum Kind : short
    {
        Award = 1,
        Invoice = 2,
        Payment = 3,
        Claim = 4,
        Receipt = 5,
        Reversal = 8,
        Contribution = 9,
    }

    private static readonly HashSet<Account> Debits = [Account.Entitlement, Account.Receivable, Account.Received];

    // What the documents say of each application: the ledger itself is not asked.
    private const string Documents = """
        select a.id, a.status = 4,
            coalesce((select sum(p.awarded_pence) from application_line l join line_funding p on p.line_id = l.id where l.application_id = a.id), 0)::bigint,
            coalesce((select sum(pence) from invoice i where i.application_id = a.id and i.state <> 3), 0)::bigint,
            coalesce((select sum(pence) from invoice i where i.application_id = a.id and i.state = 2), 0)::bigint,
            coalesce((select sum(pence) from claim_item i where i.application_id = a.id), 0)::bigint,
            coalesce((select sum(entered_pence) from statement_line s where s.application_id = a.id and s.kind = 1), 0)::bigint,
            (select count(*) from invoice i where i.application_id = a.id),
            (select count(*) from invoice i where i.application_id = a.id and i.state = 2),
            (select count(*) from invoice i where i.application_id = a.id and i.state = 3),
            (select count(*) from claim_item i where i.application_id = a.id),
            (select count(*) from statement_line s where s.application_id = a.id and s.kind = 1 and s.entered_pence > 0)
        from application a
        """;

    /// <param name="fund">The fund's database.</param>
    /// <param name="contributed">What other funders have paid, by application; of those not named nothing.</param>
    public static async Task<List<Disagreement>> RunAsync(NpgsqlDataSource fund, IReadOnlyDictionary<Guid, long> contributed)
    {
        var found = new List<Disagreement>();
        var postings = await PostingsAsync(fund);
        found.AddRange(postings.GroupBy(each => (each.Journal, each.Line, each.Child, each.Funder)).Where(group => group.Sum(each => each.Pence) != 0)
            .Select(group => new Disagreement(Check, Effect.Wrong, $"entry {group.Key.Journal} is not even")));
        found.AddRange(postings.GroupBy(each => (each.Application, each.Line, each.Child, each.Funder, each.Account))
            .Where(group => group.Sum(each => each.Pence) is var sum && (Debits.Contains(group.Key.Account) ? sum < 0 : sum > 0))
            .Select(group => new Disagreement(Check, Effect.Wrong, $"{group.Key.Account} of application {group.Key.Application} is on its wrong side")));
        found.AddRange(await AwardsAsync(fund, postings));

        var (sums, entries) = (postings.ToLookup(each => each.Application), await EntriesAsync(fund));
        await using var command = fund.CreateCommand(Documents);
        await using var reader = await command.ExecuteReaderAsync();
        var known = new HashSet<Guid>();
        while (await reader.ReadAsync())
        {
            var (application, awarded, invoiced, paid, claimed, received) =
                (reader.GetGuid(0), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6));
            var other = contributed.GetValueOrDefault(application);
            known.Add(application);
            var ought = new Dictionary<Account, long>
            {
                [Account.Entitlement] = awarded - claimed - other, [Account.Commitment] = invoiced - awarded, [Account.Payable] = paid - invoiced,
                [Account.Receivable] = claimed - received, [Account.Received] = received + other, [Account.Returnable] = 0, [Account.Paid] = -paid, [Account.Returned] = 0,
            };
            found.AddRange(ought.Where(each => sums[application].Where(posting => posting.Account == each.Key).Sum(posting => posting.Pence) != each.Value)
                .Select(each => new Disagreement(Check, Effect.Wrong, $"{each.Key} of application {application}")));
            var times = new Dictionary<Kind, long>
            {
                [Kind.Award] = reader.GetBoolean(1) ? 1 : 0, [Kind.Invoice] = reader.GetInt64(7), [Kind.Payment] = reader.GetInt64(8), [Kind.Reversal] = reader.GetInt64(9),
                [Kind.Claim] = reader.GetInt64(10), [Kind.Receipt] = reader.GetInt64(11), [Kind.Contribution] = other > 0 ? 1 : 0,
            };
            foreach (var (kind, expected) in times)
            {
                if (entries.GetValueOrDefault((application, kind)) is var entered && entered != expected)
                {
                    found.Add(new Disagreement(
                        Check, entered < expected ? Effect.Lost : Effect.Twice, string.Create(CultureInfo.InvariantCulture, $"{kind} of application {application}: {entered} of {expected} entries")));
                }
            }
        }

        found.AddRange(sums.Select(each => each.Key).Where(application => !known.Contains(application))
            .Select(application => new Disagreement(Check, Effect.Twice, $"money of {application}, which is no application")));
        found.AddRange(await BalancesAsync(fund));
        return found;
    }

    /// <summary>Each part that was awarded stands in the award's entry, and nothing else does.</summary>
    private static async Task<IEnumerable<Disagreement>> AwardsAsync(NpgsqlDataSource fund, List<Entered> postings)
    {
        var awarded = await Records.ReadAsync(
            fund,
            """
            select concat_ws(' ', l.application_id, p.line_id, p.child_id, p.funder), p.awarded_pence::text
            from line_funding p join application_line l on l.id = p.line_id where p.awarded_pence > 0
            """);
        var entered = postings.Where(each => each is { Kind: Kind.Award, Account: Account.Entitlement })
            .GroupBy(each => Records.Of(each.Application, each.Line, each.Child, each.Funder))
            .ToDictionary(group => group.Key, group => Records.Of(group.Sum(each => each.Pence)));
        return Records.Compare(Check, "the award of", awarded, entered, new HashSet<string>());
    }

    /// <summary>What is used of each child's year: what its applications count for, and that is what was awarded, or asked while nobody has decided.</summary>
    private static async Task<IEnumerable<Disagreement>> BalancesAsync(NpgsqlDataSource fund)
    {
        var used = await Records.ReadAsync(
            fund,
            """
            select concat_ws(' ', p.child_id, case when extract(month from l.starts) >= 4 then extract(year from l.starts) + 1 else extract(year from l.starts) end),
                concat_ws(' ', coalesce(sum(coalesce(p.awarded_pence, p.pence)) filter (where p.funder = 1), 0), coalesce(sum(coalesce(p.awarded_pence, p.pence)) filter (where p.funder <> 1), 0))
            from application a join application_line l on l.application_id = a.id join line_funding p on p.line_id = l.id
            where a.status in (2, 4, 7) group by 1
            """);
        return Records.Compare(
            Check, "the balance of", used, await Records.ReadAsync(fund, "select concat_ws(' ', child_id, year), concat_ws(' ', therapy, local) from child_balance where therapy + local > 0"), new HashSet<string>());
    }

    private static async Task<List<Entered>> PostingsAsync(NpgsqlDataSource fund)
    {
        await using var command = fund.CreateCommand(
            "select p.journal_id, j.kind, p.application_id, p.line_id, p.child_id, p.funder, p.account, p.pence from posting p join journal j on j.id = p.journal_id");
        await using var reader = await command.ExecuteReaderAsync();
        var postings = new List<Entered>();
        while (await reader.ReadAsync())
        {
            postings.Add(new Entered(
                reader.GetGuid(0), (Kind)reader.GetInt16(1), reader.GetGuid(2), reader.GetGuid(3), reader.GetGuid(4), reader.GetInt16(5), (Account)reader.GetInt16(6), reader.GetInt64(7)));
        }

        return postings;
    }

    private static async Task<Dictionary<(Guid, Kind), long>> EntriesAsync(NpgsqlDataSource fund)
    {
        await using var command = fund.CreateCommand("select application_id, kind, count(*) from journal group by application_id, kind");
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new Dictionary<(Guid, Kind), long>();
        while (await reader.ReadAsync())
        {
            entries.Add((reader.GetGuid(0), (Kind)reader.GetInt16(1)), reader.GetInt64(2));
        }

        return entries;
    }

    private sealed record Entered(Guid Journal, Kind Kind, Guid Application, Guid Line, Guid Child, short Funder, Account Account, long Pence);
}
