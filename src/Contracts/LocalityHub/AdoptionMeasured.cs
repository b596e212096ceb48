using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// What the indicators A1, A2, A3 and A10 need of one adopted child: durations and the year, never a date. Sent when a child is
/// adopted and again when a correction changes a figure or withdraws it.
/// </summary>
/// <param name="Reference">A reference minted for this measure alone: it cannot be joined to the child's stages.</param>
/// <param name="Council">The council that looked after the child.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Withdrawn">True when the child no longer counts (the adoption was entered in error): all else is then to be ignored.</param>
/// <param name="Year">The year ended 31 March in which the adoption order was made.</param>
/// <param name="EntryToPlacedDays">Days from entering care to moving in with the adopters (A1); null when excluded.</param>
/// <param name="EntryToMovedInDays">As A1, but for carers who adopt the clock stops when the child moved in with them (A10, A3); null when excluded.</param>
/// <param name="OrderToMatchDays">Days from placement order to match, 0 when matched before (A2); null when excluded.</param>
/// <param name="WithinThreshold">Whether the A3 wait was within the threshold of the definition in force; null when excluded.</param>
/// <param name="Exclusions">Why a duration is missing.</param>
/// <param name="Definition">The version of the derivation that the hub used (see Statutory's indicator definitions).</param>
/// <param name="RestrictedTo">Who of the council's people count the child in the council's own figures, while its record is restricted; the region's figures count every child.</param>
public sealed record AdoptionMeasured(
    Guid Reference,
    CouncilCode Council,
    int Epoch,
    long Version,
    bool Withdrawn,
    YearEnded Year,
    int? EntryToPlacedDays,
    int? EntryToMovedInDays,
    int? OrderToMatchDays,
    bool? WithinThreshold,
    MeasureExclusions Exclusions,
    int Definition,
    RestrictedTo RestrictedTo = RestrictedTo.None) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}

/// <summary>Why an adopted child is left out of an indicator; several may hold.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<MeasureExclusions>))]
public enum MeasureExclusions
{
    /// <summary>Counts in every indicator.</summary>
    None = 0,

    /// <summary>Never placed with the adopters before the order: out of A1, A2, A3 and A10.</summary>
    NeverPlaced = 1,

    /// <summary>No placement order: out of A2.</summary>
    NoPlacementOrder = 2,

    /// <summary>No date of match: out of A2.</summary>
    NoMatch = 4,

    /// <summary>The day of entering care is not known: out of A1, A3 and A10.</summary>
    NoEntry = 8,
}
