using Npgsql;
using Partnership.Contracts.FamilyFinding;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Persistence;

/// <summary>
/// A link opens rows of one council to another, and to no third: held by the database, whatever statement a request's role runs. 860 and 861 have
/// a link and a release; 893 has none.
/// </summary>
public sealed class LinkSecurityTests(CentralHubHost hub) : IClassFixture<CentralHubHost>
{
    private static readonly Guid Live = Guid.NewGuid();
    private static readonly Guid Ended = Guid.NewGuid();
    private static readonly Guid Agreement = Guid.NewGuid();
    private static readonly Guid Release = Guid.NewGuid();
    private static readonly Guid Child = Guid.NewGuid();
    private static readonly Guid Household = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();
    private static readonly Guid Search = Guid.NewGuid();

    // A child of 893 with a search of its own, and one that has come to the search of the live link since.
    private static readonly Guid Foreign = Guid.NewGuid();
    private static readonly Guid Joined = Guid.NewGuid();

    [Theory]
    [InlineData("select count(*) from link", 2, 2, 0)]
    [InlineData("select count(*) from link_child", 2, 2, 0)]
    [InlineData("select count(*) from link_party", 4, 4, 0)]
    [InlineData("select count(*) from link_step", 2, 2, 0)]
    [InlineData("select count(*) from link_worker", 2, 2, 0)]
    [InlineData("select count(*) from worker where subject not like 'planted%'", 2, 2, 0)]
    [InlineData("select count(*) from disclosure", 1, 1, 0)]
    [InlineData("select count(*) from disclosure_step", 1, 1, 0)]
    [InlineData("select count(*) from agreement", 1, 1, 0)]
    [InlineData("select count(*) from agreement_council", 2, 2, 0)]
    [InlineData("select count(*) from identity_match", 1, 1, 0)]
    [InlineData("select count(*) from identity_match_side", 2, 2, 0)]

    // Each its own; and of the live link the other side's. What was linked once is shut again.
    [InlineData("select count(*) from child_profile", 1, 1, 0)]
    [InlineData("select count(*) from household_offer", 1, 2, 0)]
    [InlineData("select count(*) from competing_links({live})", 1, 1, 0)]
    [InlineData("select count(*) from search_candidate", 1, 0, 0)]
    public async Task Select_OfALink_ShowsItsPartiesAlone(string statement, int childs, int households, int third)
    {
        await PlantAsync();
        await using var connection = await ConnectAsync();
        statement = statement.Replace("{live}", $"'{Live}'", StringComparison.Ordinal);

        Assert.Equal((childs, households, third), (await CountAsync(connection, statement, "860"), await CountAsync(connection, statement, "861"), await CountAsync(connection, statement, "893")));
        Assert.Equal((0, 0), (await CountAsync(connection, statement, ""), await CountAsync(connection, statement, null)));
    }

