using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Partnership.Contracts;
using Partnership.MessagingHost;
using Partnership.ServiceDefaults.Messaging;
using Partnership.TestSupport;
using RabbitMQ.Client;

namespace Partnership.Benchmarks.Messaging;

/// <summary>
/// Outbox rows sent, confirmed and deleted per second, beside a bare RabbitMQ client that publishes the same bodies with
/// confirmations (window 256) to the same quorum queue.
/// </summary>
public static class RelayBenchmark
{
    private const int Messages = 20_000;
    private const int Window = 256;
    private const int Rounds = 4;

    /// <summary>Prints the figures of each round, side by side, and the median ratio.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await using var site = await BenchmarkSite.CreateAsync();
        using var host = await site.StartAsync(consume: false);
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Tally.Message(Tally.Reference(1), 1), MessageJson.Options);
        var ratios = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var bare = await BareAsync(site, body, cancellationToken);
            await site.PurgeAsync();
            var relay = await RelayAsync(site, host, round + 1);
            await site.PurgeAsync();
            if (round > 0)
            {
                // The first round warms up.
                ratios.Add(relay / bare);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"relay {relay,8:0} /s   bare client {bare,8:0} /s   ratio {relay / bare:0.00}"));
            }
        }

        await host.StopAsync(cancellationToken);
        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"relay / bare client, median of {Rounds}: {(ratios[(Rounds - 1) / 2] + ratios[Rounds / 2]) / 2:0.00}"));
    }

    private static async Task<double> RelayAsync(BenchmarkSite site, IHost host, long version)
    {
        // Written before the clock starts: the relay alone is measured.
        await site.WriteAsync(Messages, version);
        var watch = Stopwatch.StartNew();
        host.Services.GetRequiredService<OutboxSignal>().Wake();
        await Eventually.TrueAsync(async () => await site.CountAsync("(select 1 from outbox limit 1) as unsent") == 0, "the outbox to be empty", TimeSpan.FromMinutes(2));
        return Messages / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> BareAsync(BenchmarkSite site, byte[] body, CancellationToken cancellationToken)
    {
        var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);
        await using var channel = await site.Connection.CreateChannelAsync(options, cancellationToken);
        using var window = new SemaphoreSlim(Window);
        var watch = Stopwatch.StartNew();
        var sending = new List<Task>(Messages);
        for (var number = 0; number < Messages; number++)
        {
            await window.WaitAsync(cancellationToken);
            sending.Add(SendAsync());
        }

        await Task.WhenAll(sending);
        return Messages / watch.Elapsed.TotalSeconds;

        async Task SendAsync()
        {
            var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent, Type = "child-stage-changed", MessageId = Guid.CreateVersion7().ToString() };
            await channel.BasicPublishAsync(Topology.RegionExchange, "860.child-stage-changed", mandatory: true, properties, body, cancellationToken);
            window.Release();
        }
    }
}
