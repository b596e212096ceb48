namespace Partnership.LocalHosting;

/// <summary>One process to start: program, folder, arguments, variables, and how it wants to be stopped.</summary>
internal sealed record ProcessLaunch(string FileName, string WorkingDirectory)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables beside those of the resource's own callbacks.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>False for servers: they get only what is named.</summary>
    public bool InheritEnvironment { get; init; } = true;

    /// <summary>The user to run as when the host is root; null for the host's own.</summary>
    public string? User { get; init; }

    public int StopSignal { get; init; } = Signals.Terminate;
}

/// <summary>What a resource needs to know to describe its process.</summary>
internal sealed record LaunchContext(LocalState State, ResourceConsole Console, bool FirstStart, CancellationToken CancellationToken);
