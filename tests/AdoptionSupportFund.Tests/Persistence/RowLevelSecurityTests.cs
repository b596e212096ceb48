using Npgsql;
using Partnership.AdoptionSupportFund.Tests.Ledger;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Persistence;

/// <summary>Councils are kept apart by the database itself, in what they read and in what they write.</summary>
public sealed class RowLevelSecurityTests(FundHost fund)
{
    /// <summary>Tables with a council: a request sees rows of its own councils alone, and nothing where none was told.</summary>
    [Fact]
    public async Task Select_AsTheRequestsRole_ShowsTheCouncilsOfTheSettingAlone()
    {
        await PlantMoneyAsync(fund, 860);
        await PlantMoneyAsync(fund, 861);
        foreach (var table in await TablesAsync())
        {
            await using var connection = await ConnectAsync(fund.RequestRole);
            Assert.Equal(0, await CountAsync(connection, table, null));
            Assert.Equal(0, await CountAsync(connection, table, ""));
            var (first, second) = (await CountAsync(connection, table, "860"), await CountAsync(connection, table, "861"));
            Assert.True(first > 0 && second > 0, $"{table} has no rows to be kept apart.");
            Assert.Equal(first + second, await CountAsync(connection, table, "860,861"));
            Assert.Equal(0, await CountAsync(connection, table, null));
        }
    }

    [Fact]
    public async Task Tables_WithACouncil_AllHavePoliciesForBothRoles()
    {
        const string Unprotected = """
            select coalesce(string_agg(c.relname, ', '), '') from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'council' and not a.attisdropped
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                and (not c.relrowsecurity or (select count(*) from pg_policy p where p.polrelid = c.oid) < 2)
            """;
        Assert.Equal(string.Empty, await fund.Database.ScalarAsync<string>(Unprotected));
    }

    /// <summary>Of one council, to the rows of another: changed is nothing, and what would put a row there is refused.</summary>
    [Fact]
    public async Task Write_ToAnotherCouncilsRows_ReachesNone()
    {
        // Rows of its own too: where there are none, nothing is moved and nothing refused.
        await PlantAsync(860);
        await PlantAsync(861);
        await using var connection = await ConnectAsync(fund.RequestRole);
        Assert.Equal(0, await ExecuteAsync(connection, "update application set version = version + 1 where council = 861", "860"));
        Assert.Equal(0, await ExecuteAsync(connection, "delete from line_funding where council = 861", "860"));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(
            connection, "insert into application_child (application_id, child_id, council) select id, gen_random_uuid(), 861 from application where council = 860 limit 1", "860"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        var moved = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, "update application set council = 861 where council = 860", "860"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, moved.SqlState);
    }

    [Theory]
    [InlineData("update child_balance set therapy = 0")]
    [InlineData("insert into child_balance (child_id, year, council, therapy, assessment, local) values (gen_random_uuid(), 2026, 860, 0, 0, 0)")]
    [InlineData("update fund_child set council = 860")]
    [InlineData("update needs_assessment set assessed_on = current_date")]
    [InlineData("update rule_pack set content = '{}'")]
    [InlineData("update rule_pack set year = 2030")]
    [InlineData("delete from rule_pack")]
    [InlineData("select body from outbox")]
    [InlineData("select name from outbox")]
    [InlineData("select reason from parked")]
    [InlineData("delete from outbox")]
    [InlineData("update outbox set attempts = 0")]
    [InlineData("delete from audit_entry")]
    [InlineData("alter table application disable row level security")]
    [InlineData("drop function fund_balance_add(uuid, uuid, smallint, bigint, bigint, bigint)")]
    public async Task Execute_BeyondTheRightsOfRequests_IsRefused(string statement)
    {
        await using var connection = await ConnectAsync(fund.RequestRole);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, statement, "860"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    /// <summary>The functions that change balances ask whose child it is, since they run as the owner of the tables.</summary>
    [Fact]
    public async Task Balance_OfAnotherCouncilsChild_CanNeitherBeReadNorTaken()
    {
        var family = await PlantAsync(861);
        var child = family.Children[0];
        await using var connection = await ConnectAsync(fund.RequestRole);
        foreach (var statement in new[]
        {
            $"select * from fund_balance_lock(array['{child}']::uuid[], array[2026]::smallint[])",
            $"select fund_balance_add((select id from application where council = 860 limit 1), '{child}', 2026::smallint, 1, 0, 0)",
            $"select fund_balance_add((select id from application where council = 860 limit 1), '{child}', 2026::smallint, -1, 0, 0)",
        })
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, statement, "860"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }

        await ExecuteAsync(connection, $"select * from fund_balance_lock(array['{child}']::uuid[], array[2026]::smallint[])", "860,861");
    }

