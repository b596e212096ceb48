using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.LocalityHub;

/// <summary>What the child's council has decided of a link, newest last. Who, why and when stay in its hub.</summary>
/// <param name="Link">The link.</param>
/// <param name="Council">The child's council; for children of several councils each speaks for its own.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Decision">The decision.</param>
public sealed record LinkDecided(Guid Link, CouncilCode Council, int Epoch, long Version, LinkDecision Decision) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Link;
}
