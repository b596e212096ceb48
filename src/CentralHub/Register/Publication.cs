namespace Partnership.CentralHub.Register;

/// <summary>
/// Decides how many facts of each row may be shown, so that whoever knows some of them cannot tell the row from at least four others that
/// are shown alike: docs/decisions/0014-what-family-finding-tells-the-region.md has the reasons.
/// </summary>
internal static class Publication
{
    /// <summary>Rows of at least so many families are alike in what is shown of the key.</summary>
    internal const int Alike = 5;

    /// <summary>
    /// The rung and the key that each row is shown with. All start with the whole key; groups that are large enough are shown so, and those left
    /// over lose the next fact and are grouped again among themselves alone, for a row that joined a group on a lower rung would stand out by
    /// what it is not. A row that finds no group on the last rung is not published. Brothers and sisters who are searched for together are one family: five of one would
    /// be told apart from nobody.
    /// </summary>
    /// <typeparam name="TKey">The facts that somebody who knows the family could know; equal when they are shown alike.</typeparam>
    /// <param name="rows">The rows, each with its family and its whole key.</param>
    /// <param name="ladder">What each further rung takes away from the rung before.</param>
    internal static Dictionary<Guid, (short Rung, TKey Shown)> Of<TKey>(
        IEnumerable<(Guid Row, Guid Family, TKey Key)> rows, IReadOnlyList<Func<TKey, TKey>> ladder)
        where TKey : notnull
    {
        var published = new Dictionary<Guid, (short, TKey)>();
        var left = rows.ToList();
        for (short rung = 0; left.Count >= Alike; rung++)
        {
            var next = new List<(Guid Row, Guid Family, TKey Key)>(left.Count);
            foreach (var group in left.GroupBy(row => row.Key))
            {
                if (group.DistinctBy(row => row.Family).Count() < Alike)
                {
                    next.AddRange(group);
                    continue;
                }

                foreach (var (row, _, shown) in group)
                {
                    published.Add(row, (rung, shown));
                }
            }

            if (rung == ladder.Count)
            {
                break;
            }

            left = next.ConvertAll(row => (row.Row, row.Family, ladder[rung](row.Key)));
        }

        return published;
    }
}
