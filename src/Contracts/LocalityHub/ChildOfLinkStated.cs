using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// What has become of one child's part in a link that is matched, or whose household it lives with before any match. <see cref="LinkDecided"/> says it of the link as one; of brothers and sisters each is followed for itself.
/// </summary>
/// <param name="Reference">The child in the link, random: the same in each of its messages.</param>
/// <param name="Council">The child's council.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Link">The link.</param>
/// <param name="Child">The child, as the link names it.</param>
/// <param name="Part">What has become of its part.</param>
/// <param name="RestrictedTo">Who of the council's people may see the link in the services that councils share, while its record is restricted.</param>
public sealed record ChildOfLinkStated(
    Guid Reference, CouncilCode Council, int Epoch, long Version, Guid Link, Guid Child, ChildsPart Part, RestrictedTo RestrictedTo = RestrictedTo.None) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}
