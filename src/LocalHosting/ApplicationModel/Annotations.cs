using Microsoft.Extensions.Logging;

namespace Partnership.LocalHosting;

/// <summary>Whether the application is being run or described for a deployment; here it is always run.</summary>
public sealed class DistributedApplicationExecutionContext
{
    internal DistributedApplicationExecutionContext()
    {
    }

    public bool IsRunMode { get; } = true;

    public bool IsPublishMode { get; }
}

public sealed class EnvironmentCallbackContext
{
    internal EnvironmentCallbackContext(
        DistributedApplicationExecutionContext executionContext, IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        ExecutionContext = executionContext;
        Resource = resource;
        Logger = logger;
        CancellationToken = cancellationToken;
    }

    /// <summary>Variable name to a string, or to a value that is filled in later.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = [];

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResource Resource { get; }

    public ILogger Logger { get; }

    public CancellationToken CancellationToken { get; }
}

public sealed class EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<EnvironmentCallbackContext, Task> Callback { get; } = callback;
}

public sealed class CommandLineArgsCallbackContext
{
    internal CommandLineArgsCallbackContext(
        DistributedApplicationExecutionContext executionContext, IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        ExecutionContext = executionContext;
        Resource = resource;
        Logger = logger;
        CancellationToken = cancellationToken;
    }

    /// <summary>Strings, or values that are filled in later.</summary>
    public IList<object> Args { get; } = [];

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResource Resource { get; }

    public ILogger Logger { get; }

    public CancellationToken CancellationToken { get; }
}

public sealed class CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<CommandLineArgsCallbackContext, Task> Callback { get; } = callback;
}

public enum WaitType
{
    WaitUntilHealthy,
    WaitForCompletion,
    WaitUntilStarted,
}

public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;

    public WaitType WaitType { get; } = waitType;

    public int ExitCode { get; } = exitCode;
}

/// <summary>Names a health check of the builder's services that this resource must pass to be healthy.</summary>
public sealed class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    public string Key { get; } = key;
}

/// <summary>How a resource's process is started; asked anew for every start.</summary>
internal sealed class LaunchAnnotation(Func<LaunchContext, Task<ProcessLaunch>> createAsync) : IResourceAnnotation
{
    public Func<LaunchContext, Task<ProcessLaunch>> CreateAsync { get; } = createAsync;
}

/// <summary>Runs once the resource is first healthy and before those that wait for it start.</summary>
internal sealed class ReadyAnnotation(Func<CancellationToken, Task> runAsync) : IResourceAnnotation
{
    public Func<CancellationToken, Task> RunAsync { get; } = runAsync;
}
