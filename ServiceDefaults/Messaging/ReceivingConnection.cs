using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// The connection on which this service receives, as MassTransit made it last. One that the broker, or a wall between, has forgotten without a word looks alive
/// until its heartbeat is missed; a question on it is not answered.
/// </summary>
internal sealed class ReceivingConnection
{
    private volatile IConnection? _newest;

    public void Use(IConnection connection) => _newest = connection;

    /// <summary>Whether the broker answers on it now: a channel is opened and closed, some hundreds of bytes. A connection of its own would tell nothing of this one.</summary>
    /// <param name="patience">How long an answer may take.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<bool> AnswersAsync(TimeSpan patience, CancellationToken ct)
    {
        // Until one is made the bus alone knows whether it receives.
        if (_newest is not { } connection)
        {
            return true;
        }

        if (!connection.IsOpen)
        {
            return false;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        waiting.CancelAfter(patience);
        try
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: waiting.Token);
            await channel.CloseAsync(waiting.Token);
            return true;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && exception is RabbitMQClientException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }
}
