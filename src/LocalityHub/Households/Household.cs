using Partnership.Contracts.FamilyFinding;

namespace Partnership.LocalityHub.Households;

/// <summary>
/// A household that adopts, or is on the way there: one record, with one owner, the council that assesses it. What is approved of it comes
/// from <see cref="ApprovalDecision"/> alone.
/// </summary>
internal sealed class Household
{
    /// <summary>The hub's own opaque id, the only one that appears in an address.</summary>
    public Guid Id { get; init; }

    /// <summary>How the council's own case system calls it; null until a source names it.</summary>
    public string? SourceReference { get; set; }

    /// <summary>The worker by name; null while nobody is named.</summary>
    public string? WorkerName { get; set; }

    /// <summary>The subject of that worker's tokens, by which it is the worker's own.</summary>
    public string? WorkerSubject { get; set; }

    public string? Address { get; set; }

    /// <summary>In its usual spelling; its district, digested, is all that leaves.</summary>
    public string? Postcode { get; set; }

    /// <summary>The council of the region in whose area it lives; null when elsewhere.</summary>
    public short? LivesIn { get; set; }

    /// <summary>Stage one begins when the registration of interest is accepted (Adoption Agencies Regulations 2005, reg. 27).</summary>
    public DateOnly? InterestAcceptedOn { get; set; }

    public DateOnly? StageOneDecidedOn { get; set; }

    /// <summary>The adopters said that they wish to go on (reg. 28): stage two begins.</summary>
    public DateOnly? StageTwoFrom { get; set; }

    public DateOnly? ApprovalExpectedOn { get; set; }

    /// <summary>The prospective adopter matching plan was agreed; null when there is none yet.</summary>
    public DateOnly? MatchingPlanOn { get; set; }

    public string? MatchingPlan { get; set; }

    /// <summary>The household is no longer this agency's, or no longer wants to adopt.</summary>
    public DateOnly? ClosedOn { get; set; }

    public ClosingReason? ClosedReason { get; set; }

    /// <summary>Nothing of the record is released to another council, whatever a link asks.</summary>
    public bool ClosedToRelease { get; set; }

    /// <summary>Ways to permanence that it would take; what it is approved for is the decision's matter.</summary>
    public HouseholdRoutes Routes { get; set; }

    public ChildCounts NumbersYes { get; set; }

    public ChildCounts NumbersCouldConsider { get; set; }

    public AgeBands AgesYes { get; set; }

    public AgeBands AgesCouldConsider { get; set; }

    public string? RangeEvidence { get; set; }

    public DateOnly? RangeEvidenceOn { get; set; }

    /// <summary>What its assessment shows that it can give to a child's identity: what it would do, not who it is.</summary>
    public IdentitySupport IdentitySupport { get; set; }

    public string? IdentityEvidence { get; set; }

    /// <summary>Why it cannot be asked at all; null when it can.</summary>
    public UnavailableReason? Unavailable { get; set; }

    /// <summary>It can be asked though a child is on the way to it.</summary>
    public bool OpenForMore { get; set; }

    /// <summary>Rises with each change of the record; the ETag.</summary>
    public long Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Who lives in a household.</summary>
internal sealed class HouseholdMember
{
    public Guid HouseholdId { get; init; }

    public short Ordinal { get; init; }

    public MemberRole Role { get; init; }

    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    public DateOnly? DateOfBirth { get; init; }
}

/// <summary>A household's answers to one need, with what they rest on.</summary>
internal sealed class HouseholdAnswer
{
    public Guid HouseholdId { get; init; }

    public Need Need { get; init; }

    public OfferAnswer Low { get; init; }

    public OfferAnswer Medium { get; init; }

    public OfferAnswer High { get; init; }

    public string? Evidence { get; init; }

    /// <summary>The day of the assessment or talk that the answers come from.</summary>
    public DateOnly? EvidenceOn { get; init; }
}

/// <summary>A stretch during which a household is not asked.</summary>
internal sealed class HouseholdHold
{
    public Guid Id { get; init; }

    public Guid HouseholdId { get; init; }

    public DateOnly From { get; init; }

    /// <summary>The first day on which it may be asked again, if nobody says otherwise.</summary>
    public DateOnly Until { get; init; }

    public HoldReason Reason { get; init; }

    public string? Note { get; init; }

    /// <summary>It was ended early, from this day on.</summary>
    public DateOnly? EndedOn { get; set; }

    public required string SetBy { get; init; }

    public bool Covers(DateOnly day) => day >= From && day < Until && (EndedOn is not { } ended || day < ended);
}

/// <summary>A review of an approved household (Adoption Agencies Regulations 2005, reg. 30D).</summary>
internal sealed class HouseholdReview
{
    public Guid Id { get; init; }

    public Guid HouseholdId { get; init; }

    public DateOnly On { get; init; }

    public ReviewOutcome Outcome { get; init; }

    public string? Summary { get; init; }

    public required string RecordedBy { get; init; }

    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>What a person is in the household.</summary>
internal enum MemberRole
{
    /// <summary>Would be the child's parent.</summary>
    Parent = 1,

    /// <summary>A child who lives there.</summary>
    Child = 2,

    /// <summary>Another adult who lives there.</summary>
    OtherAdult = 3,
}

/// <summary>Why a household is on hold. Codes: the story is the note's, which stays here.</summary>
internal enum HoldReason
{
    /// <summary>It asked for time.</summary>
    HouseholdsRequest = 1,

    /// <summary>Somebody came, left or was born.</summary>
    ChangeInHousehold = 2,

    /// <summary>Illness.</summary>
    Health = 3,

    /// <summary>A death.</summary>
    Bereavement = 4,

    /// <summary>It moves house.</summary>
    Moving = 5,

    /// <summary>A concern is looked into.</summary>
    Concern = 6,
}

/// <summary>Why a household cannot be asked, with no end in sight.</summary>
internal enum UnavailableReason
{
    /// <summary>A child is placed there.</summary>
    ChildPlaced = 1,

    /// <summary>It has withdrawn for now.</summary>
    Withdrawn = 2,

    /// <summary>Another reason, known to its worker.</summary>
    Other = 3,
}

/// <summary>What a review came to.</summary>
internal enum ReviewOutcome
{
    /// <summary>Still suitable.</summary>
    Continues = 1,

    /// <summary>The approval may have to end, or its terms to change: it goes to panel, and no new link is made meanwhile.</summary>
    ToPanel = 2,
}

/// <summary>Why a record was closed.</summary>
internal enum ClosingReason
{
    /// <summary>It no longer wants to adopt.</summary>
    Withdrew = 1,

    /// <summary>Another agency assesses it now.</summary>
    OtherAgency = 2,

    /// <summary>It was refused, or its approval was ended.</summary>
    ApprovalEnded = 3,

    /// <summary>The record was made twice or in error.</summary>
    InError = 4,
}
