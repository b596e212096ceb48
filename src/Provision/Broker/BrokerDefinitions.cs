using System.Text.Json;
using System.Text.Json.Nodes;

namespace Partnership.Provision.Broker;

/// <summary>Users, permissions and topology in the form in which RabbitMQ's management API exports and imports them.</summary>
public sealed record BrokerDefinitions(
    IReadOnlyList<BrokerUser> Users,
    IReadOnlyList<BrokerPermission> Permissions,
    IReadOnlyList<BrokerTopicPermission> TopicPermissions,
    IReadOnlyList<BrokerExchange> Exchanges,
    IReadOnlyList<BrokerQueue> Queues,
    IReadOnlyList<BrokerBinding> Bindings)
{
    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public int Count => Users.Count + Permissions.Count + TopicPermissions.Count + Exchanges.Count + Queues.Count + Bindings.Count;
}

public sealed record BrokerUser(string Name, string PasswordHash, string HashingAlgorithm, IReadOnlyList<string> Tags);

public sealed record BrokerPermission(string User, string Vhost, string Configure, string Write, string Read);

public sealed record BrokerTopicPermission(string User, string Vhost, string Exchange, string Write, string Read);

public sealed record BrokerExchange(string Name, string Vhost, string Type, bool Durable, bool AutoDelete, bool Internal, JsonObject Arguments);

public sealed record BrokerQueue(string Name, string Vhost, bool Durable, bool AutoDelete, JsonObject Arguments);

public sealed record BrokerBinding(string Source, string Vhost, string Destination, string DestinationType, string RoutingKey, JsonObject Arguments);
