using System.Net;
using Microsoft.Extensions.Configuration;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Disclosures;

/// <summary>A hub that may not have heard of a release's end: cut off from the broker, or restored from a backup. It needs a hub of its own, and is one test.</summary>
public sealed class CutOffTests : IAsyncLifetime
{
    private readonly TcpRelay _relay = new(TestServers.Broker.Host, TestServers.Broker.Port);
    private readonly HubFixture _hub;

    public CutOffTests() => _hub = new HubFixture { Relay = _relay };

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _relay.DisposeAsync();
    }

    [Fact]
    public async Task Released_WhileAnEndMayBeUnheard_IsNotRead()
    {
        using var worker = _hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(_hub);
        await DisclosureSamples.ApprovedAsync(_hub, $"/children/{child}", ProfileSamples.Version(), Roles.FamilyFinder);
        var (kept, ended) = (Guid.NewGuid(), Guid.NewGuid());
        await _hub.ApplyAsync(DisclosureSamples.Told(kept, 1, reference));
        await _hub.ApplyAsync(DisclosureSamples.Told(ended, 1, reference));
        await ReadsAsync(HttpStatusCode.OK);

        _relay.Cut();
        await ReadsAsync(HttpStatusCode.ServiceUnavailable);
        (await ReadAsync(kept)).Refused(HttpStatusCode.ServiceUnavailable, "disclosure.cut-off");

        // What is revoked here is closed, broker or no broker.
        (await worker.ChangeAsync(HttpMethod.Post, $"/disclosures/{ended}/end", new { words = "Planted." }, $"/disclosures/{ended}")).Good();
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(ended)).Status);
        _relay.Mend();
        await ReadsAsync(HttpStatusCode.OK);

        // A connection that takes everything and answers nothing looks alive until its heartbeat is missed: the question before the read finds it out.
        _relay.Silence();
        (await ReadAsync(kept)).Refused(HttpStatusCode.ServiceUnavailable, "disclosure.cut-off");
        _relay.Mend();
        await ReadsAsync(HttpStatusCode.OK);

        await RestoreAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(kept)).Status);
        var said = await PermanenceSamples.ToldAsync(_hub, kept);
        await _hub.SendAsync(DisclosureSamples.Told(kept, 1, reference));
        await ReadsAsync(HttpStatusCode.OK);
        Assert.Equal(said.ToString(), (await PermanenceSamples.ToldAsync(_hub, kept)).ToString());
        Assert.Equal(1, await DisclosureSamples.VersionAsync(_hub, kept));

        Task ReadsAsync(HttpStatusCode status) =>
            Eventually.TrueAsync(async () => (await ReadAsync(kept)).Status == status, $"the door to answer {(int)status}");
    }

    // With a client of its own each time: a hub left deaf by the cut ends and is another one then.
    private async Task<HubAnswer> ReadAsync(Guid release)
    {
        await _hub.RestartIfDeafAsync();
        using var reader = DisclosureSamples.ReaderOf(_hub);
        return await DisclosureSamples.ReadAsync(reader, release);
    }

    private Task<int> RestoreAsync() => RaiseEpoch.RunAsync(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:locality-hub"] = _hub.Database.ConnectionString,
            ["Council:Code"] = "860",
            ["Council:Name"] = "Staffordshire",
        }).Build(),
        TextWriter.Null,
        CancellationToken.None);
}
