using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Changes;

/// <summary>What somebody else does at the same moment costs no other record of the batch.</summary>
public sealed class FeedMeanwhileTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Post_ChildWhomAnImportBringsMeanwhile_IsReadAnewAndTakenIn()
    {
        await using var import = new NpgsqlConnection(hub.Database.ConnectionString);
        await import.OpenAsync();
        await using var transaction = await import.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand("insert into child (id, local_id, held, version, updated_at) values (gen_random_uuid(), 'MEANWHILE2', false, 1, now())", import, transaction))
        {
            await insert.ExecuteNonQueryAsync();
        }

        var posting = PostAsync("MEANWHILE1", "MEANWHILE2", "MEANWHILE3");
        await Eventually.TrueAsync(
            async () => await hub.Database.ScalarAsync<bool>(
                "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike '%insert into child%')"),
            "the batch to wait for the import");
        await transaction.CommitAsync();
        var answer = await posting;

        Assert.Equal(3, answer.GetProperty("applied").GetInt32());
        Assert.Equal(3, await hub.Database.ScalarAsync<long>("select count(*) from feed_record join child on id = child_id where local_id like 'MEANWHILE_'"));
        Assert.Equal(2, await hub.Database.ScalarAsync<long>("select version from child where local_id = 'MEANWHILE2'"));
    }

    [Fact]
    public async Task Post_RecordThatIsInSomebodysWayTwice_IsRefusedAlone()
    {
        await hub.Database.ExecuteAsync(
            """
            create function in_the_way() returns trigger language plpgsql as $$ begin raise unique_violation; end $$;
            create trigger in_the_way before insert on child for each row when (new.local_id = 'INTHEWAY2') execute function in_the_way()
            """);

        var answer = await PostAsync("INTHEWAY1", "INTHEWAY2", "INTHEWAY3");

        Assert.Equal((2, 1), (answer.GetProperty("applied").GetInt32(), answer.GetProperty("refused").GetInt32()));
        Assert.Equal("record.changed-meanwhile", answer.GetProperty("results")[1].GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal("INTHEWAY1 INTHEWAY3", await hub.Database.ScalarAsync<string>("select string_agg(local_id, ' ' order by local_id) from child where local_id like 'INTHEWAY_'"));
    }

    private async Task<JsonElement> PostAsync(params string[] children)
    {
        using var client = hub.CaseSystem();
        using var content = new StringContent(
            $"[{string.Join(", ", children.Select(child => $$"""{ "la_child_id": "{{child}}", "child_details": { "date_of_birth": "2022-02-03" } }"""))}]", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/councils/860/changes", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
