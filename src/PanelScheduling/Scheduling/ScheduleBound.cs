namespace Partnership.PanelScheduling.Scheduling;

/// <summary>
/// A cost below which no schedule can come: the capacity of meetings is priced (one price a minute and meeting) instead of kept, then
/// every case takes what is cheapest for it alone. Prices are raised where too many come and lowered where too few do, and the best
/// bound of all rounds is kept (Lagrangian relaxation, subgradient steps).
/// </summary>
internal static class ScheduleBound
{
    private const int Rounds = 300;

    /// <param name="problem">The problem.</param>
    /// <param name="known">The cost of a schedule that is there: what the steps aim at.</param>
    /// <param name="deadline">Stops early.</param>
    public static long Of(ScheduleProblem problem, long known, Func<bool> deadline)
    {
        var (cases, meetings) = (problem.Cases.Count, problem.Meetings.Count);
        var prices = new double[meetings];
        var (best, agility, since) = (double.NegativeInfinity, 2.0, 0);
        var load = new long[meetings];
        for (var round = 0; round < Rounds && !deadline(); round++)
        {
            Array.Clear(load);
            var bound = 0.0;
            for (var i = 0; i < cases; i++)
            {
                var (cheapest, at) = ((double)problem.CostOf(i, -1), -1);
                for (var j = 0; j < meetings; j++)
                {
                    if (problem.IsOpen(i, j) && problem.CostOf(i, j) + (prices[j] * problem.Cases[i].Minutes) is var cost && cost < cheapest)
                    {
                        (cheapest, at) = (cost, j);
                    }
                }

                bound += cheapest;
                if (at >= 0)
                {
                    load[at] += problem.Cases[i].Minutes;
                }
            }

            for (var j = 0; j < meetings; j++)
            {
                bound -= prices[j] * problem.Meetings[j].Minutes;
            }

            if (bound > best)
            {
                (best, since) = (bound, 0);
            }
            else if (++since == 15)
            {
                (agility, since) = (agility / 2, 0);
            }

            var square = 0.0;
            for (var j = 0; j < meetings; j++)
            {
                double excess = load[j] - problem.Meetings[j].Minutes;
                square += excess > 0 || prices[j] > 0 ? excess * excess : 0;
            }

            if (square == 0 || known - bound < 1)
            {
                break;
            }

            var step = agility * (known - bound) / square;
            for (var j = 0; j < meetings; j++)
            {
                prices[j] = Math.Max(0, prices[j] + (step * (load[j] - problem.Meetings[j].Minutes)));
            }
        }

        // Sums of doubles: a little is given away so that the bound stays one.
        return double.IsNegativeInfinity(best) ? 0 : Math.Min(known, (long)Math.Floor(best - (Math.Abs(best) * 1e-9)));
    }
}
