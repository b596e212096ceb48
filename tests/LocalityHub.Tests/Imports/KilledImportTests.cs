using System.Diagnostics;
using Npgsql;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Imports;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Imports;

/// <summary>The hub as a process of its own, killed with signal 9 in the middle of a job.</summary>
public sealed class KilledImportTests : IAsyncLifetime
{
    private const int Children = 23;
    private const int Known = 8;
    private TestDatabase _database = null!;
    private TestBroker _broker = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateFromAsync("locality-hub", HubFixture.MigrateAsync);
        _broker = await TestBroker.CreateAsync();
        await _broker.DeclareTopologyAsync(new CouncilCode(860));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(4, null)]
    [InlineData(4, 1500)]
    public async Task Kill_AfterSomeChunks_TheNextProcessGoesOnWithoutLossOrRepeat(int chunks, int? groupBytes)
    {
        var import = await StageAsync();

        using (var first = Start(dieAfter: chunks, groupBytes))
        {
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(137, first.ExitCode);
        }

        // Of several groups the last chunk is smaller: then only the two counts can be compared.
        var done = await ScalarAsync<int>($"select done from import where id = '{import}'");
        Assert.InRange(done, 1, Children - 1);
        Assert.Equal(groupBytes is null ? chunks * 5 : done, done);
        Assert.Equal((long)done, await ScalarAsync<long>("select count(*) from child"));

        await RunToTheEndAsync(import, groupBytes);

        Assert.Equal(Children, await ScalarAsync<int>($"select children_new from import where id = '{import}' and done = total"));
        Assert.Equal(Children * 2L, await ScalarAsync<long>("select count(*) from episode"));
        Assert.Equal(1L, await ScalarAsync<long>("select max(version) from sealed.regional_reference"));
        Assert.Equal(await ScalarAsync<long>("select count(*) from sealed.regional_reference"), await DistinctMessagesAsync());
    }

    /// <summary>Half the return under one map and half under another would be a return that nobody has handed in.</summary>
    [Fact]
    public async Task Kill_AndTheCouncilsMapChangedMeanwhile_TheNextProcessReadsOnByTheMapOfBefore()
    {
        var import = await StageAsync();
        await _database.ExecuteAsync($$"""
            insert into import_map (import_id, version, headings, "values") values ('{{import}}', 2, '[]', '[{"column":"UPN","text":"UN1","means":"UN3"}]')
            """);
        using (var first = Start(dieAfter: 2, groupBytes: null))
        {
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(137, first.ExitCode);
        }

        await _database.ExecuteAsync("""
            update return_map set version = 3, confirmed_by = 'somebody', confirmed_at = now(), "values" = '[{"column":"UPN","text":"UN1","means":"UN4"}]'
            """);
        await RunToTheEndAsync(import);

        Assert.Equal((Children, Children), (await ScalarAsync<int>("select count(*)::int from header"), await ScalarAsync<int>("select count(*)::int from header where upn = 'UN3'")));
    }

    /// <summary>Of the children of this year some were known from the year before, and go back to that; the others are forgotten.</summary>
    [Fact]
    public async Task Kill_InTheMiddleOfAnUndo_TheNextProcessGoesOnAndEndsWhole()
    {
        var earlier = await StageAsync(2024, Known);
        await RunToTheEndAsync(earlier);
        var before = await ContentAsync();
        var import = await StageAsync();
        await RunToTheEndAsync(import);
        Assert.Equal((long)Children, await ScalarAsync<long>("select count(*) from child"));
        Assert.NotEqual(before, await ContentAsync());
        var undo = Guid.NewGuid();
        await _database.ExecuteAsync($"""
            insert into import (id, year, undoes, state, submitted_at, submitted_by, done, total, children_new, children_updated, children_unchanged,
                children_held, rows, rejected_rows, findings, tables)
            values ('{undo}', 2025, '{import}', 0, now(), 'test', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            """);

        using (var first = Start(dieAfter: 2, groupBytes: null))
        {
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(137, first.ExitCode);
        }

        Assert.Equal(10, await ScalarAsync<int>($"select done from import where id = '{undo}' and state <> {(short)ImportState.Done}"));
        Assert.NotEqual(before, await ContentAsync());

        await RunToTheEndAsync(undo);

        Assert.Equal(before, await ContentAsync());
        Assert.Equal((Children, 1), (await ScalarAsync<int>($"select children_updated from import where id = '{undo}' and done = total"), await ScalarAsync<int>($"select count(*)::int from import where id = '{import}' and undone_at is not null")));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from import_before where import_id = '" + import + "'"));
        Assert.Equal(Children - (long)Known, await ScalarAsync<long>("select count(*) from sealed.regional_reference where tombstoned_at is not null and purpose = 1"));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from sealed.regional_reference r where tombstoned_at is null and not exists (select from child c where c.id = r.child_id)"));
        Assert.Equal(await ScalarAsync<long>("select sum(version)::bigint from sealed.regional_reference"), await DistinctMessagesAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task RunToTheEndAsync(Guid job, int? groupBytes = null)
    {
        using var process = Start(dieAfter: null, groupBytes);
        try
        {
            await Eventually.TrueAsync(async () => await ScalarAsync<short>($"select state from import where id = '{job}'") == (short)ImportState.Done, "the job's end");
            await Eventually.TrueAsync(async () => await ScalarAsync<long>("select count(*) from outbox") == 0, "an empty outbox");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private Process Start(int? dieAfter, int? groupBytes)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Partnership.LocalityHub.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__locality-hub"] = _database.ConnectionString;
        start.Environment["ConnectionStrings__messaging"] = _broker.Address.ToString();
        start.Environment["Council__Code"] = "860";
        start.Environment["Council__Name"] = "Staffordshire";
        start.Environment["FamilyFinding__AreaKey"] = "the-area-key-of-these-tests";
        start.Environment["Authentication__Authority"] = "http://127.0.0.1:9";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";
        start.Environment["Imports__ChunkSize"] = "5";
        start.Environment["Imports__Lease"] = "00:00:02";
        if (groupBytes is { } bytes)
        {
            start.Environment["Imports__GroupBytes"] = $"{bytes}";
        }

        if (dieAfter is { } chunks)
        {
            start.Environment["Imports__DieAfterChunks"] = $"{chunks}";
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<Guid> StageAsync(int year = 2025, int children = Children)
    {
        var files = new ReturnFiles();
        for (var i = 0; i < children; i++)
        {
            files.Waiting($"KILL{i}");
        }

        var id = Guid.NewGuid();
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        short ordinal = 0;
        foreach (var part in files.ToContent())
        {
            var bytes = await part.ReadAsByteArrayAsync();
            await using var chunk = source.CreateCommand("insert into import_chunk (import_id, file, number, bytes) values ($1, $2, 0, $3)");
            chunk.Parameters.Add(new() { Value = id });
            chunk.Parameters.Add(new() { Value = ordinal });
            chunk.Parameters.Add(new() { Value = bytes });
            await chunk.ExecuteNonQueryAsync();
            ordinal++;
        }

        await using var command = source.CreateCommand($"""
            with i as (
                insert into import (id, year, state, submitted_at, submitted_by, done, total, children_new, children_updated, children_unchanged,
                    children_held, rows, rejected_rows, findings, tables)
                values ('{id}', {year}, 0, now(), 'test', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) returning id)
            insert into import_file (import_id, ordinal, name, length)
            select i.id, c.file, 'file-' || c.file, length(c.bytes) from i, import_chunk c
            """);
        await command.ExecuteNonQueryAsync();
        return id;
    }

    /// <summary>The children with their rows, without the numbers that rise with every change.</summary>
    private Task<string> ContentAsync() => ScalarAsync<string>("""
        select string_agg(line, E'\n' order by line) from (
            select (to_jsonb(c) - 'version' - 'updated_at' - 'changed_in')::text as line from child c
            union all select to_jsonb(e)::text from episode e
            union all select to_jsonb(p)::text from placed_adoption p
            union all select to_jsonb(m)::text from milestone m
            union all select to_jsonb(y)::text from child_year y) every_line
        """);

    private async Task<T> ScalarAsync<T>(string sql) => await _database.ScalarAsync<T>(sql);

    private async Task<long> DistinctMessagesAsync()
    {
        await using var connection = await _broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var ids = new HashSet<string>();
        while (await channel.BasicGetAsync(Topology.CentralHubQueue, autoAck: true) is { } message)
        {
            // What the audit sends each minute is not about children.
            if (message.BasicProperties.Type != MessageCatalogue.NameOf(typeof(AuditSealed)))
            {
                ids.Add(message.BasicProperties.MessageId!);
            }
        }

        return ids.Count;
    }
}
