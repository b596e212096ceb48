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
              and relname not in ('outbox', 'inbox', 'retry', 'parked', 'idempotency_key', '__EFMigrationsHistory', 'audit_chain', 'audit_head')
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

    private async Task<T> AsRequestAsync<T>(string councils, string query)
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
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
