namespace Partnership.CentralHub.Releases;

/// <summary>
/// Decides what of a cell may be released. Whatever a reader can compute from the editions seen so far by adding and subtracting
/// must be about nobody or about at least <see cref="Threshold"/> children: docs/decisions/0007-released-figures.md gives the reasons.
/// </summary>
internal static class ReleaseRule
{
    /// <summary>A figure over fewer children than this is not released.</summary>
    internal const int Threshold = 6;

    /// <summary>
    /// The next edition, or null when nothing may be released yet. A council with too few changes is left as it was in the last
    /// edition that somebody saw, and waits for more.
    /// </summary>
    /// <param name="served">The editions that readers have seen, the oldest first; one that nobody saw is not counted.</param>
    /// <param name="live">The cell's children now.</param>
    internal static Edition? Next(IReadOnlyList<Edition> served, IReadOnlyDictionary<Guid, Contribution> live)
    {
        var last = served.Count == 0 ? Edition.Empty : served[^1];
        var pending = Changes.Between(last, live, served);
        var taken = pending.Councils
            .Where(council => pending.Of([council]).MayShow || served.All(edition => edition.Pooled.Contains(council) || !HasChildren(edition, council)))
            .ToHashSet();

        // The council with the fewest changes waits first: the others' figures should not wait for it.
        while (taken.Count > 0)
        {
            var children = Take(last, live, taken);
            if (PoolFor(children, served) is { } pooled)
            {
                return new Edition(children, pooled);
            }

            var fewest = taken.OrderBy(council => pending.Of([council]).Children).ThenBy(council => council).First();
            if (pending.Of([fewest]).Children >= Threshold)
            {
                // To leave out so many would make the region's figure wrong, not late: the whole cell waits.
                return null;
            }

            taken.Remove(fewest);
        }

        return null;
    }

    /// <summary>Whether this many children may stand behind a figure that can be computed: none, or enough.</summary>
    internal static bool IsSafe(int children) => children is 0 or >= Threshold;

    private static bool HasChildren(Edition edition, short council) => edition.Children.Values.Any(child => child.Council == council);

    private static Dictionary<Guid, Contribution> Take(Edition last, IReadOnlyDictionary<Guid, Contribution> live, HashSet<short> taken) =>
        last.Children.Values.Where(child => !taken.Contains(child.Council))
            .Concat(live.Values.Where(child => taken.Contains(child.Council)))
            .DistinctBy(child => child.Reference)
            .ToDictionary(child => child.Reference);

    /// <summary>The councils to hide so that nothing small can be computed, or null when hiding does not help.</summary>
    private static HashSet<short>? PoolFor(Dictionary<Guid, Contribution> children, IReadOnlyList<Edition> served)
    {
        var sizes = Changes.Between(Edition.Empty, children, []);
        var since = served.Select((edition, index) => Changes.Between(edition, children, index == served.Count - 1 ? served : null)).ToList();

        // A reader in a council takes that council's children off the region's figure and is left with all the others.
        if (since.Any(each => !each.OfAll().MayShow
            || each.Councils.Concat(sizes.Councils).Any(own => !each.OfAllBut(own).MayShow)))
        {
            return null;
        }

        // Once shown by itself, or in the pool, always so in this cell: a council that moved between the two would give the others away.
        var shown = served.SelectMany(edition => edition.Children.Values.Select(child => child.Council).Except(edition.Pooled)).ToHashSet();
        var pooled = sizes.Councils.Where(council => !shown.Contains(council) && !sizes.Of([council]).IsSafe)
            .Union(served.SelectMany(edition => edition.Pooled)).ToHashSet();
        if (shown.Any(council => !sizes.Of([council]).IsSafe || since.Any(each => !each.Of([council]).MayShow)))
        {
            return null;
        }

        while (!sizes.Of(pooled).IsSafe || since.Any(each => !each.Of(pooled).MayShow))
        {
            // Complementary suppression: the pool is the region less the visible councils, so it must be large itself.
            var next = sizes.Councils.Where(council => !pooled.Contains(council) && !shown.Contains(council))
                .OrderBy(council => sizes.Of([council]).Children).ThenBy(council => council).ToList();
            if (next.Count == 0)
            {
                return null;
            }

            pooled.Add(next[0]);
        }

        return pooled;
    }
}
