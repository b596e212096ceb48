using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Persistence;

/// <summary>Councils are kept apart by the database itself: whatever statement a request's role runs.</summary>
public sealed class RowLevelSecurityTests(CentralHubHost hub) : IClassFixture<CentralHubHost>
{
    private const string Tracker = "/api/v1/region/tracker";

    [Theory]
    [InlineData("select count(*) from regional_state")]
    [InlineData("select count(*) from received_event")]
    [InlineData("select count(*) from edition_child")]
    [InlineData("select count(*) from edition_council")]
    [InlineData("select count(*) from audit_anchor")]
    [InlineData("select count(*) from child_profile")]
    [InlineData("select count(*) from household_offer")]
    [InlineData("select count(*) from search")]
    [InlineData("select count(*) from search_child")]
    [InlineData("select count(*) from search_candidate")]
    [InlineData("select count(*) from search_change")]
    [InlineData("select count(*) from search_escalation")]
    [InlineData("select count(*) from search_alarm")]
    [InlineData("select count(*) from interest")]
    [InlineData("select count(*) from outside_search")]
    [InlineData("select count(*) from transfer")]
    public async Task Select_AsTheRequestsRole_ShowsTheCouncilsOfTheSettingAlone(string statement)
    {
        await PlantAsync();
        await using var connection = await ConnectAsync(hub.Service);

        Assert.Equal(0, await CountAsync(connection, statement, null));
        Assert.Equal(0, await CountAsync(connection, statement, ""));
        Assert.Equal(0, await CountAsync(connection, statement, "894"));
        var first = await CountAsync(connection, statement, "860");
        var second = await CountAsync(connection, statement, "861");
        Assert.True(first > 0 && second > 0);
        Assert.Equal(first + second, await CountAsync(connection, statement, "860,861"));

        // After the transaction the setting reads '', and shows as much as none.
        Assert.Equal(0, await CountAsync(connection, statement, null));
        await using var system = await ConnectAsync(hub.Projector);
        Assert.True(await CountAsync(system, statement, null) >= first + second);
    }

