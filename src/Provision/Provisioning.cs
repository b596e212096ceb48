using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Partnership.Provision.Broker;
using Partnership.Provision.Databases;

namespace Partnership.Provision;

/// <summary>
/// Brings the database cluster and the broker to the state that a region's services need. Runs to completion before
/// them; when everything is as it should be, it changes nothing. A changed password is rotation: run it, then restart
/// the service with its new password.
/// </summary>
public static class Provisioning
{
    /// <exception cref="ProvisionException">A server did not answer in time, refused the administrator, or holds something that cannot be changed safely.</exception>
    public static async Task RunAsync(ProvisionSettings settings, ILogger log, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(
            DatabaseCluster.ProvisionAsync(settings, log, cancellationToken),
            MessageBroker.ProvisionAsync(settings, log, cancellationToken));
        log.LogInformation("Provisioned for {Councils} councils in {Seconds:0.0} s.", settings.Councils.Count, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Tries until it succeeds, the failure is not of the kind that passes by itself, or the deadline is over.</summary>
    internal static async Task<T> WhenReadyAsync<T>(
        string server, TimeSpan deadline, Func<Task<T>> attempt, Func<Exception, bool> mayPass, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception exception) when (mayPass(exception))
            {
                if (watch.Elapsed > deadline)
                {
                    throw new ProvisionException($"{server} did not answer within {deadline.TotalSeconds:0} s: {exception.Message}", exception);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }
}
