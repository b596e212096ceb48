using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.LocalityHub;

/// <summary>How a release stands at the hub that holds the content: what it does, not what it was asked to do.</summary>
/// <param name="Disclosure">The release.</param>
/// <param name="Council">The council whose content it is.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="State">Refused, open or closed.</param>
/// <param name="Gates">What was missing; none unless refused.</param>
/// <param name="End">Why closed.</param>
/// <param name="Read">Its reader has read it at least once.</param>
public sealed record DisclosureAnswered(
    Guid Disclosure,
    CouncilCode Council,
    int Epoch,
    long Version,
    DisclosureState State,
    DisclosureGates Gates,
    DisclosureEnd End,
    bool Read) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Disclosure;
}
