using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Messaging;

/// <summary>What an operator sees and does about messages that could not be sent or consumed.</summary>
public sealed class ParkedMessageTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Path = "/api/v1/councils/860/parked-messages";
    private const string Secret = "Marrowbone";

    [Fact]
    public async Task List_ManyOfBothKinds_PagesThroughAllWithoutTheirContent()
    {
        await ClearAsync();
        var planted = new List<Guid>();
        for (var index = 0; index < 5; index++)
        {
            planted.Add(await ParkIncomingAsync());
            planted.Add(await ParkOutgoingAsync());
        }

        using var client = hub.ClientOf(Roles.Operator, 860, 861);
        var found = new List<Guid>();
        for (string? cursor = null; ;)
        {
            var text = await client.GetStringAsync($"{Path}?limit=3&cursor={cursor}");
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            var page = JsonSerializer.Deserialize<JsonElement>(text);
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("messageId").GetGuid()));
            if ((cursor = page.GetProperty("next").GetString()) is null)
            {
                break;
            }
        }

        Assert.Equal(planted, found);
        var one = await client.GetStringAsync($"{Path}/{planted[0]}");
        Assert.DoesNotContain(Secret, one, StringComparison.Ordinal);
        Assert.Equal("planted", JsonSerializer.Deserialize<JsonElement>(one).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Discard_WithReason_KeepsTheReasonInTheTrail()
    {
        var message = await ParkIncomingAsync();
        using var client = hub.ClientOf(Roles.Operator, 860);
        var tag = (await client.GetAsync($"{Path}/{message}")).Headers.ETag!;

        using var without = await PostAsync(client, $"{Path}/{message}/discard", null, new { reason = "sent twice by hand" });
        using var stale = await PostAsync(client, $"{Path}/{message}/discard", new EntityTagHeaderValue("\"7\""), new { reason = "sent twice by hand" });
        using var unexplained = await PostAsync(client, $"{Path}/{message}/discard", tag, new { reason = " " });
        using var done = await PostAsync(client, $"{Path}/{message}/discard", tag, new { reason = "sent twice by hand" });
        using var again = await PostAsync(client, $"{Path}/{message}/discard", tag, new { reason = "sent twice by hand" });

        Assert.Equal(
            [(HttpStatusCode)428, HttpStatusCode.PreconditionFailed, HttpStatusCode.BadRequest, HttpStatusCode.NoContent, HttpStatusCode.NotFound],
            [without.StatusCode, stale.StatusCode, unexplained.StatusCode, done.StatusCode, again.StatusCode]);
        Assert.Equal(1L, await hub.Database.ScalarAsync<long>(
            $"select count(*) from audit_entry where operation = 'parked-message.discard' and ids = array['{message}'::uuid] and reason = 'sent twice by hand' and subject = 'test-client'"));
    }

    [Fact]
    public async Task Discard_ByTwoAtOnce_IsDoneOnce()
    {
        var message = await ParkIncomingAsync();
        using var client = hub.ClientOf(Roles.Operator, 860);
        var tag = (await client.GetAsync($"{Path}/{message}")).Headers.ETag!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var response = await PostAsync(client, $"{Path}/{message}/discard", tag, new { reason = "sent twice by hand" });
            return response.StatusCode;
        }));

        Assert.Single(answers, HttpStatusCode.NoContent);
        Assert.All(answers, status => Assert.Contains(status, new[] { HttpStatusCode.NoContent, HttpStatusCode.PreconditionFailed, HttpStatusCode.NotFound }));
        // The others found none: that they tried stands in the trail too, and that nothing was done.
        Assert.Equal(1L, await hub.Database.ScalarAsync<long>($"select count(*) from audit_entry where operation = 'parked-message.discard' and ids = array['{message}'::uuid] and outcome = 'done'"));
        Assert.Equal(
            answers.Count(status => status == HttpStatusCode.NotFound),
            await hub.Database.ScalarAsync<long>($"select count(*) from audit_entry where operation = 'parked-message.discard' and ids = array['{message}'::uuid] and outcome = 'not-found'"));
    }

    [Theory]
    [InlineData(true, "replay")]
    [InlineData(true, "discard")]
    [InlineData(false, "replay")]
    [InlineData(false, "discard")]
    public async Task Act_OnAMessageParkedAnewMeanwhile_Returns412AndLeavesIt(bool outgoing, string act)
    {
        var message = outgoing ? await ParkOutgoingAsync() : await ParkIncomingAsync();
        var table = outgoing ? "outbox" : "parked";
        using var client = hub.ClientOf(Roles.Operator, 860);
        var tag = (await client.GetAsync($"{Path}/{message}")).Headers.ETag!;

        // Between the look and the act: the act waits for this transaction's end.
        await using var connection = new NpgsqlConnection(hub.Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"update {table} set parked_at = clock_timestamp(), {(outgoing ? "parked_" : "")}reason = 'anew' where message_id = '{message}'", connection))
        {
            await command.ExecuteNonQueryAsync();
        }

        var acting = PostAsync(client, $"{Path}/{message}/{act}", tag, act == "discard" ? new { reason = "sent twice by hand" } : null);
        await Eventually.TrueAsync(
            async () => await hub.Database.ScalarAsync<bool>("select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')"),
            "the act to wait");
        await transaction.CommitAsync();
        using var answer = await acting;

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Equal(1L, await hub.Database.ScalarAsync<long>(
            $"select count(*) from {table} where message_id = '{message}' and {(outgoing ? "parked_" : "")}reason = 'anew' and parked_at is not null"));
        Assert.Equal(0L, await hub.Database.ScalarAsync<long>($"select count(*) from audit_entry where ids = array['{message}'::uuid]"));
    }

    [Fact]
    public async Task Replay_OneOrAll_TriesThemAgain()
    {
        await ClearAsync();
        var (first, second) = (await ParkIncomingAsync(), await ParkIncomingAsync());
        using var client = hub.ClientOf(Roles.Operator, 860);
        var tag = (await client.GetAsync($"{Path}/{first}")).Headers.ETag!;

        using var one = await PostAsync(client, $"{Path}/{first}/replay", tag, null);

        // What was planted cannot be read, so it is parked anew, with the reason of this try.
        Assert.Equal(1, (await one.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("replayed").GetInt32());
        await ParkedAgainAsync(first);
        Assert.Equal("planted", await ReasonAsync(second));

        var key = Guid.NewGuid().ToString();
        using var all = await PostAsync(client, $"{Path}/replay", null, null, key);
        using var repeated = await PostAsync(client, $"{Path}/replay", null, null, key);

        Assert.Equal(2, (await all.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("replayed").GetInt32());
        Assert.Equal("true", repeated.Headers.GetValues("Idempotent-Replay").Single());
        await ParkedAgainAsync(second);
        Assert.Equal("done, repeated", await hub.Database.ScalarAsync<string>("select string_agg(outcome, ', ' order by id) from audit_entry where operation = 'parked-message.replay-all'"));
    }

    private async Task ParkedAgainAsync(Guid message) =>
        await Eventually.TrueAsync(async () => (await ReasonAsync(message)).StartsWith("The body is not", StringComparison.Ordinal), "the message parked again");

    private Task<string> ReasonAsync(Guid message) =>
        hub.Database.ScalarAsync<string>($"select coalesce((select reason from parked where message_id = '{message}' and replay_at is null), '')");

    private Task ClearAsync() => hub.Database.ExecuteAsync("delete from parked; delete from outbox where parked_at is not null");

    private async Task<Guid> ParkIncomingAsync()
    {
        var id = Guid.CreateVersion7();
        await hub.Database.ExecuteAsync(
            $"""
            insert into parked (message_id, consumer, name, body, headers, attempts, reason)
            values ('{id}', 'locality-hub-860.commands', 'republish-regional-state', convert_to('{Secret}', 'UTF8'), '{"{}"}', 8, 'planted')
            """);
        return id;
    }

    private async Task<Guid> ParkOutgoingAsync()
    {
        var id = Guid.CreateVersion7();
        await hub.Database.ExecuteAsync(
            $"""
            insert into outbox (aggregate_id, epoch, version, message_id, name, routing_key, body, headers, attempts, parked_at, parked_reason)
            values (gen_random_uuid(), 1, 1, '{id}', 'wait-measured', '860.nowhere', convert_to('{Secret}', 'UTF8'), '{"{}"}', 8, clock_timestamp(), 'planted')
            """);
        return id;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, EntityTagHeaderValue? tag, object? body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (tag is not null)
        {
            request.Headers.IfMatch.Add(tag);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }
}