    /// <summary>A hand-over has two councils: each of them sees it, nobody else does, and none puts one in another's name.</summary>
    [Fact]
    public async Task HandOver_OfTwoCouncils_IsSeenByBothAndWrittenInNoOthersName()
    {
        var handOver = Guid.NewGuid();
        await fund.Database.ExecuteAsync(
            $"insert into hand_over (id, child_id, from_council, to_council, state, reason, proposed_by, proposed_at, version) values ('{handOver}', gen_random_uuid(), 893, 894, 2, 'family-moved', 'planted', now(), 1)");
        await using var connection = await ConnectAsync(fund.RequestRole);
        foreach (var (councils, seen) in new[] { ("893", 1L), ("894", 1L), ("893,894", 1L), ("860,861,895", 0L), ("", 0L) })
        {
            Assert.Equal(seen, await CountAsync(connection, $"hand_over where id = '{handOver}'", councils));
        }

        Assert.Equal(0, await CountAsync(connection, $"hand_over where id = '{handOver}'", null));
        Assert.Equal(0, await ExecuteAsync(connection, $"update hand_over set version = 2 where id = '{handOver}'", "860"));
        Assert.Equal(0, await ExecuteAsync(connection, $"delete from hand_over where id = '{handOver}'", "860"));
        foreach (var statement in new[]
        {
            "insert into hand_over (id, child_id, from_council, to_council, state, reason, proposed_by, proposed_at, version) values (gen_random_uuid(), gen_random_uuid(), 861, 893, 1, 'family-moved', 'planted', now(), 1)",
            "update hand_over set from_council = 861, to_council = 893 where from_council = 860 or to_council = 860",
        })
        {
            await fund.Database.ExecuteAsync(
                "insert into hand_over (id, child_id, from_council, to_council, state, reason, proposed_by, proposed_at, version) values (gen_random_uuid(), gen_random_uuid(), 860, 895, 3, 'family-moved', 'planted', now(), 1)");
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, statement, "860"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }

    /// <summary>Entries of the trail are shown to the councils that they concern, which the database finds by what they are about.</summary>
    [Fact]
    public async Task Select_EntriesOfTheTrail_ShowsThoseThatConcernTheCouncilsOfTheSetting()
    {
        var (own, other) = (await fund.FamilyAsync(860), await fund.FamilyAsync(861));
        var subject = $"planted.{Guid.NewGuid():n}";
        await using var connection = await ConnectAsync(fund.RequestRole);
        foreach (var ids in new Guid[][] { [own.Children[0]], [own.Assessment, other.Children[0]], [Guid.NewGuid()] })
        {
            await using var insert = new NpgsqlCommand(
                "insert into audit_entry (council, subject, client, roles, operation, ids, outcome) values (0, $1, 'planted', '{}', 'planted', $2, 'done')", connection)
            {
                Parameters = { new() { Value = subject }, new() { Value = ids } },
            };
            await insert.ExecuteNonQueryAsync();
        }

        foreach (var (councils, seen) in new (string?, long)[] { (null, 0), ("", 0), ("893", 0), ("861", 1), ("860", 2), ("860,861", 2) })
        {
            Assert.Equal(seen, await CountAsync(connection, $"audit_entry where subject = '{subject}'", councils));
        }
    }

    /// <summary>A table whose rows requests can name, and that was forgotten among the trail's subjects, is found.</summary>
    [Fact]
    public async Task Tables_WithACouncilAndAnId_AreAllSubjectsOfTheTrail()
    {
        var forgotten = await fund.Database.ScalarAsync<string>("""
            select coalesce(string_agg(c.relname, ', '), '') from pg_class c
            join pg_index i on i.indrelid = c.oid and i.indisprimary
            join pg_attribute id on id.attrelid = c.oid and id.attnum = i.indkey[0] and id.atttypid = 'uuid'::regtype
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and i.indnkeyatts = 1
                and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('council', 'from_council') and not a.attisdropped)
                and pg_get_functiondef('audit_whose'::regproc) !~ format('from public\.%s where', c.relname)
            """);

        Assert.Equal(string.Empty, forgotten);
    }

    private async Task<Family> PlantAsync(int council)
    {
        var family = await fund.FamilyAsync(council);
        using var client = fund.ClientOf(Roles.SupportFund, council);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(client, council, await fund.BeginAsync(client, family, 10)));
        return family;
    }

