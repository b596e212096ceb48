using Partnership.Statutory.Clocks;

namespace Partnership.Statutory.Panels;

/// <summary>What must be there before a step of a case.</summary>
public enum GateCode
{
    /// <summary>The pre-assessment decision at the end of stage one was yes.</summary>
    StageOneComplete = 1,

    /// <summary>Enhanced criminal record checks of the applicants and everybody of 18 or over in the household.</summary>
    CriminalRecordChecks = 2,

    /// <summary>The adopters' health report and the medical adviser's summary of it.</summary>
    AdopterHealth = 3,

    /// <summary>Three referees interviewed, at most one of them a relative.</summary>
    Referees = 4,

    /// <summary>The local authority where the adopters live was asked.</summary>
    LocalAuthorityChecks = 5,

    /// <summary>The adopters were prepared for adoption.</summary>
    Preparation = 6,

    /// <summary>The prospective adopter's report.</summary>
    AdopterReport = 7,

    /// <summary>The report on the review that finds the adopters no longer suitable.</summary>
    ReviewReport = 8,

    /// <summary>The report was written, or its writing supervised, by a social worker with the experience that the law asks for.</summary>
    ReportAuthor = 9,

    /// <summary>The adopters' ten working days to comment are over, or their comments are there.</summary>
    ReportComment = 10,

    /// <summary>No check that the case rests on is past the day by which its council would have it refreshed.</summary>
    ChecksRefreshed = 11,

    /// <summary>The child's health report.</summary>
    ChildHealthReport = 20,

    /// <summary>The medical adviser's summary of the child's health in the permanence report.</summary>
    ChildHealthSummary = 21,

    /// <summary>The child's permanence report.</summary>
    PermanenceReport = 22,

    /// <summary>Parents and guardians were counselled, informed and asked.</summary>
    ParentsCounselled = 23,

    /// <summary>The child was counselled, informed and asked, as far as age and understanding allow.</summary>
    ChildCounselled = 24,

    /// <summary>Where the father has no parental responsibility: what is known of him, and what was done.</summary>
    FatherConsidered = 25,

    /// <summary>The parents' consent will be witnessed: Cafcass was asked to appoint an officer.</summary>
    ConsentToBeWitnessed = 26,

    /// <summary>The decision that the child should be placed stands.</summary>
    ShouldBePlaced = 30,

    /// <summary>The household is approved to adopt.</summary>
    HouseholdApproved = 31,

    /// <summary>The adopters have received the child's permanence report: it stands on the ledger of disclosures.</summary>
    ReportReceivedByAdopters = 32,

    /// <summary>The adoption placement report.</summary>
    PlacementReport = 33,

    /// <summary>The adopters' ten working days to comment on the placement report are over, or their comments are there.</summary>
    PlacementReportComment = 34,

    /// <summary>Brothers and sisters: the assessment whether to place them together.</summary>
    SiblingAssessment = 35,

    /// <summary>The match comes to panel within the guidance's months.</summary>
    MatchInTime = 36,

    /// <summary>A placement order, or the parents' consent.</summary>
    AuthorityToPlace = 37,

    /// <summary>The child is six weeks old, or there is a placement order or the parent's written agreement.</summary>
    SixWeeksOld = 38,

    /// <summary>Part one of the assessment of foster carers: health, references, records.</summary>
    FosteringChecks = 40,

    /// <summary>The assessment report on the foster carers.</summary>
    FosteringReport = 41,

    /// <summary>The report on the review of foster carers.</summary>
    FosteringReviewReport = 42,

    /// <summary>The special guardianship report, or its draft.</summary>
    GuardianshipReport = 43,
}

/// <summary>Before which step a gate stands.</summary>
public enum GateStage
{
    /// <summary>Before the case is raised to panel or decision maker.</summary>
    Raise = 1,

    /// <summary>Before it is decided in favour.</summary>
    Decide = 2,

    /// <summary>Before the child is placed.</summary>
    Place = 3,
}

/// <summary>A lawful exception to a gate. The list is closed.</summary>
public enum GateException
{
    /// <summary>Previous adopters and approved foster carers enter at stage two.</summary>
    FastTrack = 1,

    /// <summary>A brief report: the agency considers the adopters unlikely to be suitable before all information is there.</summary>
    BriefReport = 2,

    /// <summary>The parent cannot be found, or the duty cannot reasonably be carried out.</summary>
    NotReasonablyPracticable = 3,

    /// <summary>There is no other parent, or the father has parental responsibility.</summary>
    DoesNotArise = 4,

    /// <summary>Guidance yields to the child's welfare, with a recorded reason.</summary>
    ChildsWelfare = 5,
}

