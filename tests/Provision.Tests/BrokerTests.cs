using Partnership.Contracts;
using Partnership.Provision.Broker;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Partnership.Provision.Tests;

[Collection<RegionCollection>]
public sealed class BrokerTests(ProvisionedRegion region)
{
    private const ushort AccessRefused = 403;
    private static readonly string FirstHub = Topology.LocalityHub(ProvisionedRegion.First);
    private static readonly string FirstQueue = Topology.LocalityHubQueue(ProvisionedRegion.First);
    private static readonly string SecondQueue = Topology.LocalityHubQueue(ProvisionedRegion.Second);
    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    [Fact]
    public async Task Publish_OwnCouncilsEvent_ReachesTheCentralHub()
    {
        await using var hub = await region.ConnectToBrokerAsync(FirstHub);
        await using var channel = await hub.CreateChannelAsync(Confirmed, TestContext.Current.CancellationToken);

        // Mandatory and confirmed: it fails unless a queue has it.
        await channel.BasicPublishAsync(Topology.RegionExchange, "971.child-stage-changed", mandatory: true, "{}"u8.ToArray(), TestContext.Current.CancellationToken);

        await using var centralHub = await region.ConnectToBrokerAsync(Topology.CentralHub);
        await using var reading = await centralHub.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await TestSupport.Eventually.AssertAsync(async () =>
            Assert.NotNull(await reading.BasicGetAsync(Topology.CentralHubQueue, autoAck: true, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Publish_CommandToOneHub_ReachesThatHubAlone()
    {
        await using var centralHub = await region.ConnectToBrokerAsync(Topology.CentralHub);
        await using var channel = await centralHub.CreateChannelAsync(Confirmed, TestContext.Current.CancellationToken);
        await channel.BasicPublishAsync(Topology.RegionExchange, "hub.971.republish-regional-state", mandatory: true, "{}"u8.ToArray(), TestContext.Current.CancellationToken);

        await using var hub = await region.ConnectToBrokerAsync(FirstHub);
        await using var reading = await hub.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await TestSupport.Eventually.AssertAsync(async () =>
            Assert.NotNull(await reading.BasicGetAsync(FirstQueue, autoAck: true, TestContext.Current.CancellationToken)));
        await using var administrator = await new ConnectionFactory { Uri = region.BrokerAddress }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var looking = await administrator.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Null(await looking.BasicGetAsync(SecondQueue, autoAck: true, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("972.child-stage-changed")]
    [InlineData("hub.972.republish-regional-state")]
    [InlineData("9710.child-stage-changed")]
    public Task Publish_KeyThatIsNotTheHubsOwn_IsRefused(string routingKey) => RefusedAsync(FirstHub, channel =>
        channel.BasicPublishAsync(Topology.RegionExchange, routingKey, mandatory: true, "{}"u8.ToArray(), TestContext.Current.CancellationToken).AsTask());

    /// <summary>What a panel decided may come from panel scheduling alone.</summary>
    [Theory]
    [InlineData("central-hub", "hub.971.match-decided")]
    [InlineData("support-fund", "hub.971.household-decided")]
    [InlineData("panel-scheduling", "hub.971.record-link")]
    [InlineData("panel-scheduling", "971.panel-case-raised")]
    public Task Publish_WhatIsAnotherServicesToSay_IsRefused(string service, string routingKey) => RefusedAsync(service, channel =>
        channel.BasicPublishAsync(Topology.RegionExchange, routingKey, mandatory: true, "{}"u8.ToArray(), TestContext.Current.CancellationToken).AsTask());

    /// <summary>Exact days of a live case go to panel scheduling, and to nobody else.</summary>
    [Fact]
    public async Task Publish_PanelCase_ReachesPanelSchedulingAlone()
    {
        await using var hub = await region.ConnectToBrokerAsync(FirstHub);
        await using var channel = await hub.CreateChannelAsync(Confirmed, TestContext.Current.CancellationToken);
        await channel.BasicPublishAsync(Topology.RegionExchange, "971.panel-case-raised", mandatory: true, "{\"planted\":true}"u8.ToArray(), TestContext.Current.CancellationToken);

        await using var panels = await region.ConnectToBrokerAsync(Topology.PanelScheduling);
        await using var reading = await panels.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await TestSupport.Eventually.AssertAsync(async () =>
            Assert.NotNull(await reading.BasicGetAsync(Topology.PanelSchedulingQueue, autoAck: true, TestContext.Current.CancellationToken)));
        Assert.DoesNotContain(Topology.CentralHubQueue, Topology.QueueOf(typeof(Contracts.LocalityHub.PanelCaseRaised)), StringComparison.Ordinal);
    }

    [Fact]
    public Task Publish_EventByTheCentralHub_IsRefused() => RefusedAsync(Topology.CentralHub, channel =>
        channel.BasicPublishAsync(Topology.RegionExchange, "971.child-stage-changed", mandatory: true, "{}"u8.ToArray(), TestContext.Current.CancellationToken).AsTask());

    [Fact]
    public Task Publish_StraightIntoAnotherQueue_IsRefused() => RefusedAsync(FirstHub, channel =>
        channel.BasicPublishAsync(string.Empty, SecondQueue, mandatory: true, "{}"u8.ToArray(), TestContext.Current.CancellationToken).AsTask());

    [Fact]
    public Task Read_AnotherHubsQueue_IsRefused() => RefusedAsync(FirstHub, channel =>
        channel.BasicGetAsync(SecondQueue, autoAck: false, TestContext.Current.CancellationToken));

    [Fact]
    public Task Consume_AnotherHubsQueue_IsRefused() => RefusedAsync(FirstHub, channel =>
        channel.BasicConsumeAsync(SecondQueue, autoAck: false, new AsyncEventingBasicConsumer(channel), TestContext.Current.CancellationToken));

    [Fact]
    public Task Read_AnotherHubsDeadQueue_IsRefused() => RefusedAsync(FirstHub, channel =>
        channel.BasicGetAsync(Topology.DeadQueueOf(SecondQueue), autoAck: false, TestContext.Current.CancellationToken));

    [Fact]
    public Task Purge_AnotherHubsQueue_IsRefused() => RefusedAsync(FirstHub, channel =>
        channel.QueuePurgeAsync(SecondQueue, TestContext.Current.CancellationToken));

    [Fact]
    public Task Read_AHubsQueueByTheCentralHub_IsRefused() => RefusedAsync(Topology.CentralHub, channel =>
        channel.BasicGetAsync(FirstQueue, autoAck: false, TestContext.Current.CancellationToken));

    [Fact]
    public Task Bind_AHubsQueueByTheCentralHub_IsRefused() => RefusedAsync(Topology.CentralHub, channel =>
        channel.QueueBindAsync(FirstQueue, Topology.RegionExchange, "hub.#", cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public Task Read_TheCentralHubsQueue_IsRefused() => RefusedAsync(FirstHub, channel =>
        channel.BasicGetAsync(Topology.CentralHubQueue, autoAck: false, TestContext.Current.CancellationToken));

    [Fact]
    public Task Bind_OwnQueueToAnothersKeys_IsRefused() => RefusedAsync(FirstHub, channel =>
        channel.QueueBindAsync(FirstQueue, Topology.RegionExchange, "972.#", cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public Task Bind_AnotherHubsQueue_IsRefused() => RefusedAsync(FirstHub, channel =>
        channel.QueueBindAsync(SecondQueue, Topology.RegionExchange, "971.#", cancellationToken: TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("planted")]
    [InlineData("locality-hub-972.planted")]
    [InlineData("locality-hub-9710.planted")]
    public Task Declare_QueueOutsideTheOwnPrefix_IsRefused(string queue) => RefusedAsync(FirstHub, channel =>
        channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public Task Delete_AnotherHubsQueue_IsRefused() => RefusedAsync(FirstHub, channel =>
        channel.QueueDeleteAsync(SecondQueue, cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public Task Declare_ExchangeThatExists_IsRefused() => RefusedAsync(FirstHub, channel =>
        channel.ExchangeDeclareAsync(Topology.RegionExchange, "topic", durable: true, cancellationToken: TestContext.Current.CancellationToken));

    /// <summary>Every service of the region, with its own credentials, at every queue that is declared: a service that is added is in it.</summary>
    [Fact]
    public async Task Service_AtAnyQueueOfAnother_NeitherReadsNorBindsNorWritesNorPurges()
    {
        var declared = RegionTopology.Of("/", [ProvisionedRegion.First, ProvisionedRegion.Second], service => ProvisionedRegion.PasswordOf(service));
        var (services, queues) = (declared.Users.Select(user => user.Name).ToList(), declared.Queues.Select(queue => queue.Name).ToList());
        Assert.Superset(Topology.SharedServices.Append(FirstHub).ToHashSet(), services.ToHashSet());
        Assert.All(services, service => Assert.Contains(queues, queue => IsOf(service, queue)));
        Dictionary<string, Func<IChannel, string, Task>> attempts = new()
        {
            ["read"] = (channel, queue) => channel.BasicGetAsync(queue, autoAck: false, TestContext.Current.CancellationToken),
            ["bind"] = (channel, queue) => channel.QueueBindAsync(queue, Topology.RegionExchange, "#", cancellationToken: TestContext.Current.CancellationToken),
            ["write"] = (channel, queue) => channel.BasicPublishAsync(string.Empty, queue, mandatory: true, "{}"u8.ToArray(), TestContext.Current.CancellationToken).AsTask(),
            ["purge"] = (channel, queue) => channel.QueuePurgeAsync(queue, TestContext.Current.CancellationToken),
        };
        var wrong = new List<string>();

        foreach (var service in services)
        {
            await using var connection = await region.ConnectToBrokerAsync(service);
            foreach (var queue in queues.Where(queue => !IsOf(service, queue)))
            {
                foreach (var (what, attempt) in attempts)
                {
                    await using var channel = await connection.CreateChannelAsync(Confirmed, TestContext.Current.CancellationToken);
                    var refusal = await Record.ExceptionAsync(() => attempt(channel, queue));
                    if (refusal is null || channel.CloseReason?.ReplyCode != AccessRefused)
                    {
                        wrong.Add($"{service} may {what} {queue}: {refusal?.Message}");
                    }
                }
            }
        }

        Assert.Empty(wrong);

        static bool IsOf(string service, string queue) => queue.StartsWith(service + ".", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NewPassword_OldOneIsRefused()
    {
        await region.RunAsync(("Passwords:locality-hub-971", "rotated"));

        await using (await region.ConnectToBrokerAsync(FirstHub, "rotated"))
        {
            await Assert.ThrowsAsync<BrokerUnreachableException>(() => region.ConnectToBrokerAsync(FirstHub));
        }

        await region.RunAsync();
    }

    private async Task RefusedAsync(string service, Func<IChannel, Task> attempt)
    {
        await using var connection = await region.ConnectToBrokerAsync(service);
        await using var channel = await connection.CreateChannelAsync(Confirmed, TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<Exception>(() => attempt(channel));

        Assert.Equal(AccessRefused, channel.CloseReason?.ReplyCode);
    }
}
