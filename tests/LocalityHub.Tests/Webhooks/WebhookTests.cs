using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Webhooks;

public sealed class WebhookTests : IAsyncLifetime
{
    /// <summary>While a call is being made its next time is the lease's end, a minute from now; no wait after a failure is about as long.</summary>
    private static bool IsSettled(TimeSpan wait) => wait.TotalSeconds is > 0 and (< 55 or > 65);

    private const string Webhooks = "/api/v1/councils/860/webhooks";
    private readonly HubFixture _hub = new()
    {
        Settings =
        {
            ["Webhooks:AllowedNetworks:0"] = "127.0.0.0/8",
            ["Webhooks:AllowHttp"] = "true",
            ["Webhooks:LookAgain"] = "00:00:00.050",
            ["Webhooks:Patience"] = "00:00:01",
        },
    };

    private Receiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        _receiver = await Receiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Create_ThenChangesAndAnImport_AreEachToldOnceSignedAndWithoutAWordOfTheChild()
    {
        using var client = _hub.CaseSystem();
        var made = await CreateAsync(client, _receiver.Address + "/hook");
        await EventAsync("ping");

        await _hub.ImportAsync(new ReturnFiles().Waiting("WEBHOOKCHILD"));
        var ended = await EventAsync("import.ended");
        await EventAsync("changes.available");

        Assert.True(JsonDocument.Parse(ended.Body).RootElement.GetProperty("importId").TryGetGuid(out _));
        var failed = (await _hub.ImportAsync(new ReturnFiles().AddFile("nothing.csv", "no,table\r\n"u8.ToArray()))).GetProperty("id").GetString()!;
        await Eventually.TrueAsync(() => Task.FromResult(_receiver.Calls.Any(call => call.Event == "import.ended" && call.Body.Contains(failed, StringComparison.Ordinal))), "the failed import's call");
        Assert.All(_receiver.Calls, call =>
        {
            Assert.Equal("/hook", call.Path);
            Assert.True(Receiver.IsGenuine(made.Secret, call.Signature, call.Body));
            Assert.False(Receiver.IsGenuine(made.Secret, call.Signature, call.Body + " "));
            Assert.DoesNotContain("WEBHOOKCHILD", call.Body, StringComparison.Ordinal);
        });
        Assert.Equal(_receiver.Calls.Count, _receiver.Calls.Select(call => call.Delivery).Distinct().Count());
        Assert.Single(_receiver.Calls, call => call.Event == "changes.available");
        using var one = await client.GetAsync($"{Webhooks}/{made.Id}");
        Assert.DoesNotContain(made.Secret, await one.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivery_RefusedAgainAndAgain_IsTriedLaterAndLaterAndGivenUpAfterThreeDays()
    {
        _receiver.Answer = _ => StatusCodes.Status503ServiceUnavailable;
        using var client = _hub.CaseSystem();
        var made = await CreateAsync(client, _receiver.Address);
        var waits = new List<TimeSpan>();
        JsonElement call = default;
        for (var tried = 1; tried < 100; tried++)
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    call = (await DeliveriesAsync(client, made.Id))[0];
                    return call.GetProperty("attempts").GetInt32() == tried && call.GetProperty("status").ValueKind == JsonValueKind.Number
                        && (call.GetProperty("state").GetString() == "given-up" || IsSettled(call.GetProperty("nextAt").GetDateTimeOffset() - _hub.Clock.GetUtcNow()));
                },
                $"try {tried}");
            if (call.GetProperty("state").GetString() == "given-up")
            {
                break;
            }

            var wait = call.GetProperty("nextAt").GetDateTimeOffset() - _hub.Clock.GetUtcNow();
            waits.Add(wait);
            _hub.Clock.Advance(wait + TimeSpan.FromSeconds(1));
        }

        Assert.Equal("given-up", call.GetProperty("state").GetString());
        Assert.Equal(503, call.GetProperty("status").GetInt32());
        Assert.True(waits[^1] > waits[0] * 100);
        Assert.InRange(waits.Sum(wait => wait.TotalDays), 2.5, 3);
        Assert.Single(_receiver.Calls.Select(each => each.Delivery).Distinct());

