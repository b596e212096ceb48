using System.Diagnostics;

namespace Partnership.Faults;

/// <summary>The faults of a run.</summary>
internal static class FaultCatalogue
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Those that this machine can have.</summary>
    /// <param name="hasDisk">Whether the data lie on a disk of limited size that this run may fill.</param>
    /// <param name="hasClock">Whether a service's clock can be set.</param>
    public static List<Fault> All(bool hasDisk, bool hasClock)
    {
        List<Fault> faults =
        [
            Fault.Ended("kill -9 central hub", "central-hub", Signals.Kill),
            Fault.Ended("SIGTERM central hub", "central-hub", Signals.Terminate),
            Fault.Ended("kill -9 gateway", "gateway", Signals.Kill),
            Fault.Ended("SIGTERM gateway", "gateway", Signals.Terminate),
            Fault.Ended("kill -9 identity provider", "identity", Signals.Kill),
            Fault.Ended("SIGTERM identity provider", "identity", Signals.Terminate),
            Fault.EndedAside("kill -9 support fund", "support-fund", Signals.Kill),
            Fault.EndedAside("SIGTERM support fund", "support-fund", Signals.Terminate),
            Fault.Ended("kill -9 broker", "broker", Signals.Kill),
            Fault.Ended("restart broker", "broker", Signals.Terminate),
            Fault.Ended("kill -9 database", "postgres", Signals.Kill),

            // SIGTERM would wait until every client has left by itself.
            Fault.Ended("restart database", "postgres", Signals.Interrupt),
            Fault.Paused("SIGSTOP central hub", "central-hub"),
            Fault.Paused("SIGSTOP gateway", "gateway"),
            Fault.Paused("SIGSTOP broker", "broker"),
            Fault.Cut(),
            Fault.Poisoned("860"),
            Fault.Repeated(),
            .. RunningRegion.Councils.Select(council => Fault.Ended("kill -9 locality hub", RunningRegion.Hub(council), Signals.Kill, council)),
            .. RunningRegion.Councils.Select(council => Fault.Ended("SIGTERM locality hub", RunningRegion.Hub(council), Signals.Terminate, council)),
            Fault.Paused("SIGSTOP locality hub", RunningRegion.Hub("894"), "894"),
        ];
        if (hasDisk)
        {
            faults.Add(Fault.Filled());
        }

        if (hasClock)
        {
            faults.Add(Fault.Skewed("locality hub's clock +1 h", RunningRegion.Hub("861"), Hour, "861"));
            faults.Add(Fault.Skewed("locality hub's clock -1 h", RunningRegion.Hub("861"), -Hour, "861"));
            faults.Add(Fault.Skewed("central hub's clock +1 h", "central-hub", Hour));
            faults.Add(Fault.Skewed("central hub's clock -1 h", "central-hub", -Hour));
        }

        return faults;
    }

    /// <summary>All of them in random order, then again in another, until the time is over.</summary>
    public static IEnumerable<Fault> During(TimeSpan duration, List<Fault> faults, Random random)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            foreach (var fault in Once(faults, random))
            {
                if (watch.Elapsed >= duration)
                {
                    yield break;
                }

                yield return fault;
            }
        }
    }

    /// <summary>Each of them once, in random order.</summary>
    public static IEnumerable<Fault> Once(List<Fault> faults, Random random)
    {
        var order = faults.ToArray();
        random.Shuffle(order);
        return order;
    }
}
