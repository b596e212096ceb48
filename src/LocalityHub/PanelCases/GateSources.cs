using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>Where the fact behind a gate comes from.</summary>
internal enum GateSource
{
    /// <summary>A person states it for the case.</summary>
    Statement,

    /// <summary>A paper of the case, by its date.</summary>
    Paper,

    /// <summary>The record of the household: its stages and checks.</summary>
    Household,

    /// <summary>The child's milestones, the household's approval, the ledger of releases, or the calendar.</summary>
    Record,
}

/// <summary>Where each gate's fact comes from, so that nobody states by hand what the hub knows.</summary>
internal static class GateSources
{
    public static GateSource Of(GateCode gate) => gate switch
    {
        GateCode.StageOneComplete or GateCode.CriminalRecordChecks or GateCode.AdopterHealth or GateCode.Referees or GateCode.LocalAuthorityChecks or GateCode.Preparation
            or GateCode.FosteringChecks or GateCode.ChecksRefreshed => GateSource.Household,
        GateCode.ReportComment or GateCode.PlacementReportComment or GateCode.ShouldBePlaced or GateCode.HouseholdApproved or GateCode.ReportReceivedByAdopters
            or GateCode.MatchInTime or GateCode.SixWeeksOld => GateSource.Record,
        _ => PaperOf(gate) is null ? GateSource.Statement : GateSource.Paper,
    };

    /// <summary>The paper that meets a gate; null for a gate that no paper meets.</summary>
    public static PaperKind? PaperOf(GateCode gate) => gate switch
    {
        GateCode.AdopterReport => PaperKind.AdopterReport,
        GateCode.ReviewReport => PaperKind.ReviewReport,
        GateCode.ChildHealthReport => PaperKind.ChildHealthReport,
        GateCode.ChildHealthSummary => PaperKind.ChildHealthSummary,
        GateCode.PermanenceReport => PaperKind.PermanenceReport,
        GateCode.PlacementReport => PaperKind.PlacementReport,
        GateCode.SiblingAssessment => PaperKind.SiblingAssessment,
        GateCode.FosteringReport => PaperKind.FosteringReport,
        GateCode.FosteringReviewReport => PaperKind.FosteringReviewReport,
        GateCode.GuardianshipReport => PaperKind.GuardianshipReport,
        _ => null,
    };
}

/// <summary>What a paper of a case is.</summary>
internal enum PaperKind : short
{
    /// <summary>Anything else that panel reads.</summary>
    Other = 0,

    /// <summary>Prospective adopter's report.</summary>
    AdopterReport = 1,

    /// <summary>Report on the review of approved adopters.</summary>
    ReviewReport = 2,

    /// <summary>The child's health report.</summary>
    ChildHealthReport = 3,

    /// <summary>The medical adviser's summary of it.</summary>
    ChildHealthSummary = 4,

    /// <summary>The child's permanence report.</summary>
    PermanenceReport = 5,

    /// <summary>Adoption placement report.</summary>
    PlacementReport = 6,

    /// <summary>Assessment whether brothers and sisters are placed together.</summary>
    SiblingAssessment = 7,

    /// <summary>Assessment of foster carers.</summary>
    FosteringReport = 8,

    /// <summary>Report on the review of foster carers.</summary>
    FosteringReviewReport = 9,

    /// <summary>Special guardianship report.</summary>
    GuardianshipReport = 10,

    /// <summary>The adopters' comments on a report.</summary>
    Comments = 11,

    /// <summary>Photographs.</summary>
    Photographs = 12,
}
