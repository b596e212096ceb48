using System.Collections.Immutable;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;

namespace Partnership.CentralHub.Searches;

/// <summary>All that lists are made of, in memory, as it was after one run.</summary>
/// <param name="Index">Children, households and what stands between them.</param>
/// <param name="Children">The newest snapshots of children whose search has not ended.</param>
/// <param name="Households">The newest snapshots of households whose offer has not ended.</param>
/// <param name="Asked">Open questions, with or without an answer.</param>
internal sealed record RegionView(
    RegionIndex Index,
    ImmutableDictionary<Guid, ChildProfiled> Children,
    ImmutableDictionary<Guid, HouseholdOffered> Households,
    ImmutableHashSet<CandidateQuestion> Asked)
{
    /// <summary>The same with newest snapshots of children.</summary>
    public RegionView With(IEnumerable<ChildProfiled> snapshots)
    {
        var (index, children) = (Index, Children);
        foreach (var child in snapshots)
        {
            index = index.Apply(child);
            children = child.Standing == Contracts.FamilyFinding.SearchStanding.Ended ? children.Remove(child.Reference) : children.SetItem(child.Reference, child);
        }

        return this with { Index = index, Children = children };
    }

    /// <summary>The same with newest snapshots of households.</summary>
    public RegionView With(IEnumerable<HouseholdOffered> snapshots)
    {
        var (index, households) = (Index, Households);
        foreach (var household in snapshots)
        {
            index = index.Apply(household);
            households = household.Approval == Contracts.FamilyFinding.ApprovalState.Ended
                ? households.Remove(household.Reference)
                : households.SetItem(household.Reference, household);
        }

        return this with { Index = index, Households = households };
    }
}

/// <summary>Keeps the region of the newest run of this process. What another process did since makes it worthless: see <see cref="At"/>.</summary>
internal sealed class RegionMemory
{
    private long _run = -1;
    private volatile RegionView? _view;

    /// <summary>The region as the newest run of this process left it.</summary>
    public RegionView? Newest => _view;

    /// <summary>The region as that run left it; null when this process did not make that run.</summary>
    public RegionView? At(long run) => run == _run ? _view : null;

    /// <summary>Keeps what a run made, once it is committed.</summary>
    public void Keep(long run, RegionView view) => (_run, _view) = (run, view);
}
