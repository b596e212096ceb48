using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Waits until the broker takes connections. MassTransit asks here before each of its own attempts: left alone it waits
/// longer after every refusal, up to half a minute, and never starts again from a short wait, so that the messages of a
/// broker that came back at once would lie there all that time.
/// </summary>
internal sealed class BrokerPatience(Uri address, string clientName, IHostApplicationLifetime lifetime, ILogger<BrokerPatience> logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>Returns when a connection could be made, or when the host stops.</summary>
    public async Task WaitAsync()
    {
        var factory = new ConnectionFactory
        {
            Uri = address,
            ClientProvidedName = clientName,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        };
        for (var wait = FirstWait; !lifetime.ApplicationStopping.IsCancellationRequested; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync(lifetime.ApplicationStopping);
                if (wait > FirstWait)
                {
                    logger.LogInformation("The broker is back; consuming goes on.");
                }

                return;
            }
            catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException or OperationCanceledException)
            {
                if (wait == FirstWait)
                {
                    logger.LogWarning("The broker is away ({Reason}); consuming waits.", FailureReason.Of(exception));
                }
            }

            await Task.Delay(wait, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
