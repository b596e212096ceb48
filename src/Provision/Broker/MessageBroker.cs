using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Partnership.Provision.Broker;

/// <summary>
/// Compares what the broker has with what the region needs and imports the difference in one request. What exists in another
/// form (a queue with other arguments) is never replaced: its messages would be lost.
/// </summary>
public static class MessageBroker
{
    internal static async Task ProvisionAsync(ProvisionSettings settings, ILogger log, CancellationToken cancellationToken)
    {
        using var management = Connect(settings.BrokerManagement, settings.Broker);
        var present = await Provisioning.WhenReadyAsync(
            "The broker's management API",
            settings.Deadline,
            () => ReadAsync(management, cancellationToken),
            exception => exception is HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError },
            cancellationToken);
        var missing = Missing(RegionTopology.Of(settings.VirtualHost, settings.Councils, HashOf), present);
        if (missing.Count > 0)
        {
            await ImportAsync(management, missing, cancellationToken);
        }

        log.LogInformation(
            "RabbitMQ: {Users} users, {Permissions} permissions, {Queues} queues and {Bindings} bindings created or changed.",
            missing.Users.Count,
            missing.Permissions.Count + missing.TopicPermissions.Count,
            missing.Queues.Count,
            missing.Bindings.Count);

        // An unchanged password keeps the hash that the broker has, so that it does not count as a change.
        string HashOf(string service)
        {
            var stored = present.Users.FirstOrDefault(user => user.Name == service);
            return stored is { HashingAlgorithm: BrokerPassword.Algorithm } && BrokerPassword.Matches(stored.PasswordHash, settings.Passwords[service])
                ? stored.PasswordHash
                : BrokerPassword.Hash(settings.Passwords[service]);
        }
    }

    /// <summary>A client of the management API that signs in as the administrator of an <c>amqp://</c> address.</summary>
    public static HttpClient Connect(Uri managementUrl, Uri administrator)
    {
        var credentials = Uri.UnescapeDataString(administrator.UserInfo.Length > 0 ? administrator.UserInfo : "guest:guest");
        return new HttpClient
        {
            BaseAddress = managementUrl,
            Timeout = TimeSpan.FromMinutes(2),
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))),
            },
        };
    }

    public static async Task ImportAsync(HttpClient management, BrokerDefinitions definitions, CancellationToken cancellationToken)
    {
        using var response = await management.PostAsJsonAsync("/api/definitions", definitions, BrokerDefinitions.Json, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var reason = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new ProvisionException($"The broker refused the topology ({(int)response.StatusCode}): {reason}");
        }
    }

    private static async Task<BrokerDefinitions> ReadAsync(HttpClient management, CancellationToken cancellationToken)
    {
        using var response = await management.GetAsync("/api/definitions", cancellationToken);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new ProvisionException("The broker refused its administrator: the user and password of ConnectionStrings:broker need the tag administrator.");
        }

        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<BrokerDefinitions>(BrokerDefinitions.Json, cancellationToken))!;
    }

    private static BrokerDefinitions Missing(BrokerDefinitions wanted, BrokerDefinitions present)
    {
        var exchanges = present.Exchanges.ToDictionary(exchange => (exchange.Vhost, exchange.Name));
        var queues = present.Queues.ToDictionary(queue => (queue.Vhost, queue.Name));
        var users = present.Users.ToDictionary(user => user.Name);
        var permissions = present.Permissions.ToHashSet();
        var topicPermissions = present.TopicPermissions.ToHashSet();
        var bindings = present.Bindings.Select(Key).ToHashSet();
        return new BrokerDefinitions(
            [.. wanted.Users.Where(user => !users.TryGetValue(user.Name, out var found) || found.PasswordHash != user.PasswordHash || found.Tags.Count > 0)],
            [.. wanted.Permissions.Where(permission => !permissions.Contains(permission))],
            [.. wanted.TopicPermissions.Where(permission => !topicPermissions.Contains(permission))],
            [.. wanted.Exchanges.Where(exchange => !exchanges.TryGetValue((exchange.Vhost, exchange.Name), out var found)
                || !Same(exchange.Name, found.Type == exchange.Type && found.Durable && JsonNode.DeepEquals(found.Arguments, exchange.Arguments)))],
            [.. wanted.Queues.Where(queue => !queues.TryGetValue((queue.Vhost, queue.Name), out var found)
                || !Same(queue.Name, found.Durable && JsonNode.DeepEquals(found.Arguments, queue.Arguments)))],
            [.. wanted.Bindings.Where(binding => !bindings.Contains(Key(binding)))]);

        static (string, string, string, string) Key(BrokerBinding binding) =>
            (binding.Vhost, binding.Source, binding.Destination, binding.RoutingKey);

        static bool Same(string name, bool isSame) => isSame
            ? true
            : throw new ProvisionException($"The broker has '{name}' in another form than the region needs. Empty it, delete it, and run this again.");
    }
}
