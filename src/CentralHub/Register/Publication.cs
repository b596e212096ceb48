namespace Partnership.CentralHub.Register;

/// <summary>A row that may be published.</summary>
/// <param name="Row">Its reference.</param>
/// <param name="Family">Whom it is counted with.</param>
/// <param name="Owner">The council whose row it is, whether or not that is shown.</param>
/// <param name="Key">The facts that somebody who knows the family could know; equal when they are shown alike.</param>
internal readonly record struct PublishableRow<TKey>(Guid Row, Guid Family, short Owner, TKey Key);

/// <summary>
/// Decides how many facts of each row may be shown, so that whoever knows some of them cannot tell the row from at least four others that
/// are shown alike: docs/decisions/0014-what-family-finding-tells-the-region.md has the reasons.
/// </summary>
internal static class Publication
{
    /// <summary>Rows of at least so many families are alike in what is shown of the key, among those that each reader may see.</summary>
    internal const int Alike = 5;

    /// <summary>
    /// The rung and the key that each row is shown with. All start with the whole key; groups that are large enough for every council that may read them are shown so, and those left
    /// over lose the next fact and are grouped again among themselves alone, for a row that joined a group on a lower rung would stand out by
    /// what it is not. A row that finds no group on the last rung is not published. Brothers and sisters who are searched for together are one family: five of one would
    /// be told apart from nobody.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="ladder">What each further rung takes away from the rung before.</param>
    /// <param name="readers">Who may read which council's rows.</param>
    internal static Dictionary<Guid, (short Rung, TKey Shown)> Of<TKey>(IEnumerable<PublishableRow<TKey>> rows, IReadOnlyList<Func<TKey, TKey>> ladder, RegisterReaders readers)
        where TKey : notnull
    {
        var published = new Dictionary<Guid, (short, TKey)>();
        var left = rows.ToList();
        for (short rung = 0; left.Count >= Alike; rung++)
        {
            var next = new List<PublishableRow<TKey>>(left.Count);
            foreach (var group in left.GroupBy(row => row.Key))
            {
                var standing = Standing(group, readers);
                foreach (var row in group)
                {
                    if (standing.Contains(readers.CircleOf(row.Owner)))
                    {
                        published.Add(row.Row, (rung, row.Key));
                    }
                    else
                    {
                        next.Add(row);
                    }
                }
            }

            if (rung == ladder.Count)
            {
                break;
            }

            left = next.ConvertAll(row => row with { Key = ladder[rung](row.Key) });
        }

        return published;
    }

    /// <summary>
    /// The circles of a group that may be shown so: for whoever reads one of them, those that this reader sees of the others and of its own come to enough families. Who falls out is missing
    /// to others, so it is asked again until nobody does.
    /// </summary>
    private static HashSet<int> Standing<TKey>(IEnumerable<PublishableRow<TKey>> group, RegisterReaders readers)
    {
        var families = group.GroupBy(row => readers.CircleOf(row.Owner)).ToDictionary(circle => circle.Key, circle => circle.Select(row => row.Family).Distinct().Take(Alike).ToList());
        var standing = families.Keys.ToHashSet();
        while (standing.RemoveWhere(circle => readers.SightsOf(circle).Any(sight => !AreEnough(sight.Where(standing.Contains).SelectMany(seen => families[seen])))) > 0)
        {
        }

        return standing;
    }

    private static bool AreEnough(IEnumerable<Guid> families) => families.Distinct().Skip(Alike - 1).Any();
}
