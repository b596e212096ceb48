using Microsoft.Extensions.Logging;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>
/// Looks every few seconds at what each running resource and the host itself use, and keeps the last half hour. Memory is asked for
/// every third time only, because the kernel walks the process's pages for it.
/// </summary>
internal sealed class ResourceUsage(IReadOnlyList<IResource> resources, ResourceNotificationService notifications, TimeProvider clock, ILogger logger) : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    public const string Host = "(host)";

    private const int PointsKept = 360;
    private const int MemoryEvery = 3;
    private const double TicksPerSecond = 100; // The kernel's USER_HZ, 100 on every Linux that .NET runs on.

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<UsagePoint>> _points = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _stop = new();
    private Dictionary<(int Id, long Start), long> _ticks = [];
    private long _lookedAt;
    private int _looks;
    private Task _watching = Task.CompletedTask;
    private bool _isTold = true;

    public void Start() => _watching = Task.Run(WatchAsync);

    public List<UsagePoint> Of(string resource)
    {
        lock (_gate)
        {
            return _points.TryGetValue(resource, out var points) ? [.. points] : [];
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _watching.ContinueWith(_ => _stop.Dispose(), TaskScheduler.Default);
    }

    /// <summary>Takes one look; the first tells nothing of processor time.</summary>
    internal void Look()
    {
        var tree = ProcessTree.Read();
        var seconds = _lookedAt == 0 ? 0 : clock.GetElapsedTime(_lookedAt).TotalSeconds;
        _lookedAt = clock.GetTimestamp();
        var at = clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
        var seen = new Dictionary<(int Id, long Start), long>();
        var withMemory = _looks++ % MemoryEvery == 0;
        foreach (var (name, processId) in Running())
        {
            // The host's children are resources with figures of their own.
            var processes = name == Host ? tree.Of(processId).Take(1).ToList() : tree.Of(processId).ToList();
            double ticks = 0;
            foreach (var process in processes)
            {
                seen[(process.Id, process.Start)] = process.CpuTicks;
                ticks += process.CpuTicks - _ticks.GetValueOrDefault((process.Id, process.Start), process.CpuTicks);
            }

            lock (_gate)
            {
                var points = _points.TryGetValue(name, out var known) ? known : _points[name] = new Queue<UsagePoint>();
                var memory = withMemory || points.Count == 0 ? processes.Sum(process => ProcessTree.Memory(process.Id)) : points.Last().Memory;
                points.Enqueue(new UsagePoint(at, seconds > 0 ? ticks / TicksPerSecond / seconds : 0, memory));
                if (points.Count > PointsKept)
                {
                    points.Dequeue();
                }
            }
        }

        _ticks = seen;
    }

    private IEnumerable<(string Name, int ProcessId)> Running() => resources
        .Where(resource => resource.Annotations.OfType<LaunchAnnotation>().Any())
        .Select(resource => (resource.Name, notifications.Current(resource).ProcessId ?? 0))
        .Where(running => running.Item2 != 0)
        .Append((Host, Environment.ProcessId));

    private async Task WatchAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, clock);
            do
            {
                LookOrSayWhyNot();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    // A look that fails must not be the last one, and not pass unseen.
    private void LookOrSayWhyNot()
    {
        try
        {
            Look();
            _isTold = true;
        }
        catch (Exception fault)
        {
            if (_isTold)
            {
                logger.LogWarning(fault, "What the resources use cannot be read, so the dashboard shows what it knew");
            }

            _isTold = false;
        }
    }
}