    /// <summary>Of a restricted child nothing that a request of its council could ask of any table is there for who is not listed, whatever the code; the other side sees what it saw.</summary>
    [Theory]
    [InlineData("select count(*) from link", 2)]
    [InlineData("select count(*) from link_child", 2)]
    [InlineData("select count(*) from link_party", 4)]
    [InlineData("select count(*) from link_step", 2)]
    [InlineData("select count(*) from link_worker", 2)]
    [InlineData("select count(*) from disclosure", 1)]
    [InlineData("select count(*) from disclosure_step", 1)]
    [InlineData("select count(*) from child_profile", 1)]
    [InlineData("select count(*) from household_offer", 1)]
    [InlineData("select count(*) from competing_links({live})", 1)]
    [InlineData("select count(*) from search_candidate", 1)]
    [InlineData("select count(*) from search_child where child = {child}", 1)]
    [InlineData("select count(*) from transfer", 1)]
    [InlineData("select count(*) from outside_search where child = {child}", 1)]
    [InlineData("select count(*) - 1 from outside_search", 1)]
    [InlineData("select count(*) from interest", 1)]
    public async Task Select_OfARestrictedChild_ShowsItToTheListedAlone(string statement, int rows)
    {
        await PlantAsync();
        await using var connection = await ConnectAsync();
        statement = statement.Replace("{live}", $"'{Live}'", StringComparison.Ordinal).Replace("{child}", $"'{Child}'", StringComparison.Ordinal);
        await hub.Database.ExecuteAsync($"insert into transfer (id, council, \"from\", \"to\", links, state, offered_at) values ('{Agreement}', 860, '{Live}', '{Live}', array['{Live}'::uuid], 1, now())");

        // Of a child searched for alone there is no group's search: another's stays.
        await hub.Database.ExecuteAsync($"""
            insert into outside_search (id, child, council, provider, london, number, feasible, started_at)
            select gen_random_uuid(), child, 860, 1, false, 1, true, now() from (values ('{Child}'::uuid), ('{Agreement}')) outside (child);
            insert into interest (child, household, council, at, open) values ('{Child}', '{Household}', 861, now(), true);
            """);
        var others = await CountAsync(connection, statement, "861", "family-finder");
        try
        {
            await hub.Database.ExecuteAsync($$"""update child_profile set snapshot = snapshot || '{"restrictedTo":"CaldicottGuardian, SocialWorker, DecisionMaker"}' where reference = '{{Child}}'""");

            Assert.Equal((0, 0, 0), (await CountAsync(connection, statement, "860", "family-finder"), await CountAsync(connection, statement, "860", "recruitment,panel-adviser"), await CountAsync(connection, statement, "860", null)));
            Assert.Equal((rows, rows), (await CountAsync(connection, statement, "860", "social-worker"), await CountAsync(connection, statement, "860", "family-finder,caldicott-guardian")));
            Assert.Equal(others, await CountAsync(connection, statement, "861", "family-finder"));
        }
        finally
        {
            await hub.Database.ExecuteAsync($"update child_profile set snapshot = snapshot - 'restrictedTo' where reference = '{Child}'; delete from transfer where id = '{Agreement}'; delete from outside_search; delete from interest where child = '{Child}'");
        }
    }

    /// <summary>A table that a request reads and that names a child, household, search or link has a policy for restricted records.</summary>
    [Fact]
    public async Task Tables_ThatNameWhatMayBeRestricted_HaveAPolicyForIt() => Assert.Equal(
        string.Empty,
        await hub.Database.ScalarAsync<string>(
            """
            select coalesce(string_agg(distinct c.relname, ', '), '') from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attname in ('child', 'household', 'search', 'link', 'links') and not a.attisdropped
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
              and exists (select from pg_policies p where p.tablename = c.relname and p.policyname = 'request' and p.qual <> 'false')
              and not exists (select from pg_policies p where p.tablename = c.relname and p.policyname = 'restricted')
            """));

