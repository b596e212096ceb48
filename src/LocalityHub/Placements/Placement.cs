using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Permanence;

namespace Partnership.LocalityHub.Placements;

/// <summary>A placement for permanence, entered the day on which the child moves in.</summary>
internal sealed class Placement
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public PlacementKind Kind { get; init; }

    public DateOnly From { get; init; }

    /// <summary>The household, where it is one of this council's; nothing is said here of another's.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>The child's link, where the household is another council's and it is known which; nothing more is said of it.</summary>
    public Guid? LinkId { get; init; }

    public required string EnteredBy { get; init; }

    public DateOnly? EndedOn { get; set; }

    public PlacementEnd? EndReason { get; set; }

    public string? EndWords { get; set; }

    /// <summary>Whether it is with the household of a link.</summary>
    public bool IsWith(FamilyLink link) => LinkId == link.Id || (HouseholdId is { } own && own == link.HouseholdId);
}

/// <summary>The child lives somewhere else now, not for permanence.</summary>
internal sealed class ChildMove
{
    /// <summary>Stays away from home, which the child comes back from: they end no placement, and hold before nothing that feed or returns tell of where it lives.</summary>
    public static readonly MovedTo[] Stays = [MovedTo.Hospital, MovedTo.ShortBreak];

    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public DateOnly On { get; init; }

    public MovedTo To { get; init; }

    public required string Reason { get; init; }

    public required string EnteredBy { get; init; }
}

/// <summary>An order of the court that ends the looking for a family, for as long as it stands.</summary>
internal sealed class CourtOrder
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public OrderKind Kind { get; init; }

    public DateOnly On { get; init; }

    public required string EnteredBy { get; init; }

    /// <summary>When it was taken back: it never was, or was another child's.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    public string? WithdrawnBy { get; set; }

    /// <summary>Why it was taken back.</summary>
    public string? WithdrawnWords { get; set; }

    /// <summary>
    /// Whether it is the last word: not when it was taken back, nor when it has not lasted. A child who came back into care after it, or for whom a plan to find a
    /// family was agreed after it, waits like any other.
    /// </summary>
    public bool Stands(DateOnly? enteredCare, PermanenceRecord? record) =>
        WithdrawnAt is null && !(enteredCare > On) && !(record is { IsSearchedFor: true } && record.AgreedOn > On);
}

/// <summary>What a child was placed for.</summary>
internal enum PlacementKind
{
    /// <summary>Adoption (Adoption and Children Act 2002, s. 18).</summary>
    Adoption = 1,

    /// <summary>With carers who foster first and may adopt (Children Act 1989, s. 22C(9A)–(9C)).</summary>
    EarlyPermanence = 2,

    /// <summary>Long-term fostering (Care Planning, Placement and Case Review Regulations 2010, reg. 22B).</summary>
    LongTermFostering = 3,

    /// <summary>With those who are to be special guardians.</summary>
    SpecialGuardianship = 4,

    /// <summary>With a parent.</summary>
    Home = 5,
}

/// <summary>Why a placement ended.</summary>
internal enum PlacementEnd
{
    /// <summary>It broke down before an order.</summary>
    Disrupted = 1,

    /// <summary>It ended as it was planned to.</summary>
    Planned = 2,

    /// <summary>An order was made.</summary>
    OrderMade = 3,

    /// <summary>The child moved elsewhere.</summary>
    Moved = 4,

    /// <summary>It never was: entered in error.</summary>
    InError = 5,
}

/// <summary>Where a child moved to.</summary>
internal enum MovedTo
{
    /// <summary>Foster carers.</summary>
    FosterCarers = 1,

    /// <summary>Relatives or friends.</summary>
    RelativesOrFriends = 2,

    /// <summary>A children's home.</summary>
    ChildrensHome = 3,

    /// <summary>A hospital, for a stay.</summary>
    Hospital = 4,

    /// <summary>A parent, for now.</summary>
    Parent = 5,

    /// <summary>Elsewhere.</summary>
    Elsewhere = 6,

    /// <summary>Other carers for a short break, while those with whom the child lives have respite.</summary>
    ShortBreak = 7,
}

/// <summary>Orders that end the looking for a family.</summary>
internal enum OrderKind
{
    /// <summary>An adoption order.</summary>
    AdoptionOrder = 1,

    /// <summary>A special guardianship order.</summary>
    SpecialGuardianshipOrder = 2,

    /// <summary>A child arrangements order with whom the child lives.</summary>
    ChildArrangementsOrder = 3,
}
