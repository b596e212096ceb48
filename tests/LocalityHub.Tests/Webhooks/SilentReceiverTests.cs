using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Webhooks;

/// <summary>One receiver takes every call and answers none, for longer than any of these tests waits.</summary>
public sealed class SilentReceiverTests : IAsyncLifetime
{
    private const string Webhooks = "/api/v1/councils/860/webhooks";
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly HubFixture _hub = new()
    {
        Settings =
        {
            ["Webhooks:AllowedNetworks:0"] = "127.0.0.0/8",
            ["Webhooks:AllowHttp"] = "true",
            ["Webhooks:LookAgain"] = "00:00:00.050",
            ["Webhooks:Patience"] = "01:00:00",
        },
    };

    private Receiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        _receiver = await Receiver.StartAsync();
        _silent.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _silent.Dispose();
        await _receiver.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Calls_WhileOneReceiverIsSilent_ReachTheOthersAndNotItTwiceAtOnce()
    {
        using var client = _hub.CaseSystem();
        var silent = await CreateAsync(client, $"http://127.0.0.1:{((IPEndPoint)_silent.LocalEndpoint).Port}/");
        using var held = await _silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await CreateAsync(client, _receiver.Address);
        await ReachedAsync("ping");

        await _hub.ImportAsync(new ReturnFiles().Waiting("SILENT1"));
        await ReachedAsync("import.ended");
        await ReachedAsync("changes.available");

        var calls = (await client.GetFromJsonAsync<JsonElement>($"{Webhooks}/{silent}/deliveries")).GetProperty("items").EnumerateArray()
            .ToDictionary(call => call.GetProperty("event").GetString()!, call => call.GetProperty("attempts").GetInt32());
        Assert.Equal(3, calls.Count);
        Assert.Equal((1, 0, 0), (calls["ping"], calls["import.ended"], calls["changes.available"]));
    }

    private static async Task<Guid> CreateAsync(HttpClient client, string url)
    {
        using var response = await client.PostAsJsonAsync(Webhooks, new { url });
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    private Task ReachedAsync(string name) => Eventually.TrueAsync(() => Task.FromResult(_receiver.Calls.Any(call => call.Event == name)), name, TimeSpan.FromSeconds(40));
}
