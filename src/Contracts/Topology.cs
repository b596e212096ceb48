namespace Partnership.Contracts;

/// <summary>
/// The names on the broker that services and <c>provision</c> share. <c>provision</c> declares all of it (virtual host <c>/</c>)
/// and services declare nothing: their broker users may write to <see cref="RegionExchange"/> and to names under their own
/// prefix, and read only queues under their own prefix. Everything is durable; queues are quorum queues.
/// </summary>
public static class Topology
{
    /// <summary>
    /// The topic exchange through which every message between services travels. Events have the routing key
    /// <c>{council}.{message-name}</c>, commands to one hub <c>hub.{council}.{message-name}</c>
    /// (see <see cref="MessageCatalogue.RoutingKeyOf"/>).
    /// </summary>
    public const string RegionExchange = "region";

    /// <summary>The name of the central hub as a service: its broker user and database role, and the prefix of its queues.</summary>
    public const string CentralHub = "central-hub";

    /// <summary>The one queue in which the central hub receives the regional events of every council.</summary>
    public const string CentralHubQueue = "central-hub.region";

    /// <summary>The name of the adoption support fund as a service.</summary>
    public const string SupportFund = "support-fund";

    /// <summary>The one queue in which the support fund receives what every council's hub hands over to it.</summary>
    public const string SupportFundQueue = "support-fund.needs";

    /// <summary>The name of panel scheduling as a service.</summary>
    public const string PanelScheduling = "panel-scheduling";

    /// <summary>The one queue in which panel scheduling receives the cases of every council's hub, and what becomes of them there.</summary>
    public const string PanelSchedulingQueue = "panel-scheduling.cases";

    /// <summary>The services that all councils of the region share.</summary>
    public static IReadOnlyList<string> SharedServices { get; } = [CentralHub, SupportFund, PanelScheduling];

    /// <summary>
    /// How often the broker hands out one message again before it moves it to the dead queue. A backstop only: services
    /// count attempts in their own database and park a message there long before.
    /// </summary>
    public const int DeliveryLimit = 1000;

    /// <summary>The name of a council's locality hub as a service: its broker user and the prefix of its queues.</summary>
    public static string LocalityHub(CouncilCode council) => $"locality-hub-{council}";

    /// <summary>The queue in which a council's locality hub receives commands.</summary>
    public static string LocalityHubQueue(CouncilCode council) => $"locality-hub-{council}.commands";

    /// <summary>
    /// The quorum queue, under the same service's prefix, that takes what the broker gives up on: <c>central-hub.dead</c>
    /// for <c>central-hub.region</c>.
    /// </summary>
    /// <param name="queue">A queue named <c>{service}.{purpose}</c>.</param>
    public static string DeadQueueOf(string queue) => $"{queue[..queue.IndexOf('.', StringComparison.Ordinal)]}.dead";

    /// <summary>
    /// The arguments with which <c>provision</c> declares a queue that services read; whoever declares it again must give
    /// the same. Dead letters go through the default exchange to <see cref="DeadQueueOf"/> and are confirmed there before
    /// they leave the queue.
    /// </summary>
    public static Dictionary<string, object?> QueueArguments(string queue) => new(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = string.Empty,
        ["x-dead-letter-routing-key"] = DeadQueueOf(queue),
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>The queue of the one service that an event is for: what each service may know differs.</summary>
    /// <param name="eventType">A type of <see cref="IMessage"/> that is not a command.</param>
    public static string QueueOf(Type eventType) => eventType switch
    {
        _ when eventType.IsAssignableTo(typeof(IFundSnapshot)) => SupportFundQueue,
        _ when eventType.IsAssignableTo(typeof(IPanelSnapshot)) => PanelSchedulingQueue,
        _ => CentralHubQueue,
    };

    /// <summary>The commands that a shared service may send to hubs: those of its own folder of the contracts, and anchors of its audit trail.</summary>
    /// <param name="service">One of <see cref="SharedServices"/>; <c>support-fund</c> has the folder <c>SupportFund</c>.</param>
    public static IEnumerable<Type> CommandsOf(string service)
    {
        var folder = string.Concat(service.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return MessageCatalogue.Types.Where(
            type => type == typeof(KeepAnchor) || (type.IsAssignableTo(typeof(IHubCommand)) && type.Namespace == $"{typeof(Topology).Namespace}.{folder}"));
    }

    /// <summary>The binding pattern under which a shared service receives one kind of event from every council.</summary>
    /// <param name="eventType">A type of <see cref="IMessage"/> that is not a command.</param>
    public static string EventPattern(Type eventType) => $"*.{MessageCatalogue.NameOf(eventType)}";

    /// <summary>The binding pattern under which a council's locality hub receives its commands.</summary>
    public static string CommandPattern(CouncilCode council) => $"hub.{council}.*";
}
