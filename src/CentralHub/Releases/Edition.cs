using System.Collections.Frozen;

namespace Partnership.CentralHub.Releases;

/// <summary>
/// What has been released of one cell: its children as they were then, and the councils whose own figures are hidden in a common
/// pool. An edition never changes; later ones replace it.
/// </summary>
internal sealed record Edition(IReadOnlyDictionary<Guid, Contribution> Children, IReadOnlySet<short> Pooled)
{
    internal static Edition Empty { get; } = new(FrozenDictionary<Guid, Contribution>.Empty, FrozenSet<short>.Empty);

    /// <summary>Each council's part in this edition, and what changed of it since the one that readers saw before.</summary>
    internal IEnumerable<CouncilPart> PartsSince(Edition last)
    {
        var sizes = Changes.Between(Empty, Children, null);
        var changes = Changes.Between(last, Children, null);
        return sizes.Councils.Union(changes.Councils).Union(Pooled).Select(council => new CouncilPart(
            council,
            Pooled.Contains(council),
            sizes.Of([council]).Children,
            sizes.Of([council]).Gaps,
            changes.Of([council]).Children,
            changes.Of([council]).Gaps));
    }
}

/// <summary>A council's part in an edition.</summary>
/// <param name="Council">The council.</param>
/// <param name="Pooled">Whether its own figure is hidden in the common pool.</param>
/// <param name="Children">Its children in the edition.</param>
/// <param name="WithGap">Those of them with a gap; see <see cref="Contribution"/>.</param>
/// <param name="Changed">Its children added, gone or altered since the edition that readers saw before.</param>
/// <param name="ChangedWithGap">Those of them whose gap changed.</param>
internal readonly record struct CouncilPart(short Council, bool Pooled, int Children, int WithGap, int Changed, int ChangedWithGap);
