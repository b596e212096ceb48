using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.CentralHub;

/// <summary>Nobody has been linked with a child for 30, 60 or 90 days: the hub puts it before the child's worker and the worker's manager, by name.</summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>; one for each child, stretch without a link and length, however often it is told.</param>
/// <param name="Council">The child's council.</param>
/// <param name="Child">The child, by its family-finding reference.</param>
/// <param name="Without">How long without a live link.</param>
/// <param name="Feasible">Whether any household of the region passes the hard limits now.</param>
public sealed record EscalateSearch(Guid RequestId, CouncilCode Council, Guid Child, SearchLength Without, bool Feasible) : IHubCommand;
