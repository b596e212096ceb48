using System.Text.Json.Serialization;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// Where a child with an adoption plan stands now, and in which band the wait lies. Sent when either changes.
/// After <see cref="ChildStage.Ended"/> caused by an adoption order the reference is never used again.
/// </summary>
/// <param name="Reference">The child, by the reference minted for the regional register alone.</param>
/// <param name="Council">The council that looks after the child.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Stage">The stage reached.</param>
/// <param name="Wait">
/// How long since the decision that the child should be placed for adoption: to today while the child waits, to the day
/// of moving in afterwards, <see cref="WaitBand.None"/> once ended.
/// </param>
/// <param name="RestrictedTo">Who of the council's people count the child in the council's own figures, while its record is restricted; the region's figures count every child.</param>
public sealed record ChildStageChanged(
    Guid Reference,
    CouncilCode Council,
    int Epoch,
    long Version,
    ChildStage Stage,
    WaitBand Wait,
    RestrictedTo RestrictedTo = RestrictedTo.None) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}

/// <summary>How far a child's plan for adoption has come. Each stage includes those before it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChildStage>))]
public enum ChildStage
{
    /// <summary>Not, or no longer, on the way to adoption: the order is made, the plan reversed or the child has left care.</summary>
    Ended = 0,

    /// <summary>The agency decision maker has decided that the child should be placed for adoption.</summary>
    ShouldBePlaced = 1,

    /// <summary>The court has made a placement order.</summary>
    PlacementOrderMade = 2,

    /// <summary>The decision maker has decided the match with a family.</summary>
    Matched = 3,

    /// <summary>The child lives with the adopters.</summary>
    Placed = 4,
}

/// <summary>A wait in whole months, banded so that it does not tell the day on which it began.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitBand>))]
public enum WaitBand
{
    /// <summary>Nothing to measure.</summary>
    None = 0,

    /// <summary>Less than three months.</summary>
    UnderThreeMonths = 1,

    /// <summary>Three months or more, less than six.</summary>
    ThreeToSixMonths = 2,

    /// <summary>Six months or more, less than twelve.</summary>
    SixToTwelveMonths = 3,

    /// <summary>Twelve months or more, less than eighteen.</summary>
    TwelveToEighteenMonths = 4,

    /// <summary>Eighteen months or more, less than twenty-four.</summary>
    EighteenToTwentyFourMonths = 5,

    /// <summary>Twenty-four months or more.</summary>
    TwentyFourMonthsOrMore = 6,
}
