using System.Diagnostics;
using Partnership.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>The relay's own connection and channel, with confirmations. It does not mend itself: the relay opens it anew.</summary>
internal sealed class BrokerPublisher(Uri address, string clientName, MessagingTelemetry telemetry) : IAsyncDisposable
{
    private const int Window = 256;
    private const ushort AccessRefused = 403;
    private const ushort PreconditionFailed = 406;

    private readonly SemaphoreSlim _window = new(Window);
    private IConnection? _connection;
    private IChannel? _channel;

    /// <summary>Whether messages can be sent now.</summary>
    public bool IsOpen => _channel is { IsOpen: true };

    /// <summary>
    /// Whether the broker closed the channel over something that was sent. It does not say over which message, so
    /// the batch must be sent again one by one.
    /// </summary>
    public bool ClosedOverMessage => _channel?.CloseReason is { Initiator: ShutdownInitiator.Peer, ReplyCode: AccessRefused or PreconditionFailed };

    /// <summary>Opens what is not open.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is not { IsOpen: true })
        {
            await CloseAsync();
            var factory = new ConnectionFactory
            {
                Uri = address,
                ClientProvidedName = clientName,
                AutomaticRecoveryEnabled = false,
                TopologyRecoveryEnabled = false,
                RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
                RequestedHeartbeat = TimeSpan.FromSeconds(10),
            };
            BrokerCertificate.Verify(factory, address);
            _connection = await factory.CreateConnectionAsync(cancellationToken);
        }

        if (_channel is not { IsOpen: true })
        {
            if (_channel is not null)
            {
                await _channel.DisposeAsync();
            }

            // The client's own limiter slows down long before its limit: the window here is ours.
            _channel = await _connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
                cancellationToken);
        }
    }

    /// <summary>Sends a row and waits for the answer, which goes into the row. Never throws.</summary>
    public async Task SendAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        var taken = false;
        using var activity = StartActivity(row);
        try
        {
            await _window.WaitAsync(cancellationToken);
            taken = true;
            var properties = new BasicProperties
            {
                MessageId = row.MessageId.ToString(),
                Type = row.Name,
                ContentType = "application/json",
                DeliveryMode = DeliveryModes.Persistent,
                Headers = HeadersOf(row, activity),
            };
            var start = Stopwatch.GetTimestamp();
            await _channel!.BasicPublishAsync(Topology.RegionExchange, row.RoutingKey, mandatory: true, properties, row.Body, cancellationToken);
            row.Outcome = SendOutcome.Confirmed;
            telemetry.ConfirmLatency.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        catch (PublishException exception) when (exception.IsReturn)
        {
            // The broker confirms what it cannot route: only the return tells.
            row.Outcome = SendOutcome.Failed;
            row.FailureReason = $"No queue is bound for {row.RoutingKey}.";
            telemetry.Returned.Add(1);
        }
        catch (Exception exception) when (exception is PublishException or RabbitMQClientException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // A negative confirmation, or no answer: the broker's trouble and not the message's.
            row.Outcome = SendOutcome.Unsent;
        }
        finally
        {
            if (taken)
            {
                _window.Release();
            }

            if (row.Outcome != SendOutcome.Confirmed)
            {
                activity?.SetStatus(ActivityStatusCode.Error, row.FailureReason);
            }
        }
    }

    /// <summary>Drops the connection without a word; the next <see cref="OpenAsync"/> makes another.</summary>
    public async Task CloseAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        _channel = null;
        try
        {
            await connection.AbortAsync(TimeSpan.FromSeconds(2));
            await connection.DisposeAsync();
        }
        catch (Exception exception) when (exception is RabbitMQClientException or OperationCanceledException or ObjectDisposedException or IOException or TimeoutException)
        {
            // Gone already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _window.Dispose();
    }

    private static Activity? StartActivity(OutboxRow row)
    {
        if (!MessagingTelemetry.Source.HasListeners())
        {
            return null;
        }

        // The span belongs to the trace of the request that wrote the row; the link leads to the batch it went with.
        var batch = Activity.Current;
        var activity = MessagingTelemetry.Source.StartActivity(
            $"send {row.Name}",
            ActivityKind.Producer,
            row.TraceContext,
            links: batch is null ? null : [new ActivityLink(batch.Context)]);
        activity?.SetTag("messaging.system", "rabbitmq");
        activity?.SetTag("messaging.operation.type", "send");
        activity?.SetTag("messaging.destination.name", Topology.RegionExchange);
        activity?.SetTag("messaging.rabbitmq.destination.routing_key", row.RoutingKey);
        activity?.SetTag("messaging.message.id", row.MessageId.ToString());
        return activity;
    }

    private static Dictionary<string, object?> HeadersOf(OutboxRow row, Activity? activity)
    {
        var (parent, state) = activity is null ? TraceHeaders.Read(row.Headers) : (activity.Id, activity.TraceStateString);
        var headers = new Dictionary<string, object?>(3);
        if (parent is not null)
        {
            headers["traceparent"] = parent;
        }

        if (!string.IsNullOrEmpty(state))
        {
            headers["tracestate"] = state;
        }

        return headers;
    }
}
