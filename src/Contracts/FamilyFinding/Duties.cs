using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>Duties with a clock that a locality hub watches.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Duty>))]
public enum Duty
{
    /// <summary>A plan for permanence by the second review (statutory guidance to the Children Act 1989, vol. 2).</summary>
    PermanencePlan = 1,

    /// <summary>Review of a child who may be placed and is not (Adoption Agencies Regulations 2005, reg. 36(1)).</summary>
    WaitingReview = 2,

    /// <summary>Match within six months of the decision that the child should be placed (minimum standard 17): advice, it bars nothing.</summary>
    MatchInTime = 3,

    /// <summary>First visit within a week of placement, then weekly until the first review (reg. 36(4)).</summary>
    PlacementVisit = 4,

    /// <summary>Review of a child placed for adoption: four weeks, three months after that, then six-monthly (reg. 36(3)).</summary>
    PlacementReview = 5,

    /// <summary>Life story book and later-life letter, ten working days from the ceremony that celebrates the adoption (statutory guidance).</summary>
    LifeStory = 6,

    /// <summary>Meeting after a disruption, in the time that the council's settings give.</summary>
    DisruptionMeeting = 7,

    /// <summary>Adopters' stage 1: two months (Adoption Agencies Regulations 2005, reg. 27, and statutory guidance).</summary>
    StageOne = 8,

    /// <summary>Adopters' stage 2: four months (reg. 30B).</summary>
    StageTwo = 9,

    /// <summary>Review of approved adopters, yearly until they are matched (reg. 30D).</summary>
    AdoptersReview = 10,

    /// <summary>End of a together-search for brothers and sisters.</summary>
    TogetherSearch = 11,

    /// <summary>End of a child's pause, or of a household's hold.</summary>
    PauseOrHold = 12,

    /// <summary>Written notice before a placement for adoption (Adoption Agencies Regulations 2005, reg. 35).</summary>
    PlacementNotices = 13,

    /// <summary>A connected person's temporary approval, or its one extension, ends (Care Planning Regulations 2010, regs 24 and 25).</summary>
    ConnectedPerson = 14,

    /// <summary>Report to the court on special guardianship (Special Guardianship Regulations 2005, reg. 21), by the day that the court has set.</summary>
    GuardianshipReport = 15,

    /// <summary>Plan of special guardianship support, and its review on the day that the plan names.</summary>
    GuardianshipPlan = 16,

    /// <summary>Special guardianship support stays with the council that looked after the child for three years (reg. 5). It ends; it is never overdue.</summary>
    GuardianshipSupport = 17,

    /// <summary>Support of a young person who stays with former foster carers, to the age of 21 (Children Act 1989, s. 23CZA). It ends; it is never overdue.</summary>
    StayingPut = 18,

    /// <summary>A child waits for a family and is not searched for: delay is likely to prejudice the child's welfare (Adoption and Children Act 2002, s. 1(3)).</summary>
    SearchNotBegun = 19,

    /// <summary>A child is matched and has not moved in: delay is likely to prejudice the child's welfare (Adoption and Children Act 2002, s. 1(3)), which sets no day. Advice.</summary>
    MatchNotMovedIn = 20,

    /// <summary>A child lives with adopters whose temporary approval to foster it ends or has ended (Care Planning, Placement and Case Review Regulations 2010, reg. 25A(3)).</summary>
    TemporaryApproval = 21,

    /// <summary>
    /// A child's plan is adoption no more, and nobody has entered that the decision that it should be placed for adoption was reversed: the return asks for the day and the reason (RD1 to RD4). Advice.
    /// </summary>
    ReversalNotRecorded = 22,
}

/// <summary>How late a duty is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Lateness>))]
public enum Lateness
{
    /// <summary>Done, or no longer owed.</summary>
    Settled = 0,

    /// <summary>Overdue by less than a week.</summary>
    UnderOneWeek = 1,

    /// <summary>Overdue by a week or more, less than four.</summary>
    OneToFourWeeks = 2,

    /// <summary>Overdue by four weeks or more.</summary>
    FourWeeksOrMore = 3,
}
