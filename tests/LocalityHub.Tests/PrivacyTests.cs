using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests;

/// <summary>Plants a child who can be told from all others, takes it through everything, and looks for it wherever it must not be.</summary>
public sealed class PrivacyTests : IAsyncLifetime
{
    private const string LocalId = "ZQXCANARY7";
    private const string Dob = "17/08/2021";

    private static readonly string[] Canaries = [LocalId, "Zephyrine", "Quillfeather", Dob, "2021-08-17", "2024-06-01", "01/06/2024", "ST17 4AA", "Q765432109876"];

    private readonly HubFixture _hub = new();
    private readonly ConcurrentQueue<string> _spans = new();
    private ActivityListener _listener = null!;

    public async ValueTask InitializeAsync()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _spans.Enqueue(
                $"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(each => each.Tags))}"),
        };
        ActivitySource.AddActivityListener(_listener);
        await _hub.InitializeAsync();
    }

    [Fact]
    public async Task EveryFlow_PlantedChild_LeavesNoTraceOutsideTheHubsTables()
    {
        var outboxBodies = await WatchOutboxAsync();
        await _hub.ImportAsync(new ReturnFiles().Waiting(LocalId, Dob)
            .Add("header.csv", $"{LocalId},F,{Dob},WBRI,Q765432109876")
            .Add("prev_perm.csv", $"{LocalId},{Dob},P1,860,\"01/06/2024"));
        await _hub.ImportAsync(new ReturnFiles().Waiting(LocalId, Dob).Add("placed_adoption.csv", $"{LocalId},{Dob},01/06/2024"));
        await _hub.ImportAsync(new ReturnFiles().Waiting(LocalId, Dob));
        await _hub.ImportAsync(new ReturnFiles().Waiting(LocalId, Dob).AddFile("broken.csv", Encoding.UTF8.GetBytes($"{LocalId},{Dob},Zephyrine\r\n")));
        var problems = new List<string>();
        using (var client = _hub.ClientOf(Roles.FamilyFinder, 860))
        {
            var child = await _hub.ChildIdAsync(LocalId);
            var path = $"/api/v1/councils/860/children/{child}";
            var version = int.Parse((await client.GetAsync(path)).Headers.ETag!.Tag.Trim('"'), System.Globalization.CultureInfo.InvariantCulture);
            await PutAsync(client, path + "/name", new { given = "Zephyrine", family = "Quillfeather" }, version);
            await PutAsync(client, path + "/milestones/matched", new { date = "2025-02-01" }, version + 1);
            problems.Add(await PutAsync(client, path + "/milestones/entered-care", new { date = "2021-08-16" }, version + 2));
            problems.Add(await PutAsync(client, path + "/milestones/matched", new { date = Dob }, version + 2));
            problems.Add(await PutAsync(client, path + "/name", new { given = "Zephyrine\u0007", family = "Quillfeather" }, version + 2));
            problems.Add(await PutAsync(client, path + "/name", new { given = "Zephyrine", family = "Quillfeather" }, version));
            using var found = await client.PostAsJsonAsync("/api/v1/councils/860/children/search", new { localId = LocalId, nameParts = new[] { "Quillfeather" } });
            Assert.Contains("Quillfeather", await found.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var client = _hub.CaseSystem())
        {
            problems.Add(await client.GetStringAsync("/api/v1/councils/860/imports"));
        }

        Assert.NotEmpty(_hub.Log);
        Assert.NotEmpty(_spans);
        var sent = await SentAsync();
        Assert.True(sent.Count >= 3, $"{sent.Count} messages");
        foreach (var canary in Canaries)
        {
            Assert.DoesNotContain(_hub.Log, line => line.Contains(canary, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(_spans, span => span.Contains(canary, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(problems, problem => problem.Contains(canary, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(sent, message => message.Contains(canary, StringComparison.OrdinalIgnoreCase));
            Assert.Equal(0L, await _hub.Database.ScalarAsync<long>($"select count(*) from {outboxBodies} where convert_from(body, 'UTF8') ilike '%{canary}%' or headers::text ilike '%{canary}%'"));
        }

        Assert.True(await _hub.Database.ScalarAsync<long>($"select count(*) from {outboxBodies}") >= 3);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _hub.DisposeAsync();
    }

    /// <summary>Outbox rows live for milliseconds: a trigger keeps a copy of each.</summary>
    private async Task<string> WatchOutboxAsync()
    {
        await _hub.Database.ExecuteAsync("""
            create table watched_outbox as select body, headers from outbox with no data;
            create function watch() returns trigger language plpgsql as 'begin insert into watched_outbox values (new.body, new.headers); return new; end';
            create trigger watch after insert on outbox for each row execute function watch();
            """);
        return "watched_outbox";
    }

    private static async Task<string> PutAsync(HttpClient client, string path, object body, int version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<List<string>> SentAsync()
    {
        await using var connection = await _hub.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var sent = new List<string>();
        await TestSupport.Eventually.TrueAsync(
            async () =>
            {
                while (await channel.BasicGetAsync(Topology.CentralHubQueue, autoAck: true) is { } message)
                {
                    sent.Add(Encoding.UTF8.GetString(message.Body.Span) + string.Join(' ', message.BasicProperties.Headers?.Select(header => $"{header.Key}={header.Value}") ?? []) + message.RoutingKey);
                }

                return !await _hub.Database.ScalarAsync<bool>("select exists (select from outbox)");
            },
            "an empty outbox");
        return sent;
    }
}