        _receiver.Answer = _ => StatusCodes.Status200OK;
        using var replayed = await client.PostAsync($"{Webhooks}/{made.Id}/deliveries/{call.GetProperty("id").GetString()}/replay", null);
        Assert.Equal(HttpStatusCode.Accepted, replayed.StatusCode);
        await Eventually.TrueAsync(async () => (await DeliveriesAsync(client, made.Id))[0].GetProperty("state").GetString() == "delivered", "the call made again");

        _hub.Clock.Advance(TimeSpan.FromDays(31));
        await Eventually.TrueAsync(async () => await _hub.Database.ScalarAsync<long>("select count(*) from webhook_delivery") == 0, "the end of what the log keeps");
    }

    [Fact]
    public async Task Delivery_RedirectedOrNeverAnswered_IsNotFollowedAndDoesNotWait()
    {
        await using var secret = await Receiver.StartAsync();
        _receiver.Answer = context =>
        {
            context.Response.Headers.Location = secret.Address;
            return StatusCodes.Status307TemporaryRedirect;
        };
        using var client = _hub.CaseSystem();
        var redirected = await CreateAsync(client, _receiver.Address);
        await Eventually.TrueAsync(async () => (await DeliveriesAsync(client, redirected.Id))[0].GetProperty("status").ValueKind == JsonValueKind.Number, "the redirect's answer");
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var never = await CreateAsync(client, $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/");
        await Eventually.TrueAsync(async () => (await DeliveriesAsync(client, never.Id))[0].GetProperty("fault").GetString() == "timed-out", "the end of patience");

        Assert.Equal(307, (await DeliveriesAsync(client, redirected.Id))[0].GetProperty("status").GetInt32());
        Assert.Empty(secret.Calls);
    }

    [Fact]
    public async Task Remove_WithTheRightVersion_EndsItAndItsCalls()
    {
        using var client = _hub.CaseSystem();
        var made = await CreateAsync(client, _receiver.Address);
        using var without = await client.DeleteAsync($"{Webhooks}/{made.Id}");
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{Webhooks}/{made.Id}");
        request.Headers.Add("If-Match", "\"1\"");
        using var removed = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode)428, without.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Webhooks}/{made.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{Webhooks}/{made.Id}/deliveries")).StatusCode);
        Assert.Equal(0, await _hub.Database.ScalarAsync<long>($"select count(*) from webhook_delivery where webhook_id = '{made.Id}'"));
    }

    [Fact]
    public async Task Create_WrongRoleCouncilAddressOrOneTooMany_IsRefused()
    {
        using var worker = _hub.ClientOf(Roles.SocialWorker, 860);
        using var other = _hub.ClientOf(Roles.CaseSystem, 861);
        using var client = _hub.CaseSystem();
        foreach (var url in (string?[])[null, "", "hook", "ftp://example.org/", "http://user:word@127.0.0.1/", "http://127.0.0.1/#x", "http://10.1.2.3/", new string('h', 501)])
        {
            using var refused = await client.PostAsJsonAsync(Webhooks, new { url });
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await worker.PostAsJsonAsync(Webhooks, new { url = _receiver.Address })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(Webhooks)).StatusCode);
        for (var i = 0; i < 10; i++)
        {
            await CreateAsync(client, _receiver.Address);
        }

        using var eleventh = await client.PostAsJsonAsync(Webhooks, new { url = _receiver.Address });
        Assert.Equal(HttpStatusCode.Conflict, eleventh.StatusCode);
    }

    private static async Task<(Guid Id, string Secret)> CreateAsync(HttpClient client, string url)
    {
        using var response = await client.PostAsJsonAsync(Webhooks, new { url });
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        var made = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (made.GetProperty("id").GetGuid(), made.GetProperty("secret").GetString()!);
    }

    private static async Task<JsonElement> DeliveriesAsync(HttpClient client, Guid webhook) =>
        (await client.GetFromJsonAsync<JsonElement>($"{Webhooks}/{webhook}/deliveries")).GetProperty("items");

    private async Task<(string Path, string Event, string Delivery, string Signature, string Body)> EventAsync(string name)
    {
        await Eventually.TrueAsync(() => Task.FromResult(_receiver.Calls.Any(call => call.Event == name)), name);
        return _receiver.Calls.First(call => call.Event == name);
    }
}
