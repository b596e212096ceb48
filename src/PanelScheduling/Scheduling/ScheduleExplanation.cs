using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Scheduling;

/// <summary>Why a case is not heard at an earlier meeting, and what would change that.</summary>
/// <param name="Meeting">The earlier meeting.</param>
/// <param name="Block">What keeps it out.</param>
/// <param name="MinutesShort">For minutes: how many are missing.</param>
/// <param name="Before">For minutes: the cases there that would lose more by giving way.</param>
/// <param name="Day">For papers the last day for them, for a wait or presenters the first day on which it could be, for a court the hearing.</param>
/// <param name="Missing">For a quorum: what it lacks.</param>
/// <param name="Absent">For a quorum: members who are away or leave for a conflict.</param>
internal sealed record EarlierMeeting(
    Guid Meeting, Block Block, int? MinutesShort, IReadOnlyList<Guid> Before, DateOnly? Day = null, IReadOnlyList<QuorumGap>? Missing = null, IReadOnlyList<Guid>? Absent = null);

/// <summary>Explains a schedule to the people whose cases are in it.</summary>
internal static class ScheduleExplanation
{
    /// <summary>Each meeting before the one where a case is (or each, when it is nowhere), from the day on which it is ready.</summary>
    public static IReadOnlyList<EarlierMeeting> Of(ScheduleProblem problem, IReadOnlyList<int> meetingOf, int @case)
    {
        var earlier = new List<(DateOnly Date, EarlierMeeting Meeting)>();
        var placed = meetingOf[@case];
        for (var meeting = 0; meeting < problem.Meetings.Count; meeting++)
        {
            if (meeting != placed && IsEarlier(problem.Meetings[meeting]))
            {
                earlier.Add((problem.Meetings[meeting].Date, Describe(problem, meetingOf, @case, meeting)));
            }
        }

        earlier.AddRange(problem.Settled.Where(IsEarlier).Select(meeting => (meeting.Date, new EarlierMeeting(meeting.Id, Block.Settled, null, []))));
        return [.. earlier.OrderBy(each => each.Date).Select(each => each.Meeting)];

        bool IsEarlier(ScheduleMeeting meeting) => meeting.Date >= problem.Cases[@case].ReadyOn && (placed < 0 || meeting.Date < problem.Meetings[placed].Date);
    }

    private static EarlierMeeting Describe(ScheduleProblem problem, IReadOnlyList<int> meetingOf, int @case, int meeting)
    {
        if (problem.BlockOf(@case, meeting) is not (not Block.None and var block))
        {
            return Full(problem, meetingOf, @case, meeting);
        }

        var (day, missing, absent) = problem.WhatItTakes(@case, meeting, block);
        return new EarlierMeeting(problem.Meetings[meeting].Id, block, null, [], day, missing, absent);
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