    /// <summary>A row of the council in every table that has one.</summary>
    internal static async Task PlantMoneyAsync(FundHost fund, int council)
    {
        var own = FundHost.Of(council);
        var (family, application) = await MoneyTests.ApprovedAsync(fund, 4, council: council);
        using var worker = fund.ClientOf(Roles.SupportFund, council);
        using var finance = fund.ClientOf(Roles.Finance, council);
        var line = application["lines"]![0]!["lineId"];
        var order = await FundHost.SendAsync(worker, HttpMethod.Post, $"{own}/applications/{application["id"]}/orders", new { lineId = line });
        await FundHost.SendAsync(worker, HttpMethod.Post, $"{own}/invoices", new { orderId = order["id"], reference = FundHost.Reference("RLS"), hours = 1, pence = 100, periodFrom = "2025-11-01", periodTo = "2025-11-30" });
        await FundHost.SendAsync(worker, HttpMethod.Post, $"{own}/claims", new { month = FundHost.Today });
        await FundHost.UploadAsync(finance, $"{own}/statements", "reference,portal_reference,kind,amount,paid_on", $"{FundHost.Reference("R")},{FundHost.Reference()},payment,1,2025-11-03");
        await FundHost.SendAsync(
            worker, HttpMethod.Post, $"{own}/applications/{application["id"]}/quotes", new { line = 1, providerId = await fund.ProviderAsync(), ratePence = 7_000, extraPence = 0, validUntil = "2025-12-31" });
        await FundHost.SendAsync(
            worker, HttpMethod.Post, $"{own}/applications/{application["id"]}/outcomes",
            new { lineId = line, childId = family.Children[0], tool = "goal-based-outcome", when = "before", score = 3, measuredOn = FundHost.Today });
        await fund.Database.ExecuteAsync($"""
            insert into rule_job (id, kind, day, requested_at, finished_at, total, done, changed, broken, mended, history_total, history_stopped) values ('{application["id"]}', 2, current_date, now(), now(), 0, 0, 0, 0, 0, 0, 0);
            insert into chase (id, council, task, about, assessment_id, due_on, step, version) values (gen_random_uuid(), {council}, 1, '{application["id"]}', '{family.Assessment}', current_date, 1, 1);
            insert into rule_history (job_id, application_id, council, codes) values ('{application["id"]}', '{application["id"]}', {council}, array['limit.fair-access']);
            insert into rule_change (job_id, application_id, council, come, go, is_stopped) values ('{application["id"]}', '{application["id"]}', {council}, array[]::text[], array[]::text[], false)
            """);
    }

    private async Task<IReadOnlyList<string>> TablesAsync() => (await fund.Database.ScalarAsync<string>(
        """
        select string_agg(c.relname, ',' order by c.relname) from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'council' and not a.attisdropped
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'audit_entry'
        """)).Split(',');

    private async Task<NpgsqlConnection> ConnectAsync(string role)
    {
        var connection = new NpgsqlConnection(fund.Database.ConnectionStringFor(role, FundHost.Password) + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string table, string? councils)
    {
        await using var transaction = councils is null ? null : await SetAsync(connection, councils);
        await using var command = new NpgsqlCommand($"select count(*) from {table}", connection, transaction);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string statement, string councils)
    {
        await using var transaction = await SetAsync(connection, councils);
        await using var command = new NpgsqlCommand(statement, connection, transaction);
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlTransaction> SetAsync(NpgsqlConnection connection, string councils)
    {
        var transaction = await connection.BeginTransactionAsync();
        await using var set = new NpgsqlCommand("select set_config('partnership.councils', $1, true)", connection, transaction) { Parameters = { new() { Value = councils } } };
        await set.ExecuteNonQueryAsync();
        return transaction;
    }
}
