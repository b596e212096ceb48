using Npgsql;
using Partnership.Contracts.PanelScheduling;

namespace Partnership.PanelScheduling.Tests.Persistence;

/// <summary>What the database itself shows a request, whatever the code asks.</summary>
public sealed class RowLevelSecurityTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task EveryTable_OfThePanels_IsUnderRowLevelSecurity()
    {
        var open = await Host.Database.ScalarAsync<string>(
            """
            select coalesce(string_agg(relname, ', '), '') from pg_class
            where relkind = 'r' and relnamespace = 'public'::regnamespace and not relrowsecurity
              and relname not in ('outbox', 'inbox', 'retry', 'parked', '__EFMigrationsHistory', 'audit_chain', 'audit_head')
            """);

        Assert.Equal(string.Empty, open);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("861", 0)]
    [InlineData("860", 1)]
    [InlineData("861,860", 1)]
    public async Task Select_ACase_ShowsItToItsCouncilsAlone(string councils, int rows)
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);

        Assert.Equal(rows, await AsRequestAsync<long>(councils, $"select count(*) from panel_case where id = '{@case.Id}'"));
        Assert.Equal(rows, await AsRequestAsync<long>(councils, $"select count(*) from central_list where id = '{world.ListId}'"));
    }

    [Theory]
    [InlineData("860", 1)]
    [InlineData("861", 1)]
    [InlineData("893", 0)]
    public async Task Select_AJointPanel_IsShownToEachAgency(string councils, int rows)
    {
        var world = await World.MakeAsync(Host, 860, 861);

        Assert.Equal(rows, await AsRequestAsync<long>(councils, $"select count(*) from panel where id = '{world.PanelId}'"));
    }

    [Fact]
    public async Task Insert_ForAnotherCouncil_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => AsRequestAsync<object>(
            "860", $"insert into central_list (id, councils, strand, code, version) values ('{Guid.NewGuid()}', array[861]::smallint[], 1, 'planted-{Guid.NewGuid():n}', 1) returning id"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Theory]
    [InlineData("update decision set case_id = case_id")]
    [InlineData("delete from decision")]
    [InlineData("truncate panel_case")]
    [InlineData("drop table panel_case")]
    [InlineData("alter table panel_case disable row level security")]
    [InlineData("drop policy request on panel_case")]
    [InlineData("create policy planted on panel_case using (true)")]
    [InlineData("select body from outbox")]
    [InlineData("select name from outbox")]
    [InlineData("select reason from parked")]
    [InlineData("delete from outbox")]
    [InlineData("update outbox set attempts = 0")]
    [InlineData("select body from parked")]
    [InlineData("select * from inbox")]
    [InlineData("update audit_entry set subject = 'nobody'")]
    [InlineData("delete from audit_entry")]
    public async Task Execute_BeyondTheRightsOfRequests_IsRefused(string statement)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => AsRequestAsync<object>("860", statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    /// <summary>Another council's rows are no rows: whatever is done to all of them is done to none of those.</summary>
    [Fact]
    public async Task Change_OfAnotherCouncilsRows_ChangesNone()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);

        Assert.Equal(0L, await AsRequestAsync<long>("893", $"with changed as (update panel_case set version = version + 1 where id = '{@case.Id}' returning 1) select count(*) from changed"));
        Assert.Equal(0L, await AsRequestAsync<long>("893", $"with gone as (delete from panel where id = '{world.PanelId}' returning 1) select count(*) from gone"));
    }

    /// <summary>A joint case's decision is made for one of its councils, by that one alone.</summary>
    [Fact]
    public async Task Insert_OfAnotherCouncilsDecision_IsRefused()
    {
        var columns = (await Host.Database.ScalarAsync<string>("select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute where attrelid = 'decision'::regclass and attnum > 0 and not attisdropped")).Split(", ");
        var values = string.Join(", ", columns.Select(column => column switch { "council" => "861::smallint", "councils" => "array[860, 861]::smallint[]", _ => "null" }));

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => AsRequestAsync<object>("860", $"insert into decision ({string.Join(", ", columns)}) values ({values})"));
        var beyond = await Assert.ThrowsAsync<PostgresException>(() => AsRequestAsync<object>("861", $"insert into decision ({string.Join(", ", columns)}) values ({values})"));

        // Nobody's own is refused for what it lacks, not for whose it is.
        Assert.Equal((PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.NotNullViolation), (refusal.SqlState, beyond.SqlState));
    }

    /// <summary>Nor is what follows its determination entered by the other council of the case.</summary>
    [Theory]
    [InlineData("860", 1)]
    [InlineData("861", 0)]
    public async Task Update_OfADeterminationOfAJointCase_IsForTheCouncilThatMadeIt(string councils, long changed)
    {
        var (@case, decision) = (Guid.NewGuid(), Guid.NewGuid());
        await Host.Database.ExecuteAsync($"""
            set session_replication_role = replica;
            insert into decision (id, case_id, council, councils, maker_id, round, stage, outcome, decided_on, reasons_adopted, record, reversal_reason, made_at)
            values ('{decision}', '{@case}', 860, '{"{860,861}"}', '{@case}', 1, 2, 2, '2026-09-01', 0, '{@case}', 0, now());
            insert into determination (decision_id, case_id, councils, referred_to_panel, version) values ('{decision}', '{@case}', '{"{860,861}"}', false, 1);
            set session_replication_role = default
            """);
        try
        {
            Assert.Equal(1L, await AsRequestAsync<long>(councils, $"select count(*) from determination where decision_id = '{decision}'"));
            Assert.Equal(changed, await AsRequestAsync<long>(councils, $"with changed as (update determination set answer = 1 where decision_id = '{decision}' returning 1) select count(*) from changed"));
        }
        finally
        {
            await Host.Database.ExecuteAsync($"delete from determination where decision_id = '{decision}'; delete from decision where id = '{decision}'");
        }
    }

    [Fact]
    public async Task RequestRole_NeitherOwnsNorBypasses()
    {
        Assert.False(await Host.Database.ScalarAsync<bool>($"select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = '{Host.RequestRole}'"));
        Assert.Equal(0L, await Host.Database.ScalarAsync<long>($"select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = '{Host.RequestRole}'"));
    }

    /// <summary>Entries of the trail are shown to the councils that they concern, which the database finds by what they are about.</summary>
    [Theory]
    [InlineData("", 0)]
    [InlineData("893", 0)]
    [InlineData("860", 2)]
    [InlineData("861", 1)]
    [InlineData("861,860", 2)]
    public async Task Select_EntriesOfTheTrail_ShowsThoseThatConcernTheCouncilsOfTheSetting(string councils, int rows)
    {
        var (alone, joint) = (await World.MakeAsync(Host), await World.MakeAsync(Host, 860, 861));
        var subject = $"planted.{Guid.NewGuid():n}";
        foreach (var id in new[] { alone.PanelId, joint.PanelId, Guid.NewGuid() })
        {
            await AsRequestAsync<object>("", $"insert into audit_entry (council, subject, client, roles, operation, ids, outcome) values (0, '{subject}', 'planted', '{{}}', 'planted', array['{id}']::uuid[], 'done')", keep: true);
        }

        Assert.Equal(rows, await AsRequestAsync<long>(councils, $"select count(*) from audit_entry where subject = '{subject}'"));
    }

    /// <summary>A table whose rows requests can name, and that was forgotten among the trail's subjects, is found.</summary>
    [Fact]
    public async Task Tables_WithCouncilsAndAnId_AreAllSubjectsOfTheTrail()
    {
        // Named by nobody but their hubs; a feed by its member.
        var forgotten = await Host.Database.ScalarAsync<string>("""
            select coalesce(string_agg(c.relname, ', '), '') from pg_class c
            join pg_index i on i.indrelid = c.oid and i.indisprimary
            join pg_attribute id on id.attrelid = c.oid and id.attnum = i.indkey[0] and id.atttypid = 'uuid'::regtype
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and i.indnkeyatts = 1
                and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('council', 'councils') and not a.attisdropped)
                and c.relname not in ('held_record', 'held_notice', 'member_feed', 'determination')
                and pg_get_functiondef('audit_whose'::regproc) !~ format('from public\.%s where', c.relname)
            """);

        Assert.Equal(string.Empty, forgotten);
    }

    private async Task<T> AsRequestAsync<T>(string councils, string query, bool keep = false)
    {
        await using var connection = new NpgsqlConnection(Host.Database.ConnectionStringFor(Host.RequestRole, PanelHost.Password));
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
#pragma warning disable CA2100 // Tests write their own statements.
        await using (var setting = new NpgsqlCommand($"select set_config('partnership.councils', '{councils}', true)", connection, transaction))
        {
            await setting.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand(query, connection, transaction);
#pragma warning restore CA2100
        var answer = (T)(await command.ExecuteScalarAsync())!;
        if (keep)
        {
            await transaction.CommitAsync();
        }

        return answer;
    }
}
