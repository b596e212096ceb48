using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting;

/// <summary>
/// One resource's life: waits for what it needs, starts its process, watches its health, starts it again when it dies
/// unexpectedly, and stops it after those that wait for it.
/// </summary>
internal sealed class ResourceRunner : IDisposable
{
    private const string HostPrefix = "[host]";
    private const int LastWordsShown = 6;

    private readonly ApplicationRunner _application;
    private readonly ResourceConsole _console;
    private readonly Lock _gate = new();
    private CancellationTokenSource _stop = new();
    private Task _life = Task.CompletedTask;
    private Task? _command;
    private Task? _stopping;
    private RunningProcess? _process;
    private ProcessLaunch? _launch;
    private bool _ready;
    private bool _readyOnce;
    private bool _isRestarting;

    public ResourceRunner(IResource resource, ApplicationRunner application)
    {
        Resource = resource;
        _application = application;
        _console = application.Consoles.Of(resource);
        Waits = resource.Annotations.OfType<WaitAnnotation>().ToList();
        Dependencies = Waits.Select(wait => ServerOf(wait.Resource)).ToHashSet();
    }

    public IResource Resource { get; }

    public IReadOnlyList<WaitAnnotation> Waits { get; }

    public IReadOnlySet<IResource> Dependencies { get; }

    /// <summary>Those that wait for this one, and so must end before it.</summary>
    public List<ResourceRunner> Dependants { get; } = [];

    /// <summary>Others wait for its end, so its end is no accident.</summary>
    private bool RunsToCompletion => Dependants.Any(dependant =>
        dependant.Waits.Any(wait => wait.Resource == Resource && wait.WaitType == WaitType.WaitForCompletion));

    /// <summary>A server that ends without being asked has died, whatever its exit code.</summary>
    private bool IsServer => Resource.Annotations.Any(a => a is EndpointAnnotation or HealthCheckAnnotation);

    public void Start() => _life = Task.Run(LiveAsync);

    /// <summary>
    /// Does what an operator asked for, this resource alone: those that wait for it stay as they are. False when it cannot be done
    /// now, because it is already so, another command is at work or the host stops.
    /// </summary>
    public bool TryCommand(ResourceCommand command)
    {
        lock (_gate)
        {
            if (_stopping is not null || _command is { IsCompleted: false } || _life.IsCompleted != (command == ResourceCommand.Start))
            {
                return false;
            }

            Say(LogLevel.Information, $"was asked to {command.ToString().ToLowerInvariant()}");
            _isRestarting = command == ResourceCommand.Restart;
            if (command == ResourceCommand.Start)
            {
                // Before the answer: whoever waits for it from now on must not see it ended still.
                Publish(KnownResourceStates.Starting, snapshot => snapshot with { HealthStatus = null, ProcessId = null, Reason = null });
            }

            _command = Task.Run(() => RunCommandAsync(command));
            return true;
        }
    }

