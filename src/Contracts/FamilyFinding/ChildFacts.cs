using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>
/// Age in years, banded. It moves on the first of the month after the birthday, for all children of a hub at once: the day on which it
/// moves does not tell the birthday.
/// </summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<AgeBands>))]
public enum AgeBands
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Not born yet.</summary>
    Unborn = 1,

    /// <summary>Under one year.</summary>
    UnderOne = 2,

    /// <summary>One year.</summary>
    One = 4,

    /// <summary>Two years.</summary>
    Two = 8,

    /// <summary>Three years.</summary>
    Three = 16,

    /// <summary>Four years.</summary>
    Four = 32,

    /// <summary>Five or six years.</summary>
    FiveOrSix = 64,

    /// <summary>Seven to nine years.</summary>
    SevenToNine = 128,

    /// <summary>Ten years or more.</summary>
    TenOrOver = 256,
}

/// <summary>How many children together; three and more are one.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<ChildCounts>))]
public enum ChildCounts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>One child.</summary>
    One = 1,

    /// <summary>Two children.</summary>
    Two = 2,

    /// <summary>Three children or more.</summary>
    ThreeOrMore = 4,
}

/// <summary>The plan for a child's permanence.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PermanencePlan>))]
public enum PermanencePlan
{
    /// <summary>Adoption.</summary>
    Adoption = 1,

    /// <summary>Early permanence: carers who foster first and may adopt (Children Act 1989, s. 22C(9A)–(9C)).</summary>
    EarlyPermanence = 2,

    /// <summary>Special guardianship: nobody is searched for, the applicant is known.</summary>
    SpecialGuardianship = 3,

    /// <summary>Long-term fostering (Care Planning, Placement and Case Review Regulations 2010, reg. 22B).</summary>
    LongTermFostering = 4,

    /// <summary>Return home: nobody is searched for.</summary>
    ReturnHome = 5,
}

/// <summary>What allows the agency to place the child for adoption (Adoption and Children Act 2002, ss. 18 to 21).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuthorityToPlace>))]
public enum AuthorityToPlace
{
    /// <summary>Nothing yet: families may be looked for, none may be given the child for adoption.</summary>
    None = 0,

    /// <summary>A placement order (s. 21).</summary>
    PlacementOrder = 1,

    /// <summary>The parents' consent, witnessed (s. 19).</summary>
    Consent = 2,
}

/// <summary>Whether a family is looked for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SearchStanding>))]
public enum SearchStanding
{
    /// <summary>No, or no longer: placed, matched, plan changed, order made. The reference may be dead.</summary>
    Ended = 0,

    /// <summary>Not for now, by decision of the child's council with its reasons.</summary>
    Paused = 1,

    /// <summary>Yes.</summary>
    Searching = 2,
}

/// <summary>How long a family has been looked for; counted by the child's hub, pauses left out.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SearchLength>))]
public enum SearchLength
{
    /// <summary>Nothing to measure: no search.</summary>
    None = 0,

    /// <summary>Less than 30 days.</summary>
    UnderThirtyDays = 1,

    /// <summary>30 days or more, less than 60.</summary>
    ThirtyDays = 2,

    /// <summary>60 days or more, less than 90.</summary>
    SixtyDays = 3,

    /// <summary>90 days or more.</summary>
    NinetyDays = 4,
}

/// <summary>How brothers and sisters are searched for: a decision about each child, after an assessment.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SiblingSearch>))]
public enum SiblingSearch
{
    /// <summary>The child alone: no brothers or sisters, or the decision is apart.</summary>
    Alone = 0,

    /// <summary>Only together, until the day set for it.</summary>
    Together = 1,

    /// <summary>That day has passed: together and alone, side by side.</summary>
    Parallel = 2,
}

/// <summary>Groups of children whom families are hardest found for. They overlap and are never added up.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<PriorityFlags>))]
public enum PriorityFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Five years or over.</summary>
    FiveOrOver = 1,

    /// <summary>To be placed with a brother or sister.</summary>
    SiblingGroup = 2,

    /// <summary>Ethnicity other than White British.</summary>
    EthnicityOtherThanWhiteBritish = 4,

    /// <summary>Disability.</summary>
    Disability = 8,
}

/// <summary>
/// Support for a child's identity: what a match would need, or what a household's assessment shows that it can give. Never a limit, never part
/// of the order: not who the household is, but what it would do.
/// </summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<IdentitySupport>))]
public enum IdentitySupport
{
    /// <summary>None recorded.</summary>
    None = 0,

    /// <summary>Heritage and culture.</summary>
    Heritage = 1,

    /// <summary>Faith.</summary>
    Faith = 2,

    /// <summary>Language.</summary>
    Language = 4,
}

/// <summary>Whether early permanence is asked for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EarlyPermanenceRequest>))]
public enum EarlyPermanenceRequest
{
    /// <summary>No.</summary>
    None = 0,

    /// <summary>Being prepared: a precondition is missing. Nobody is searched for.</summary>
    Preparing = 1,

    /// <summary>Asked for, every precondition recorded: to be searched for within the hour.</summary>
    Requested = 2,
}

/// <summary>
/// What must be recorded before anybody is searched for (Children Act 1989, s. 22C(9B); Care Planning, Placement and Case Review Regulations
/// 2010, reg. 22A).
/// </summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<EarlyPermanencePreconditions>))]
public enum EarlyPermanencePreconditions
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Relatives and friends were considered, and why not them.</summary>
    KinConsidered = 1,

    /// <summary>The nominated officer has approved.</summary>
    NominatedOfficerApproved = 2,

    /// <summary>The child's wishes and feelings were ascertained, as far as age and understanding allow.</summary>
    ChildsWishesAscertained = 4,

    /// <summary>The parents were told.</summary>
    ParentsTold = 8,

    /// <summary>All of them.</summary>
    All = KinConsidered | NominatedOfficerApproved | ChildsWishesAscertained | ParentsTold,
}

/// <summary>How much of a person or household a reader may see. Each level includes those before it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisclosureLevel>))]
public enum DisclosureLevel
{
    /// <summary>Nothing is approved for release.</summary>
    None = 0,

    /// <summary>Without names, places or dates; written by a person and approved.</summary>
    Anonymous = 1,

    /// <summary>First name, age, description of needs and history; no address, no court papers.</summary>
    Summary = 2,

    /// <summary>The child's permanence report, or the prospective adopters' report.</summary>
    Full = 3,
}