    /// <summary>Policies for writing: a row of another council is neither changed nor made.</summary>
    [Theory]
    [InlineData("update link set state = 10 where id = '{live}'", "861", 1)]
    [InlineData("update link set state = 10 where id = '{live}'", "893", 0)]
    [InlineData("update link_party set taken = 4 where link = '{live}' and council = 861", "860", 0)]
    [InlineData("update link_worker set until = now() where link = '{live}' and council = 861", "860", 0)]
    [InlineData("update disclosure set \"end\" = 2", "893", 0)]
    [InlineData("update agreement_council set left_at = now() where council = 861", "860", 0)]
    [InlineData("update agreement set ended_at = now()", "893", 0)]
    [InlineData("update identity_match set version = 2", "860", 1)]
    [InlineData("update identity_match set version = 2", "893", 0)]
    [InlineData("update identity_match_side set answer = 1", "860", 1)]
    [InlineData("update identity_match_side set answer = 1 where council = 861", "860", 0)]
    [InlineData("update identity_match_side set reference = gen_random_uuid()", "860", -1)]
    [InlineData("insert into identity_match (id, councils, found_at, by, version) values (gen_random_uuid(), '{860,861}', now(), 1, 1)", "860", -1)]
    [InlineData("insert into agreement (id, councils, region, basis, proposed_at) values (gen_random_uuid(), '{860,861}', false, 1, now())", "893", -1)]
    [InlineData("insert into agreement (id, councils, region, basis, proposed_at, in_force_at) values (gen_random_uuid(), '{860,894}', false, 1, now(), now())", "860", -1)]
    [InlineData("insert into agreement_council (agreement, council, accepted_at) values ('{agreement}', 894, now())", "860", -1)]
    [InlineData("insert into agreement_council (agreement, council, accepted_at) values ('{agreement}', 894, null)", "860", 1)]
    [InlineData("insert into interest (child, household, council, at, open) values (gen_random_uuid(), gen_random_uuid(), 861, now(), false)", "860", -1)]
    [InlineData("insert into link (id, search, search_of, household, household_council, proposed_by, number, state, reasons, version, proposed_at, changed_at) values (gen_random_uuid(), gen_random_uuid(), 1, gen_random_uuid(), 861, 860, 1, 1, 0, 1, now(), now())", "861", -1)]
    [InlineData("insert into link_child (link, child, council) values ('{live}', gen_random_uuid(), 893)", "893", -1)]
    [InlineData("insert into link_party (link, council, side) values ('{live}', 893, 2)", "893", -1)]
    [InlineData("insert into disclosure_step (id, disclosure, at, kind, gates, \"end\", read) values (gen_random_uuid(), '{release}', now(), 1, 0, 0, false)", "893", -1)]
    public async Task Write_ToARowThatIsNotOnesOwn_HasNoEffect(string statement, string councils, int rows)
    {
        await PlantAsync();
        await using var connection = await ConnectAsync();
        statement = statement.Replace("{live}", $"{Live}", StringComparison.Ordinal).Replace("{release}", $"{Release}", StringComparison.Ordinal)
            .Replace("{agreement}", $"{Agreement}", StringComparison.Ordinal);
        if (rows >= 0)
        {
            Assert.Equal(rows, await ExecuteAsync(connection, statement, councils));
            return;
        }

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, statement, councils));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    /// <summary>Whoever opens a link names in it whom the search is for and a household that is offered, and makes parties of their councils alone.</summary>
    [Theory]
    [InlineData("", "860", 1)]

    // Somebody who is in no search of one's own, and a council for a child that is not its own.
    [InlineData("insert into link_child (link, child, council) values ('{new}', '{child}', 860)", "860", 2)]
    [InlineData("insert into link_child (link, child, council) values ('{new}', '{foreign}', 893)", "860", -1)]
    [InlineData("insert into link_child (link, child, council) values ('{new}', '{foreign}', 860)", "860", -1)]
    [InlineData("insert into link_child (link, child, council) values ('{new}', '{child}', 893)", "860", -1)]
    [InlineData("insert into link_child (link, child, council) values ('{new}', '{child}', 860); insert into link_party (link, council, side) values ('{new}', 860, 1), ('{new}', 861, 2)", "860", 4)]
    [InlineData("insert into link_child (link, child, council) values ('{new}', '{child}', 860); insert into link_party (link, council, side) values ('{new}', 893, 1)", "860", -1)]
    [InlineData("insert into link_child (link, child, council) values ('{new}', '{child}', 860); insert into link_party (link, council, side) values ('{new}', 893, 2)", "860", -1)]
    [InlineData("insert into link_party (link, council, side) values ('{new}', 860, 1)", "860", -1)]

    // A link that has been opened takes nobody more.
    [InlineData("insert into link_child (link, child, council) values ('{live}', '{joined}', 860)", "860", -1)]
    [InlineData("insert into link_party (link, council, side) values ('{live}', 893, 2)", "860", -1)]

    // Another household than is offered by that council, or by one that shares; another's search; a link that begins further.
    [InlineData("insert into link {columns} values (gen_random_uuid(), '{search}', 1, gen_random_uuid(), 861, 860, 1, 1, 0, 1, now(), now())", "860", -1)]
    [InlineData("insert into link {columns} values (gen_random_uuid(), '{search}', 1, '{household}', 893, 860, 1, 1, 0, 1, now(), now())", "860", -1)]
    [InlineData("insert into link {columns} values (gen_random_uuid(), '{theirs}', 1, '{household}', 861, 860, 1, 1, 0, 1, now(), now())", "860", -1)]
    [InlineData("insert into link {columns} values (gen_random_uuid(), '{theirs}', 1, '{household}', 861, 893, 1, 1, 0, 1, now(), now())", "893", -1)]
    [InlineData("insert into link {columns} values (gen_random_uuid(), '{search}', 1, '{household}', 861, 860, 1, 9, 0, 1, now(), now())", "860", -1)]

    // A step is entered by whose it is.
    [InlineData("insert into link_step (link, version, at, side, council, \"to\", taken, reasons) values ('{live}', 2, now(), 1, 860, 4, true, 0)", "860", 2)]
    [InlineData("insert into link_step (link, version, at, side, council, \"to\", taken, reasons) values ('{live}', 2, now(), 2, 861, 2, true, 0)", "860", -1)]
    [InlineData("insert into link_step (link, version, at, side, council, \"to\", taken, reasons) values ('{live}', 2, now(), 1, 860, 4, true, 0)", "861", -1)]
    [InlineData("insert into link_step (link, version, at, side, council, \"to\", taken, reasons) values ('{live}', 2, now(), 2, 860, 2, true, 0)", "860", -1)]
    [InlineData("insert into link_step (link, version, at, side, \"to\", taken, reasons) values ('{live}', 2, now(), 0, 10, true, 64)", "860", -1)]
    public async Task Open_ALink_TakesWhatFollowsFromTheSearchAlone(string statement, string councils, int rows)
    {
        const string Columns = "(id, search, search_of, household, household_council, proposed_by, number, state, reasons, version, proposed_at, changed_at)";
        await PlantAsync();
        await using var connection = await ConnectAsync();
        var opened = councils == "860" ? $"insert into link {Columns} values ('{{new}}', '{{search}}', 1, '{{household}}', 861, 860, 1, 1, 0, 1, now(), now());" : string.Empty;
        statement = (opened + statement).Replace("{columns}", Columns, StringComparison.Ordinal).Replace("{new}", $"{Guid.NewGuid()}", StringComparison.Ordinal)
            .Replace("{live}", $"{Live}", StringComparison.Ordinal).Replace("{child}", $"{Child}", StringComparison.Ordinal).Replace("{foreign}", $"{Foreign}", StringComparison.Ordinal)
            .Replace("{joined}", $"{Joined}", StringComparison.Ordinal).Replace("{search}", $"{Search}", StringComparison.Ordinal).Replace("{theirs}", $"{Foreign}", StringComparison.Ordinal)
            .Replace("{household}", $"{Other}", StringComparison.Ordinal);
        if (rows >= 0)
        {
            Assert.Equal(rows, await ExecuteAsync(connection, statement, councils));
            return;
        }

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, statement, councils));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    /// <summary>A match opens to each side what the other says now until nobody has still to move in, or the councils share no longer.</summary>
    [Theory]
    [InlineData("update link_child set part = 1 where link = '{live}'", true)]
    [InlineData("update link_child set placed_at = now() where link = '{live}'", false)]
    [InlineData("update link_child set part = 2, placed_at = now() where link = '{live}'", false)]
    [InlineData("update link_child set part = 3, placed_at = now(), disrupted_at = now() where link = '{live}'", false)]
    [InlineData("update link_child set part = 4 where link = '{live}'", false)]
    [InlineData("update agreement_council set left_at = now() where agreement = '{agreement}' and council = 861", false)]

    // One of two.
    [InlineData("update link_child set part = 2 where link = '{live}'; insert into link_child (link, child, council) values ('{live}', '{joined}', 860)", true)]
    public async Task Select_OfAMatchedLink_ShowsTheOtherSideUntilItIsOver(string statement, bool isOpen)
    {
        await PlantAsync();
        await using var connection = await ConnectAsync();
        await hub.Database.ExecuteAsync($"update link set state = 9 where id = '{Live}'");
        try
        {
            await hub.Database.ExecuteAsync(statement.Replace("{live}", $"{Live}", StringComparison.Ordinal).Replace("{agreement}", $"{Agreement}", StringComparison.Ordinal).Replace("{joined}", $"{Joined}", StringComparison.Ordinal));

            Assert.Equal(isOpen ? 1 : 0, await CountAsync(connection, $"select count(*) from household_offer where reference = '{Household}'", "860"));
            Assert.Equal(isOpen ? 1 : 0, await CountAsync(connection, $"select count(*) from child_profile where reference = '{Child}'", "861"));
            Assert.Equal((1, 1), (await CountAsync(connection, $"select count(*) from child_profile where reference = '{Child}'", "860"), await CountAsync(connection, $"select count(*) from household_offer where reference = '{Household}'", "861")));
        }
        finally
        {
            await hub.Database.ExecuteAsync(
                $"""
                delete from link_child where link = '{Live}' and child = '{Joined}';
                update link_child set part = null, placed_at = null, disrupted_at = null where link = '{Live}';
                update agreement_council set left_at = null where agreement = '{Agreement}';
                update link set state = 3 where id = '{Live}'
                """);
        }
    }

    /// <summary>A council whose children have all left a link is no party, though it was the one that proposed it.</summary>
    [Fact]
    public async Task Select_OfALinkThatIsTheOthersAlone_ShowsNothingToWhoProposedIt()
    {
        await PlantAsync();
        await using var connection = await ConnectAsync();
        await hub.Database.ExecuteAsync($"delete from link_party where link = '{Live}' and council = 860");
        try
        {
            foreach (var table in (string[])["link where id", "link_child where link", "link_party where link", "link_step where link", "link_worker where link"])
            {
                Assert.Equal((0, true), (await CountAsync(connection, $"select count(*) from {table} = '{Live}'", "860"), await CountAsync(connection, $"select count(*) from {table} = '{Live}'", "861") > 0));
            }

            Assert.Equal(0, await CountAsync(connection, $"select count(*) from household_offer where reference = '{Household}'", "860"));
        }
        finally
        {
            await hub.Database.ExecuteAsync($"insert into link_party (link, council, side) values ('{Live}', 860, 1)");
        }
    }

    /// <summary>An agreement that somebody says is in force binds nobody who has not accepted it.</summary>
    [Fact]
    public async Task CouncilsShare_BeforeTheOtherAccepts_IsNo()
    {
        await PlantAsync();
        var agreement = Guid.NewGuid();
        await hub.Database.ExecuteAsync($"""
            insert into agreement (id, councils, region, basis, proposed_at, in_force_at) values ('{agreement}', array[893, 894], false, 1, now(), now());
            insert into agreement_council (agreement, council, accepted_at) values ('{agreement}', 893, now()), ('{agreement}', 894, null);
            """);

        Assert.False(await hub.Database.ScalarAsync<bool>("select councils_share(893::smallint, 894::smallint)"));
        await hub.Database.ExecuteAsync($"update agreement_council set accepted_at = now() where agreement = '{agreement}'");
        Assert.True(await hub.Database.ScalarAsync<bool>("select councils_share(893::smallint, 894::smallint)"));
        await hub.Database.ExecuteAsync($"delete from agreement_council where agreement = '{agreement}'; delete from agreement where id = '{agreement}'");
    }

    /// <summary>The function that notes who works on a link takes nobody for another council's worker.</summary>
    [Fact]
    public async Task NoteWorker_OfAnotherCouncil_NotesNobody()
    {
        await PlantAsync();
        await using var connection = await ConnectAsync();
        foreach (var council in (string[])["861", "860"])
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await SetAsync(connection, transaction, "860");
#pragma warning disable CA2100 // Tests write their own statements.
            await using var command = new NpgsqlCommand($"select note_worker(gen_random_uuid(), 'planted {council}', 'planted', '{{{council}}}')", connection, transaction);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("planted 860", await hub.Database.ScalarAsync<string>("select string_agg(subject, ', ') from worker where subject like 'planted%'"));
    }

    private async Task PlantAsync()
    {
        if (await hub.Database.ScalarAsync<long>($"select count(*) from link where id = '{Live}'") > 0)
        {
            return;
        }

        // What the worker does at its start is done: nothing follows what is planted now.
        await Eventually.TrueAsync(
            async () => await hub.Database.ScalarAsync<long>("select coalesce(max(run), 0) from register_state") >= 1 && await hub.Database.ScalarAsync<long>("select count(*) from register_due") == 0,
            "the first look at everything");
        string Snapshot<T>(T message) => System.Text.Json.JsonSerializer.Serialize(message, ServiceDefaults.Messaging.MessageJson.Options);
        var (one, other) = (PersonReference.Of("a.860").Value, PersonReference.Of("b.861").Value);
        await hub.Database.ExecuteAsync(
            $"""
            insert into child_profile (reference, council, epoch, version, live, snapshot, first_seen_at)
            values ('{Child}', 860, 1, 1, true, '{Snapshot(Families.Child(860, Child))}', now());
            insert into household_offer (reference, council, epoch, version, live, snapshot, first_seen_at)
            select reference::uuid, 861, 1, 1, true, snapshot::jsonb, now()
            from (values ('{Household}', '{Snapshot(Families.Household(861, Household))}'), ('{Other}', '{Snapshot(Families.Household(861, Other))}')) offer (reference, snapshot);
            insert into link (id, search, search_of, household, household_council, proposed_by, number, state, reasons, version, proposed_at, changed_at)
            values ('{Live}', '{Search}', 1, '{Household}', 861, 860, 1, 3, 0, 1, now(), now()), ('{Ended}', '{Search}', 1, '{Other}', 861, 860, 1, 10, 128, 1, now(), now());
            insert into link_child (link, child, council) select link, '{Child}', 860 from unnest(array['{Live}', '{Ended}']::uuid[]) link;
            insert into link_party (link, council, side) select link, council, side
            from unnest(array['{Live}', '{Ended}']::uuid[]) link, (values (860, 1), (861, 2)) party (council, side);
            insert into link_step (link, version, at, side, "to", taken, reasons) select link, 1, now(), 1, 1, true, 0 from unnest(array['{Live}', '{Ended}']::uuid[]) link;
            insert into worker (reference, subject, name, councils) values ('{one}', 'a.860', 'A', array[860]), ('{other}', 'b.861', 'B', array[861]);
            insert into link_worker (link, worker, side, council, since) values ('{Live}', '{one}', 1, 860, now()), ('{Live}', '{other}', 2, 861, now());
            insert into link (id, search, search_of, household, household_council, proposed_by, number, state, reasons, version, proposed_at, changed_at)
            values (gen_random_uuid(), gen_random_uuid(), 1, '{Household}', 861, 894, 1, 1, 0, 1, now(), now());
            insert into disclosure (id, link, subject, subject_reference, council, level, purpose, basis, giver, reader, reader_council, granted_at, expires, version, "end", hub_gates, hub_end, read)
            values ('{Release}', '{Live}', 1, '{Child}', 860, 1, 1, 1, '{one}', '{other}', 861, now(), now() + interval '1 day', 1, 0, 0, 0, false);
            insert into disclosure_step (id, disclosure, at, kind, gates, "end", read) values (gen_random_uuid(), '{Release}', now(), 1, 0, 0, false);
            insert into agreement (id, councils, region, basis, proposed_at, in_force_at) values ('{Agreement}', array[860, 861], false, 1, now(), now());
            with found as (insert into identity_match (id, councils, found_at, by, version) values (gen_random_uuid(), array[860, 861], now(), 1, 1) returning id)
            insert into identity_match_side (match, council, reference) select id, council, gen_random_uuid() from found, unnest(array[860, 861]) council;
            insert into agreement_council (agreement, council, accepted_at) values ('{Agreement}', 860, now()), ('{Agreement}', 861, now());
            insert into search_child (search, child, council) values ('{Search}', '{Child}', 860), ('{Search}', '{Joined}', 860), ('{Foreign}', '{Foreign}', 893);
            insert into search_candidate (search, household, household_council, place, candidate)
            select '{Search}', household, council, 1, 'null' from (values ('{Household}'::uuid, 861), (gen_random_uuid(), 893)) listed (household, council);
            """);
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(hub.Database.ConnectionStringFor(hub.Service, CentralHubHost.Password) + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task<int> CountAsync(NpgsqlConnection connection, string statement, string? councils, string? roles = null)
    {
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await SetAsync(connection, transaction, councils, roles);
#pragma warning disable CA2100 // Tests write their own statements.
        await using var command = new NpgsqlCommand(statement, connection, transaction);
#pragma warning restore CA2100
        return (int)(long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Runs a statement and takes it back.</summary>
    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string statement, string? councils)
    {
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await SetAsync(connection, transaction, councils);
#pragma warning disable CA2100 // Tests write their own statements.
        await using var command = new NpgsqlCommand(statement, connection, transaction);
#pragma warning restore CA2100
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task SetAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string? councils, string? roles = null)
    {
        if (councils is not null)
        {
            await using var setting = new NpgsqlCommand("select set_config('partnership.councils', $1, true), set_config('partnership.roles', $2, true)", connection, transaction)
            {
                Parameters = { new() { Value = councils }, new() { Value = roles ?? string.Empty } },
            };
            await setting.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }
}
