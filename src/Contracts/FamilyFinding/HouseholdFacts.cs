using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>How far a household's approval has come. Approved only by a decision maker's decision or a sourced import.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalState>))]
public enum ApprovalState
{
    /// <summary>Not, or no longer, approved or assessed; nothing else in the offer counts.</summary>
    Ended = 0,

    /// <summary>In stage 2 of the assessment: may be looked at early, matched with nobody.</summary>
    StageTwo = 1,

    /// <summary>Approved as suitable to adopt, or as foster carers where only that route is open.</summary>
    Approved = 2,

    /// <summary>Approved, and under a review that may end it: no new link.</summary>
    UnderReview = 3,
}

/// <summary>Ways to permanence that a household is approved for, or would take.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<HouseholdRoutes>))]
public enum HouseholdRoutes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Adoption.</summary>
    Adoption = 1,

    /// <summary>Approved both to foster and to adopt.</summary>
    DuallyApproved = 2,

    /// <summary>
    /// Adopters who would be approved as foster carers for a named child (Care Planning, Placement and Case Review Regulations 2010, reg. 25A).
    /// </summary>
    TemporaryApproval = 4,

    /// <summary>Long-term fostering.</summary>
    LongTermFostering = 8,
}

/// <summary>Whether a household can be asked now.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Availability>))]
public enum Availability
{
    /// <summary>Not: a child is placed there, it has withdrawn for now, or there is another reason that stays in its hub.</summary>
    Unavailable = 0,

    /// <summary>On hold until a day that its hub knows.</summary>
    OnHold = 1,

    /// <summary>Yes.</summary>
    Available = 2,
}

/// <summary>Adults of a household who would be parents.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Parents>))]
public enum Parents
{
    /// <summary>One.</summary>
    One = 1,

    /// <summary>Two.</summary>
    Two = 2,
}
