using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>How far a link between a child, or children to be placed together, and a household has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LinkState>))]
public enum LinkState
{
    /// <summary>The child's council has proposed it.</summary>
    Proposed = 1,

    /// <summary>The household's worker has looked at it.</summary>
    Considered = 2,

    /// <summary>The household is interested.</summary>
    Interest = 3,

    /// <summary>The child's council has put it on its short list.</summary>
    Shortlisted = 4,

    /// <summary>The child's worker has visited the household.</summary>
    Visited = 5,

    /// <summary>The child's council prefers it to the others.</summary>
    Preferred = 6,

    /// <summary>The child's council has decided for it: its own decision, with who and why in its hub.</summary>
    Selected = 7,

    /// <summary>On its way to panel and the decision maker.</summary>
    ToPanel = 8,

    /// <summary>The decision maker has decided the match.</summary>
    Matched = 9,

    /// <summary>Ended without a match, with reasons.</summary>
    NotProgressed = 10,
}

/// <summary>Why a link was not progressed; at least one, never words. What is more to be said stays in the hub of who says it.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<NotProgressedReasons>))]
public enum NotProgressedReasons
{
    /// <summary>The link goes on.</summary>
    None = 0,

    /// <summary>The household: the number of children.</summary>
    NumberOfChildren = 1,

    /// <summary>The household: the child's age.</summary>
    ChildsAge = 2,

    /// <summary>The household: disability or health.</summary>
    DisabilityAndHealth = 4,

    /// <summary>The household: uncertainty about development.</summary>
    DevelopmentalUncertainty = 8,

    /// <summary>The household: attachment and trauma.</summary>
    AttachmentAndTrauma = 16,

    /// <summary>The household: behaviour.</summary>
    Behaviour = 32,

    /// <summary>The household: learning.</summary>
    Learning = 64,

    /// <summary>The household: the contact plan.</summary>
    ContactPlan = 128,

    /// <summary>The household is not ready now.</summary>
    HouseholdsTiming = 256,

    /// <summary>The household's circumstances have changed.</summary>
    HouseholdsCircumstances = 512,

    /// <summary>The household prefers another link.</summary>
    HouseholdPrefersAnother = 1024,

    /// <summary>The child's council prefers another household.</summary>
    AnotherFamilyPreferred = 2048,

    /// <summary>The child's council finds that the household does not meet the child's needs. Whatever concerns places is this, too.</summary>
    ChildsNeedsNotMet = 4096,

    /// <summary>The support that the match would need cannot be had.</summary>
    SupportNotAvailable = 8192,

    /// <summary>The child's plan has changed.</summary>
    ChildsPlanChanged = 16384,

    /// <summary>The decision maker decided against the match, or it fell through before the child moved in.</summary>
    MatchNotAgreed = 32768,

    /// <summary>The search or the offer ended, or the agreement between the councils did.</summary>
    NoLongerOpen = 65536,
}

/// <summary>What the child's council has decided of a link: said by its hub alone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LinkDecision>))]
public enum LinkDecision
{
    /// <summary>Decided for it.</summary>
    Selected = 1,

    /// <summary>Taken that back.</summary>
    SelectionWithdrawn = 2,

    /// <summary>Put to panel, or to the decision maker where no panel sits.</summary>
    ToPanel = 3,

    /// <summary>The decision maker has decided the match.</summary>
    Matched = 4,

    /// <summary>The decision maker has decided against it, or the match fell through before the child moved in.</summary>
    MatchNotAgreed = 5,

    /// <summary>The placement that followed the match has ended before the order. The link stays matched; the child is registered anew.</summary>
    Disrupted = 6,

    /// <summary>The child has moved in with the household that it was matched with. The link stays matched.</summary>
    Placed = 7,

    /// <summary>
    /// The child lives with the household before any match: for early permanence (Children Act 1989, s. 22C(9A) to (9C)) or in long-term fostering, of which no decision of a match is told. The link stands
    /// as selected, whatever becomes of the child's search.
    /// </summary>
    PlacedBeforeMatch = 8,
}

/// <summary>What has become of one child's part in a link: brothers and sisters who are matched together move in on days of their own, and for one of them a match can fall through.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChildsPart>))]
public enum ChildsPart
{
    /// <summary>The child has its part in the link, as the link stands.</summary>
    Holds = 1,

    /// <summary>The child has moved in with the household.</summary>
    MovedIn = 2,

    /// <summary>The child's placement that followed the match has ended before the order.</summary>
    Disrupted = 3,

    /// <summary>The decision maker did not agree for this child, the match fell through for it, or before any match it came to be searched for without the others: the link is theirs alone.</summary>
    Left = 4,
}
