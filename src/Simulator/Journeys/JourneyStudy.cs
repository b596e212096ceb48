namespace Partnership.Simulator.Journeys;

/// <summary>Lives the same years under each policy, many times over.</summary>
public static class JourneyStudy
{
    /// <summary>
    /// By policy the outcomes of every repeat, in order. In one repeat all policies meet the same children, households and chances, so that differences
    /// between them are theirs.
    /// </summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="search">Makes the search of one run, given whether a child's hub rules a household out.</param>
    /// <param name="progress">One for each run.</param>
    /// <param name="ct">Stops it.</param>
    public static IReadOnlyDictionary<SearchPolicy, IReadOnlyList<JourneyOutcome>> Run(
        JourneyOptions options, Func<Func<int, int, bool>, IFamilySearch> search, IProgress<int>? progress = null, CancellationToken ct = default)
    {
        var policies = SearchPolicy.Compared;
        var outcomes = new JourneyOutcome[options.Repeats, policies.Count];
        Parallel.For(0, options.Repeats, new ParallelOptions { CancellationToken = ct }, repeat =>
        {
            var seed = unchecked((options.Seed * 1_000_003) + repeat);
            var arrivals = new Arrivals(options, seed);
            for (var policy = 0; policy < policies.Count; policy++)
            {
                ct.ThrowIfCancellationRequested();
                var fate = new Fate(seed);
                outcomes[repeat, policy] = new JourneyRun(
                    arrivals, policies[policy], fate, search((child, home) => fate.Of("ruled-out", child, home).Chance(30))).Live();
                progress?.Report(1);
            }
        });
        return policies.Select((policy, i) => (policy, i)).ToDictionary(
            each => each.policy,
            each => (IReadOnlyList<JourneyOutcome>)[.. Enumerable.Range(0, options.Repeats).Select(repeat => outcomes[repeat, each.i])]);
    }
}
