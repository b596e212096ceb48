using Microsoft.Extensions.Configuration;

namespace Partnership.LocalHosting;

/// <summary>Settings of the runner itself, configuration keys <c>LocalHosting:…</c>.</summary>
internal sealed class RunnerOptions
{
    public RunnerOptions(IConfiguration configuration)
    {
        var section = configuration.GetSection("LocalHosting");
        RandomisePorts = section.GetValue("RandomisePorts", false);
        DashboardPort = section.GetValue("DashboardPort", 8090);
        MaxParallelStarts = section.GetValue("MaxParallelStarts", Math.Max(2, Environment.ProcessorCount * 2));
        HealthyPause = section.GetValue("HealthyPause", TimeSpan.FromSeconds(30));
        StopTimeout = section.GetValue("StopTimeout", TimeSpan.FromSeconds(20));
    }

    /// <summary>Fixed ports become chosen ones, so that tests run beside a running system and each other.</summary>
    public bool RandomisePorts { get; }

    /// <summary>The dashboard's port; 0 for any free one, negative for no dashboard.</summary>
    public int DashboardPort { get; }

    /// <summary>How many processes may be starting at once; the rest wait, or a small machine drowns.</summary>
    public int MaxParallelStarts { get; }

    /// <summary>How long a resource that is well is left alone before it is asked again.</summary>
    public TimeSpan HealthyPause { get; }

    /// <summary>How long a process may take to stop before it is killed.</summary>
    public TimeSpan StopTimeout { get; }

    public TimeSpan FirstRestartDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestRestartDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A process that died this often without ever being ready is given up.</summary>
    public int StartsBeforeGivingUp { get; init; } = 5;

    /// <summary>A start slot is passed on after this time even when the process is not healthy yet.</summary>
    public TimeSpan LongestStart { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>One that was ready and has run for so long met an accident: it starts again without the wait of one that cannot run.</summary>
    public TimeSpan RunAfterWhichDelaysStartAnew { get; init; } = TimeSpan.FromSeconds(10);
}