/// <summary>A gate of some kinds of case.</summary>
/// <param name="Code">Which.</param>
/// <param name="Title">What must be there, in plain words.</param>
/// <param name="Kinds">The cases that it stands before.</param>
/// <param name="Stage">Before which step.</param>
/// <param name="Force">Hard gates have no override; guidance warns and takes a welfare reason.</param>
/// <param name="Source">Instrument and provision.</param>
/// <param name="Exceptions">The lawful exceptions, each with where it is written.</param>
/// <param name="Clock">For a gate that is a matter of time: its clock.</param>
public sealed record CaseGate(
    GateCode Code,
    string Title,
    IReadOnlyList<CaseKind> Kinds,
    GateStage Stage,
    RuleForce Force,
    LegalSource Source,
    IReadOnlyList<(GateException Exception, LegalSource Source)> Exceptions,
    ClockCode? Clock = null)
{
    /// <summary>The first day on which a case is looked at by this version.</summary>
    public DateOnly From { get; init; } = CaseGates.Regulations2005;

    /// <summary>The last such day; null while it is in force. A change of the law is a new version, never an edit.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Whether a case is looked at by it on a day.</summary>
    public bool IsInForce(DateOnly day) => From <= day && (Until is not { } until || day <= until);
}

/// <summary>The gates of every kind of case.</summary>
public static class CaseGates
{
    /// <summary>The Adoption Agencies Regulations 2005 and those made with them.</summary>
    internal static readonly DateOnly Regulations2005 = new(2005, 12, 30);

    /// <summary>The Fostering Services Regulations 2011 and the national minimum standards.</summary>
    internal static readonly DateOnly Regulations2011 = new(2011, 4, 1);

    /// <summary>Assessment in two stages, of adopters (SI 2013/985) and of carers (SI 2013/984).</summary>
    internal static readonly DateOnly TwoStages = new(2013, 7, 1);

    private static readonly CaseKind[] Adopters = [CaseKind.AdopterApproval];
    private static readonly CaseKind[] AdoptersAndTermination = [CaseKind.AdopterApproval, CaseKind.AdopterTermination];
    private static readonly CaseKind[] Plans = [CaseKind.ShouldBePlacedByConsent, CaseKind.ShouldBePlacedByOrder];
    private static readonly CaseKind[] PlansAndMatch = [.. Plans, CaseKind.Match];
    private static readonly (GateException, LegalSource) Brief = (GateException.BriefReport, Aar("30(6)"));
    private static readonly (GateException, LegalSource) Welfare = (GateException.ChildsWelfare, new(Instruments.AdoptionAct, "section 1(2)"));

