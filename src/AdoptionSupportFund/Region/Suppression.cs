namespace Partnership.AdoptionSupportFund.Region;

/// <summary>Which figures are hidden because they stand for too few children.</summary>
internal static class Suppression
{
    /// <summary>Fewer children than this hide a figure.</summary>
    public const int Threshold = 6;

    /// <summary>
    /// The places to hide among counts whose sum may be known: those from 1 to 5, and when these alone could be worked out from the sum, the next
    /// smallest too. A count of nobody hides nothing.
    /// </summary>
    public static IReadOnlySet<int> Hidden(IReadOnlyList<int> counts)
    {
        var hidden = Enumerable.Range(0, counts.Count).Where(index => counts[index] is > 0 and < Threshold).ToHashSet();
        if (hidden.Count > 0 && hidden.Sum(index => counts[index]) < Threshold
            && Enumerable.Range(0, counts.Count).Where(index => counts[index] >= Threshold).OrderBy(index => counts[index]).ThenBy(index => index).Cast<int?>().FirstOrDefault() is { } next)
        {
            hidden.Add(next);
        }

        return hidden;
    }
}
