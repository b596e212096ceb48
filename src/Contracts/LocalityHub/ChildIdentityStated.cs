using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// By what another council's record of the same child can be told: digests under a key that hubs alone hold. Two that are equal make a candidate
/// match, for a person of each council to confirm.
/// </summary>
/// <param name="Reference">Minted for identity alone: it cannot be joined to the child's stages or searches; dead after the adoption order.</param>
/// <param name="Council">Whose record it is.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Standing">Whether the record can be matched; why not is not said.</param>
/// <param name="ByNhsNumber">Digest of NHS number and date of birth; null when either is not known.</param>
/// <param name="ByPupilNumber">Digest of unique pupil number and date of birth; null when either is not known.</param>
public sealed record ChildIdentityStated(
    Guid Reference, CouncilCode Council, int Epoch, long Version, IdentityStanding Standing, Guid? ByNhsNumber, Guid? ByPupilNumber) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}

/// <summary>Whether a record can be matched with another council's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IdentityStanding>))]
public enum IdentityStanding
{
    /// <summary>It can, by the digests that are stated.</summary>
    Stated = 1,

    /// <summary>Not, or no longer.</summary>
    Withdrawn = 2,
}
