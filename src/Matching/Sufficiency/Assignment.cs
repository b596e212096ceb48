namespace Partnership.Matching.Sufficiency;

/// <summary>
/// Households given to searches, one each: as many searches served as can be, and among all ways to serve so many one with the least sum. For
/// planning; which child has which household in it means nothing.
/// </summary>
/// <param name="ColumnOf">By row its column; −1 when it is not served.</param>
/// <param name="Served">How many are served. It is the greatest number always.</param>
/// <param name="Sum">The sum of the costs.</param>
/// <param name="SumBound">No way to serve as many has a lesser sum. Equal to <paramref name="Sum"/> when that is the least.</param>
public sealed record Assignment(IReadOnlyList<int> ColumnOf, int Served, long Sum, long SumBound)
{
    /// <summary>Whether the sum is proved to be the least.</summary>
    public bool IsExact => Sum == SumBound;
}
