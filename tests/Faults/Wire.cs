using System.Collections.Concurrent;
using System.Collections.Immutable;
using Partnership.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Partnership.Faults;

/// <summary>A message as it passed over the broker.</summary>
internal sealed record Sent(Guid Id, string Name, string RoutingKey, byte[] Body);

/// <summary>
/// What passes over the broker, kept in a durable queue beside the services' own: which messages were sent, and how often, is known
/// without asking an outbox or an inbox. It also sends what no service would.
/// </summary>
internal sealed class Wire(Uri broker) : IDisposable
{
    private const string Queue = "faults.everything";

    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<Sent> _seen = new();
    private readonly ConcurrentDictionary<Guid, bool> _ids = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile ImmutableHashSet<Guid> _poison = [];

    /// <summary>Everything seen so far, repeats included.</summary>
    public IReadOnlyCollection<Sent> Seen => _seen;

    /// <summary>Those of them that are for a queue of events to take in: no commands to hubs.</summary>
    public IEnumerable<Sent> To(string queue) =>
        _seen.Where(message => MessageCatalogue.Find(message.Name) is { } type && !type.IsAssignableTo(typeof(IHubCommand)) && Topology.QueueOf(type) == queue);

    /// <summary>The messages that nobody could read, planted here.</summary>
    public IReadOnlySet<Guid> Poison => _poison;

    /// <summary>Begins to keep what passes.</summary>
    public async Task OpenAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(Queue, Topology.RegionExchange, "#");
    }

    /// <summary>
    /// Reads all the time until cancelled, as the services do. What waits in a queue when the disk is full to the last byte is lost by RabbitMQ 3.10,
    /// confirmed though it is (docs/reliability.md): with a queue left unread, this witness would have seen less than the services.
    /// </summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ReadAsync();
            }
            catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException or OperationCanceledException)
            {
                // The broker is away.
            }

            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads what has passed since the last time.</summary>
    public async Task ReadAsync()
    {
        await _reading.WaitAsync();
        try
        {
            await using var connection = await ConnectAsync();
            await using var channel = await connection.CreateChannelAsync();
            while (await channel.BasicGetAsync(Queue, autoAck: false) is { } message)
            {
                Keep(message);
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    // Planted messages are of no name that a service sends; one that the broker gives again to this reader was not sent again.
    private void Keep(BasicGetResult message)
    {
        if (Guid.TryParse(message.BasicProperties.MessageId, out var id) && !_poison.Contains(id) && (_ids.TryAdd(id, true) || !message.Redelivered))
        {
            _seen.Enqueue(new Sent(id, message.BasicProperties.Type ?? "", message.RoutingKey, message.Body.ToArray()));
        }
    }

    /// <summary>Sends messages again under their own ids, in any order.</summary>
    public Task RepeatAsync(IEnumerable<Sent> messages) => SendAsync(messages);

    /// <summary>Sends a message that says the same under another id, as no relay may.</summary>
    public Task RenameAsync(Sent message) => SendAsync([message with { Id = Guid.CreateVersion7() }]);

    /// <summary>Sends two messages to the central hub that it cannot read: one of an unknown name, one that is no JSON.</summary>
    public async Task PoisonAsync(string council)
    {
        Sent[] messages =
        [
            new(Guid.CreateVersion7(), "of-no-known-name", $"{council}.child-stage-changed", "{}"u8.ToArray()),
            new(Guid.CreateVersion7(), "child-stage-changed", $"{council}.child-stage-changed", "no JSON"u8.ToArray()),
        ];
        _poison = _poison.Union(messages.Select(message => message.Id));
        await SendAsync(messages);
    }

    /// <summary>Puts a message where the broker puts those that it gives up on.</summary>
    public async Task BuryAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(Confirmed);
        await channel.BasicPublishAsync(string.Empty, Topology.DeadQueueOf(Topology.CentralHubQueue), "{}"u8.ToArray());
    }

    public void Dispose() => _reading.Dispose();

    /// <summary>How many messages the broker itself gave up on.</summary>
    public async Task<long> DeadAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var dead = 0L;
        foreach (var queue in RunningRegion.Councils.Select(code => Topology.LocalityHubQueue(CouncilCode.Parse(code, null))).Concat([Topology.CentralHubQueue, Topology.SupportFundQueue, Topology.PanelSchedulingQueue]))
        {
            dead += await channel.MessageCountAsync(Topology.DeadQueueOf(queue));
        }

        return dead;
    }

    private async Task SendAsync(IEnumerable<Sent> messages)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(Confirmed);
        foreach (var message in messages)
        {
            var properties = new BasicProperties
            {
                MessageId = message.Id.ToString(), Type = message.Name, DeliveryMode = DeliveryModes.Persistent, ContentType = "application/json",
            };
            await channel.BasicPublishAsync(Topology.RegionExchange, message.RoutingKey, mandatory: true, properties, message.Body);
        }
    }

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
}
