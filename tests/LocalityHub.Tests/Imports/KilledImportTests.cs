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

        using var second = Start(dieAfter: null, groupBytes);
        try
        {
            await Eventually.TrueAsync(async () => await ScalarAsync<short>($"select state from import where id = '{import}'") == (short)ImportState.Done, "the job's end");
            await Eventually.TrueAsync(async () => await ScalarAsync<long>("select count(*) from outbox") == 0, "an empty outbox");
        }
        finally
        {
            second.Kill();
            await second.WaitForExitAsync(CancellationToken.None);
        }

        Assert.Equal(Children, await ScalarAsync<int>($"select children_new from import where id = '{import}' and done = total"));
        Assert.Equal(Children * 2L, await ScalarAsync<long>("select count(*) from episode"));
        Assert.Equal(1L, await ScalarAsync<long>("select max(version) from sealed.regional_reference"));
        Assert.Equal(await ScalarAsync<long>("select count(*) from sealed.regional_reference"), await DistinctMessagesAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
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

    private async Task<Guid> StageAsync()
    {
        var files = new ReturnFiles();
        for (var i = 0; i < Children; i++)
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
                values ('{id}', 2025, 0, now(), 'test', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) returning id)
            insert into import_file (import_id, ordinal, name, length)
            select i.id, c.file, 'file-' || c.file, length(c.bytes) from i, import_chunk c
            """);
        await command.ExecuteNonQueryAsync();
        return id;
    }

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
