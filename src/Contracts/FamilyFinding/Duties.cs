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
