using System.Diagnostics.Metrics;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests;

/// <summary>Whatever a hub does by itself outlasts the end of its connection, and is done again: a database that restarts stops no hub.</summary>
public sealed class WorkerTests : IAsyncLifetime
{
    private readonly HubFixture _hub = new() { Settings = { ["Audit:AnchorInterval"] = "00:00:00.1", ["Imports:LookAgain"] = "00:00:00.1" } };

    // The watch asks only when somebody wants its figures.
    private readonly MeterListener _listener = Meters.Listen("Partnership.LocalityHub");

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _listener.Dispose();
    }

    [Theory]
    [InlineData("relay", "outbox", "outbox", null)]
    [InlineData("retries", "retry", "from retry", null)]
    [InlineData("replays", "parked", "delete from parked", null)]
    [InlineData("import worker", "import", "where state in (0, 1)", null)]
    [InlineData("import watch", "import", "filter (where state = 0)", null)]
    [InlineData("audit anchors", "hub_state", "hub_state", "read")]
    [InlineData("audit sealer", "audit_entry", "audit_seal", "sealed read")]
    public async Task Worker_ItsConnectionEndedAtWork_ComesBackAndTheHubLives(string worker, string table, string statement, string? brought)
    {
        // The second time shows that the worker asks again.
        for (var time = 0; time < 2; time++)
        {
            if (brought == "sealed read")
            {
                // A read wakes the sealer twice: now, and a little later for what was committed meanwhile.
                await ReadAsync();
            }

            await _hub.Database.EndBackendAtWorkAsync(table, statement, brought == "read" ? ReadAsync : null);
        }

        using var client = _hub.ClientOf(Roles.SocialWorker, 860);
        await Eventually.TrueAsync(async () => (await client.GetAsync("/api/v1/councils/860/children")).IsSuccessStatusCode, $"the hub to answer after its {worker} lost the database");
        Assert.Empty(Workers.FailedIn(_hub.Services));
    }

    private async Task ReadAsync()
    {
        using var client = _hub.ClientOf(Roles.SocialWorker, 860);
        (await client.GetAsync("/api/v1/councils/860/children")).EnsureSuccessStatusCode();
    }
}
