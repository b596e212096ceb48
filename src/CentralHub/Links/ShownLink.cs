using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Links;

/// <summary>A link as its parties see it.</summary>
/// <param name="Link">The link.</param>
/// <param name="State">How it stands.</param>
/// <param name="Reasons">Why not progressed.</param>
/// <param name="Version">Its version, the ETag of the link.</param>
/// <param name="Number">How many children it is for.</param>
/// <param name="Children">The children, each with its council.</param>
/// <param name="Household">The household.</param>
/// <param name="HouseholdCouncil">The household's council.</param>
/// <param name="ProposedAt">When it was proposed (UTC).</param>
/// <param name="ChangedAt">When it last changed (UTC).</param>
/// <param name="Steps">Every change, the first first; null in lists.</param>
/// <param name="Workers">Who works on it, on either side; null in lists.</param>
/// <param name="Competing">Other live links of the other side, by how far they are, never whose; null in lists.</param>
/// <param name="Snapshots">What the link opens to both sides; null in lists, once it is not progressed, and once it is matched and each child of it has moved in or come back.</param>
internal sealed record ShownLink(
    Guid Link,
    LinkState State,
    IReadOnlyList<NotProgressedReasons> Reasons,
    long Version,
    ChildCounts Number,
    IReadOnlyList<ShownLink.Child> Children,
    Guid Household,
    CouncilCode HouseholdCouncil,
    DateTimeOffset ProposedAt,
    DateTimeOffset ChangedAt,
    IReadOnlyList<ShownLink.Step>? Steps = null,
    IReadOnlyList<ShownLink.Worker>? Workers = null,
    IReadOnlyList<ShownLink.Others>? Competing = null,
    ShownLink.Opened? Snapshots = null)
{
    /// <param name="Reference">The child.</param>
    /// <param name="Council">The child's council.</param>
    internal sealed record Child(Guid Reference, CouncilCode Council);

    /// <param name="Version">The version that it made.</param>
    /// <param name="At">When (UTC).</param>
    /// <param name="Side">Whose; null for what followed from something else.</param>
    /// <param name="Council">Which council's.</param>
    /// <param name="Worker">Who took it; null when a hub or the centre did.</param>
    /// <param name="From">Where the link stood.</param>
    /// <param name="To">Where it leads.</param>
    /// <param name="Taken">False while other councils of the children have yet to take it, and for what was not applied.</param>
    /// <param name="Reasons">Why not progressed.</param>
    internal sealed record Step(
        long Version, DateTimeOffset At, LinkSide? Side, CouncilCode? Council, Guid? Worker, LinkState? From, LinkState To, bool Taken, IReadOnlyList<NotProgressedReasons> Reasons);

    /// <param name="Reference">The worker, as releases name readers.</param>
    /// <param name="Name">The worker's name.</param>
    /// <param name="Side">Which side.</param>
    /// <param name="Council">For which council.</param>
    /// <param name="Until">Until when somebody who has handed it over may still read it (UTC).</param>
    internal sealed record Worker(Guid Reference, string Name, LinkSide Side, CouncilCode Council, DateTimeOffset? Until);

    /// <param name="Side">Whose other links.</param>
    /// <param name="State">How far they are.</param>
    /// <param name="Links">How many.</param>
    internal sealed record Others(LinkSide Side, LinkState State, int Links);

    /// <param name="Children">All that the region knows of the children.</param>
    /// <param name="Household">All that the region knows of the household.</param>
    internal sealed record Opened(IReadOnlyList<ChildSnapshot> Children, HouseholdSnapshot? Household);
}
