namespace Partnership.PanelScheduling.Scheduling;

/// <summary>What is done by hand: in the order in which cases became ready, each gets the first meeting that has room. What the solver is measured against.</summary>
internal static class FirstComeFirstServed
{
    public static Schedule Solve(ScheduleProblem problem)
    {
        var schedule = new Schedule(problem);
        foreach (var @case in Enumerable.Range(0, problem.Cases.Count).OrderBy(i => problem.Cases[i].ReadyOn).ThenBy(i => problem.Cases[i].Id))
        {
            for (var meeting = 0; meeting < problem.Meetings.Count; meeting++)
            {
                if (schedule.HasRoom(@case, meeting))
                {
                    schedule.Place(@case, meeting);
                    break;
                }
            }
        }

        return schedule;
    }
}
