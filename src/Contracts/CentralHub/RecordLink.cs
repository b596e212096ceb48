using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.CentralHub;

/// <summary>
/// Tells a hub how a link of its child or household stands: a full statement. The hub keeps the newest by <paramref name="LinkVersion"/>.
/// Sent to each council that has a part in the link, once for each child in it.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The hub that is told.</param>
/// <param name="Link">The link.</param>
/// <param name="LinkVersion">Rises by one with each change of the link.</param>
/// <param name="Child">A child of the link.</param>
/// <param name="ChildsCouncil">That child's council.</param>
/// <param name="Household">The household.</param>
/// <param name="HouseholdsCouncil">The household's council.</param>
/// <param name="Children">How many children the link is for: one count. Who has left it is not counted.</param>
/// <param name="State">How it stands.</param>
/// <param name="Reasons">Why not progressed; none otherwise.</param>
/// <param name="Disrupted">Of a link that is matched: every placement that followed has ended before the order. The match speaks for the household no more.</param>
/// <param name="Part">What has become of this child's part, of a link that is matched; of a live one, whether it has left the link, or lives with the household before any match.</param>
public sealed record RecordLink(
    Guid RequestId,
    CouncilCode Council,
    Guid Link,
    long LinkVersion,
    Guid Child,
    CouncilCode ChildsCouncil,
    Guid Household,
    CouncilCode HouseholdsCouncil,
    ChildCounts Children,
    LinkState State,
    NotProgressedReasons Reasons,
    bool Disrupted = false,
    ChildsPart Part = ChildsPart.Holds) : IHubCommand;
