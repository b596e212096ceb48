using Partnership.PanelScheduling.Scheduling;

namespace Partnership.PanelScheduling.Tests.Scheduling;

/// <summary>Invented problems: some small and strange, some the size of a region.</summary>
internal static class Problems
{
    public static readonly DateOnly Monday = new(2025, 6, 16);

    /// <summary>A problem of a seed: meetings every few days, cases of mixed length, some with limits, some pairs blocked.</summary>
    public static ScheduleProblem Of(int seed, int cases, int meetings, int minutes = 180, int everyDays = 7)
    {
        var random = new Random(seed);
        var days = Enumerable.Range(0, meetings).Select(n => Monday.AddDays(10 + (n * everyDays) + random.Next(3))).Order().ToList();
        var span = meetings * everyDays;
        var all = Enumerable.Range(0, cases).Select(_ =>
        {
            var ready = Monday.AddDays(random.Next(Math.Max(1, span - 20)));
            return new ScheduleCase(
                new Guid(random.Next(), 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)random.Next(256)]), ready, random.Next(3) == 0 ? null : ready.AddDays(random.Next(10, 70)), random.Next(2) == 0,
                new[] { 30, 45, 60, 60, 90 }[random.Next(5)]);
        }).ToList();
        var blocked = new bool[cases, meetings];
        for (var i = 0; i < cases; i++)
        {
            for (var j = 0; j < meetings; j++)
            {
                blocked[i, j] = days[j] < all[i].ReadyOn.AddDays(7) || random.Next(10) == 0;
            }
        }

        return new ScheduleProblem(
            all, [.. days.Select((day, n) => new ScheduleMeeting(new Guid(n + 1, 1, 0, new byte[8]), day, minutes))],
            (i, j) => blocked[i, j] ? days[j] < all[i].ReadyOn.AddDays(7) ? Block.Papers : Block.Quorum : Block.None, (_, j) => j % 3 * 40);
    }

    /// <summary>The least cost of all schedules, by looking at every one.</summary>
    public static long LeastByEveryWay(ScheduleProblem problem)
    {
        var at = new int[problem.Cases.Count];
        return Try(0);

        long Try(int @case)
        {
            if (@case == at.Length)
            {
                return ScheduleChecker.BreaksOf(problem, at).Any() ? long.MaxValue : Enumerable.Range(0, at.Length).Sum(i => problem.CostOf(i, at[i]));
            }

            var least = long.MaxValue;
            for (var meeting = -1; meeting < problem.Meetings.Count; meeting++)
            {
                at[@case] = meeting;
                least = Math.Min(least, Try(@case + 1));
            }

            return least;
        }
    }
}
