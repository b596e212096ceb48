namespace Partnership.Statutory.Clocks;

/// <summary>The clocks that are known. docs/clocks.md lists each with its rule.</summary>
public enum ClockCode
{
    /// <summary>Information for people who have asked about adopting.</summary>
    EnquiryInformation = 1,

    /// <summary>The answer to a registration of interest.</summary>
    RegistrationAnswer = 2,

    /// <summary>Stage one of the assessment of adopters.</summary>
    StageOne = 3,

    /// <summary>The time within which adopters may go on to stage two.</summary>
    StageTwoNotification = 4,

    /// <summary>Stage two of the assessment, to the decision.</summary>
    StageTwo = 5,

    /// <summary>The fast track of previous adopters and approved foster carers, to the decision.</summary>
    FastTrack = 6,

    /// <summary>The adopters' time to comment on their report.</summary>
    ReportComment = 7,

    /// <summary>The decision after a panel's recommendation.</summary>
    Decision = 8,

    /// <summary>Telling adopters a decision by word of mouth.</summary>
    OralNotice = 9,

    /// <summary>Telling adopters a decision in writing.</summary>
    WrittenNotice = 10,

    /// <summary>Representations or an independent review after a qualifying determination about adopters.</summary>
    Representations = 11,

    /// <summary>Papers for the independent review of a determination about adopters.</summary>
    ReviewPapers = 12,

    /// <summary>The usual length of an independent review.</summary>
    IndependentReview = 13,

    /// <summary>Reviews of approved adopters who wait for a match.</summary>
    AdopterReview = 14,

    /// <summary>When an adopter's medical is to be renewed.</summary>
    MedicalRefresh = 15,

    /// <summary>When an adopter's criminal record check is to be renewed.</summary>
    CriminalRecordRefresh = 16,

    /// <summary>A permanence plan for a looked-after child.</summary>
    PermanencePlan = 20,

    /// <summary>Telling birth parents of a decision about the child by word of mouth.</summary>
    BirthParentOralNotice = 21,

    /// <summary>Telling birth parents of a decision about the child in writing.</summary>
    BirthParentWrittenNotice = 22,

    /// <summary>The age below which a child is not placed without a placement order or written agreement.</summary>
    SixWeeksOld = 23,

    /// <summary>The first review of a child who may be placed and is not.</summary>
    FirstWaitingReview = 24,

    /// <summary>Further reviews of a child who may be placed and is not.</summary>
    WaitingReview = 25,

    /// <summary>A match before panel after the decision that a child should be placed.</summary>
    MatchPanel = 26,

    /// <summary>The same for a relinquished child under six months.</summary>
    InfantMatchPanel = 27,

    /// <summary>The adopters' time to comment on an adoption placement report.</summary>
    PlacementReportComment = 28,

    /// <summary>The first visit to a child placed for adoption.</summary>
    FirstVisit = 29,

    /// <summary>Weekly visits until the first review.</summary>
    WeeklyVisit = 30,

    /// <summary>The first review of a placement for adoption.</summary>
    FirstPlacementReview = 31,

    /// <summary>The second review of a placement for adoption.</summary>
    SecondPlacementReview = 32,

    /// <summary>Further reviews of a placement for adoption.</summary>
    PlacementReview = 33,

    /// <summary>How long a child lives with adopters before they may apply for an order.</summary>
    OrderApplication = 34,

    /// <summary>The life story book.</summary>
    LifeStoryBook = 35,

    /// <summary>The later-life letter.</summary>
    LaterLifeLetter = 36,

    /// <summary>The earliest day of a disruption meeting.</summary>
    DisruptionMeetingEarliest = 37,

    /// <summary>The latest day of a disruption meeting.</summary>
    DisruptionMeeting = 38,

    /// <summary>Telling those who are told before a child is placed for adoption.</summary>
    PlacementNotices = 39,

    /// <summary>Temporary approval of a connected person.</summary>
    ConnectedPersonApproval = 40,

    /// <summary>The one extension of a connected person's temporary approval.</summary>
    ConnectedPersonExtension = 41,

    /// <summary>Notice of an application for special guardianship.</summary>
    GuardianshipNotice = 42,

    /// <summary>The duty to support of the council that looked after the child.</summary>
    GuardianshipSupport = 43,

    /// <summary>How long a long-term foster placement lasts before visits may be fewer.</summary>
    LongTermFosteringVisits = 44,

    /// <summary>A young person who stays with former foster carers.</summary>
    StayingPut = 45,

    /// <summary>How long a child lives with a parent's partner before the partner may apply for an adoption order.</summary>
    OrderApplicationByPartner = 46,

    /// <summary>How long a child lives with local authority foster carers before they may apply for an adoption order.</summary>
    OrderApplicationByFosterCarers = 47,

    /// <summary>How long a child lives with anybody else with whom no agency placed it before they may apply for an adoption order.</summary>
    OrderApplicationByOthers = 48,

    /// <summary>Notice of an application for an adoption order by those with whom no agency placed the child.</summary>
    AdoptionNotice = 49,

    /// <summary>Notice of leaving an adoption panel's central list.</summary>
    ListNotice = 50,

    /// <summary>Papers before a panel.</summary>
    PanelPapers = 51,

    /// <summary>How often an adoption panel meets.</summary>
    PanelMeeting = 52,

    /// <summary>The panel's feedback on the quality of what it is given.</summary>
    QualityFeedback = 53,

    /// <summary>The report to the agency's executive.</summary>
    ManagementReport = 54,

    /// <summary>How long adoptive parents are not independent of the agency that placed with them.</summary>
    AdoptiveParentIndependence = 55,

    /// <summary>Notice of leaving a fostering panel's central list.</summary>
    FosteringListNotice = 60,

    /// <summary>Representations or an independent review after a qualifying determination about foster carers.</summary>
    FosteringRepresentations = 61,

    /// <summary>Papers for the independent review of a determination about foster carers.</summary>
    FosteringReviewPapers = 62,

    /// <summary>Reviews of foster carers' approval.</summary>
    FosteringReview = 63,

    /// <summary>The decision after a fostering panel's recommendation.</summary>
    FosteringDecision = 64,

    /// <summary>Telling foster carers a decision by word of mouth.</summary>
    FosteringOralNotice = 65,

    /// <summary>Telling foster carers a decision in writing.</summary>
    FosteringWrittenNotice = 66,

    /// <summary>How long such a notice holds.</summary>
    AdoptionNoticeHolds = 70,

    /// <summary>Beginning to look for a family for a child who waits for one.</summary>
    SearchBegun = 71,

    /// <summary>The duty to support of the council that placed the child for adoption.</summary>
    AdoptionSupport = 72,

    /// <summary>The child moves in with those whom it is matched with.</summary>
    MoveIn = 73,

    /// <summary>Notice by adopters that they no longer wish to be approved as foster carers of a named child.</summary>
    TemporaryApprovalNotice = 74,

    /// <summary>The decision that a child should be placed for adoption is reversed once its plan is another.</summary>
    ReversalRecorded = 75,
}