    [Fact]
    public async Task Parked_AsTheRequestsRole_IsThereForAnOperatorAlone()
    {
        await using var connection = await ConnectAsync(hub.Service);
        var message = Guid.NewGuid();
        await hub.Database.ExecuteAsync($"""
            insert into parked (message_id, consumer, name, body, headers, attempts, reason) values ('{message}', 'planted', 'child-stage-changed', '', '{"{}"}', 8, 'planted')
            """);
        await using var system = await ConnectAsync(hub.Projector);
        await using var asked = new NpgsqlCommand($"select parked_at::text from parked where message_id = '{message}'", system);
        var at = (string)(await asked.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        var (list, replay, discard) = (
            $"select count(*) from parked_messages() where message_id = '{message}'", "select replay_all_parked(null)", $"select discard_parked('{message}', false, '{at}')");

        foreach (var role in (string?[])[null, Roles.FamilyFinder, Roles.CaldicottGuardian, Roles.HubOperations])
        {
            Assert.Equal((0L, 0L, 0L), (await CountAsync(connection, list, "860", roles: role), await CountAsync(connection, replay, "860", roles: role), await CountAsync(connection, discard, "860", roles: role)));
        }

        Assert.Equal((1L, 1L, 0L), (await CountAsync(connection, list, null, roles: Roles.Operator), await CountAsync(connection, discard, null, roles: Roles.Operator), await CountAsync(connection, list, null, roles: Roles.Operator)));
    }

    /// <summary>Of a child with a restricted record no row is there for whoever of its council is not listed.</summary>
    [Theory]
    [InlineData("select count(*) from regional_state")]
    [InlineData("select count(*) from received_event")]
    [InlineData("select count(*) from edition_child")]
    public async Task Select_OfARestrictedChild_ShowsItToTheRolesListedAlone(string statement)
    {
        await PlantAsync();
        await using var connection = await ConnectAsync(hub.Service);
        var reference = Guid.NewGuid();
        await hub.Database.ExecuteAsync($"""
            insert into regional_state (kind, reference, council, epoch, version, withdrawn, exclusions, restricted_to) values (2, '{reference}', 860, 1, 2, true, 0, {(short)(RestrictedTo.CaldicottGuardian | RestrictedTo.SocialWorker)});
            insert into received_event (kind, reference, council, epoch, version, withdrawn, exclusions) values (2, '{reference}', 860, 1, 1, true, 0);
            insert into edition_child (edition_id, reference, council, value, gap) select max(id), '{reference}', 860, 0, 0 from edition
            """);
        try
        {
            statement += $" where reference = '{reference}'";
            Assert.Equal(
                (1L, 1L, 0L, 0L, 0L),
                (await CountAsync(connection, statement, "860", roles: Roles.CaldicottGuardian), await CountAsync(connection, statement, "860", roles: Roles.SocialWorker),
                    await CountAsync(connection, statement, "860", roles: Roles.FamilyFinder), await CountAsync(connection, statement, "860"),
                    await CountAsync(connection, statement, "861", roles: Roles.SocialWorker)));
        }
        finally
        {
            await hub.Database.ExecuteAsync($"delete from regional_state where reference = '{reference}'; delete from received_event where reference = '{reference}'; delete from edition_child where reference = '{reference}'");
        }
    }

    [Theory]
    [InlineData("update regional_state set within = true")]
    [InlineData("delete from regional_state")]
    [InlineData("delete from received_event")]
    [InlineData("insert into edition_council (edition_id, council, pooled, children, with_gap, changed, changed_with_gap) values (1, 860, false, 1, 0, 0, 0)")]
    [InlineData("update released_figure set n = 1")]
    [InlineData("select body from parked")]
    [InlineData("select body from outbox")]
    [InlineData("select name from outbox")]
    [InlineData("select reason from parked")]
    [InlineData("delete from outbox")]
    [InlineData("update outbox set attempts = 0")]
    [InlineData("select * from retry")]
    [InlineData("select * from family_event")]
    [InlineData("select * from overdue_duty")]
    [InlineData("select * from child_identity")]
    [InlineData("delete from identity_match")]
    [InlineData("select * from register_due")]
    [InlineData("select * from candidate_question")]
    [InlineData("update search set feasible = true")]
    [InlineData("delete from search_candidate")]
    [InlineData("update interest set open = true")]
    [InlineData("update link set household = gen_random_uuid()")]
    [InlineData("delete from link")]
    [InlineData("update link_step set taken = true")]
    [InlineData("update link_party set decision = 4")]
    [InlineData("insert into worker (reference, subject, name, councils) values (gen_random_uuid(), 'a', 'b', '{860}')")]
    [InlineData("update disclosure set hub_state = 2")]
    [InlineData("update disclosure set expires = now()")]
    [InlineData("delete from disclosure")]
    [InlineData("update disclosure_step set read = true")]
    [InlineData("update weights set declared_at = now()")]
    [InlineData("update agreement set councils = '{860}'")]
    [InlineData("update outcome_cell set shown = 1")]
    [InlineData("update sufficiency set made_at = now()")]
    [InlineData("update child_profile set live = false")]
    [InlineData("delete from household_offer")]
    [InlineData("update published_child set council = 860")]
    [InlineData("insert into published_household (reference, rung, shows_home, offers) values (gen_random_uuid(), 0, false, 0)")]
    [InlineData("select * from inbox")]
    [InlineData("update audit_entry set subject = 'nobody'")]
    [InlineData("delete from audit_entry")]
    [InlineData("insert into audit_entry (council, subject, client, roles, operation, ids, outcome, sequence) values (0, 'a', 'b', '{}', 'c', '{}', 'd', 1)")]
    [InlineData("truncate regional_state")]
    [InlineData("alter table regional_state disable row level security")]
    [InlineData("drop policy request on regional_state")]
    [InlineData("create policy planted on regional_state using (true)")]
    [InlineData("create or replace function request_councils() returns smallint[] language sql as $$ select array[860]::smallint[] $$")]
    public async Task Execute_BeyondTheRightsOfRequests_IsRefused(string statement)
    {
        await using var connection = await ConnectAsync(hub.Service);
        await using var command = new NpgsqlCommand(statement, connection);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Theory]
    [InlineData("update audit_entry set subject = 'nobody'")]
    [InlineData("delete from received_event")]
    [InlineData("update family_event set epoch = 2")]
    [InlineData("update link_step set taken = true")]
    [InlineData("delete from disclosure_step")]
    [InlineData("update audit_anchor set epoch = 2")]
    [InlineData("alter table regional_state disable row level security")]
    public async Task Execute_BeyondTheRightsOfTheSystem_IsRefused(string statement)
    {
        await using var connection = await ConnectAsync(hub.Projector);
        await using var command = new NpgsqlCommand(statement, connection);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    /// <summary>
    /// Entries are shown to the councils that they concern, and all of them to the auditor. A council's own trail lies in its hub: an entry of
    /// one that came to lie here is shown to no request.
    /// </summary>
    [Fact]
    public async Task Select_EntriesOfTheTrail_ShowsThoseThatConcernTheCouncilsOfTheSetting()
    {
        await hub.Database.ExecuteAsync(
            """
            insert into audit_entry (council, subject, client, roles, operation, ids, outcome, councils)
            select own, 'planted', 'planted', '{}', 'planted', '{}', 'done', councils::smallint[]
            from unnest(array[0, 860]) own, unnest(array['{}', '{860}', '{860,861}']) councils
            """);
        await using var connection = await ConnectAsync(hub.Service);
        foreach (var (councils, seen) in new (string?, long)[] { (null, 0), ("", 0), ("893", 0), ("861", 1), ("860", 2), ("860,861", 2) })
        {
            Assert.Equal(seen, await CountAsync(connection, "select count(*) from audit_entry where subject = 'planted'", councils));
            Assert.Equal(0, await CountAsync(connection, "select count(*) from audit_entry where council <> 0", councils));
        }

        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select set_config('partnership.auditor', 'true', true)", connection, transaction);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        command.CommandText = "select count(*) from audit_entry where subject = 'planted'";
        Assert.Equal(3L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A table whose rows requests can name, and that was forgotten among the trail's subjects, is found.</summary>
    [Fact]
    public async Task Tables_WithACouncilAndAnId_AreAllSubjectsOfTheTrail()
    {
        // A member of staff is nobody's child or household; what is published of one has its reference; the rest requests never name.
        const string Forgotten = """
            select coalesce(string_agg(c.relname, ', '), '') from pg_class c
            join pg_index i on i.indrelid = c.oid and i.indisprimary
            join pg_attribute id on id.attrelid = c.oid and id.attnum = i.indkey[0] and id.atttypid = 'uuid'::regtype
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and i.indnkeyatts = 1
                and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('council', 'councils') and not a.attisdropped)
                and c.relname not in ('worker', 'published_child', 'published_household', 'child_identity', 'overdue_duty', 'candidate_question', 'search_alarm')
                and pg_get_functiondef('audit_whose'::regproc) !~ format('from public\.%s where', c.relname)
            """;
        Assert.Equal(string.Empty, await hub.Database.ScalarAsync<string>(Forgotten));

        await hub.Database.ExecuteAsync("create table planted_subject (id uuid primary key, councils smallint[])");
        Assert.Equal("planted_subject", await hub.Database.ScalarAsync<string>(Forgotten));
        await hub.Database.ExecuteAsync("drop table planted_subject");
    }

    /// <summary>Whole answers, kept so as to be given again: each is its client's alone, and all of them are forgotten in time.</summary>
    [Fact]
    public async Task KeptAnswers_AsTheRequestsRole_AreTheClientsOwn()
    {
        await hub.Database.ExecuteAsync(
            """
            insert into idempotency_key (client, route, key, body, created_at) values
            ('planted/one', 'POST /x', 'k', 'answer of one', now()), ('planted/two', 'POST /x', 'k', 'answer of two', now()),
            ('planted/gone', 'POST /x', 'k', 'answer of one who never comes again', now() - interval '25 hours')
            """);
        await using var connection = await ConnectAsync(hub.Service);
        const string Planted = "from idempotency_key where client like 'planted/%'";

        Assert.Equal(0, await CountAsync(connection, $"select count(*) {Planted}", "860,861"));
        Assert.Equal(1, await CountAsync(connection, $"select count(*) {Planted}", "860", "planted/one"));
        Assert.Equal(1, await CountAsync(connection, $"with changed as (update idempotency_key set body = '' where client like 'planted/%' returning 1) select count(*) from changed", "860", "planted/two"));
        Assert.Equal(0, await CountAsync(connection, $"with gone as (delete {Planted} and client <> 'planted/one' returning 1) select count(*) from gone", "860", "planted/one"));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => CountAsync(
            connection, "with added as (insert into idempotency_key (client, route, key, created_at) values ('planted/two', 'POST /x', 'another', now()) returning 1) select count(*) from added", "860", "planted/one"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);

        // Whatever day is named: what is younger than a day stays.
        await using var another = await ConnectAsync(hub.Service);
        await CountAsync(another, "select count(*) from (select forget_idempotency_keys(now() + interval '1 year')) forgotten", null);
        Assert.Equal(2L, await hub.Database.ScalarAsync<long>($"select count(*) {Planted}"));
    }

    [Fact]
    public async Task Roles_OfTheService_NeitherOwnNorBypass()
    {
        foreach (var role in new[] { hub.Service, hub.Projector })
        {
            Assert.False(await hub.Database.ScalarAsync<bool>($"select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = '{role}'"));
            Assert.Equal(0L, await hub.Database.ScalarAsync<long>($"select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = '{role}'"));
        }
    }

    /// <summary>A table that is added later and forgotten here is found.</summary>
    [Fact]
    public async Task Tables_WithACouncil_AllHavePolicies()
    {
        const string Unprotected = """
            select coalesce(string_agg(c.relname, ', '), '') from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'council' and not a.attisdropped
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity
            """;
        Assert.Equal(string.Empty, await hub.Database.ScalarAsync<string>(Unprotected));

        await hub.Database.ExecuteAsync("create table planted (council smallint)");
        Assert.Equal("planted", await hub.Database.ScalarAsync<string>(Unprotected));
        await hub.Database.ExecuteAsync("drop table planted");
    }

    /// <summary>All requests share one connection here: what one left behind, the next would use.</summary>
    [Fact]
    public async Task Requests_OneAfterAnotherOnOneConnection_CarryNoCouncilOver()
    {
        await PlantAsync();
        for (var turn = 0; turn < 3; turn++)
        {
            var own = await hub.GetAsync(Tracker, hub.Tokens.CaseSystem(860));
            Assert.Equal(2, Children(own["councils"]!["860"]!));
            var other = await hub.GetAsync(Tracker, hub.Tokens.CaseSystem(861));
            Assert.Equal(["861"], other["councils"]!.AsObject().Select(council => council.Key));
            Assert.Equal(1, Children(other["councils"]!["861"]!));
            using var nobodys = await hub.SendAsync(HttpMethod.Get, "/api/v1/region/projection", hub.Tokens.With(Roles.Auditor));
            Assert.Equal(HttpStatusCode.OK, nobodys.StatusCode);
        }

        // The very connection that the requests used, as it lies in the pool.
        await using var connection = await PooledAsync();
        Assert.Equal(0, await CountAsync(connection, "select count(*) from regional_state", null));
    }

    private async Task PlantAsync()
    {
        if (await hub.WithDatabaseAsync(db => Task.FromResult(db.States.Any())))
        {
            return;
        }

        foreach (var council in new[] { 860, 860, 861 })
        {
            await hub.SendAsync(Measured.Stage(council, ChildStage.Matched, WaitBand.SixToTwelveMonths));
        }

        await hub.WaitForEventsAsync(3);
        foreach (var council in new[] { 860, 860, 861 })
        {
            await hub.SendAsync(Families.Child(council));
            await hub.SendAsync(Families.Household(council));
        }

        // Their searches are there, with lists of nobody, and nothing follows what is planted now.
        await Eventually.TrueAsync(
            async () => await hub.WithDatabaseAsync(db => db.Searches.CountAsync(search => search.WeightsVersion != null)) == 3
                && await hub.WithDatabaseAsync(db => db.RegisterDue.CountAsync()) == 0,
            "children and households");
        await hub.Database.ExecuteAsync(
            """
            insert into edition (kind, key, cut_at, served) overriding user value values (99, 1, now(), false);
            insert into edition_child (edition_id, reference, council, value, gap)
            select max(id), gen_random_uuid(), council, 0, 0 from edition, unnest(array[860, 861]) council group by council;
            insert into edition_council (edition_id, council, pooled, children, with_gap, changed, changed_with_gap)
            select max(id), council, false, 1, 0, 1, 0 from edition, unnest(array[860, 861]) council group by council;
            insert into search_candidate (search, household, household_council, place, candidate) select reference, gen_random_uuid(), council, 1, 'null' from child_profile;
            insert into search_change (id, search, household, household_council, at, move) select gen_random_uuid(), reference, gen_random_uuid(), council, now(), 'null' from child_profile;
            insert into search_escalation (search, period, length, at, feasible) select reference, 0, 2, now(), false from child_profile;
            insert into search_alarm (id, search, child, council, cause, since, raised_at, over_at) select gen_random_uuid(), reference, reference, council, 1, now(), now(), now() from child_profile;
            insert into interest (child, household, council, at, open) select gen_random_uuid(), gen_random_uuid(), council, now(), false from child_profile;
            insert into outside_search (id, child, council, provider, london, number, feasible, started_at) select gen_random_uuid(), reference, council, 1, false, 1, false, now() from child_profile;
            insert into transfer (id, council, "from", "to", links, state, offered_at) select gen_random_uuid(), council, gen_random_uuid(), gen_random_uuid(), '{}', 1, now() from child_profile;
            insert into audit_anchor (council, sequence, hash, epoch) values (860, 1, decode(repeat('00', 32), 'hex'), 1), (861, 1, decode(repeat('00', 32), 'hex'), 1);
            """);
    }

    private async Task<NpgsqlConnection> ConnectAsync(string role)
    {
        var connection = new NpgsqlConnection(hub.Database.ConnectionStringFor(role, CentralHubHost.Password) + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private async Task<NpgsqlConnection> PooledAsync() =>
        await ((NpgsqlDataSource)hub.Services.GetService(typeof(NpgsqlDataSource))!).OpenConnectionAsync(TestContext.Current.CancellationToken);

    private static async Task<long> CountAsync(NpgsqlConnection connection, string statement, string? councils, string? client = null, string? roles = null)
    {
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        if (client is not null)
        {
            await using var setting = new NpgsqlCommand("select set_config('partnership.client', $1, true)", connection, transaction) { Parameters = { new() { Value = client } } };
            await setting.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        if (roles is not null)
        {
            await using var setting = new NpgsqlCommand("select set_config('partnership.roles', $1, true)", connection, transaction) { Parameters = { new() { Value = roles } } };
            await setting.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        if (councils is not null)
        {
            await using var setting = new NpgsqlCommand("select set_config('partnership.councils', $1, true)", connection, transaction) { Parameters = { new() { Value = councils } } };
            await setting.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var command = new NpgsqlCommand(statement, connection, transaction);
        var count = (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        return count;
    }

    private static int? Children(JsonNode table) => (int?)table.AsArray()
        .Single(cell => (string)cell!["stage"]! == "matched" && (string)cell["wait"]! == "six-to-twelve-months")!["children"];
}
