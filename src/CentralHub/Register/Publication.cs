namespace Partnership.CentralHub.Register;

/// <summary>
/// Decides how many facts of each row may be shown, so that whoever knows some of them cannot tell the row from at least four others that
/// are shown alike: docs/decisions/0014-what-family-finding-tells-the-region.md has the reasons.
/// </summary>
internal static class Publication
{
    /// <summary>At least so many rows are alike in what is shown of the key.</summary>
    internal const int Alike = 5;

    /// <summary>
    /// The rung and the key that each row is shown with. All start with the whole key; groups that are large enough are shown so, and those left
    /// over lose the next fact and are grouped again among themselves alone, for a row that joined a group on a lower rung would stand out by
    /// what it is not. A row that finds no group on the last rung is not published.
    /// </summary>
    /// <typeparam name="TKey">The facts that somebody who knows the family could know; equal when they are shown alike.</typeparam>
    /// <param name="rows">The rows with their whole keys.</param>
    /// <param name="ladder">What each further rung takes away from the rung before.</param>
    internal static Dictionary<Guid, (short Rung, TKey Shown)> Of<TKey>(IEnumerable<(Guid Row, TKey Key)> rows, IReadOnlyList<Func<TKey, TKey>> ladder)
        where TKey : notnull
    {
        var published = new Dictionary<Guid, (short, TKey)>();
        var left = rows.ToList();
        for (short rung = 0; left.Count >= Alike; rung++)
        {
            var next = new List<(Guid, TKey)>(left.Count);
            foreach (var group in left.GroupBy(row => row.Key))
            {
                if (group.Count() < Alike)
                {
                    next.AddRange(group);
                    continue;
                }

                foreach (var (row, shown) in group)
                {
                    published.Add(row, (rung, shown));
                }
            }

            if (rung == ladder.Count)
            {
                break;
            }

            left = next.ConvertAll(row => (row.Item1, ladder[rung](row.Item2)));
        }

        return published;
    }
}
