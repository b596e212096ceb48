using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Partnership.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Waits until the broker takes connections and the queue answers. MassTransit asks here before each of its own attempts:
/// left alone it waits longer after every refusal, up to half a minute, and never starts again from a short wait, so that
/// the messages of a broker that came back at once would lie there all that time. And for some moments after its start a
/// broker takes connections while its quorum queues have no leader yet: to declare one then hangs until the client gives
/// up, after 20 s.
/// </summary>
internal sealed class BrokerPatience(Uri address, string queue, string clientName, IHostApplicationLifetime lifetime, ILogger<BrokerPatience> logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(2);

    // A broker that shuts down closes its door within this time.
    private static readonly TimeSpan Steady = TimeSpan.FromMilliseconds(500);

    private readonly ConnectionFactory _factory = NewFactory(address, clientName);
    private bool _hasAnswered;

    /// <summary>Returns when the queue could be declared, which changes nothing where it is, or when the host stops.</summary>
    public async Task WaitAsync()
    {
        for (var wait = FirstWait; !lifetime.ApplicationStopping.IsCancellationRequested; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await AskAsync();
                if (_hasAnswered)
                {
                    // The connection before this one was lost. A broker that shuts down takes new ones to the last, and what it closes in the moment in
                    // which it was made MassTransit keeps for ever: it must answer still when a moment has passed.
                    await Task.Delay(Steady, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    await AskAsync();
                }

                _hasAnswered = true;
                if (wait > FirstWait)
                {
                    logger.LogInformation("The broker is back; consuming goes on.");
                }

                return;
            }
            catch (Exception exception) when (IsAway(exception))
            {
                if (wait == FirstWait)
                {
                    logger.LogWarning("The broker is away ({Reason}); consuming waits.", FailureReason.Of(exception));
                }
            }

            await Task.Delay(wait, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Whether the queue could be declared now.</summary>
    public async Task<bool> AnswersAsync()
    {
        try
        {
            await AskAsync();
            return true;
        }
        catch (Exception exception) when (IsAway(exception))
        {
            return false;
        }
    }

    private static bool IsAway(Exception exception) => exception is RabbitMQClientException or IOException or TimeoutException or OperationCanceledException;

    private static ConnectionFactory NewFactory(Uri address, string clientName)
    {
        var factory = new ConnectionFactory
        {
            Uri = address,
            ClientProvidedName = clientName,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
            ContinuationTimeout = AnswerWait,
        };
        BrokerCertificate.Verify(factory, address);
        return factory;
    }

    private async Task AskAsync()
    {
        var stopping = lifetime.ApplicationStopping;
        var connection = await _factory.CreateConnectionAsync(stopping);
        try
        {
            var channel = await connection.CreateChannelAsync(cancellationToken: stopping);

            // Declared just as MassTransit is going to: to ask for it passively succeeds before that does.
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, Topology.QueueArguments(queue), cancellationToken: stopping);
        }
        finally
        {
            // Not an orderly goodbye, for which a broker that hangs would make it wait again.
            await connection.AbortAsync(AnswerWait);
            await connection.DisposeAsync();
        }
    }
}
