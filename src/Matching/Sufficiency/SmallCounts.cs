namespace Partnership.Matching.Sufficiency;

/// <summary>
/// Counts of one to five are hidden, and where one hidden count could be worked out from the others, one more is. Nobody is not a few: zero is shown.
/// </summary>
internal static class SmallCounts
{
    /// <summary>The least count of somebody that is shown.</summary>
    public const int Least = 6;

    /// <summary>A count that stands alone.</summary>
    public static int? Shown(int count) => count is 0 or >= Least ? count : null;

    /// <summary>
    /// Counts of the same wholes once more, of more households, beside the first: hidden is which differs from it by one to five, for the difference is a count of
    /// somebody too, and one more wherever the hidden one could be worked out.
    /// </summary>
    public static int?[] Beside(IReadOnlyList<int?> first, IReadOnlyList<int?> second)
    {
        var shown = second.Select((count, part) => IsFew(first[part], count) ? null : count).ToArray();
        if (shown.Count(count => count is null) == 1 && shown.Any(count => count is not null))
        {
            var smallest = Enumerable.Range(0, shown.Length).Where(part => shown[part] is not null).MinBy(part => (shown[part] == 0, shown[part]));
            shown[smallest] = null;
        }

        return shown;
    }

    /// <summary>Whether two counts that are shown differ by one to five.</summary>
    public static bool IsFew(int? first, int? second) => Math.Abs(first - second ?? 0) is > 0 and < Least;

    /// <summary>
    /// Counts that make up a whole which is shown too: hidden are none of them, or two and more that add up to six at least, or all that are not zero.
    /// </summary>
    public static int?[] Parts(params int[] counts)
    {
        var smallestFirst = Enumerable.Range(0, counts.Length).Where(part => counts[part] > 0).OrderBy(part => counts[part]).ToList();
        var hidden = smallestFirst.Count(part => counts[part] < Least);
        while (hidden > 0 && hidden < smallestFirst.Count && (hidden == 1 || smallestFirst.Take(hidden).Sum(part => counts[part]) < Least))
        {
            hidden++;
        }

        var shown = Array.ConvertAll(counts, count => (int?)count);
        smallestFirst.Take(hidden).ToList().ForEach(part => shown[part] = null);
        return shown;
    }
}
