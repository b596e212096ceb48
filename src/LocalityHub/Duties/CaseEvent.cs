namespace Partnership.LocalityHub.Duties;

/// <summary>Something of a child's case that starts or ends a clock, entered when it has happened.</summary>
internal sealed class CaseEvent
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public CaseEventKind Kind { get; init; }

    public DateOnly On { get; init; }

    /// <summary>The other day that some kinds name: by when, or since when.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>What the law asks for at this step, all of it confirmed.</summary>
    public CaseConditions Conditions { get; init; }

    /// <summary>What is more to be said; stays in this hub.</summary>
    public string? Words { get; init; }

    public required string EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    /// <summary>It never was: entered in error.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>What happened.</summary>
internal enum CaseEventKind
{
    /// <summary>The case was reviewed, of a child who waits or is placed (Adoption Agencies Regulations 2005, reg. 36).</summary>
    Reviewed = 1,

    /// <summary>The child was visited in its placement.</summary>
    Visited = 2,

    /// <summary>The adoption was celebrated.</summary>
    Celebrated = 3,

    /// <summary>The life story book was given.</summary>
    LifeStoryGiven = 4,

    /// <summary>The later-life letter was given.</summary>
    LaterLifeLetterGiven = 5,

    /// <summary>The meeting after a disruption was held.</summary>
    DisruptionMet = 6,

    /// <summary>The placement was planned with the adopters; <see cref="CaseEvent.Day"/> is the day on which the child is to move in.</summary>
    PlacementPlanned = 7,

    /// <summary>The general practitioner was told in writing, with the health report (reg. 35).</summary>
    GpNotified = 8,

    /// <summary>The health body of the adopters' area was told.</summary>
    HealthBodyNotified = 9,

    /// <summary>The local authority of the adopters' area was told.</summary>
    AuthorityNotified = 10,

    /// <summary>Education in the adopters' area was told.</summary>
    EducationNotified = 11,

    /// <summary>An adoption order was applied for.</summary>
    OrderApplied = 12,

    /// <summary>A parent's partner gave notice of applying for an adoption order (Adoption and Children Act 2002, s. 44); <see cref="CaseEvent.Day"/>: since when the child lives with them.</summary>
    NoticeByPartner = 13,

    /// <summary>Local authority foster carers gave such notice.</summary>
    NoticeByFosterCarers = 14,

    /// <summary>Others with whom no agency placed the child gave such notice.</summary>
    NoticeByOthers = 15,

    /// <summary>A connected person was approved temporarily (Care Planning Regulations 2010, reg. 24); not a reg. 25A approval, which has no such clock.</summary>
    ConnectedPersonApproved = 16,

    /// <summary>That approval was extended, once (reg. 25).</summary>
    ConnectedPersonExtended = 17,

    /// <summary>The connected person was refused and has asked for an independent review.</summary>
    ConnectedPersonReviewAwaited = 18,

    /// <summary>The outcome of that review.</summary>
    ConnectedPersonReviewDecided = 19,

    /// <summary>The connected person was approved as a foster carer, or the child lives elsewhere.</summary>
    ConnectedPersonDecided = 20,

    /// <summary>Notice of an application for special guardianship (Children Act 1989, s. 14A(7)).</summary>
    GuardianshipNotified = 21,

    /// <summary>The court has set a day for the report: <see cref="CaseEvent.Day"/>.</summary>
    GuardianshipReportDirected = 22,

    /// <summary>The report was filed.</summary>
    GuardianshipReportFiled = 23,

    /// <summary>Special guardianship was applied for.</summary>
    GuardianshipApplied = 24,

    /// <summary>The plan of support for the special guardians was agreed; <see cref="CaseEvent.Day"/>: its review.</summary>
    GuardianshipSupportPlanned = 25,

    /// <summary>That plan was reviewed; <see cref="CaseEvent.Day"/>: the next review, where there is to be one.</summary>
    GuardianshipSupportReviewed = 26,

    /// <summary>Long-term fostering was confirmed: the carer has agreed, and all who are told were told.</summary>
    LongTermConfirmed = 27,

    /// <summary>Visits to a long-term foster placement were made fewer.</summary>
    VisitsReduced = 28,

    /// <summary>The young person stays with former foster carers (Children Act 1989, s. 23CZA).</summary>
    StayingPut = 29,

    /// <summary>That ended.</summary>
    StayingPutEnded = 30,
}

/// <summary>What has to be so before a step may be taken, each confirmed by whoever enters it.</summary>
[Flags]
internal enum CaseConditions
{
    /// <summary>Nothing is asked for.</summary>
    None = 0,

    /// <summary>The fostering panel's view was sought (Care Planning Regulations 2010, reg. 25).</summary>
    PanelConsulted = 1,

    /// <summary>The independent reviewing officer was informed (reg. 25).</summary>
    ReviewingOfficerInformed = 2,

    /// <summary>The nominated officer approved (reg. 25).</summary>
    NominatedOfficerApproved = 4,

    /// <summary>The carer has agreed to foster the child for the long term.</summary>
    CarerAgreed = 8,

    /// <summary>It was confirmed to the carer.</summary>
    CarerTold = 16,

    /// <summary>It was confirmed to the child.</summary>
    ChildTold = 32,

    /// <summary>It was confirmed to the parents.</summary>
    ParentsTold = 64,
}

/// <summary>A stretch during which a stage of a household's assessment stands still, for one of the reasons that its rule knows.</summary>
internal sealed class AssessmentPause
{
    public Guid Id { get; init; }

    public Guid HouseholdId { get; init; }

    public AssessmentStage Stage { get; init; }

    public AssessmentPauseReason Reason { get; init; }

    /// <summary>What the agency records of it; stays in this hub.</summary>
    public required string Words { get; init; }

    /// <summary>The first day that does not count.</summary>
    public DateOnly From { get; init; }

    /// <summary>The first day that counts again; null while it lasts.</summary>
    public DateOnly? Until { get; set; }

    public required string EnteredBy { get; init; }
}

/// <summary>A stage of the assessment of adopters.</summary>
internal enum AssessmentStage
{
    /// <summary>Stage one.</summary>
    One = 1,

    /// <summary>Stage two, or the fast track.</summary>
    Two = 2,
}

/// <summary>Why a stage may stand still; which stage takes which is the rule's matter.</summary>
internal enum AssessmentPauseReason
{
    /// <summary>The household asked for more time.</summary>
    ApplicantRequest = 1,

    /// <summary>Good reasons, which the agency records: stage one.</summary>
    GoodReason = 2,

    /// <summary>Exceptional circumstances, which the agency records: stage two and the fast track.</summary>
    ExceptionalCircumstances = 3,
}
