namespace Partnership.PanelScheduling.Scheduling;

/// <summary>Looks at a schedule anew, trusting nothing that the solver counted.</summary>
internal static class ScheduleChecker
{
    /// <summary>What is wrong with it; nothing when it may be used.</summary>
    public static IEnumerable<string> BreaksOf(ScheduleProblem problem, IReadOnlyList<int> meetingOf)
    {
        for (var @case = 0; @case < problem.Cases.Count; @case++)
        {
            if (meetingOf[@case] >= 0 && problem.BlockOf(@case, meetingOf[@case]) is var block && block != Block.None)
            {
                yield return $"{problem.Cases[@case].Id} is where {block} keeps it out.";
            }
        }

        for (var meeting = 0; meeting < problem.Meetings.Count; meeting++)
        {
            var minutes = Enumerable.Range(0, problem.Cases.Count).Where(@case => meetingOf[@case] == meeting).Sum(@case => problem.Cases[@case].Minutes);
            if (minutes > problem.Meetings[meeting].Minutes)
            {
                yield return $"{problem.Meetings[meeting].Id} has {minutes} minutes of {problem.Meetings[meeting].Minutes}.";
            }
        }
    }

    /// <summary>Days waited, days late and cases late of a schedule.</summary>
    public static ScheduleFigures FiguresOf(ScheduleProblem problem, IReadOnlyList<int> meetingOf)
    {
        var figures = new ScheduleFigures(0, 0, 0, 0);
        for (var i = 0; i < problem.Cases.Count; i++)
        {
            var @case = problem.Cases[i];
            if (meetingOf[i] < 0)
            {
                figures = figures with { Unplaced = figures.Unplaced + 1 };
                continue;
            }

            var day = problem.Meetings[meetingOf[i]].Date;
            var late = ScheduleCost.LateOf(@case, day);
            figures = figures with
            {
                DaysWaited = figures.DaysWaited + ScheduleCost.WaitOf(@case, day),
                DaysLate = figures.DaysLate + late,
                Breaches = figures.Breaches + (late > 0 ? 1 : 0),
            };
        }

        return figures;
    }
}

/// <param name="DaysWaited">Days between ready and heard, all cases together.</param>
/// <param name="DaysLate">Days beyond limits.</param>
/// <param name="Breaches">Cases heard too late for a limit.</param>
/// <param name="Unplaced">Cases without a meeting.</param>
internal sealed record ScheduleFigures(long DaysWaited, long DaysLate, int Breaches, int Unplaced);
