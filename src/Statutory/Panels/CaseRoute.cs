using Partnership.Statutory.Clocks;

namespace Partnership.Statutory.Panels;

/// <summary>What a panel or decision maker is asked.</summary>
public enum CaseKind
{
    /// <summary>Whether prospective adopters are suitable to adopt; a full or a brief report.</summary>
    AdopterApproval = 1,

    /// <summary>Whether approved adopters are no longer suitable.</summary>
    AdopterTermination = 2,

    /// <summary>Whether a child, or each of a sibling group, should be placed with particular adopters.</summary>
    Match = 3,

    /// <summary>Whether a child should be placed for adoption, with the parents' consent or relinquished.</summary>
    ShouldBePlacedByConsent = 4,

    /// <summary>Whether a child should be placed for adoption, where a placement order is applied for.</summary>
    ShouldBePlacedByOrder = 5,

    /// <summary>Whether people are suitable to foster.</summary>
    FosterApproval = 6,

    /// <summary>The first review of foster carers.</summary>
    FosterReview = 7,

    /// <summary>Whether foster carers are no longer suitable.</summary>
    FosterTermination = 8,

    /// <summary>A long-term foster placement: no panel in law.</summary>
    FosterMatch = 9,

    /// <summary>Special guardianship: no panel in law; the court decides on the report.</summary>
    SpecialGuardianship = 10,
}

/// <summary>Whether a panel considers a case before it is decided.</summary>
public enum PanelUse
{
    /// <summary>The law sends it to panel first.</summary>
    Required,

    /// <summary>It goes to the decision maker directly, and to no panel.</summary>
    None,

    /// <summary>A panel may advise; it needs no quorum and holds nothing up.</summary>
    Advisory,
}

/// <summary>Whom a decision is told to.</summary>
public enum NoticeRecipient
{
    /// <summary>The prospective adopters.</summary>
    Adopters = 1,

    /// <summary>The child's parents and guardians.</summary>
    BirthParents = 2,

    /// <summary>Foster carers or applicants to foster.</summary>
    Carers = 3,
}

/// <summary>How a kind of case is decided.</summary>
public sealed record CaseRoute
{
    /// <summary>The kind.</summary>
    public required CaseKind Kind { get; init; }

    /// <summary>In plain words.</summary>
    public required string Title { get; init; }

    /// <summary>Whether a panel comes first.</summary>
    public required PanelUse Panel { get; init; }

    /// <summary>The panel's law, and whose clocks run after the decision.</summary>
    public PanelStrand Strand { get; init; } = PanelStrand.Adoption;

    /// <summary>Whether each child of the case has a decision of its own.</summary>
    public bool DecidesEachChild { get; init; }

    /// <summary>
    /// Whether a decision against the people concerned is first a proposal: a qualifying determination, with representations or an
    /// independent review, then a second decision. Suitability and its termination only; never a match or a plan.
    /// </summary>
    public bool HasQualifyingDetermination { get; init; }

    /// <summary>Whether people are approved on terms, which the decision states.</summary>
    public bool HasTerms => Kind is CaseKind.AdopterApproval or CaseKind.FosterApproval or CaseKind.FosterReview;

    /// <summary>The limit that the decision maker's decision must meet besides; null when there is none.</summary>
    public ClockCode? Limit { get; init; }

    /// <summary>Whom the decision is told to.</summary>
    public required IReadOnlyList<NoticeRecipient> Recipients { get; init; }

    /// <summary>Those of them who are told of a decision in favour alone.</summary>
    public IReadOnlyList<NoticeRecipient> ToldOfYesAlone { get; init; } = [];

    /// <summary>Usual length of the item at panel, in minutes: practice, and a setting of each panel.</summary>
    public int UsualMinutes { get; init; }

    /// <summary>Instrument and provision.</summary>
    public required LegalSource Source { get; init; }

    /// <summary>The first day on which a case that becomes ready takes this version of the route.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last such day; null while it is in force. A change of the law is a new version: cases on their way keep the old one.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The clock of the decision after a recommendation.</summary>
    public ClockCode DecisionClock => Strand == PanelStrand.Adoption ? ClockCode.Decision : ClockCode.FosteringDecision;

    /// <summary>The clock of representations or review, where the route has them.</summary>
    public ClockCode RepresentationsClock => Strand == PanelStrand.Adoption ? ClockCode.Representations : ClockCode.FosteringRepresentations;

    /// <summary>The clock of the papers for an independent review, where the route has one.</summary>
    public ClockCode ReviewPapersClock => Strand == PanelStrand.Adoption ? ClockCode.ReviewPapers : ClockCode.FosteringReviewPapers;

    /// <summary>Whether somebody is told of a decision.</summary>
    public bool IsToldTo(NoticeRecipient recipient, bool isYes) => Recipients.Contains(recipient) && (isYes || !ToldOfYesAlone.Contains(recipient));

    /// <summary>The clocks of telling somebody: by word of mouth, and in writing.</summary>
    public static (ClockCode Oral, ClockCode Written) NoticeClocks(NoticeRecipient recipient) => recipient switch
    {
        NoticeRecipient.Adopters => (ClockCode.OralNotice, ClockCode.WrittenNotice),
        NoticeRecipient.BirthParents => (ClockCode.BirthParentOralNotice, ClockCode.BirthParentWrittenNotice),
        _ => (ClockCode.FosteringOralNotice, ClockCode.FosteringWrittenNotice),
    };
}

