using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Partnership.LocalHosting;

/// <summary>Asks a running resource's health checks again and again, and says what they answer.</summary>
internal sealed class ResourceHealth
{
    // Longer than a broker takes to choose its queues' leaders anew.
    private static readonly TimeSpan PatienceWithTheLost = TimeSpan.FromSeconds(8);

    // A server may refuse everyone for a moment while it comes up.
    private const int RefusalsBeforeGivingUp = 5;

    private readonly IResource _resource;
    private readonly ApplicationRunner _application;
    private readonly Action _onReady;
    private readonly HashSet<string> _keys;
    private readonly List<ReadyAnnotation> _readyActions;
    private readonly TaskCompletionSource<string> _hopeless = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _refusals;
    private long? _lostSince;

    public ResourceHealth(IResource resource, ApplicationRunner application, Action onReady)
    {
        _resource = resource;
        _application = application;
        _onReady = onReady;
        _keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).ToHashSet();
        _readyActions = resource.Annotations.OfType<ReadyAnnotation>().ToList();
    }

    /// <summary>Completes with the reason when the resource, never ready yet, will not become so however long one waits.</summary>
    public Task<string> Hopeless => _hopeless.Task;

    /// <summary>Completes with the reason when the resource was ready, and runs on without what only another start gives it (<see cref="LostStateException"/>).</summary>
    public Task<string> Lost => _lost.Task;

    public bool HasChecks => _keys.Count > 0 || _readyActions.Count > 0;

    /// <summary>Looks until cancelled; calls <paramref name="onStarted"/> when the resource is first healthy.</summary>
    public async Task WatchAsync(Action onStarted, CancellationToken cancellationToken)
    {
        if (!HasChecks)
        {
            _onReady();
            onStarted();
            return;
        }

        try
        {
            var ready = false;
            for (var unhealthyLooks = 0; ;)
            {
                var problem = await FindProblemAsync(cancellationToken);
                if (problem is null && !ready)
                {
                    problem = await MakeReadyAsync(cancellationToken);
                    ready = problem is null;
                }

                cancellationToken.ThrowIfCancellationRequested();
                Publish(problem);
                if (ready && _lostSince is { } since && _application.Clock.GetElapsedTime(since) >= PatienceWithTheLost)
                {
                    _lost.TrySetResult(problem!);
                }

                if (problem is null)
                {
                    _onReady();
                    onStarted();
                }

                unhealthyLooks = problem is null ? 0 : unhealthyLooks + 1;
                await Task.Delay(problem is null ? _application.Options.HealthyPause : UnhealthyPause(unhealthyLooks), _application.Clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process has ended.
        }
    }

    /// <summary>Four looks in the first second, because most services need no longer; then every second, growing to five.</summary>
    internal static TimeSpan UnhealthyPause(int unhealthyLooks) => unhealthyLooks <= 4
        ? TimeSpan.FromMilliseconds(250)
        : TimeSpan.FromSeconds(Math.Min(5, 1 + (0.5 * (unhealthyLooks - 5))));

    private async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        if (_keys.Count == 0)
        {
            return null;
        }

        var report = await _application.HealthChecks.CheckHealthAsync(check => _keys.Contains(check.Name), cancellationToken);
        if (report.Entries.Count < _keys.Count)
        {
            return $"no health check is registered as {string.Join(", ", _keys.Except(report.Entries.Keys))}";
        }

        var refusal = report.Entries.Values.Select(entry => entry.Exception).OfType<WrongPasswordException>().FirstOrDefault();
        _refusals = refusal is null ? 0 : _refusals + 1;
        if (_refusals >= RefusalsBeforeGivingUp)
        {
            _hopeless.TrySetResult(refusal!.Message);
        }

        _lostSince = report.Entries.Values.Any(entry => entry.Exception is LostStateException) ? _lostSince ?? _application.Clock.GetTimestamp() : null;
        return report.Status == HealthStatus.Healthy
            ? null
            : string.Join("; ", report.Entries.Values.Where(e => e.Status != HealthStatus.Healthy).Select(e => e.Description ?? e.Exception?.Message ?? "unhealthy"));
    }

    private async Task<string?> MakeReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var action in _readyActions)
            {
                await action.RunAsync(cancellationToken);
            }

            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private void Publish(string? problem)
    {
        var health = problem is null ? HealthStatus.Healthy : HealthStatus.Unhealthy;
        foreach (var resource in _application.DatabasesOf(_resource).Prepend(_resource))
        {
            _application.Notifications.Publish(resource, snapshot => snapshot with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.Running),
                HealthStatus = health,
                Reason = problem,
            });
        }
    }
}
