using System.Text.Json;
using Partnership.Contracts;

namespace Partnership.Provision.Broker;

/// <summary>
/// The exchange, queues and bindings of a region, and what each service's broker user may do. Names come from
/// <see cref="Topology"/>. A user may declare under its own prefix, read there, and write there and to the region's exchange,
/// where its topic permission allows its own council's keys alone. Nobody but the administrator can bind to that exchange.
/// </summary>
public static class RegionTopology
{
    private const string Nothing = "^$";

    public static BrokerDefinitions Of(string virtualHost, IReadOnlyList<CouncilCode> councils, Func<string, string> passwordHashOf)
    {
        var services = councils
            .Select(council => (Name: Topology.LocalityHub(council), Keys: $@"^{council}\."))
            .Concat(Topology.SharedServices.Select(service => (Name: service, Keys: KeysOf(service))))
            .ToList();
        return OfQueues(virtualHost, councils) with
        {
            Users = [.. services.Select(service => new BrokerUser(service.Name, passwordHashOf(service.Name), BrokerPassword.Algorithm, []))],
            Permissions = [.. services.Select(service => new BrokerPermission(
                service.Name,
                virtualHost,
                Configure: $@"^{service.Name}\.",
                Write: $@"^({Topology.RegionExchange}$|{service.Name}\.)",
                Read: $@"^{service.Name}\."))],
            TopicPermissions = [.. services.Select(service => new BrokerTopicPermission(
                service.Name, virtualHost, Topology.RegionExchange, Write: service.Keys, Read: Nothing))],
        };
    }

    /// <summary>A shared service sends its own commands, to any hub, and nothing else.</summary>
    private static string KeysOf(string service) => Topology.CommandsOf(service).Select(MessageCatalogue.NameOf).ToList() is { Count: > 0 } commands
        ? $@"^hub\.[0-9]+\.({string.Join('|', commands)})$"
        : Nothing;

    /// <summary>The topology alone, without users: for a test's own virtual host.</summary>
    public static BrokerDefinitions OfQueues(string virtualHost, IReadOnlyList<CouncilCode> councils)
    {
        var events = MessageCatalogue.Types.Where(type => !type.IsAssignableTo(typeof(IHubCommand)));
        string[] queues = [Topology.CentralHubQueue, Topology.SupportFundQueue, Topology.PanelSchedulingQueue, .. councils.Select(Topology.LocalityHubQueue)];
        return new BrokerDefinitions(
            Users: [],
            Permissions: [],
            TopicPermissions: [],
            Exchanges: [new BrokerExchange(Topology.RegionExchange, virtualHost, "topic", Durable: true, AutoDelete: false, Internal: false, [])],
            Queues:
            [
                .. queues.Select(queue => Queue(queue, Topology.QueueArguments(queue))),
                .. queues.Select(queue => Queue(Topology.DeadQueueOf(queue), new() { ["x-queue-type"] = "quorum" })),
            ],
            Bindings:
            [
                .. events.Select(type => Binding(Topology.QueueOf(type), Topology.EventPattern(type))),
                .. councils.Select(council => Binding(Topology.LocalityHubQueue(council), Topology.CommandPattern(council))),
            ]);

        BrokerQueue Queue(string name, Dictionary<string, object?> arguments) =>
            new(name, virtualHost, Durable: true, AutoDelete: false, JsonSerializer.SerializeToNode(arguments)!.AsObject());

        BrokerBinding Binding(string queue, string pattern) =>
            new(Topology.RegionExchange, virtualHost, queue, "queue", pattern, []);
    }
}