    public Task StopAsync(CancellationToken impatience)
    {
        lock (_gate)
        {
            return _stopping ??= Task.Run(() => StopInOrderAsync(impatience), CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _process?.Kill();
        _stop.Dispose();
    }

    private async Task StopInOrderAsync(CancellationToken impatience)
    {
        await Task.WhenAll(Dependants.Select(dependant => dependant.StopAsync(impatience)));
        await (_command ?? Task.CompletedTask);
        await _stop.CancelAsync();
        await _life;
    }

    private async Task RunCommandAsync(ResourceCommand command)
    {
        if (command != ResourceCommand.Start)
        {
            await _stop.CancelAsync();
            await _life;
        }

        lock (_gate)
        {
            if (command != ResourceCommand.Stop && _stopping is null)
            {
                _isRestarting = false;
                _stop.Dispose();
                _stop = new CancellationTokenSource();
                Start();
                return;
            }
        }

        if (command != ResourceCommand.Stop)
        {
            // The host stops meanwhile: nothing comes after this end.
            PublishExited();
        }
    }

    private async Task LiveAsync()
    {
        try
        {
            if (await WaitForDependenciesAsync())
            {
                await RunAndRestartAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped while waiting: the state below says so.
        }
        catch (Exception e)
        {
            Fail(e.Message);
            return;
        }

        if (!_stop.IsCancellationRequested)
        {
            return;
        }

        if (_isRestarting)
        {
            // Not as ended: those that wait for it would give up, when it is only about to start again.
            Publish(KnownResourceStates.Starting, snapshot => snapshot with { HealthStatus = null, ProcessId = null, Reason = null });
        }
        else
        {
            PublishExited();
        }
    }

    private void PublishExited() =>
        Publish(KnownResourceStates.Exited, snapshot => snapshot with { HealthStatus = null, ProcessId = null, Reason = null });

    private async Task<bool> WaitForDependenciesAsync()
    {
        foreach (var wait in Waits)
        {
            Publish(KnownResourceStates.Waiting, snapshot => snapshot with { Reason = $"waits for '{wait.Resource.Name}'" });
            var reached = await _application.Notifications.WaitForResourceAsync(
                wait.Resource.Name, e => IsOver(wait, e.Snapshot), _stop.Token);
            if (Refusal(wait, reached.Snapshot) is { } refusal)
            {
                Fail(refusal);
                return false;
            }
        }

        return true;
    }

    private static bool IsOver(WaitAnnotation wait, CustomResourceSnapshot snapshot) =>
        ResourceNotificationService.IsTerminal(snapshot) || wait.WaitType switch
        {
            WaitType.WaitUntilHealthy => ResourceNotificationService.IsReady(snapshot),
            WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running,
            _ => false,
        };

    private static string? Refusal(WaitAnnotation wait, CustomResourceSnapshot snapshot)
    {
        if (!ResourceNotificationService.IsTerminal(snapshot))
        {
            return null;
        }

        var ended = snapshot.State?.Text == KnownResourceStates.Finished;
        if (wait.WaitType == WaitType.WaitForCompletion && ended)
        {
            return snapshot.ExitCode == wait.ExitCode
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"'{wait.Resource.Name}' ended with exit code {snapshot.ExitCode} instead of {wait.ExitCode}");
        }

        return ended
            ? string.Create(CultureInfo.InvariantCulture, $"'{wait.Resource.Name}' has ended (exit code {snapshot.ExitCode})")
            : $"'{wait.Resource.Name}' is {snapshot.State?.Text}{(snapshot.Reason is { } reason ? $": {reason}" : "")}";
    }

    private async Task RunAndRestartAsync()
    {
        var clock = _application.Clock;
        var options = _application.Options;
        for (var deaths = 0; ;)
        {
            var startedAt = clock.GetTimestamp();
            var exitCode = await RunOnceAsync(deaths);
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            if (RunsToCompletion || (exitCode == 0 && !IsServer))
            {
                Finish(exitCode);
                return;
            }

            deaths = _ready && clock.GetElapsedTime(startedAt) > options.RunAfterWhichDelaysStartAnew ? 1 : deaths + 1;
            if (!_readyOnce && deaths >= options.StartsBeforeGivingUp)
            {
                Fail(string.Create(CultureInfo.InvariantCulture, $"ended {deaths} times (last exit code {exitCode}) without being ready once{LastWords()}"));
                return;
            }

            var delay = RestartDelay(deaths, options);
            var snapshot = Publish(KnownResourceStates.Starting, s => s with
            {
                HealthStatus = null,
                ProcessId = null,
                ExitCode = exitCode,
                Restarts = s.Restarts + 1,
                Reason = string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode}; starts again in {delay.TotalSeconds:0.##} s"),
            });
            Say(LogLevel.Warning, snapshot.Reason!);
            await Task.Delay(delay, clock, _stop.Token);
        }
    }

    internal static TimeSpan RestartDelay(int deaths, RunnerOptions options)
    {
        var delay = options.FirstRestartDelay * Math.Pow(2, Math.Min(deaths - 1, 16));
        return delay < options.LongestRestartDelay ? delay : options.LongestRestartDelay;
    }

    /// <summary>Runs the process to its end and gives back its exit code.</summary>
    private async Task<int> RunOnceAsync(int deaths)
    {
        Publish(KnownResourceStates.Starting, snapshot => snapshot with { Reason = "waits until fewer others are starting", HealthStatus = null });
        await _application.StartSlots.WaitAsync(_stop.Token);
        using var slot = new StartSlot(_application.StartSlots);
        Publish(KnownResourceStates.Starting, snapshot => snapshot with { Reason = null, HealthStatus = null });

        var context = new LaunchContext(_application.State, _console, deaths == 0 && !_readyOnce, _stop.Token);
        _launch = await Resource.Annotations.OfType<LaunchAnnotation>().Last().CreateAsync(context);
        var (environment, arguments) = await ProcessInputs.ResolveAsync(Resource, _launch, _application, _stop.Token);
        _launch = _launch with { Arguments = [.. _launch.Arguments, .. arguments] };
        foreach (var endpoint in Resource.Annotations.OfType<EndpointAnnotation>())
        {
            _application.Ports.Release(endpoint.AllocatedPort!.Value);
        }

        _stop.Token.ThrowIfCancellationRequested();
        using var process = _process = await Spawner.StartAsync(_launch, environment, _console.Write);
        using var ended = new CancellationTokenSource();
        _ready = false;
        var health = new ResourceHealth(Resource, _application, () => _ready = _readyOnce = true);
        Publish(KnownResourceStates.Running, snapshot => snapshot with
        {
            ProcessId = process.Id,
            Starts = snapshot.Starts + 1,
            ExitCode = null,
            HealthStatus = health.HasChecks ? null : HealthStatus.Healthy,
        });
        Say(LogLevel.Information, string.Create(CultureInfo.InvariantCulture, $"runs as process {process.Id}"));

        var watching = health.WatchAsync(slot.Release, ended.Token);
        var slow = slot.ReleaseAfterAsync(_application.Options.LongestStart, _application.Clock, ended.Token);
        var stop = Task.Delay(Timeout.Infinite, _stop.Token);

        // One that was ready before may be helped by whoever changed its password; a first start must not wait for that.
        var hopeless = _readyOnce ? stop : health.Hopeless;
        if (await Task.WhenAny(process.Ended, stop, hopeless, health.Lost) != process.Ended)
        {
            if (health.Lost.IsCompletedSuccessfully)
            {
                Say(LogLevel.Warning, $"is ended and started again: {await health.Lost}");
            }

            var since = _application.Clock.GetTimestamp();
            Publish(KnownResourceStates.Stopping, snapshot => snapshot);
            await process.StopAsync(_launch.StopSignal, _application.Options.StopTimeout, _application.Clock);
            Say(LogLevel.Information, string.Create(CultureInfo.InvariantCulture, $"stopped after {_application.Clock.GetElapsedTime(since).TotalSeconds:0.0} s"));
        }
        else
        {
            process.Kill(); // what it may have left in its group
        }

        await ended.CancelAsync();
        await watching;
        await slow;
        var exitCode = await process.Ended;
        await process.LastLinesAsync(_application.Clock);
        _process = null;
        return hopeless == health.Hopeless && hopeless.IsCompletedSuccessfully && !_stop.IsCancellationRequested
            ? throw new InvalidOperationException(await health.Hopeless)
            : exitCode;
    }

    /// <summary>What it said at the end, for who sees the reason and not the console; the host's own remarks are none of it.</summary>
    private string LastWords()
    {
        var lines = _console.LastLines().Select(line => line.Text.Trim()).Where(line => line.Length > 0 && !line.StartsWith(HostPrefix, StringComparison.Ordinal)).TakeLast(LastWordsShown).ToList();
        return lines.Count == 0 ? "" : $"; it said last: {string.Join(" / ", lines)}";
    }

    private void Finish(int exitCode)
    {
        Publish(KnownResourceStates.Finished, snapshot => snapshot with
        {
            ExitCode = exitCode,
            ProcessId = null,
            HealthStatus = null,
            Reason = exitCode == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode}"),
        });
        Say(exitCode == 0 ? LogLevel.Information : LogLevel.Error, string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode}"));
    }

    private void Fail(string reason)
    {
        Publish(KnownResourceStates.FailedToStart, snapshot => snapshot with { HealthStatus = null, ProcessId = null, Reason = reason });
        Say(LogLevel.Error, $"did not start: {reason}");
    }

    private CustomResourceSnapshot Publish(string state, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        var snapshot = _application.Notifications.Publish(Resource, s => change(s) with { State = new ResourceStateSnapshot(state) });
        if (state != KnownResourceStates.Running)
        {
            // A cluster's databases come and go with it.
            foreach (var database in _application.DatabasesOf(Resource))
            {
                _application.Notifications.Publish(database, s => s with { State = snapshot.State, HealthStatus = null, Reason = snapshot.Reason });
            }
        }

        return snapshot;
    }

    private void Say(LogLevel level, string text)
    {
        _application.Logger.Log(level, "{Resource} {Event}", Resource.Name, text);
        if (level != LogLevel.Information)
        {
            _console.Write($"{HostPrefix} {text}");
        }
    }

    /// <summary>A resource without a process, such as a database, is ready when its server is.</summary>
    private static IResource ServerOf(IResource resource) =>
        resource is IResourceWithParent<IResource> child && !resource.Annotations.OfType<LaunchAnnotation>().Any() ? child.Parent : resource;
}
