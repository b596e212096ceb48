// The bus is banned from services; here it is the yardstick.
#pragma warning disable RS0030
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Partnership.Benchmarks.Measuring;
using Partnership.Contracts.LocalityHub;
using Partnership.MessagingHost;
using Partnership.ServiceDefaults.Messaging;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.Messaging;

/// <summary>
/// A hundred writes a second, one transaction each: from the commit, over outbox, broker and inbox, until the projection can be read; beside MassTransit's own way from publish to consume at the same pace,
/// without any database, in turn. At last the same with one message in a hundred that its consumer always refuses: what the others have to wait for it.
/// </summary>
public static class FreshnessBenchmark
{
    private const int PerSecond = 100;
    private const int Each = 500;
    private const int Rounds = 4;

    private const int OnePoisonIn = 100;

    // Few enough that whoever looks for them reads little.
    private const int Block = 50;

    /// <summary>Prints the percentiles of each round, side by side, and of all rounds after the first.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await using var site = await BenchmarkSite.CreateAsync();
        using var ours = await site.StartAsync(consume: true);
        var arrivals = new Arrivals();
        using var plain = await EndToEndBenchmark.StartPlainAsync<StampingConsumer>(site, arrivals, cancellationToken);
        var (all, buses) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var bus = await PlainAsync(plain, arrivals, round, cancellationToken);
            var full = await FullAsync(site, ours, round, cancellationToken);
            Console.WriteLine($"{(round == 0 ? "warming up: " : string.Empty)}commit to projection {Of(full)}   MassTransit publish to consume {Of(bus)}");
            if (round > 0)
            {
                all.AddRange(full);
                buses.AddRange(bus);
            }
        }

        Console.WriteLine($"at {PerSecond} writes/s, {all.Count} writes: commit to projection {Of([.. all])}; MassTransit publish to consume {Of([.. buses])}; ratio of p99 "
            + (Series.Percentile([.. all], 0.99) / Series.Percentile([.. buses], 0.99)).ToString("0.0", CultureInfo.InvariantCulture));
        var besides = new List<double>();
        for (var round = Rounds + 1; round <= 2 * Rounds; round++)
        {
            for (var number = OnePoisonIn / 2; number < Each; number += OnePoisonIn)
            {
                site.Poison.Add(ReferenceOf(round, number));
            }

            besides.AddRange(await FullAsync(site, ours, round, cancellationToken));
        }

        Console.WriteLine($"the others, where one in {OnePoisonIn} is always refused, {besides.Count} writes: commit to projection {Of([.. besides])}; {site.Refusals} refusals");
        await plain.StopAsync(cancellationToken);
        await ours.StopAsync(cancellationToken);
    }

    private static async Task<double[]> FullAsync(BenchmarkSite site, IHost host, int round, CancellationToken ct)
    {
        var committed = new long[Each];
        var seen = new ConcurrentDictionary<Guid, long>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var unseen = 0;
        var looking = LookAsync(site, seen, FirstUnseen, stop.Token);
        await PacedAsync(async number =>
        {
            await using var scope = host.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TallyDbContext>();
            db.Publish(Tally.Message(ReferenceOf(round, number), BlockOf(round, number)));
            await db.SaveChangesAsync(ct);
            committed[number] = Stopwatch.GetTimestamp();
        });
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref unseen) == Each), "the last effect");

        await stop.CancelAsync();
        await looking;
        return
        [
            .. Enumerable.Range(0, Each).Where(number => !site.Poison.Contains(ReferenceOf(round, number)))
                .Select(number => Math.Max(0, Stopwatch.GetElapsedTime(committed[number], seen[ReferenceOf(round, number)]).TotalMilliseconds)),
        ];

        long FirstUnseen()
        {
            while (unseen < Each && (seen.ContainsKey(ReferenceOf(round, unseen)) || site.Poison.Contains(ReferenceOf(round, unseen))))
            {
                Interlocked.Increment(ref unseen);
            }

            return BlockOf(round, Math.Min(unseen, Each - 1));
        }
    }

    private static async Task<double[]> PlainAsync(IHost host, Arrivals arrivals, int round, CancellationToken ct)
    {
        var bus = host.Services.GetRequiredService<IBus>();
        var published = new long[Each];
        await PacedAsync(async number =>
        {
            published[number] = Stopwatch.GetTimestamp();
            await bus.Publish(new EndToEndBenchmark.Probe(ReferenceOf(round, number), 1, ChildStage.Matched, WaitBand.None), ct);
        });
        await Eventually.TrueAsync(() => Task.FromResult(Enumerable.Range(0, Each).All(number => arrivals.At.ContainsKey(ReferenceOf(round, number)))), "the last arrival");

        return [.. published.Select((at, number) => Stopwatch.GetElapsedTime(at, arrivals.At[ReferenceOf(round, number)]).TotalMilliseconds)];
    }

    /// <summary>An open loop: the next does not wait for the last.</summary>
    private static async Task PacedAsync(Func<int, Task> act)
    {
        var start = Stopwatch.GetTimestamp();
        var pending = new List<Task>(Each);
        for (var number = 0; number < Each; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / PerSecond) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            pending.Add(act(number));
        }

        await Task.WhenAll(pending);
    }

    /// <summary>Notes when each write's effect can first be read; looks about every millisecond.</summary>
    private static async Task LookAsync(BenchmarkSite site, ConcurrentDictionary<Guid, long> seen, Func<long> firstBlock, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(site.Database);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand("select \"Reference\" from newest where \"Version\" >= $1", connection);
        var from = new NpgsqlParameter<long>();
        command.Parameters.Add(from);
        await using (var index = new NpgsqlCommand("create index if not exists newest_version on newest (\"Version\")", connection))
        {
            await index.ExecuteNonQueryAsync(CancellationToken.None);
        }

        while (!stop.IsCancellationRequested)
        {
            from.TypedValue = firstBlock();
            await using (var reader = await command.ExecuteReaderAsync(CancellationToken.None))
            {
                while (await reader.ReadAsync(CancellationToken.None))
                {
                    seen.TryAdd(reader.GetGuid(0), Stopwatch.GetTimestamp());
                }
            }

            await Task.Delay(1, CancellationToken.None);
        }
    }

    private static Guid ReferenceOf(int round, int number) => Tally.Reference((round * Each) + number);

    private static long BlockOf(int round, int number) => 1 + (((round * Each) + number) / Block);

    private static string Of(double[] waits) => string.Create(
        CultureInfo.InvariantCulture, $"p50 {Series.Percentile(waits, 0.5):0.0} ms, p99 {Series.Percentile(waits, 0.99):0.0} ms, longest {waits.Max():0.0} ms");

    internal sealed class Arrivals
    {
        public ConcurrentDictionary<Guid, long> At { get; } = new();
    }

    internal sealed class StampingConsumer(Arrivals arrivals) : IConsumer<EndToEndBenchmark.Probe>
    {
        public Task Consume(ConsumeContext<EndToEndBenchmark.Probe> context)
        {
            arrivals.At.TryAdd(context.Message.Reference, Stopwatch.GetTimestamp());
            return Task.CompletedTask;
        }
    }
}
