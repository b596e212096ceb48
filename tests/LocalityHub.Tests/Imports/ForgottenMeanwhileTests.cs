using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Partnership.LocalityHub.Imports;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Imports;

/// <summary>A child who is forgotten between the reading and the writing of a chunk, and is there again as another, more often than a fault may stop a job.</summary>
public sealed class ForgottenMeanwhileTests : IAsyncLifetime
{
    private readonly HubFixture _hub = new();

    public async ValueTask InitializeAsync()
    {
        // The job is taken up again when the test says so.
        _hub.Settings["Imports:LookAgain"] = "01:00:00";
        await _hub.InitializeAsync();
    }

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Import_OfAChildWhoIsForgottenAgainAndAgain_IsNotGivenUp()
    {
        await _hub.Database.ExecuteAsync("insert into child (id, local_id, held, version, updated_at) values (gen_random_uuid(), 'AGAIN1', false, 1, now())");
        var queue = _hub.Services.GetRequiredService<ImportQueue>();
        using var client = _hub.CaseSystem();
        HttpResponseMessage? taken = null;
        for (var time = 1; time <= 4; time++)
        {
            await using var connection = new NpgsqlConnection(_hub.Database.ConnectionString);
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var forget = new NpgsqlCommand(
                """
                delete from child where local_id = 'AGAIN1';
                insert into child (id, local_id, held, version, updated_at) values (gen_random_uuid(), 'AGAIN1', false, 1, now())
                """,
                connection,
                transaction))
            {
                await forget.ExecuteNonQueryAsync();
            }

            if (taken is null)
            {
                taken = await client.PostAsync("/api/v1/councils/860/imports?year=2025", new ReturnFiles().Waiting("AGAIN1").ToContent());
            }
            else
            {
                queue.Arrivals.Wake();
            }

            await Eventually.TrueAsync(
                async () => await _hub.Database.ScalarAsync<bool>(
                    "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'select id, stage from child%for update')"),
                $"the import to wait for the child, time {time}");
            await transaction.CommitAsync();
        }

        queue.Arrivals.Wake();
        var job = await HubFixture.FinishedAsync(client, taken!.Headers.Location!);
        taken.Dispose();

        Assert.Equal("done", job.GetProperty("state").GetString());
        Assert.Equal(1, job.GetProperty("counts").GetProperty("updated").GetInt32());
    }
}
