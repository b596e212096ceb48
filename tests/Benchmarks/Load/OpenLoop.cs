using System.Diagnostics;

namespace Partnership.Benchmarks.Load;

/// <summary>
/// Sends each request when it is due, whether or not the ones before have been answered, and counts its time from when it was due:
/// a system that stalls cannot hide it by keeping the sender from sending (coordinated omission).
/// </summary>
internal static class OpenLoop
{
    /// <summary>Runs for a time at a mean rate, the gaps drawn as of independent callers (exponential), and waits for the last answer.</summary>
    /// <param name="duration">How long requests become due.</param>
    /// <param name="perSecond">How many a second on average.</param>
    /// <param name="seed">Of the gaps.</param>
    /// <param name="send">Sends one; given the moment at which it was due.</param>
    public static async Task RunAsync(TimeSpan duration, double perSecond, int seed, Func<Random, long, Task> send)
    {
        var random = new Random(seed);
        var begun = Stopwatch.GetTimestamp();
        var end = begun + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var pending = new List<Task>();
        for (var due = Next(begun); due < end; due = Next(due))
        {
            var ahead = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead);
            }

            pending.Add(send(random, due));
            if (pending.Count >= 4096)
            {
                pending.RemoveAll(task => task.IsCompletedSuccessfully);
            }
        }

        await Task.WhenAll(pending);

        long Next(long due) => due - (long)(Math.Log(1 - random.NextDouble()) / perSecond * Stopwatch.Frequency);
    }
}
