using System.Diagnostics;

namespace Partnership.PanelScheduling.Scheduling;

/// <summary>A schedule, and how good it is.</summary>
/// <param name="Schedule">Where each case is.</param>
/// <param name="Bound">No schedule costs less than this.</param>
/// <param name="IsOptimal">Whether it is proven that none is better.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record SolvedSchedule(Schedule Schedule, long Bound, bool IsOptimal, TimeSpan Elapsed)
{
    /// <summary>How far above the bound the schedule may be, as a part of its cost: 0 is the best there is.</summary>
    public double Gap => Schedule.Cost == 0 ? 0 : (double)(Schedule.Cost - Bound) / Schedule.Cost;
}

/// <summary>
/// Places ready cases into meetings: exactly when there are few, otherwise by a greedy beginning, improving moves (one case moved, two
/// swapped, one moved and another pushed on), and by taking a part of the schedule out and putting it back better, again and again.
/// </summary>
internal sealed class ScheduleSolver
{
    /// <summary>So many cases and fewer are solved exactly.</summary>
    private const int Few = 14;

    private readonly ScheduleProblem _problem;
    private readonly Random _random;
    private readonly int[][] _open;
    private readonly Func<bool> _isOver;
    private Schedule _now;

    private ScheduleSolver(ScheduleProblem problem, int seed, Func<bool> isOver)
    {
        _problem = problem;
        _random = new Random(seed);
        _isOver = isOver;
        _open = [.. Enumerable.Range(0, problem.Cases.Count).Select(i => Enumerable.Range(0, problem.Meetings.Count)
            .Where(j => problem.IsOpen(i, j)).OrderBy(j => problem.CostOf(i, j)).ToArray())];
        _now = new Schedule(problem);
    }

    /// <param name="problem">The problem.</param>
    /// <param name="budget">How long to look at most; the bound takes a fifth of it.</param>
    /// <param name="clock">Measures that.</param>
    /// <param name="seed">The same seed makes the same choices.</param>
    public static SolvedSchedule Solve(ScheduleProblem problem, TimeSpan budget, TimeProvider clock, int seed = 1)
    {
        var begun = clock.GetTimestamp();
        bool Over(double part) => clock.GetElapsedTime(begun) > budget * part;
        var solver = new ScheduleSolver(problem, seed, () => Over(0.8));
        var schedule = solver.Search();
        var (bound, optimal) = (0L, false);
        if (problem.Cases.Count <= Few)
        {
            (schedule, optimal) = ExactSolver.Solve(problem, schedule, () => Over(0.95));
        }

        bound = optimal ? schedule.Cost : ScheduleBound.Of(problem, schedule.Cost, () => Over(1));
        Debug.Assert(bound <= schedule.Cost, "A bound is below every schedule.");
        return new SolvedSchedule(schedule, bound, optimal || bound == schedule.Cost, clock.GetElapsedTime(begun));
    }

    private Schedule Search()
    {
        // A case that loses most by not having its first choice chooses first.
        Insert([.. Enumerable.Range(0, _problem.Cases.Count)]);
        Improve();
        var byHand = FirstComeFirstServed.Solve(_problem);
        if (byHand.Cost < _now.Cost)
        {
            _now = byHand;
            Improve();
        }

        var best = _now.Copy();
        var stale = 0;
        var patience = 60 + (_problem.Cases.Count * 4);
        while (stale < patience && !_isOver() && _problem.Cases.Count > 1)
        {
            Ruin();
            Improve();
            if (_now.Cost < best.Cost)
            {
                (best, stale) = (_now.Copy(), 0);
            }
            else
            {
                // Sideways and a little uphill, so that a valley is left; far off, back to the best.
                stale++;
                if (_now.Cost > best.Cost + (best.Cost / 200))
                {
                    _now = best.Copy();
                }
            }
        }

        return best;
    }

    /// <summary>Takes neighbours in time out, and puts them back.</summary>
    private void Ruin()
    {
        var count = Math.Min(_problem.Cases.Count, 4 + _random.Next(Math.Max(4, _problem.Cases.Count / 8)));
        var middle = _problem.Cases[_random.Next(_problem.Cases.Count)].ReadyOn.DayNumber + _random.Next(-10, 30);
        int[] taken = [.. Enumerable.Range(0, _problem.Cases.Count)
            .OrderBy(i => Math.Abs((_now[i] >= 0 ? _problem.Meetings[_now[i]].Date : _problem.Cases[i].ReadyOn).DayNumber - middle) + _random.Next(12))
            .Take(count)];
        foreach (var @case in taken)
        {
            _now.Place(@case, -1);
        }

        Insert([.. taken]);
    }

    private void Insert(List<int> cases)
    {
        while (cases.Count > 0)
        {
            var (chosen, to, most, noise) = (-1, -1, long.MinValue, 0);
            foreach (var @case in cases)
            {
                var (first, second) = TwoBest(@case);
                var regret = _problem.CostOf(@case, second) - _problem.CostOf(@case, first);
                var luck = _random.Next(1000);
                if (regret > most || (regret == most && luck > noise))
                {
                    (chosen, to, most, noise) = (@case, first, regret, luck);
                }
            }

            if (to >= 0)
            {
                _now.Place(chosen, to);
            }

            cases.Remove(chosen);
        }
    }

    private (int First, int Second) TwoBest(int @case)
    {
        var first = -1;
        foreach (var meeting in _open[@case])
        {
            if (_now.HasRoom(@case, meeting))
            {
                if (first >= 0)
                {
                    return (first, meeting);
                }

                first = meeting;
            }
        }

        return (first, -1);
    }

    private void Improve()
    {
        var moved = true;
        while (moved && !_isOver())
        {
            moved = false;
            for (var @case = 0; @case < _problem.Cases.Count; @case++)
            {
                moved |= TryMove(@case);
            }
        }
    }

    /// <summary>Moves a case to something cheaper: where there is room, by swapping, or by pushing another on.</summary>
    private bool TryMove(int @case)
    {
        var from = _now[@case];
        foreach (var to in _open[@case])
        {
            if (to == from || _problem.CostOf(@case, to) >= _problem.CostOf(@case, from))
            {
                return false;
            }

            if (_now.HasRoom(@case, to))
            {
                _now.Place(@case, to);
                return true;
            }

            if (TryPush(@case, from, to))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryPush(int @case, int from, int to)
    {
        var gain = _problem.CostOf(@case, from) - _problem.CostOf(@case, to);
        var minutes = _problem.Cases[@case].Minutes;
        for (var other = 0; other < _problem.Cases.Count; other++)
        {
            if (_now[other] != to || _now.Left(to) + _problem.Cases[other].Minutes < minutes)
            {
                continue;
            }

            foreach (var further in _open[other])
            {
                var loss = _problem.CostOf(other, further) - _problem.CostOf(other, to);
                if (loss >= gain)
                {
                    break;
                }

                var room = _now.Left(further) + (further == from ? minutes : 0);
                if (further != to && room >= _problem.Cases[other].Minutes)
                {
                    _now.Place(@case, -1);
                    _now.Place(other, further);
                    _now.Place(@case, to);
                    return true;
                }
            }
        }

        return false;
    }
}
