using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Partnership.Benchmarks.Measuring;

namespace Partnership.Benchmarks.Load;

/// <summary>An answer, or that there was none (status 0).</summary>
/// <param name="Route">Which kind of request.</param>
/// <param name="Due">When it was due.</param>
/// <param name="Milliseconds">From then until the answer was whole.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="IsProper">A success; or a refusal (429, 503) with its code and <c>Retry-After</c>.</param>
internal readonly record struct Answered(string Route, long Due, double Milliseconds, int Status, bool IsProper)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>The answers of one phase, and what they come to.</summary>
internal sealed class LoadRecord(string phase)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<Answered> _answers = new();
    private readonly long _begun = Stopwatch.GetTimestamp();

    public IReadOnlyCollection<Answered> Answers => _answers;

    public void Add(Answered answered) => _answers.Enqueue(answered);

    public int Shed => _answers.Count(answer => answer.Status is 429 or 503);

    /// <summary>Neither a success nor a refusal that says when to come again.</summary>
    public int Improper => _answers.Count(answer => !answer.IsProper);

    /// <summary>Whether the machine kept up: the 99th percentile of each stretch of five seconds, by when its requests were due, uploads apart. Empty stretches and such with a refusal count as endless.</summary>
    public IReadOnlyList<double> Windows()
    {
        var windows = _answers.Where(answer => answer.Route != LoadMix.Import).GroupBy(answer => (int)(Stopwatch.GetElapsedTime(_begun, answer.Due) / Window)).ToDictionary(group => group.Key, group => group.ToList());
        return windows.Count == 0
            ? []
            : [.. Enumerable.Range(0, windows.Keys.Max() + 1).Select(at => windows.TryGetValue(at, out var found) && found.TrueForAll(answer => answer.IsSuccess) ? P99(found) : double.PositiveInfinity)];
    }

    /// <summary>After how many seconds the stretches stay within a limit; null when the last does not.</summary>
    public double? SecondsUntilWithin(double milliseconds)
    {
        var windows = Windows();
        var last = windows.Count - 1;
        while (last >= 0 && windows[last] <= milliseconds)
        {
            last--;
        }

        return last == windows.Count - 1 ? null : (last + 1) * Window.TotalSeconds;
    }

    public void Print(TimeSpan duration)
    {
        Console.WriteLine();
        Console.WriteLine($"| {phase} | requests | a second | 2xx | 429 | 503 | other | p50 ms | p99 ms | longest ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var route in _answers.GroupBy(answer => answer.Route).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Row(route.Key, [.. route], duration);
        }

        Row("all", [.. _answers], duration);
        var refused = _answers.Where(answer => answer.Status is 429 or 503).Select(answer => answer.Milliseconds).ToArray();
        if (refused.Length > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Refusals took p50 {Series.Percentile(refused, 0.5):N1} ms, p99 {Series.Percentile(refused, 0.99):N1} ms; times of the table are of 2xx alone."));
        }
    }

    private static void Row(string name, List<Answered> answers, TimeSpan duration)
    {
        int Of(Func<Answered, bool> which) => answers.Count(which);
        var times = answers.Where(answer => answer.IsSuccess).Select(answer => answer.Milliseconds).DefaultIfEmpty(double.NaN).ToArray();
        var others = answers.Where(answer => !answer.IsSuccess && answer.Status is not (429 or 503)).CountBy(answer => answer.Status).Select(status => $"{status.Value} × {(status.Key == 0 ? "none" : status.Key)}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {answers.Count:N0} | {answers.Count / duration.TotalSeconds:N1} | {Of(answer => answer.IsSuccess):N0} | {Of(answer => answer.Status == 429):N0} | {Of(answer => answer.Status == 503):N0} | {string.Join(", ", others)} | {Series.Percentile(times, 0.5):N1} | {Series.Percentile(times, 0.99):N1} | {times.Max():N0} |"));
    }

    private static double P99(List<Answered> answers) => Series.Percentile([.. answers.Select(answer => answer.Milliseconds)], 0.99);
}
