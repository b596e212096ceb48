namespace Partnership.LocalHosting.Dashboard;

/// <summary>Several series as one line. Their reports do not come at one moment, so they are put together by steps.</summary>
internal static class SeriesSum
{
    // What was said last holds until the next report, but not for ever: its process may be gone.
    private const int MostStepsMissed = 2;
    private static readonly long FinestStep = (long)TimeSpan.FromSeconds(5).TotalNanoseconds;

    public static List<(long At, double Value)> Of(IReadOnlyList<IReadOnlyList<MetricPoint>> series)
    {
        if (series.Count == 1)
        {
            return [.. series[0].Select(point => (point.At, point.Value))];
        }

        var step = Step(series);
        var sums = new SortedDictionary<long, double>();
        foreach (var points in series)
        {
            (long Place, double Value)? last = null;
            foreach (var point in points.GroupBy(point => point.At / step).Select(group => group.Last()))
            {
                var place = point.At / step;
                if (last is { } before && place - before.Place <= MostStepsMissed + 1)
                {
                    for (var missed = before.Place + 1; missed < place; missed++)
                    {
                        Add(missed, before.Value);
                    }
                }

                Add(place, point.Value);
                last = (place, point.Value);
            }
        }

        // The last step may lack those that report a moment later.
        return [.. sums.SkipLast(1).Select(pair => (pair.Key * step, pair.Value))];

        void Add(long place, double value) => sums[place] = sums.GetValueOrDefault(place) + value;
    }

    /// <summary>Whole fives of seconds in which even those that report most rarely report once.</summary>
    private static long Step(IReadOnlyList<IReadOnlyList<MetricPoint>> series)
    {
        var longest = series.Max(MedianPause);
        return Math.Max(1, (longest + (FinestStep / 2)) / FinestStep) * FinestStep;
    }

    private static long MedianPause(IReadOnlyList<MetricPoint> points)
    {
        var pauses = points.Zip(points.Skip(1), (one, next) => next.At - one.At).Order().ToList();
        return pauses.Count == 0 ? 0 : pauses[pauses.Count / 2];
    }
}
