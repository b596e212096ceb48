using System.Diagnostics;
using System.Globalization;
using Partnership.Benchmarks.Measuring;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;
using Partnership.Matching.Sufficiency;

namespace Partnership.Benchmarks.Matching;

/// <summary>
/// Matching at the size of a nation: one child's list with reasons, everybody's list beside a plain query over the same, a changed snapshot until
/// all lists show it, the assignment.
/// </summary>
public static class MatchingBenchmark
{
    private const int Children = 3000;
    private const int Households = 5000;
    private const int Kept = 50;
    private const int Rounds = 4;
    private const int Changes = 400;

    /// <summary>Runs the benchmark and prints its figures.</summary>
    public static Task RunAsync()
    {
        var nation = new Nation(1, Children, Households);
        var watch = Stopwatch.StartNew();
        var index = nation.Index();
        Say($"{Children:N0} children, {Households:N0} households; index with {Children * Households:N0} answers made in {watch.Elapsed.TotalSeconds:N1} s");

        OneChild(index);
        Everybody(nation, index);
        Change(nation, index);
        Assignments(nation);
        return Task.CompletedTask;
    }

    private static void OneChild(RegionIndex index)
    {
        var keys = index.Searches.Select(search => search.Key).ToArray();
        var times = new List<double>();
        foreach (var key in keys.Concat(keys))
        {
            times.Add(Timed(() => index.Top(key, 20)));
        }

        var warm = times.Skip(keys.Length).ToArray();
        Say($"  first 20 of one child with reasons: median {Series.Median(warm):N3} ms, p99 {Series.Percentile(warm, 0.99):N3} ms, longest {warm.Max():N3} ms (target 5 ms)");
    }

    private static void Everybody(Nation nation, RegionIndex index)
    {
        var searches = nation.Children.Select(child => index.Find(SearchKey.OfChild(child.Reference))!).ToArray();
        var plain = new PlainLinq(nation);
        var (ours, two, linq) = (new List<double>(), new List<double>(), new List<double>());
        var (lists, parallel, expected) = (new Guid[Children][], new Guid[Children][], new List<Guid>[Children]);
        for (var round = 0; round <= Rounds; round++)
        {
            var a = Timed(() => Rank(index, searches, lists));
            var b = Timed(() => Parallel.For(0, 2, half => Rank(index, searches.AsSpan(half * Children / 2, Children / 2), parallel.AsSpan(half * Children / 2, Children / 2))));
            var c = Timed(() =>
            {
                for (var child = 0; child < Children; child++)
                {
                    expected[child] = plain.First(child, 10);
                }
            });

            // The first round only warms up.
            if (round > 0)
            {
                ours.Add(a);
                two.Add(b);
                linq.Add(c);
            }
        }

        for (var child = 0; child < Children; child++)
        {
            if (!expected[child].SequenceEqual(lists[child]) || !expected[child].SequenceEqual(parallel[child]))
            {
                throw new InvalidOperationException($"Child {child} has another list than the plain query gives it.");
            }
        }

        var passing = Enumerable.Range(0, 100).Average(child => plain.First(child, Households).Count) / Households;
        Say($"  everybody's first 10, one thread: {Series.Median(ours):N1} ms; two threads: {Series.Median(two):N1} ms; plain LINQ: {Series.Median(linq):N0} ms (lists the same; {passing:P0} of pairs pass all limits)");
        Say($"  plain LINQ ÷ ours: {Series.Median(linq) / Series.Median(ours):N0} on one thread, {Series.Median(linq) / Series.Median(two):N0} on two (target 80); by round {string.Join(", ", linq.Zip(ours, (c, a) => (c / a).ToString("N0", CultureInfo.InvariantCulture)))}");
    }

