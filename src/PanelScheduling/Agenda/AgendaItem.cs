using Partnership.Contracts.FamilyFinding;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Agenda;

/// <summary>How an item stands.</summary>
internal enum ItemState : short
{
    /// <summary>On the agenda.</summary>
    Booked = 1,

    /// <summary>Taken off it.</summary>
    Withdrawn = 2,

    /// <summary>Considered, with a recommendation.</summary>
    Heard = 3,

    /// <summary>Put off: the case is ready for another meeting.</summary>
    Deferred = 4,
}

/// <summary>Why something late was accepted, or an item was put off or withdrawn. Closed lists; what else there is to say stands in the minutes.</summary>
internal enum ItemReason : short
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Late papers: waiting for the next meeting would harm the child.</summary>
    ChildsWelfare = 1,

    /// <summary>Late papers: a court date comes first.</summary>
    CourtDate = 2,

    /// <summary>Late papers: a correction of little weight.</summary>
    MinorCorrection = 3,

    /// <summary>Put off: the panel would have recommended yes only on a condition.</summary>
    Condition = 10,

    /// <summary>Put off: information is missing.</summary>
    MoreInformation = 11,

    /// <summary>Put off: there was no quorum.</summary>
    NoQuorum = 12,

    /// <summary>Put off: time ran out.</summary>
    NoTime = 13,

    /// <summary>Withdrawn: the case is not to go ahead.</summary>
    CaseWithdrawn = 20,

    /// <summary>Withdrawn: moved to another meeting.</summary>
    Moved = 21,

    /// <summary>Withdrawn: the papers did not come.</summary>
    PapersMissing = 22,

    /// <summary>Withdrawn: the meeting was cancelled.</summary>
    MeetingCancelled = 23,

    /// <summary>Withdrawn: an advisory item, decided before a panel considered it.</summary>
    DecidedBefore = 24,

    /// <summary>Withdrawn: the council's hub was restored from a backup and knows the case no more.</summary>
    HubRestored = 25,

    /// <summary>Withdrawn: a determination was answered in time after all, and the case is where it was before that time was over.</summary>
    DeterminationAnswered = 26,

    /// <summary>Withdrawn: the household of a match is chosen for the children no longer.</summary>
    HouseholdNotChosen = 27,
}

/// <summary>A case on the agenda of a meeting.</summary>
internal sealed class AgendaItem
{
    public Guid Id { get; init; }

    public Guid MeetingId { get; init; }

    public Guid CaseId { get; init; }

    public required short[] Councils { get; init; }

    public int Position { get; set; }

    public int Minutes { get; set; }

    /// <summary>Kept where it is when meetings are planned anew.</summary>
    public bool IsPinned { get; set; }

    public ItemState State { get; set; } = ItemState.Booked;

    public ItemReason Reason { get; set; }

    public DateTimeOffset BookedAt { get; init; }

    /// <summary>When all papers were with the panel's members.</summary>
    public DateOnly? PapersSentOn { get; set; }

    /// <summary>Why late papers were accepted.</summary>
    public ItemReason LateReason { get; set; }

    /// <summary>When the adopters were invited to the meeting, as they must be.</summary>
    public DateOnly? AdoptersInvitedOn { get; set; }

    /// <summary>Whether they came: that they did not is not held against them.</summary>
    public bool? AdoptersCame { get; set; }

    /// <summary>Who sat for the item, as the quorum counted them.</summary>
    public List<PanelAttendee> Sitting { get; set; } = [];

    /// <summary>What the quorum lacked; empty when quorate; null before the item was called.</summary>
    public List<QuorumGap>? QuorumGaps { get; set; }

    public List<Recommendation> Recommendations { get; set; } = [];

    /// <summary>What the panel advises besides, kept apart from the recommendation.</summary>
    public List<AdviceCode> Advice { get; set; } = [];

    /// <summary>What the hubs hold as the item's minutes.</summary>
    public List<ItemMinutes> MinutesHeld { get; init; } = [];

    /// <summary>When the chair signed the final minutes.</summary>
    public DateTimeOffset? SignedAt { get; set; }

    /// <summary>The member who signed.</summary>
    public Guid? SignedBy { get; set; }

    public long Version { get; set; } = 1;

    /// <summary>Who may have been in the chair: the chair who sat; without one, the vice chairs who did.</summary>
    public IReadOnlyList<PanelAttendee> Presiding =>
        Sitting.Exists(seat => seat.Role == PanelRole.Chair) ? Sitting.FindAll(seat => seat.Role == PanelRole.Chair) : Sitting.FindAll(seat => seat.Role == PanelRole.ViceChair);
}

/// <summary>What a panel recommends.</summary>
internal enum PanelOutcome : short
{
    /// <summary>Yes: suitable, should be placed, this match; for a termination, that approval ends.</summary>
    Yes = 1,

    /// <summary>No.</summary>
    No = 2,

    /// <summary>Put off.</summary>
    Deferred = 3,
}

/// <summary>A recommendation: for the whole case, or for each child. Unconditional: a panel that would set a condition puts the item off.</summary>
/// <param name="Child">The child; null where the case is decided as a whole.</param>
/// <param name="Outcome">What it recommends.</param>
/// <param name="For">Members who agreed.</param>
/// <param name="Against">Members who dissented; what they said stands in the minutes.</param>
/// <param name="Abstained">Members who did neither.</param>
/// <param name="Terms">The terms of approval that the panel advises besides, where it does: they are no part of what it recommends.</param>
internal sealed record Recommendation(Guid? Child, PanelOutcome Outcome, int For, int Against, int Abstained, ApprovalTerms? Terms = null);

/// <summary>On what terms people are approved.</summary>
internal sealed record ApprovalTerms(HouseholdRoutes Routes, ChildCounts Numbers, AgeBands Ages);

/// <summary>What a panel may advise on.</summary>
internal enum AdviceCode : short
{
    /// <summary>Adoption support.</summary>
    Support = 1,

    /// <summary>Contact with the birth family.</summary>
    Contact = 2,

    /// <summary>The number of children, their ages, sex or needs for whom the adopters may be suitable.</summary>
    Children = 3,

    /// <summary>Whether the agency should have parental responsibility restricted, and how far.</summary>
    ParentalResponsibility = 4,

    /// <summary>Whether a placement order should be applied for.</summary>
    PlacementOrder = 5,
}

/// <summary>The minutes of an item as one council's hub holds them.</summary>
internal sealed class ItemMinutes
{
    public Guid ItemId { get; init; }

    public short Council { get; init; }

    public required short[] Councils { get; init; }

    /// <summary>The document in the hub.</summary>
    public Guid Document { get; set; }

    /// <summary>Its SHA-256: every hub holds the same.</summary>
    public required byte[] Digest { get; set; }

    /// <summary>What that hub says of its papers that the panel had, a SHA-256 of their ids; null where it has not said.</summary>
    public byte[]? Papers { get; set; }

    public int Epoch { get; set; }

    public long HubVersion { get; set; }
}
