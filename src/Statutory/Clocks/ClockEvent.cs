namespace Partnership.Statutory.Clocks;

/// <summary>What starts and ends clocks. The day of an event is the day on which it happened in Europe/London.</summary>
public enum ClockEvent
{
    /// <summary>People asked about adopting.</summary>
    Enquired = 1,

    /// <summary>They were given detailed information.</summary>
    InformationGiven = 2,

    /// <summary>A registration of interest was received.</summary>
    InterestRegistered = 3,

    /// <summary>The agency said whether it goes on; for the start of stage one: that it does.</summary>
    RegistrationAnswered = 4,

    /// <summary>The agency decided at the end of stage one.</summary>
    StageOneDecided = 5,

    /// <summary>The adopters told the agency that they wish to go on.</summary>
    StageTwoNotified = 6,

    /// <summary>The decision maker decided whether the adopters are suitable, or for a refusal: the qualifying determination was made.</summary>
    SuitabilityDecided = 7,

    /// <summary>The prospective adopter's report was sent to the adopters.</summary>
    AdopterReportSent = 8,

    /// <summary>The adopters' comments arrived.</summary>
    CommentsReceived = 9,

    /// <summary>A panel considered the case.</summary>
    PanelConsidered = 10,

    /// <summary>The decision maker received the recommendation and the final minutes: the later of the two.</summary>
    RecommendationReceived = 11,

    /// <summary>The decision was made.</summary>
    Decided = 12,

    /// <summary>People were told by word of mouth.</summary>
    ToldOrally = 13,

    /// <summary>People were told in writing.</summary>
    ToldInWriting = 14,

    /// <summary>Notice of a qualifying determination was sent.</summary>
    DeterminationSent = 15,

    /// <summary>Representations were made or an independent review applied for.</summary>
    DeterminationAnswered = 16,

    /// <summary>The agency was notified of an application for an independent review.</summary>
    ReviewNotified = 17,

    /// <summary>The agency sent its papers for the review.</summary>
    ReviewPapersSent = 18,

    /// <summary>The independent review recommended.</summary>
    ReviewRecommended = 19,

    /// <summary>Adopters or carers were approved, or their approval last reviewed.</summary>
    ApprovedOrReviewed = 20,

    /// <summary>Their approval was reviewed.</summary>
    ApprovalReviewed = 21,

    /// <summary>A check was made.</summary>
    CheckMade = 22,

    /// <summary>The child began to be looked after.</summary>
    EnteredCare = 30,

    /// <summary>A permanence plan was agreed at a review.</summary>
    PermanencePlanned = 31,

    /// <summary>The child was born.</summary>
    Born = 32,

    /// <summary>The child moved in with prospective adopters.</summary>
    Placed = 33,

    /// <summary>There was authority to place: a placement order or consent.</summary>
    AuthorityGiven = 34,

    /// <summary>The case was reviewed.</summary>
    Reviewed = 35,

    /// <summary>It was decided that the child should be placed for adoption.</summary>
    ShouldBePlacedDecided = 36,

    /// <summary>The adoption placement report was sent to the adopters.</summary>
    PlacementReportSent = 37,

    /// <summary>The child was visited.</summary>
    Visited = 38,

    /// <summary>An adoption order was applied for.</summary>
    OrderApplied = 39,

    /// <summary>The adoption was celebrated.</summary>
    Celebrated = 40,

    /// <summary>A book or letter was given.</summary>
    Given = 41,

    /// <summary>A placement for adoption ended before an order.</summary>
    Disrupted = 42,

    /// <summary>The disruption meeting was held.</summary>
    DisruptionMet = 43,

    /// <summary>An adoption order was made.</summary>
    AdoptionOrdered = 44,

    /// <summary>Notice of an intended application for an adoption order was given to the local authority.</summary>
    AdoptionNotified = 45,

    /// <summary>The child's home began to be with those who apply.</summary>
    HomeBegan = 46,

    /// <summary>All who are told before a placement were told.</summary>
    PlacementNotified = 47,

    /// <summary>A connected person was approved temporarily.</summary>
    TemporarilyApproved = 50,

    /// <summary>A temporary approval was extended.</summary>
    ApprovalExtended = 51,

    /// <summary>The connected person was approved as a foster carer, or the placement ended.</summary>
    ConnectedPersonDecided = 52,

    /// <summary>Notice of an intended application for special guardianship was given.</summary>
    GuardianshipNotified = 53,

    /// <summary>Special guardianship was applied for.</summary>
    GuardianshipApplied = 54,

    /// <summary>A special guardianship order was made.</summary>
    GuardianshipOrdered = 55,

    /// <summary>The duty ends.</summary>
    DutyEnds = 56,

    /// <summary>A child was placed with foster carers for the long term.</summary>
    LongTermPlaced = 57,

    /// <summary>Visits were made fewer.</summary>
    VisitsReduced = 58,

    /// <summary>Written notice of leaving a central list was given, by the member or by the agency.</summary>
    ListNoticeGiven = 60,

    /// <summary>The member left the list.</summary>
    ListLeft = 61,

    /// <summary>A panel meets.</summary>
    PanelMeets = 62,

    /// <summary>Papers were sent to the panel.</summary>
    PapersSent = 63,

    /// <summary>The panel met before.</summary>
    PanelMet = 64,

    /// <summary>Feedback or a report was given.</summary>
    Reported = 65,

    /// <summary>An adoptive parent was counted as independent.</summary>
    CountedIndependent = 66,

    /// <summary>A child needs a family: it was decided that the child should be placed, or adoption is the plan.</summary>
    FamilyNeeded = 67,

    /// <summary>The search for a family was begun.</summary>
    SearchStarted = 68,

    /// <summary>An independent review ended without a recommendation: the application was taken back or not accepted.</summary>
    ReviewEnded = 69,

    /// <summary>The decision maker has matched a child.</summary>
    Matched = 70,

    /// <summary>Written notice was received of adopters who are approved temporarily as foster carers of a named child, and wish it no longer.</summary>
    CarersNoticeReceived = 71,

    /// <summary>The child lives elsewhere, or the carers are approved otherwise.</summary>
    CarersReplaced = 72,

    /// <summary>A plan other than adoption was agreed for a child of whom it was decided that it should be placed for adoption.</summary>
    PlanChanged = 73,

    /// <summary>The decision that the child should be placed for adoption was reversed.</summary>
    DecisionReversed = 74,
}
