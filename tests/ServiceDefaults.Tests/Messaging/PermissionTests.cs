using Partnership.Contracts;
using Partnership.MessagingHost;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Messaging;

public sealed class PermissionTests
{
    [Fact]
    public async Task Services_WithTheirOwnBrokerUsers_SendAndReceive()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.DeclareTopologyAsync(Tally.Council);
        var hub = await broker.AddServiceAsync(Topology.LocalityHub(Tally.Council), "hub", Tally.Council);
        var central = await broker.AddServiceAsync(Topology.CentralHub, "central", Tally.Council);

        // Two databases, as in life: the hub's outbox and the centre's inbox.
        await using var sender = await TallySite.CreateAsync();
        await using var receiver = await TallySite.CreateAsync();
        var host = await sender.StartAsync(consume: false, broker: hub);
        await receiver.StartAsync(consume: true, broker: central);
        await TallySite.WriteAsync(host, Tally.Message(Tally.Reference(1), 1), Tally.Message(Tally.Reference(2), 1));
        await Eventually.TrueAsync(async () => await receiver.CountAsync("applied") == 2, "both messages");
    }

    [Fact]
    public async Task Relay_OfAnotherCouncilsMessage_IsRefusedAndParkedAlone()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.DeclareTopologyAsync(Tally.Council);
        var hub = await broker.AddServiceAsync(Topology.LocalityHub(Tally.Council), "hub", Tally.Council);
        await using var site = await TallySite.CreateAsync();
        var host = await site.StartAsync(consume: false, messaging => messaging.MaxAttempts = 3, broker: hub);
        await TallySite.WriteAsync(host, Tally.Message(Tally.Reference(1), 1) with { Council = new CouncilCode(861) }, Tally.Message(Tally.Reference(2), 1));
        await Eventually.TrueAsync(async () => await site.CountAsync("outbox") == 1 && await site.CountAsync("outbox where parked_at is not null") == 1, "the foreign message alone parked");
        Assert.Equal("The broker refused 861.child-stage-changed.", await site.ScalarAsync<string>("select parked_reason from outbox"));
    }
}