    /// <summary>Every gate.</summary>
    public static IReadOnlyList<CaseGate> All { get; } =
    [
        Hard(GateCode.StageOneComplete, "stage one ended with the decision to go on", Adopters, Aar("27"), (GateException.FastTrack, Aar("30F"))) with { From = TwoStages },
        Hard(GateCode.CriminalRecordChecks, "enhanced criminal record checks of the applicants and all of 18 or over in the household", Adopters, Aar("25")) with { From = TwoStages },
        Hard(GateCode.AdopterHealth, "health report and the medical adviser's summary", Adopters, Aar("26(b)"), Brief) with { From = TwoStages },
        Hard(GateCode.Referees, "three referees interviewed, at most one a relative", Adopters, Aar("26 and Schedule 4"), Brief) with { From = TwoStages },
        Hard(GateCode.LocalAuthorityChecks, "the local authority of the adopters' home was asked", Adopters, Aar("26"), Brief) with { From = TwoStages },
        Hard(GateCode.Preparation, "preparation for adoption", Adopters, Aar("24"), (GateException.FastTrack, Aar("30F")), Brief) with { From = TwoStages },
        Hard(GateCode.AdopterReport, "prospective adopter's report", Adopters, Aar("30")) with { From = TwoStages },
        Hard(GateCode.ReviewReport, "report on the review", [CaseKind.AdopterTermination], Aar("30D")) with { From = TwoStages },
        Hard(
            GateCode.ReportAuthor,
            "written or supervised by a social worker with three years' relevant experience, adoption work among it",
            [.. AdoptersAndTermination, .. PlansAndMatch],
            new(Instruments.AdoptionReports, "regulation 3")),
        Hard(GateCode.ReportComment, "the adopters' ten working days to comment are over, or their comments are there", AdoptersAndTermination, Aar("30(4)"))
            with { Clock = ClockCode.ReportComment, From = TwoStages },
        Guidance(
            GateCode.ChecksRefreshed, "no check is past the day by which the council refreshes it", [CaseKind.AdopterApproval, CaseKind.FosterApproval],
            new(Instruments.Practice, "refreshing of checks (the law sets no expiry)")),
        Hard(GateCode.ChildHealthReport, "the child's health report", PlansAndMatch, Aar("15(2)(b)")),
        Hard(GateCode.ChildHealthSummary, "the medical adviser's summary of the child's health", PlansAndMatch, Aar("17(1)(b)")),
        Hard(GateCode.PermanenceReport, "the child's permanence report", PlansAndMatch, Aar("17(1)")),
        Hard(
            GateCode.ParentsCounselled, "counselling and information of the parents, and their wishes", Plans, Aar("14"),
            (GateException.NotReasonablyPracticable, Aar("14(1)"))),
        Hard(
            GateCode.ChildCounselled, "counselling and information of the child, and the child's wishes", Plans, Aar("13"),
            (GateException.NotReasonablyPracticable, Aar("13(1)"))),
        Hard(
            GateCode.FatherConsidered, "the father without parental responsibility was considered", Plans, Aar("14(3) and (4)"),
            (GateException.DoesNotArise, Aar("14(3)")), (GateException.NotReasonablyPracticable, Aar("14(4)"))),
        Hard(GateCode.ConsentToBeWitnessed, "Cafcass was asked to appoint an officer to witness consent", [CaseKind.ShouldBePlacedByConsent], Aar("20")),
        Hard(GateCode.ShouldBePlaced, "the decision that the child should be placed stands", [CaseKind.Match], Aar("19 and 31")),
        Hard(GateCode.HouseholdApproved, "the household is approved to adopt", [CaseKind.Match], Aar("30B and 31")) with { From = TwoStages },
        Hard(GateCode.ReportReceivedByAdopters, "the adopters have received the child's permanence report", [CaseKind.Match], Aar("31(1)(a)")),
        Hard(GateCode.PlacementReport, "adoption placement report", [CaseKind.Match], Aar("31(2)(d)")),
        Hard(GateCode.PlacementReportComment, "the adopters' ten working days to comment on the placement report are over, or their comments are there", [CaseKind.Match], Aar("31(3)"))
            with { Clock = ClockCode.PlacementReportComment },
        Guidance(GateCode.SiblingAssessment, "assessment whether brothers and sisters are placed together", [CaseKind.Match], new(Instruments.AdoptionGuidance, "chapter 4")) with { From = TwoStages },
        Guidance(GateCode.MatchInTime, "match before panel within six months (three for a relinquished child under six months)", [CaseKind.Match], new(Instruments.AdoptionStandards, "standard 17"))
            with { Clock = ClockCode.MatchPanel, From = Regulations2011 },
        Hard(GateCode.AuthorityToPlace, "placement order, or the parents' consent", [CaseKind.Match], new(Instruments.AdoptionAct, "sections 18, 19 and 21"))
            with { Stage = GateStage.Decide },
        Hard(GateCode.SixWeeksOld, "six weeks old, or a placement order or written agreement", [CaseKind.Match], Aar("35"))
            with { Stage = GateStage.Place, Clock = ClockCode.SixWeeksOld },
        Hard(GateCode.FosteringChecks, "health, references and records of the applicants", [CaseKind.FosterApproval], Fsr("26(1A) and Schedule 3, Part 1")) with { From = TwoStages },
        Hard(GateCode.FosteringReport, "assessment report", [CaseKind.FosterApproval], Fsr("26(2)")) with { From = Regulations2011 },
        Hard(GateCode.FosteringReviewReport, "report on the review", [CaseKind.FosterReview, CaseKind.FosterTermination], Fsr("28(4)")) with { From = Regulations2011 },
        Guidance(GateCode.GuardianshipReport, "special guardianship report, or its draft", [CaseKind.SpecialGuardianship], new(Instruments.ChildrenAct, "section 14A(8)")),
    ];

    /// <summary>The gates that stand, or have stood, before a step of a kind of case.</summary>
    public static IEnumerable<CaseGate> Of(CaseKind kind, GateStage stage) => All.Where(gate => gate.Stage == stage && gate.Kinds.Contains(kind));

    /// <summary>Those of them that stand on a day.</summary>
    public static IEnumerable<CaseGate> Of(CaseKind kind, GateStage stage, DateOnly day) => Of(kind, stage).Where(gate => gate.IsInForce(day));

    /// <summary>A gate by its code, as it is now.</summary>
    public static CaseGate Of(GateCode code) => All.Where(gate => gate.Code == code).MaxBy(gate => gate.From)!;

    private static CaseGate Hard(GateCode code, string title, IReadOnlyList<CaseKind> kinds, LegalSource source, params (GateException, LegalSource)[] exceptions) =>
        new(code, title, kinds, GateStage.Raise, RuleForce.Hard, source, exceptions);

    private static CaseGate Guidance(GateCode code, string title, IReadOnlyList<CaseKind> kinds, LegalSource source) =>
        new(code, title, kinds, GateStage.Raise, RuleForce.Guidance, source, [Welfare]);

    private static LegalSource Aar(string regulation) => new(Instruments.AdoptionAgencies, $"regulation {regulation}");

    private static LegalSource Fsr(string regulation) => new(Instruments.Fostering, $"regulation {regulation}");
}
