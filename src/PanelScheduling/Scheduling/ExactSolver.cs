namespace Partnership.PanelScheduling.Scheduling;

/// <summary>Finds the best schedule of a small problem by looking at every one that could be better than the best so far.</summary>
internal sealed class ExactSolver
{
    private const long MostSteps = 2_000_000;

    private readonly ScheduleProblem _problem;
    private readonly int[] _order;
    private readonly int[][] _choices;
    private readonly long[] _rest;
    private readonly Schedule _now;
    private readonly Func<bool> _deadline;
    private Schedule _best;
    private long _steps;

    private ExactSolver(ScheduleProblem problem, Schedule start, Func<bool> deadline)
    {
        _problem = problem;
        _deadline = deadline;
        _best = start.Copy();
        _now = new Schedule(problem);
        _choices = [.. Enumerable.Range(0, problem.Cases.Count).Select(i => Enumerable.Range(0, problem.Meetings.Count)
            .Where(j => problem.IsOpen(i, j)).Append(-1).OrderBy(j => problem.CostOf(i, j)).ToArray())];

        // Those with most to lose first, so that a bad beginning is seen early.
        _order = [.. Enumerable.Range(0, problem.Cases.Count).OrderBy(i => _choices[i].Length).ThenByDescending(i => problem.CostOf(i, -1) - problem.CostOf(i, _choices[i][0]))];
        _rest = new long[_order.Length + 1];
        for (var place = _order.Length - 1; place >= 0; place--)
        {
            _rest[place] = _rest[place + 1] + problem.CostOf(_order[place], _choices[_order[place]][0]) - problem.CostOf(_order[place], -1);
        }
    }

    /// <summary>The best schedule, and whether nothing was left to look at.</summary>
    public static (Schedule Schedule, bool IsOptimal) Solve(ScheduleProblem problem, Schedule start, Func<bool> deadline)
    {
        var solver = new ExactSolver(problem, start, deadline);
        var whole = solver.Search(0);
        return (solver._best, whole);
    }

    private bool Search(int place)
    {
        if (++_steps > MostSteps || ((_steps & 0xFFF) == 0 && _deadline()))
        {
            return false;
        }

        if (place == _order.Length)
        {
            if (_now.Cost < _best.Cost)
            {
                _best = _now.Copy();
            }

            return true;
        }

        var @case = _order[place];
        foreach (var meeting in _choices[@case])
        {
            if (meeting >= 0 && !_now.HasRoom(@case, meeting))
            {
                continue;
            }

            _now.Place(@case, meeting);

            // The rest can at best all have their cheapest.
            var whole = _now.Cost + _rest[place + 1] >= _best.Cost || Search(place + 1);
            _now.Place(@case, -1);
            if (!whole)
            {
                return false;
            }
        }

        return true;
    }
}
