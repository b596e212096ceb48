using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting;

/// <summary>Starts every resource that has a process, and stops them so that each ends after those that wait for it.</summary>
internal sealed class ApplicationRunner(
    IReadOnlyList<IResource> resources,
    DistributedApplicationExecutionContext executionContext,
    AmbientEnvironment ambient,
    LocalState state,
    RunnerOptions options,
    DashboardEndpoint dashboard,
    ResourceNotificationService notifications,
    ResourceConsoles consoles,
    HealthCheckService healthChecks,
    TimeProvider clock,
    ILoggerFactory loggers) : IDisposable
{
    private readonly SemaphoreSlim _startSlots = new(options.MaxParallelStarts);
    private readonly Lock _gate = new();
    private Dictionary<IResource, ResourceRunner> _runners = [];
    private Task? _stopping;

    public PortAllocator Ports { get; } = new();

    /// <summary>Takes the data folder and the ports: whatever can be refused is refused before anything starts.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        state.Acquire();
        await Ports.AllocateAsync(resources, options.RandomisePorts, cancellationToken);
        await LearnSecretsAsync(cancellationToken);

        var runners = resources.Where(resource => resource.Annotations.OfType<LaunchAnnotation>().Any()).ToDictionary(
            resource => resource,
            resource => new ResourceRunner(resource, this));
        foreach (var runner in runners.Values)
        {
            foreach (var dependency in runner.Dependencies.Where(runners.ContainsKey))
            {
                runners[dependency].Dependants.Add(runner);
            }
        }

        WaitCycles.Check(runners.Values.ToList(), runners);
        lock (_gate)
        {
            _runners = runners;
        }
    }

    public void Start()
    {
        foreach (var runner in _runners.Values)
        {
            runner.Start();
        }
    }

    /// <summary>Starts, stops or restarts one resource alone; false when that cannot be done now.</summary>
    public bool TryCommand(IResource resource, ResourceCommand command) =>
        _runners.TryGetValue(resource, out var runner) && runner.TryCommand(command);

    /// <summary>Stops all of them; the token, when cancelled, ends the patience.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _stopping ??= Task.WhenAll(_runners.Values.Select(runner => runner.StopAsync(cancellationToken)));
        }
    }

    public void Dispose()
    {
        foreach (var runner in _runners.Values)
        {
            runner.Dispose();
        }

        Ports.Dispose();
        _startSlots.Dispose();
        state.Dispose();
    }

    internal DistributedApplicationExecutionContext ExecutionContext => executionContext;

    internal AmbientEnvironment Ambient => ambient;

    internal LocalState State => state;

    internal RunnerOptions Options => options;

    internal ResourceNotificationService Notifications => notifications;

    internal ResourceConsoles Consoles => consoles;

    internal HealthCheckService HealthChecks => healthChecks;

    internal TimeProvider Clock => clock;

    internal ILogger Logger { get; } = loggers.CreateLogger("Partnership.LocalHosting");

    internal SemaphoreSlim StartSlots => _startSlots;

    internal IEnumerable<PostgresDatabaseResource> DatabasesOf(IResource server) =>
        resources.OfType<PostgresDatabaseResource>().Where(database => database.Parent == server);

    private async Task LearnSecretsAsync(CancellationToken cancellationToken)
    {
        var secrets = new List<string?>();
        foreach (var parameter in resources.OfType<ParameterResource>())
        {
            var value = await parameter.GetValueAsync(cancellationToken);
            if (parameter.Secret)
            {
                secrets.Add(value);
            }

            notifications.Publish(parameter, snapshot => snapshot with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.Running),
                HealthStatus = HealthStatus.Healthy,
            });
        }

        consoles.Mask.Use(dashboard.IsWanted ? [.. secrets, dashboard.Secrets.Token, dashboard.Secrets.TelemetryKey] : secrets);
    }
}
