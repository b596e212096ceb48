using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Partnership.LocalHosting;

/// <summary>Knows every resource's state and tells those who wait for one.</summary>
public sealed class ResourceNotificationService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Waiter> _waiters = [];

    public ResourceNotificationService(IReadOnlyList<IResource> resources)
    {
        foreach (var resource in resources)
        {
            _current[resource.Name] = new ResourceEvent(
                resource, new CustomResourceSnapshot { State = new ResourceStateSnapshot(KnownResourceStates.NotStarted) });
        }
    }

    /// <summary>Waits until a resource runs and its health checks pass; throws when it ends or fails to start instead.</summary>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(resourceName, e => IsReady(e.Snapshot) || IsTerminal(e.Snapshot), cancellationToken);
        return IsReady(reached.Snapshot)
            ? reached
            : throw new DistributedApplicationException(
                $"The resource '{resourceName}' is {reached.Snapshot.State?.Text} and will not become healthy: {reached.Snapshot.Reason ?? "no reason is known"}");
    }

    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default)
    {
        var state = targetState ?? KnownResourceStates.Running;
        return WaitForResourceAsync(resourceName, e => e.Snapshot.State?.Text == state, cancellationToken);
    }

    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        var waiter = new Waiter(resourceName, predicate);
        lock (_gate)
        {
            if (!_current.TryGetValue(resourceName, out var now))
            {
                throw new DistributedApplicationException($"There is no resource named '{resourceName}'.");
            }

            if (predicate(now))
            {
                return now;
            }

            _waiters.Add(waiter);
        }

        using var registration = cancellationToken.Register(() =>
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }

            waiter.Reached.TrySetCanceled(cancellationToken);
        });
        return await waiter.Reached.Task;
    }

    public bool TryGetCurrentState(string resourceName, out ResourceEvent? resourceEvent)
    {
        lock (_gate)
        {
            return _current.TryGetValue(resourceName, out resourceEvent);
        }
    }

    internal static bool IsReady(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text == KnownResourceStates.Running && snapshot.HealthStatus == HealthStatus.Healthy;

    internal static bool IsTerminal(CustomResourceSnapshot snapshot) =>
        snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    internal CustomResourceSnapshot Current(IResource resource)
    {
        lock (_gate)
        {
            return _current[resource.Name].Snapshot;
        }
    }

    // Those who wait are asked at every change, so that a state that lasts for an instant is not missed.
    internal CustomResourceSnapshot Publish(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        List<Waiter> reached;
        ResourceEvent now;
        lock (_gate)
        {
            now = new ResourceEvent(resource, change(_current[resource.Name].Snapshot));
            _current[resource.Name] = now;
            reached = _waiters.Where(w => string.Equals(w.Name, resource.Name, StringComparison.OrdinalIgnoreCase) && w.Predicate(now)).ToList();
            _waiters.RemoveAll(reached.Contains);
        }

        reached.ForEach(waiter => waiter.Reached.TrySetResult(now));
        return now.Snapshot;
    }

    private sealed record Waiter(string Name, Func<ResourceEvent, bool> Predicate)
    {
        public TaskCompletionSource<ResourceEvent> Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

public sealed class DistributedApplicationException(string message, Exception? inner = null) : Exception(message, inner);
