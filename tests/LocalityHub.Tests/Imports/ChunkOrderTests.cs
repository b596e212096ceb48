using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Partnership.LocalityHub.Imports;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Imports;

/// <summary>Chunks of children whom nobody knows are written side by side: they are committed in their order, or not at all. A child is a chunk here.</summary>
public sealed class ChunkOrderTests : IAsyncLifetime
{
    private const string WaitsForItsTurn = "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'select pg_advisory_xact_lock%')";
    private readonly HubFixture _hub = new();

    public async ValueTask InitializeAsync()
    {
        _hub.Settings["Imports:ChunkSize"] = "1";
        await _hub.InitializeAsync();
    }

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Import_ChunkThatWaitsForSomebody_KeepsTheOneAfterItWaitingAndNothingIsWrittenAhead()
    {
        await using var connection = new NpgsqlConnection(_hub.Database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var somebody = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await EnterAsync(connection, somebody, "ORDER1");
        using var client = _hub.CaseSystem();
        using var taken = await client.PostAsync("/api/v1/councils/860/imports?year=2025", Files().ToContent(), TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => _hub.Database.ScalarAsync<bool>(WaitsForItsTurn), "the second chunk to wait for the first");
        Assert.Equal((0L, 0), (await _hub.Database.ScalarAsync<long>("select count(*) from child"), await _hub.Database.ScalarAsync<int>("select done from import")));

        await somebody.RollbackAsync(TestContext.Current.CancellationToken);
        AllAreIn(await HubFixture.FinishedAsync(client, taken.Headers.Location!));
    }

    /// <summary>Somebody enters the two children the other way round, in one transaction: the job waits for them and they for the job.</summary>
    [Fact]
    public async Task Import_ChunksAndSomebodyWaitingForEachOther_EndsWithEveryChildOnce()
    {
        // Looked for at once by whoever waits last, so by somebody, who loses then, as a person's request would, which is tried again.
        await using var connection = new NpgsqlConnection(_hub.Database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var somebody = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await EnterAsync(connection, somebody, "ORDER1");
        using var client = _hub.CaseSystem();
        using var taken = await client.PostAsync("/api/v1/councils/860/imports?year=2025", Files().ToContent(), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => _hub.Database.ScalarAsync<bool>(WaitsForItsTurn), "the second chunk to wait for the first");

        var lost = await Record.ExceptionAsync(() => EnterAsync(connection, somebody, "ORDER2"));
        if (lost is null)
        {
            // The job lost: it takes the children as known when it comes back.
            await somebody.CommitAsync(TestContext.Current.CancellationToken);
        }
        else
        {
            Assert.Equal(PostgresErrorCodes.DeadlockDetected, Assert.IsType<PostgresException>(lost).SqlState);
            await somebody.RollbackAsync(TestContext.Current.CancellationToken);
        }

        _hub.Services.GetRequiredService<ImportQueue>().Arrivals.Wake();
        var job = await HubFixture.FinishedAsync(client, taken.Headers.Location!);
        Assert.Equal("done", job.GetProperty("state").GetString());
        Assert.Equal((3L, 3L), (await _hub.Database.ScalarAsync<long>("select count(*) from child"), await _hub.Database.ScalarAsync<long>("select count(distinct child_id) from episode")));
    }

    /// <summary>
    /// The same while the first chunk is written child by child, after the database has refused something of it: it keeps its turn, or the second would wait for it where
    /// the database does not see that the three wait for each other.
    /// </summary>
    [Fact]
    public async Task Import_ChunkWrittenAnewAndSomebodyWaitingForEachOther_EndsWithEveryChildOnce()
    {
        var ct = TestContext.Current.CancellationToken;

        // Somebody's comes first; the job's first try is refused, and its second has to wait for somebody.
        await _hub.Database.ExecuteAsync("""
            create sequence tries;
            create function refuse() returns trigger language plpgsql as $$
            begin
                if new.local_id = 'ORDER1' and nextval('tries') = 2 then raise exception 'planted' using errcode = '22000'; end if;
                return new;
            end $$;
            create trigger refuse before insert on child for each row execute function refuse();
            """);
        await using var connection = new NpgsqlConnection(_hub.Database.ConnectionString);
        await connection.OpenAsync(ct);
        await using var somebody = await connection.BeginTransactionAsync(ct);
        await EnterAsync(connection, somebody, "ORDER1");
        using var client = _hub.CaseSystem();
        using var taken = await client.PostAsync("/api/v1/councils/860/imports?year=2025", new ReturnFiles().Waiting("ORDER1").Waiting("ORDER2").ToContent(), ct);

        // Whoever has, or waits for, a second turn beside its own has written its children.
        await Eventually.TrueAsync(
            () => _hub.Database.ScalarAsync<bool>("""
                select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike 'copy child %')
                    and exists (
                        select from pg_stat_activity a join pg_locks l on l.pid = a.pid and l.locktype = 'advisory'
                        where a.datname = current_database() and a.query like 'select pg_advisory_xact_lock%' group by a.pid having count(*) = 2)
                """),
            "the first chunk to wait for somebody, and the second for the first");

        // The database sees within a second who waits for whom; unseen, they would wait until a statement has no more time.
        var lost = await Record.ExceptionAsync(() => EnterAsync(connection, somebody, "ORDER2").WaitAsync(TimeSpan.FromSeconds(20), ct));
        if (lost is null)
        {
            await somebody.CommitAsync(ct);
        }
        else
        {
            Assert.Equal(PostgresErrorCodes.DeadlockDetected, Assert.IsType<PostgresException>(lost).SqlState);
            await somebody.RollbackAsync(ct);
        }

        _hub.Services.GetRequiredService<ImportQueue>().Arrivals.Wake();
        var job = await HubFixture.FinishedAsync(client, taken.Headers.Location!);
        Assert.Equal("done", job.GetProperty("state").GetString());
        Assert.Equal((2L, 2L), (await _hub.Database.ScalarAsync<long>("select count(*) from child"), await _hub.Database.ScalarAsync<long>("select count(distinct child_id) from episode")));
    }

    /// <summary>The first chunk holds what the database cannot, and is written anew while the second waits.</summary>
    [Fact]
    public async Task Import_ChunkThatCannotBeStored_IsGivenBackAloneAndTheOthersAreIn()
    {
        var job = await _hub.ImportAsync(Files().Waiting("LONGLOCALIDENTIFIERBEYONDTWENTY"));

        AllAreIn(job);
        Assert.Equal(5, job.GetProperty("counts").GetProperty("rejectedRows").GetInt32());
    }

    private static ReturnFiles Files() => new ReturnFiles().Waiting("ORDER1").Waiting("ORDER2").Waiting("ORDER3");

    private static void AllAreIn(JsonElement job)
    {
        Assert.Equal("done", job.GetProperty("state").GetString());
        Assert.Equal(3, job.GetProperty("counts").GetProperty("new").GetInt32());
    }

    private static async Task EnterAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string localId)
    {
        await using var enter = new NpgsqlCommand(
            "insert into child (id, local_id, held, version, updated_at) values (gen_random_uuid(), $1, false, 1, now())", connection, transaction) { Parameters = { new() { Value = localId } } };
        await enter.ExecuteNonQueryAsync();
    }
}
