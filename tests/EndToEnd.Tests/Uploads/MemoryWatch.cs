using System.Globalization;

namespace Partnership.EndToEnd.Tests.Uploads;

/// <summary>How far the memory of processes rises while something goes on: proportional set size, read again and again.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, (int Process, long Before, long Most)> _watched;
    private readonly Task _watching;

    public MemoryWatch(RunningStack stack, params IEnumerable<string> services)
    {
        _watched = services.ToDictionary(service => service, service => (stack.ProcessOf(service), Read(stack.ProcessOf(service)), 0L));
        _watching = WatchAsync();
    }

    /// <summary>By service, how many bytes more it had at the most than at the beginning.</summary>
    public IReadOnlyDictionary<string, long> Growth => _watched.ToDictionary(each => each.Key, each => each.Value.Most - each.Value.Before);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var (service, (process, before, most)) in _watched.ToList())
            {
                _watched[service] = (process, before, Math.Max(most, Read(process)));
            }

            await Task.Delay(Pace, CancellationToken.None);
        }
    }

    private static long Read(int process)
    {
        var line = File.ReadLines($"/proc/{process}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
