using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Partnership.LocalHosting;

public static class KnownResourceStates
{
    public static readonly string NotStarted = "NotStarted";
    public static readonly string Waiting = "Waiting";
    public static readonly string Starting = "Starting";
    public static readonly string Running = "Running";
    public static readonly string Stopping = "Stopping";

    /// <summary>Ended of its own accord.</summary>
    public static readonly string Finished = "Finished";

    /// <summary>Stopped by the host.</summary>
    public static readonly string Exited = "Exited";

    public static readonly string FailedToStart = "FailedToStart";

    public static readonly IReadOnlyList<string> TerminalStates = [Finished, Exited, FailedToStart];
}

public sealed record ResourceStateSnapshot(string Text);

/// <summary>What is known of a resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>Null while nothing has been checked; a resource without checks is healthy when it runs.</summary>
    public HealthStatus? HealthStatus { get; init; }

    public int? ExitCode { get; init; }

    public int? ProcessId { get; init; }

    /// <summary>How often the process died unexpectedly and was started again.</summary>
    public int Restarts { get; init; }

    /// <summary>How often a process of it was started, for whatever reason.</summary>
    public int Starts { get; init; }

    /// <summary>Why it waits, is unhealthy or did not start, in words.</summary>
    public string? Reason { get; init; }
}

public sealed class ResourceEvent(IResource resource, CustomResourceSnapshot snapshot)
{
    public IResource Resource { get; } = resource;

    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}
