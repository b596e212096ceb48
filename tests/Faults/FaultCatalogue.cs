using System.Diagnostics;
using Partnership.Statutory;

namespace Partnership.Faults;

/// <summary>The faults of a run.</summary>
internal static class FaultCatalogue
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // The start, the demo and the reckoning come on top of the time in which things go wrong.
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(10);

    /// <summary>
    /// By how much a clock may be wrong in a run that begins now: an hour either way where the day in London stays the same. With another day a hub
    /// would rightly tell the region other things.
    /// </summary>
    public static TimeSpan[] Skews(DateTimeOffset now, TimeSpan lasting)
    {
        var end = now + lasting + Around;
        return
        [
            .. new[] { Hour, -Hour }.Where(skew => LondonCalendar.DateOf(now) == LondonCalendar.DateOf(end)
                && LondonCalendar.DateOf(now + skew) == LondonCalendar.DateOf(now) && LondonCalendar.DateOf(end + skew) == LondonCalendar.DateOf(end)),
        ];
    }

    /// <summary>Those that this machine can have.</summary>
    /// <param name="hasDisk">Whether the data lie on a disk of limited size that this run may fill.</param>
    /// <param name="skews">By how much a service's clock may be wrong; none where it cannot be set.</param>
    public static List<Fault> All(bool hasDisk, IReadOnlyList<TimeSpan> skews)
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
            Fault.EndedAside("kill -9 panel scheduling", "panel-scheduling", Signals.Kill),
            Fault.EndedAside("SIGTERM panel scheduling", "panel-scheduling", Signals.Terminate),
            Fault.Ended("kill -9 broker", "broker", Signals.Kill),
            Fault.Ended("restart broker", "broker", Signals.Terminate),
            Fault.Ended("kill -9 database", "postgres", Signals.Kill),

            // SIGTERM would wait until every client has left by itself.
            Fault.Ended("restart database", "postgres", Signals.Interrupt),
            Fault.Paused("SIGSTOP central hub", "central-hub"),
            Fault.Paused("SIGSTOP gateway", "gateway"),
            Fault.Paused("SIGSTOP broker", "broker"),
            Fault.Cut(),
            Fault.OutOfReach(),
            Fault.Uncollected(),
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

        foreach (var skew in skews)
        {
            var hours = skew > TimeSpan.Zero ? "+1 h" : "-1 h";
            faults.Add(Fault.Skewed($"locality hub's clock {hours}", RunningRegion.Hub("861"), skew, "861"));
            faults.Add(Fault.Skewed($"central hub's clock {hours}", "central-hub", skew));
        }

        return faults;
    }

    /// <summary>All of them in random order, however long that takes: one that did not strike shows nothing. Then again in another order, until the time is over.</summary>
    public static IEnumerable<Fault> During(TimeSpan duration, List<Fault> faults, Random random)
    {
        var watch = Stopwatch.StartNew();
        for (var isFirst = true; isFirst || watch.Elapsed < duration; isFirst = false)
        {
            foreach (var fault in Once(faults, random))
            {
                if (!isFirst && watch.Elapsed >= duration)
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
