using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// What A3 needs of a child who was in care at 31 March with a decision for adoption not reversed by then: on which side of the
/// threshold the wait lay. No duration travels, since from a known 31 March it would tell the day of entering care.
/// </summary>
/// <param name="Reference">A reference minted for this child and year alone.</param>
/// <param name="Council">The council that looks after the child.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Withdrawn">True when a correction took the child out of that year's population.</param>
/// <param name="Year">The year at whose end the child was counted.</param>
/// <param name="Wait">The side of the threshold.</param>
/// <param name="Definition">The version of the derivation that the hub used.</param>
/// <param name="RestrictedTo">Who of the council's people count the child in the council's own figures, while its record is restricted; the region's figures count every child.</param>
public sealed record WaitMeasured(
    Guid Reference,
    CouncilCode Council,
    int Epoch,
    long Version,
    bool Withdrawn,
    YearEnded Year,
    WaitAtYearEnd Wait,
    int Definition,
    RestrictedTo RestrictedTo = RestrictedTo.None) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}

/// <summary>How a wait stood at 31 March against the threshold of A3.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitAtYearEnd>))]
public enum WaitAtYearEnd
{
    /// <summary>Moved in by then, within the threshold.</summary>
    MovedInWithin = 1,

    /// <summary>Moved in by then, later than the threshold.</summary>
    MovedInBeyond = 2,

    /// <summary>Still waiting, and not yet longer than the threshold.</summary>
    WaitingWithin = 3,

    /// <summary>Still waiting, and longer than the threshold.</summary>
    WaitingBeyond = 4,
}
