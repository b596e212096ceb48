using System.Diagnostics.Metrics;
using System.Net;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests;

/// <summary>Whatever the central hub does by itself outlasts the end of its connection, and is done again.</summary>
public sealed class WorkerTests : IAsyncLifetime
{
    private readonly CentralHubHost _hub = new();

    // The watch asks only when somebody wants its figures.
    private readonly MeterListener _listener = Meters.Listen("Partnership.CentralHub");

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _listener.Dispose();
    }

    [Theory]
    [InlineData("watch", "received_event", "GROUP BY")]
    [InlineData("releaser", "release_state", "release_state")]
    [InlineData("rebuilder", "projection_job", "projection_job")]
    [InlineData("register", "register_due", "register_due")]
    [InlineData("relay", "outbox", "outbox")]
    [InlineData("retries", "retry", "from retry")]
    public async Task Worker_ItsConnectionEndedAtWork_ComesBackAndTheHubLives(string worker, string table, string statement)
    {
        // The second time shows that the worker asks again.
        await _hub.Database.EndBackendAtWorkAsync(table, statement);
        await _hub.Database.EndBackendAtWorkAsync(table, statement);

        await Eventually.TrueAsync(
            async () => (await _hub.SendAsync(HttpMethod.Get, "/api/v1/region/projection", _hub.Tokens.With(Roles.Auditor))).StatusCode == HttpStatusCode.OK,
            $"the hub to answer after its {worker} lost the database");
        Assert.Empty(Workers.FailedIn(_hub.Services));
    }

    [Fact]
    public async Task Sealer_ItsConnectionEndedAtWork_ComesBackAndTheHubLives()
    {
        for (var time = 0; time < 2; time++)
        {
            // Whoever is refused is entered; the sealer is woken, and looks once more a little later.
            using var refused = await _hub.SendAsync(HttpMethod.Get, "/api/v1/region/tracker", _hub.Tokens.With(Roles.Operator));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            await _hub.Database.EndBackendAtWorkAsync("audit_entry", "audit_seal");
        }

        Assert.Empty(Workers.FailedIn(_hub.Services));
    }
}
