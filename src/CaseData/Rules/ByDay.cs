namespace Partnership.CaseData.Rules;

/// <summary>
/// Puts the few rows of a child in the order of a day. Not by LINQ: over optional days it would have to be compiled while the command runs,
/// which takes longer than the sorting.
/// </summary>
internal static class ByDay
{
    /// <summary>The rows by a day, and those of one day by another or in their own order; those without a day first.</summary>
    internal static TRow[] InOrder<TRow>(ArraySegment<TRow> rows, Func<TRow, DateOnly?> day, Func<TRow, DateOnly?>? then = null)
        where TRow : class
    {
        var sorted = rows.ToArray();
        if (sorted.Length < 2)
        {
            return sorted;
        }

        var keys = new long[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            var row = sorted[i];
            var key = (Number(day(row)) << 32) + (then is null ? 0 : Number(then(row)));
            var place = i;
            for (; place > 0 && keys[place - 1] > key; place--)
            {
                (keys[place], sorted[place]) = (keys[place - 1], sorted[place - 1]);
            }

            (keys[place], sorted[place]) = (key, row);
        }

        return sorted;
    }

    private static long Number(DateOnly? day) => day is { } known ? known.DayNumber + 1L : 0;
}
