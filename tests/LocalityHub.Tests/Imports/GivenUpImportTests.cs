using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.Contracts;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Webhooks;

namespace Partnership.LocalityHub.Tests.Imports;

/// <summary>A fault of the hub's own that stops a job at the same place again and again.</summary>
public sealed class GivenUpImportTests : IAsyncLifetime
{
    private readonly HubFixture _hub = new();

    public async ValueTask InitializeAsync()
    {
        _hub.Settings["Imports:ChunkSize"] = "1";
        _hub.Settings["Imports:LookAgain"] = "00:00:00.05";
        await _hub.InitializeAsync();

        // Not a value that the database cannot hold, which is the child's own affair: a fault that no child is to blame for.
        await _hub.Database.ExecuteAsync(
            """
            create sequence stops;
            create function stop() returns trigger language plpgsql as
            $$ begin perform nextval('stops'); raise exception 'planted'; end $$;
            create trigger stop before insert on child for each row when (new.local_id = 'STOP2') execute function stop();
            """);
    }

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Fault_AtTheSamePlace_GivesTheJobUpAfterThreeStopsAndTheNextOneRuns()
    {
        using var client = _hub.CaseSystem();
        using var first = await client.PostAsync("/api/v1/councils/860/imports?year=2025", new ReturnFiles().Waiting("STOP1").Waiting("STOP2").Waiting("STOP3").ToContent());
        using var second = await client.PostAsync("/api/v1/councils/860/imports?year=2025", new ReturnFiles().Waiting("NEXT1").ToContent());

        var givenUp = await HubFixture.FinishedAsync(client, first.Headers.Location!);
        var next = await HubFixture.FinishedAsync(client, second.Headers.Location!);

        Assert.Equal("failed", givenUp.GetProperty("state").GetString());
        Assert.Equal("import.fault", givenUp.GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal(1, givenUp.GetProperty("progress").GetProperty("done").GetInt32());
        Assert.Equal(3L, await _hub.Database.ScalarAsync<long>("select last_value from stops"));
        Assert.Equal("done", next.GetProperty("state").GetString());
        await using var db = _hub.Db();
        Assert.Equal(["NEXT1", "STOP1"], await db.Children.Select(child => child.LocalId).Order().ToListAsync());
        Assert.False(await db.ImportChunks.AnyAsync());
    }

    [Fact]
    public async Task GivenUp_ByAWorkerThatLostTheJob_StaysWithTheOneThatHasIt()
    {
        await _hub.StopAsync();
        await _hub.Database.ExecuteAsync(
            """
            insert into import (id, year, state, submitted_at, submitted_by, done, total, children_new, children_updated, children_unchanged,
                children_held, rows, rejected_rows, findings, tables)
            values ('01970000-0000-7000-8000-000000000001', 2025, 0, now(), 'test', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            insert into import_chunk (import_id, file, number, bytes) values ('01970000-0000-7000-8000-000000000001', 0, 0, '');
            """);
        await using var database = NpgsqlDataSource.Create(_hub.Database.ConnectionString);
        var lost = new ImportQueue(database, new ImportOptions { Lease = TimeSpan.Zero });
        var owner = new ImportQueue(database, new ImportOptions { Lease = TimeSpan.FromMinutes(1) });
        var webhooks = new WebhookDeliveries(database, new Council(new CouncilCode(860), "Staffordshire"), new WebhookOptions(), TimeProvider.System);
        var ct = TestContext.Current.CancellationToken;
        var job = (await lost.ClaimAsync(ct))!;
        Assert.NotNull(await owner.ClaimAsync(ct));

        await lost.FailAsync(job.Id, "import.fault", "Too late.", webhooks, ct);
        Assert.Equal(1L, await _hub.Database.ScalarAsync<long>("select count(*) from import_chunk join import on import.id = import_id and state = 1"));

        await owner.FailAsync(job.Id, "import.fault", "In time.", webhooks, ct);
        Assert.Equal(0L, await _hub.Database.ScalarAsync<long>("select count(*) from import_chunk"));
        Assert.Equal("In time.", await _hub.Database.ScalarAsync<string>("select problem_detail from import where state = 3"));
        _hub.Start();
    }

    [Fact]
    public async Task Fault_ThatIsMendedInTime_LetsTheJobEndWithoutRepeatingWhatWasDone()
    {
        // The first two stops are lifted by the third attempt.
        await _hub.Database.ExecuteAsync(
            """
            create or replace function stop() returns trigger language plpgsql as
            $$ begin if nextval('stops') < 3 then raise exception 'planted'; end if; return new; end $$;
            """);

        var job = await _hub.ImportAsync(new ReturnFiles().Waiting("STOP1").Waiting("STOP2").Waiting("STOP3"));

        Assert.Equal("done", job.GetProperty("state").GetString());
        Assert.Equal(3, job.GetProperty("counts").GetProperty("new").GetInt32());
        await using var db = _hub.Db();
        Assert.Equal(1L, await db.RegionalReferences.MaxAsync(reference => reference.Version));
    }
}