    private static void Rank(RegionIndex index, ReadOnlySpan<Search> searches, Span<Guid[]> lists)
    {
        var rankings = Enumerable.Range(0, 256).Select(_ => new Ranking(10)).ToArray();
        for (var from = 0; from < searches.Length; from += rankings.Length)
        {
            var some = searches.Slice(from, Math.Min(rankings.Length, searches.Length - from));
            index.RankFirst(some, rankings.AsSpan(0, some.Length));
            for (var i = 0; i < some.Length; i++)
            {
                lists[from + i] = index.HouseholdsOf(rankings[i]);
            }
        }
    }

    private static void Change(Nation nation, RegionIndex index)
    {
        var lists = index.Searches.ToDictionary(search => search.Key, search => index.Top(search.Key, Kept));
        var (ofHouseholds, ofChildren, renewed) = (new List<double>(), new List<double>(), new List<double>());
        for (var change = 0; change < Changes; change++)
        {
            var household = change % 2 == 0;
            var snapshot = household ? (object)nation.Changed(nation.Households[change * 11 % Households]) : nation.Changed(nation.Children[change * 7 % Children]);
            var count = 0;
            var took = Timed(() =>
            {
                var next = snapshot is HouseholdOffered offer ? index.Apply(offer) : index.Apply((ChildProfiled)snapshot);
                foreach (var key in next.TouchedSince(index, Kept))
                {
                    lists[key] = next.Top(key, Kept);
                    count++;
                }

                index = next;
            });
            (household ? ofHouseholds : ofChildren).Add(took);
            if (household)
            {
                renewed.Add(count);
            }
        }

        foreach (var (key, list) in lists.Where((_, i) => i % 10 == 0))
        {
            if (!list.Candidates.Select(candidate => candidate.Household).SequenceEqual(index.Top(key, Kept).Candidates.Select(candidate => candidate.Household)))
            {
                throw new InvalidOperationException("A list was not made anew that should have been.");
            }
        }

        Say($"  a changed household in everybody's first {Kept}: median {Series.Median(ofHouseholds):N1} ms, p99 {Series.Percentile([.. ofHouseholds], 0.99):N1} ms (lists made anew: median {Series.Median(renewed):N0}, most {renewed.Max():N0}); a changed child: p99 {Series.Percentile([.. ofChildren], 0.99):N1} ms (target p99 250 ms)");
    }

    private static void Assignments(Nation nation)
    {
        foreach (var (children, households) in new[] { (1000, 1000), (1000, 600), (Children, Households) })
        {
            var index = nation.Children.Take(children).Aggregate(RegionIndex.Empty(nation.Rules), (known, child) => known.Apply(child));
            index = nation.Households.Take(households).Aggregate(index, (known, household) => known.Apply(household));
            var demand = index.Demand().Costs;
            Show($"matching, {children:N0} × {households:N0} ({demand.Columns:N0} can be asked)", demand);
        }

        var draw = new Random(3);
        foreach (var highest in new[] { 18_000, 100, 3 })
        {
            var costs = new CostMatrix(1000, 1000);
            for (var row = 0; row < 1000; row++)
            {
                for (var column = 0; column < 1000; column++)
                {
                    costs[row, column] = (ushort)draw.Next(highest);
                }
            }

            Show($"every pair possible, costs below {highest:N0}", costs);
        }
    }

    private static void Show(string what, CostMatrix costs)
    {
        Assignment? solved = null;
        var times = Enumerable.Range(0, 3).Select(_ => Timed(() => solved = AssignmentSolver.Solve(costs))).ToList();
        Assignment? bounded = null;
        var quick = Timed(() => bounded = AssignmentSolver.Solve(costs, exact: false));
        Say($"  assignment, {what}: {Series.Median(times):N0} ms, {solved!.Served:N0} served, sum {solved.Sum:N0}, {(solved.IsExact ? "the least (proved)" : $"bound {solved.SumBound:N0}")}; without the search for the least sum {quick:N0} ms, sum {bounded!.Sum:N0}, bound {bounded.SumBound:N0} (target 2,000 ms)");
    }

    private static double Timed(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
