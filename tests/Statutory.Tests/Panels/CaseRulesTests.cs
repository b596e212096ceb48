using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.Statutory.Tests.Panels;

public sealed class CaseRulesTests
{
    // Adoption Agencies Regulations 2005, regulations 30B and 30D; never a match or a plan.
    [Fact]
    public void QualifyingDetermination_IsOfSuitabilityAlone() => Assert.Equal(
        [CaseKind.AdopterApproval, CaseKind.AdopterTermination, CaseKind.FosterApproval, CaseKind.FosterReview, CaseKind.FosterTermination],
        CaseRoutes.All.Where(route => route.HasQualifyingDetermination).Select(route => route.Kind));

    // Regulation 17(2) as amended by SI 2012/1410.
    [Fact]
    public void ShouldBePlacedByOrder_GoesToNoPanel() => Assert.Equal(PanelUse.None, CaseRoutes.Of(CaseKind.ShouldBePlacedByOrder).Panel);

    [Fact]
    public void SpecialGuardianship_IsAdvisoryAndHasNoLimit()
    {
        var route = CaseRoutes.Of(CaseKind.SpecialGuardianship);

        Assert.Equal((PanelUse.Advisory, null), (route.Panel, route.Limit));
    }

    [Fact]
    public void EveryKind_HasARoute() => Assert.Equal(Enum.GetValues<CaseKind>(), CaseRoutes.All.Select(route => route.Kind));

    [Fact]
    public void EveryGate_IsListedOnce() => Assert.Equal(Enum.GetValues<GateCode>().Order(), CaseGates.All.Select(gate => gate.Code).Order());

    [Fact]
    public void HardGates_WithoutAnyException() => Assert.Equal(
        [
            GateCode.CriminalRecordChecks, GateCode.AdopterReport, GateCode.ReviewReport, GateCode.ReportAuthor, GateCode.ReportComment,
            GateCode.ChildHealthReport, GateCode.ChildHealthSummary, GateCode.PermanenceReport, GateCode.ConsentToBeWitnessed, GateCode.ShouldBePlaced,
            GateCode.HouseholdApproved, GateCode.ReportReceivedByAdopters, GateCode.PlacementReport, GateCode.PlacementReportComment,
            GateCode.AuthorityToPlace, GateCode.SixWeeksOld, GateCode.FosteringChecks, GateCode.FosteringReport, GateCode.FosteringReviewReport,
        ],
        CaseGates.All.Where(gate => gate.Force == RuleForce.Hard && gate.Exceptions.Count == 0).Select(gate => gate.Code));

    [Fact]
    public void Guidance_YieldsToTheChildsWelfareAlone() => Assert.All(
        CaseGates.All.Where(gate => gate.Force == RuleForce.Guidance), gate => Assert.Equal([GateException.ChildsWelfare], gate.Exceptions.Select(each => each.Exception)));

    [Fact]
    public void NoHardGate_YieldsToWelfare() => Assert.DoesNotContain(
        CaseGates.All.Where(gate => gate.Force == RuleForce.Hard), gate => gate.Exceptions.Any(each => each.Exception == GateException.ChildsWelfare));

    // A month of the child's life must not depend on which list was forgotten.
    [Theory]
    [InlineData(CaseKind.Match, GateCode.ChildHealthReport, "regulation 15(2)(b)")]
    [InlineData(CaseKind.Match, GateCode.ChildHealthSummary, "regulation 17(1)(b)")]
    [InlineData(CaseKind.ShouldBePlacedByOrder, GateCode.ChildHealthReport, "regulation 15(2)(b)")]
    [InlineData(CaseKind.ShouldBePlacedByOrder, GateCode.ChildHealthSummary, "regulation 17(1)(b)")]
    [InlineData(CaseKind.ShouldBePlacedByConsent, GateCode.ChildHealthSummary, "regulation 17(1)(b)")]
    [InlineData(CaseKind.AdopterApproval, GateCode.ReportComment, "regulation 30(4)")]
    [InlineData(CaseKind.AdopterApproval, GateCode.ChecksRefreshed, "refreshing of checks (the law sets no expiry)")]
    [InlineData(CaseKind.Match, GateCode.PlacementReport, "regulation 31(2)(d)")]
    [InlineData(CaseKind.Match, GateCode.ReportReceivedByAdopters, "regulation 31(1)(a)")]
    public void Gates_BeforeRaising_AreCited(CaseKind kind, GateCode gate, string provision) =>
        Assert.Equal(provision, CaseGates.Of(kind, GateStage.Raise).Single(each => each.Code == gate).Source.Provision);

    [Fact]
    public void AuthorityToPlace_StandsBeforeTheDecision() =>
        Assert.Equal([GateCode.AuthorityToPlace], CaseGates.Of(CaseKind.Match, GateStage.Decide).Select(gate => gate.Code));

    [Fact]
    public void ClocksOfGates_AreMinimumWaitsOrGuidance() => Assert.All(
        CaseGates.All.Where(gate => gate.Clock is not null),
        gate => Assert.True(ClockRules.Newest(gate.Clock!.Value).Kind == ClockKind.MinimumWait || gate.Force == RuleForce.Guidance));
}
