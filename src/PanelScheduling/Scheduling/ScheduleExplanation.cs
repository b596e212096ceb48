namespace Partnership.PanelScheduling.Scheduling;

/// <summary>Why a case is not heard at an earlier meeting, and what would change that.</summary>
/// <param name="Meeting">The earlier meeting.</param>
/// <param name="Block">What keeps it out.</param>
/// <param name="MinutesShort">For minutes: how many are missing.</param>
/// <param name="Before">For minutes: the cases there that would lose more by giving way.</param>
internal sealed record EarlierMeeting(Guid Meeting, Block Block, int? MinutesShort, IReadOnlyList<Guid> Before);

/// <summary>Explains a schedule to the people whose cases are in it.</summary>
internal static class ScheduleExplanation
{
    /// <summary>Each meeting before the one where a case is (or each, when it is nowhere), from the day on which it is ready.</summary>
    public static IReadOnlyList<EarlierMeeting> Of(ScheduleProblem problem, IReadOnlyList<int> meetingOf, int @case)
    {
        var earlier = new List<EarlierMeeting>();
        var placed = meetingOf[@case];
        for (var meeting = 0; meeting < problem.Meetings.Count; meeting++)
        {
            if (meeting == placed || problem.Meetings[meeting].Date < problem.Cases[@case].ReadyOn
                || (placed >= 0 && problem.Meetings[meeting].Date >= problem.Meetings[placed].Date))
            {
                continue;
            }

            earlier.Add(problem.BlockOf(@case, meeting) is var block && block != Block.None
                ? new EarlierMeeting(problem.Meetings[meeting].Id, block, null, [])
                : Full(problem, meetingOf, @case, meeting));
        }

        return earlier;
    }

    private static EarlierMeeting Full(ScheduleProblem problem, IReadOnlyList<int> meetingOf, int @case, int meeting)
    {
        var there = Enumerable.Range(0, problem.Cases.Count).Where(other => meetingOf[other] == meeting).ToList();
        var left = problem.Meetings[meeting].Minutes - there.Sum(other => problem.Cases[other].Minutes);
        var gain = problem.CostOf(@case, meetingOf[@case]) - problem.CostOf(@case, meeting);

        // To give way they would go where this case is, or have nowhere to go.
        var before = there.Where(other => (meetingOf[@case] < 0 || !problem.IsOpen(other, meetingOf[@case])
            ? problem.CostOf(other, -1)
            : problem.CostOf(other, meetingOf[@case])) - problem.CostOf(other, meeting) >= gain);
        return new EarlierMeeting(
            problem.Meetings[meeting].Id, Block.Minutes, Math.Max(0, problem.Cases[@case].Minutes - left), [.. before.Select(other => problem.Cases[other].Id)]);
    }
}
