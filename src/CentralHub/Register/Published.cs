using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Register;

/// <summary>
/// What everybody with the policy may see of a child: alike, in all but needs, for children of at least <see cref="Publication.Alike"/> families. A fact
/// that is null is not shown.
/// </summary>
internal sealed record PublishedChild
{
    public required Guid Reference { get; init; }

    /// <summary>The rung of <see cref="ChildLadder"/>: how many facts were left out.</summary>
    public required short Rung { get; init; }

    public short? Council { get; init; }

    /// <summary>One band, or all bands of a broad one.</summary>
    public AgeBands? Age { get; init; }

    public ChildCounts? Siblings { get; init; }

    public PermanencePlan? Plan { get; init; }

    public ChildStage? Stage { get; init; }

    public AuthorityToPlace? Authority { get; init; }

    public WaitBand? Wait { get; init; }

    public PriorityFlags? Priority { get; init; }

    /// <summary>The highest level in each area of need; see <see cref="AreaLevels"/>.</summary>
    public required int Needs { get; init; }
}

/// <summary>What everybody with the policy may see of a household; as <see cref="PublishedChild"/>.</summary>
internal sealed record PublishedHousehold
{
    public required Guid Reference { get; init; }

    /// <summary>The rung of <see cref="HouseholdLadder"/>.</summary>
    public required short Rung { get; init; }

    public short? Council { get; init; }

    /// <summary>Whether <see cref="LivesIn"/> is shown; null there means outside the region.</summary>
    public required bool ShowsHome { get; init; }

    public short? LivesIn { get; init; }

    public Parents? Parents { get; init; }

    public ChildCounts? ChildrenAtHome { get; init; }

    public ApprovalState? Approval { get; init; }

    /// <summary>Quarters since 2000.</summary>
    public short? ApprovalExpected { get; init; }

    /// <summary>Numbers that it says yes to or could consider.</summary>
    public ChildCounts? Numbers { get; init; }

    /// <summary>Broad bands that hold an age that it says yes to or could consider.</summary>
    public AgeBands? Ages { get; init; }

    public HouseholdRoutes? Routes { get; init; }

    /// <summary>In each area of need the highest level that it says yes to or could consider; see <see cref="AreaLevels"/>.</summary>
    public required int Offers { get; init; }
}
