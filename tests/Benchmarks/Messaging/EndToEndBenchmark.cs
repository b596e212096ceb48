// The bus is banned from services; here it is the yardstick.
#pragma warning disable RS0030
using System.Diagnostics;
using System.Globalization;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Partnership.Benchmarks.Measuring;
using Partnership.Contracts.LocalityHub;
using Partnership.MessagingHost;
using Partnership.ServiceDefaults.Messaging;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.Messaging;

/// <summary>
/// Messages per second from the write through outbox, broker and inbox to the projection, beside MassTransit's own
/// publish and consume without any database; and the processor time that a message costs, here, in the database server and in the broker.
/// </summary>
public static class EndToEndBenchmark
{
    private const int Messages = 10_000;
    private const int Rounds = 4;

    /// <summary>Prints the figures of each round, side by side, and the median ratio.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await using var site = await BenchmarkSite.CreateAsync();
        using var ours = await site.StartAsync(consume: true);
        var counter = new Counter();
        using var plain = await StartPlainAsync<CountingConsumer>(site, counter, cancellationToken);
        var (database, broker) = (await ServerProcesses.PostgresAsync(site.Database), await ServerProcesses.BrokerAsync());
        var (ratios, buses, fulls, writes) = (new List<double>(), new List<Cost>(), new List<Cost>(), new List<Cost>());
        for (var round = 0; round <= Rounds; round++)
        {
            var before = Cost.Until(database, broker);
            var bus = await PlainAsync(plain, counter, cancellationToken);
            var between = Cost.Until(database, broker);
            var full = await FullAsync(site, ours, round + 1, () => Cost.Until(database, broker));
            var after = Cost.Until(database, broker);
            if (round > 0)
            {
                // The first round warms up.
                ratios.Add(full.Rate / bus);
                (buses, fulls, writes) = ([.. buses, between.Since(before)], [.. fulls, after.Since(between)], [.. writes, full.Written.Since(between)]);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"write to projection {full.Rate,8:0} /s   MassTransit publish to consume {bus,8:0} /s   ratio {full.Rate / bus:0.00}"));
            }
        }

        Console.WriteLine($"processor time of a message, medians: write to projection {Cost.Median(fulls)} (of which the write {Cost.Median(writes)}); MassTransit publish to consume {Cost.Median(buses)}");
        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"write to projection / MassTransit, median of {Rounds}: {(ratios[(Rounds - 1) / 2] + ratios[Rounds / 2]) / 2:0.00}"));
        await plain.StopAsync(cancellationToken);
        await ours.StopAsync(cancellationToken);
    }

    private static async Task<(double Rate, Cost Written)> FullAsync(BenchmarkSite site, IHost host, long version, Func<Cost> soFar)
    {
        var watch = Stopwatch.StartNew();
        await site.WriteAsync(Messages, version);
        var written = soFar();
        host.Services.GetRequiredService<OutboxSignal>().Wake();
        await Eventually.TrueAsync(async () => await site.CountAsync($"newest where \"Version\" = {version}") == Messages, "the projection", TimeSpan.FromMinutes(2));
        return (Messages / watch.Elapsed.TotalSeconds, written);
    }

    /// <summary>Processor time in this process, the database server and the broker.</summary>
    private readonly record struct Cost(TimeSpan Here, TimeSpan Database, TimeSpan Broker)
    {
        public static Cost Until(int database, int broker) => new(
            ProcessFigures.ProcessorTime(Environment.ProcessId), ProcessFigures.ProcessorTimeOfFamily(database), ProcessFigures.ProcessorTimeOfFamily(broker));

        public static Cost Median(List<Cost> costs) => new(Of(costs, cost => cost.Here), Of(costs, cost => cost.Database), Of(costs, cost => cost.Broker));

        public Cost Since(Cost before) => new(Here - before.Here, Database - before.Database, Broker - before.Broker);

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Here.TotalMicroseconds / Messages:0} µs here, {Database.TotalMicroseconds / Messages:0} µs in the database server, {Broker.TotalMicroseconds / Messages:0} µs in the broker");

        private static TimeSpan Of(List<Cost> costs, Func<Cost, TimeSpan> part) => TimeSpan.FromMicroseconds(Series.Median(costs.Select(cost => part(cost).TotalMicroseconds)));
    }

    /// <summary>MassTransit alone, with one consumer and what that one counts with.</summary>
    internal static async Task<IHost> StartPlainAsync<TConsumer>(BenchmarkSite site, object counter, CancellationToken cancellationToken)
        where TConsumer : class, IConsumer<Probe>
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(counter.GetType(), counter);

        // A message published before its queue is bound is lost, and the round would never end.
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options => options.WaitUntilStarted = true);
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddConsumer<TConsumer>();
            bus.UsingRabbitMq((context, broker) =>
            {
                broker.Host(site.Broker);
                broker.ReceiveEndpoint("plain", endpoint =>
                {
                    endpoint.SetQuorumQueue();
                    endpoint.PrefetchCount = 200;
                    endpoint.ConfigureConsumer<TConsumer>(context);
                });
            });
        });
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }

    private static async Task<double> PlainAsync(IHost host, Counter counter, CancellationToken cancellationToken)
    {
        var bus = host.Services.GetRequiredService<IBus>();
        var all = counter.Expect(Messages);
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, Messages, new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = cancellationToken }, async (number, ct) =>
            await bus.Publish(new Probe(Tally.Reference(number), 1, ChildStage.Matched, WaitBand.None), ct));
        await all;
        return Messages / watch.Elapsed.TotalSeconds;
    }

    /// <summary>A message of the bus's own, of the size of ours.</summary>
    public sealed record Probe(Guid Reference, long Version, ChildStage Stage, WaitBand Wait);

    internal sealed class Counter
    {
        private TaskCompletionSource _all = new();
        private int _left;

        public Task Expect(int count)
        {
            _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _left = count;
            return _all.Task;
        }

        public void Count()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _all.SetResult();
            }
        }
    }

    internal sealed class CountingConsumer(Counter counter) : IConsumer<Probe>
    {
        public Task Consume(ConsumeContext<Probe> context)
        {
            counter.Count();
            return Task.CompletedTask;
        }
    }
}