/// <summary>The route of each kind of case.</summary>
public static class CaseRoutes
{
    /// <summary>From this day a plan for which a placement order is applied for goes to no panel (SI 2012/1410).</summary>
    private static readonly DateOnly NoPanelForOrders = new(2012, 9, 1);

    /// <summary>Long-term foster placements have a regulation of their own (SI 2015/495).</summary>
    private static readonly DateOnly LongTermFostering = new(2015, 4, 1);

    /// <summary>Every version of every route.</summary>
    public static IReadOnlyList<CaseRoute> All { get; } =
    [
        new()
        {
            Kind = CaseKind.AdopterApproval, Title = "approval of adopters", From = CaseGates.TwoStages, Panel = PanelUse.Required, HasQualifyingDetermination = true, Limit = ClockCode.StageTwo,
            Recipients = [NoticeRecipient.Adopters], UsualMinutes = 60, Source = new(Instruments.AdoptionAgencies, "regulations 30A and 30B"),
        },
        new()
        {
            Kind = CaseKind.AdopterTermination, Title = "termination of adopters' approval", From = CaseGates.TwoStages, Panel = PanelUse.Required, HasQualifyingDetermination = true,
            Recipients = [NoticeRecipient.Adopters], UsualMinutes = 60, Source = new(Instruments.AdoptionAgencies, "regulation 30D"),
        },
        new()
        {
            Kind = CaseKind.Match, Title = "match", From = CaseGates.Regulations2005, Panel = PanelUse.Required, DecidesEachChild = true, Limit = ClockCode.MatchPanel,
            Recipients = [NoticeRecipient.Adopters, NoticeRecipient.BirthParents], ToldOfYesAlone = [NoticeRecipient.BirthParents], UsualMinutes = 60,
            Source = new(Instruments.AdoptionAgencies, "regulations 32 and 33"),
        },
        new()
        {
            Kind = CaseKind.ShouldBePlacedByConsent, Title = "should be placed for adoption, by consent", From = NoPanelForOrders, Panel = PanelUse.Required, DecidesEachChild = true,
            Recipients = [NoticeRecipient.BirthParents], UsualMinutes = 45, Source = new(Instruments.AdoptionAgencies, "regulations 17(2), 18 and 19"),
        },
        new()
        {
            Kind = CaseKind.ShouldBePlacedByOrder, Title = "should be placed for adoption, placement order applied for", From = NoPanelForOrders, Panel = PanelUse.None, DecidesEachChild = true,
            Recipients = [NoticeRecipient.BirthParents],
            Source = new(Instruments.AdoptionAgencies, "regulations 17(2) and 19 (amended by SI 2012/1410)"),
        },
        new()
        {
            Kind = CaseKind.FosterApproval, Title = "approval of foster carers", From = CaseGates.Regulations2011, Panel = PanelUse.Required, Strand = PanelStrand.Fostering, HasQualifyingDetermination = true,
            Recipients = [NoticeRecipient.Carers], UsualMinutes = 45, Source = new(Instruments.Fostering, "regulations 25 and 27"),
        },
        new()
        {
            Kind = CaseKind.FosterReview, Title = "first review of foster carers", From = CaseGates.Regulations2011, Panel = PanelUse.Required, Strand = PanelStrand.Fostering, HasQualifyingDetermination = true,
            Recipients = [NoticeRecipient.Carers], UsualMinutes = 30, Source = new(Instruments.Fostering, "regulations 25 and 28"),
        },
        new()
        {
            Kind = CaseKind.FosterTermination, Title = "termination of foster carers' approval", From = CaseGates.Regulations2011, Panel = PanelUse.Advisory, Strand = PanelStrand.Fostering,
            HasQualifyingDetermination = true, Recipients = [NoticeRecipient.Carers], UsualMinutes = 45, Source = new(Instruments.Fostering, "regulation 28"),
        },
        new()
        {
            Kind = CaseKind.FosterMatch, Title = "long-term foster placement", From = LongTermFostering, Panel = PanelUse.Advisory, Strand = PanelStrand.Fostering, DecidesEachChild = true,
            Recipients = [NoticeRecipient.Carers], UsualMinutes = 30, Source = new(Instruments.CarePlanning, "regulation 22B"),
        },
        new()
        {
            Kind = CaseKind.SpecialGuardianship, Title = "special guardianship", From = CaseGates.Regulations2005, Panel = PanelUse.Advisory, Strand = PanelStrand.Fostering, DecidesEachChild = true,
            Recipients = [], UsualMinutes = 30, Source = new(Instruments.ChildrenAct, "section 14A(8)"),
        },
    ];

    /// <summary>The route of a kind as it is now.</summary>
    public static CaseRoute Of(CaseKind kind) => All.Where(route => route.Kind == kind).MaxBy(route => route.From)!;

    /// <summary>The route of a case of a kind that became ready on a day; as it is now while it is not ready, and the first there was for one from before.</summary>
    public static CaseRoute Of(CaseKind kind, DateOnly? readyOn) => readyOn is { } day
        ? All.Where(route => route.Kind == kind).OrderBy(route => route.From).LastOrDefault(route => route.From <= day) ?? All.Where(route => route.Kind == kind).MinBy(route => route.From)!
        : Of(kind);
}
