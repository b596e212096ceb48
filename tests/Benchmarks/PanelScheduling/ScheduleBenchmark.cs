using System.Diagnostics;
using System.Globalization;
using Partnership.PanelScheduling.Scheduling;

namespace Partnership.Benchmarks.PanelScheduling;

/// <summary>
/// A year of panels, placed by first come, first served, and by the solver: late cases, days late, days waited, time taken and how far from the
/// best the schedule can be at most. Once with the whole year known, which bounds what any planner could do, and once week by week, as a panel adviser
/// works: only cases that are ready are known, and what meets within two weeks stays.
/// </summary>
public static class ScheduleBenchmark
{
    private const int Seeds = 3;
    private const int FixedDays = 14;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.8);
    private static readonly TimeSpan Weekly = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs the benchmark and prints its figures.</summary>
    public static Task RunAsync()
    {
        foreach (var (name, cases, meetings) in new[] { ("a region's year", 230, 48), ("the promise", 500, 60), ("ten regions' years", 2_300, 480) })
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {cases:N0} cases, {meetings} meetings, {Seeds} years"));
            for (var seed = 1; seed <= Seeds; seed++)
            {
                Run(RegionYear.Of(cases, meetings, seed));
            }
        }

        return Task.CompletedTask;
    }

    private static void Run(RegionYear year)
    {
        var whole = year.Problem([.. Enumerable.Range(0, year.Cases.Count)], [.. Enumerable.Range(0, year.Meetings.Count)]);
        var watch = Stopwatch.StartNew();
        Show("first come, first served", whole, FirstComeFirstServed.Solve(whole).Meetings, watch.Elapsed, null);
        var solved = ScheduleSolver.Solve(whole, Budget, TimeProvider.System);
        Show("solver, the year known", whole, solved.Schedule.Meetings, solved.Elapsed, solved.Gap);
        watch.Restart();
        var (byWeek, longest) = WeekByWeek(year);
        Show("solver, week by week", whole, byWeek, longest, null);
    }

    private static (IReadOnlyList<int> Meetings, TimeSpan Longest) WeekByWeek(RegionYear year)
    {
        var at = new int[year.Cases.Count];
        Array.Fill(at, -1);
        var longest = TimeSpan.Zero;
        var last = year.Meetings[^1].Date;
        for (var today = year.Cases[0].ReadyOn; today <= last; today = today.AddDays(7))
        {
            int[] ready = [.. Enumerable.Range(0, at.Length).Where(i => year.Cases[i].ReadyOn <= today && (at[i] < 0 || year.Meetings[at[i]].Date > today.AddDays(FixedDays)))];
            // What was settled before takes its minutes; a settled meeting still takes a case whose papers are in time.
            int[] meetings = [.. Enumerable.Range(0, year.Meetings.Count).Where(j => year.Meetings[j].Date > today && year.Meetings[j].Date < today.AddDays(140))];
            var settled = new HashSet<int>(ready);
            var left = meetings.ToDictionary(j => j, j => year.Meetings[j].Minutes - Enumerable.Range(0, at.Length).Where(i => at[i] == j && !settled.Contains(i)).Sum(i => year.Cases[i].Minutes));
            var known = year.Problem(ready, meetings);
            var problem = new ScheduleProblem(
                known.Cases, [.. meetings.Select(j => year.Meetings[j] with { Minutes = left[j] })],
                (i, j) => year.Meetings[meetings[j]].Date < today.AddDays(7) ? Block.Papers : known.BlockOf(i, j), (_, _) => 0);
            var solved = ScheduleSolver.Solve(problem, Weekly, TimeProvider.System);
            longest = solved.Elapsed > longest ? solved.Elapsed : longest;
            for (var i = 0; i < ready.Length; i++)
            {
                at[ready[i]] = solved.Schedule[i] < 0 ? -1 : meetings[solved.Schedule[i]];
            }
        }

        return (at, longest);
    }

    private static void Show(string what, ScheduleProblem problem, IReadOnlyList<int> at, TimeSpan took, double? gap)
    {
        if (ScheduleChecker.BreaksOf(problem, at).Any())
        {
            throw new InvalidOperationException($"{what} breaks a rule.");
        }

        var end = problem.Meetings[^1].Date;
        var (late, days, waited, unplaced) = (0, 0L, 0L, 0);
        for (var i = 0; i < at.Count; i++)
        {
            // Without a meeting, a case is as late on the last day as it is by then.
            var heard = at[i] < 0 ? end : problem.Meetings[at[i]].Date;
            var itsDays = ScheduleCost.LateOf(problem.Cases[i], heard);
            (late, days, waited, unplaced) = (late + (itsDays > 0 ? 1 : 0), days + itsDays, waited + ScheduleCost.WaitOf(problem.Cases[i], heard), unplaced + (at[i] < 0 ? 1 : 0));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-26} {late,5} late {days,6} days late {waited,8:N0} days waited {unplaced,4} not placed {took.TotalMilliseconds,7:N0} ms{(gap is { } g ? $"   at most {g:P2} from the best" : string.Empty)}"));
    }
}
