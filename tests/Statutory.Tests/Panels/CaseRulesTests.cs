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

    [Theory]
    [InlineData(GateCode.StageOneComplete, RuleForce.Hard, GateStage.Raise, "regulation 27", "2013-07-01")]
    [InlineData(GateCode.CriminalRecordChecks, RuleForce.Hard, GateStage.Raise, "regulation 25", "2013-07-01")]
    [InlineData(GateCode.AdopterHealth, RuleForce.Hard, GateStage.Raise, "regulation 26(b)", "2013-07-01")]
    [InlineData(GateCode.Referees, RuleForce.Hard, GateStage.Raise, "regulation 26 and Schedule 4", "2013-07-01")]
    [InlineData(GateCode.LocalAuthorityChecks, RuleForce.Hard, GateStage.Raise, "regulation 26", "2013-07-01")]
    [InlineData(GateCode.Preparation, RuleForce.Hard, GateStage.Raise, "regulation 24", "2013-07-01")]
    [InlineData(GateCode.AdopterReport, RuleForce.Hard, GateStage.Raise, "regulation 30", "2013-07-01")]
    [InlineData(GateCode.ReviewReport, RuleForce.Hard, GateStage.Raise, "regulation 30D", "2013-07-01")]
    [InlineData(GateCode.ReportAuthor, RuleForce.Hard, GateStage.Raise, "regulation 3", "2005-12-30")]
    [InlineData(GateCode.ReportComment, RuleForce.Hard, GateStage.Raise, "regulation 30(4)", "2013-07-01")]
    [InlineData(GateCode.ChecksRefreshed, RuleForce.Guidance, GateStage.Raise, "refreshing of checks (the law sets no expiry)", "2005-12-30")]
    [InlineData(GateCode.ChildHealthReport, RuleForce.Hard, GateStage.Raise, "regulation 15(2)(b)", "2005-12-30")]
    [InlineData(GateCode.ChildHealthSummary, RuleForce.Hard, GateStage.Raise, "regulation 17(1)(b)", "2005-12-30")]
    [InlineData(GateCode.PermanenceReport, RuleForce.Hard, GateStage.Raise, "regulation 17(1)", "2005-12-30")]
    [InlineData(GateCode.ParentsCounselled, RuleForce.Hard, GateStage.Raise, "regulation 14", "2005-12-30")]
    [InlineData(GateCode.ChildCounselled, RuleForce.Hard, GateStage.Raise, "regulation 13", "2005-12-30")]
    [InlineData(GateCode.FatherConsidered, RuleForce.Hard, GateStage.Raise, "regulation 14(3) and (4)", "2005-12-30")]
    [InlineData(GateCode.ConsentToBeWitnessed, RuleForce.Hard, GateStage.Raise, "regulation 20", "2005-12-30")]
    [InlineData(GateCode.ShouldBePlaced, RuleForce.Hard, GateStage.Raise, "regulation 19 and 31", "2005-12-30")]
    [InlineData(GateCode.HouseholdApproved, RuleForce.Hard, GateStage.Raise, "regulation 30B and 31", "2013-07-01")]
    [InlineData(GateCode.ReportReceivedByAdopters, RuleForce.Hard, GateStage.Raise, "regulation 31(1)(a)", "2005-12-30")]
    [InlineData(GateCode.PlacementReport, RuleForce.Hard, GateStage.Raise, "regulation 31(2)(d)", "2005-12-30")]
    [InlineData(GateCode.PlacementReportComment, RuleForce.Hard, GateStage.Raise, "regulation 31(3)", "2005-12-30")]
    [InlineData(GateCode.SiblingAssessment, RuleForce.Guidance, GateStage.Raise, "chapter 4", "2013-07-01")]
    [InlineData(GateCode.MatchInTime, RuleForce.Guidance, GateStage.Raise, "standard 17", "2011-04-01")]
    [InlineData(GateCode.AuthorityToPlace, RuleForce.Hard, GateStage.Decide, "sections 18, 19 and 21", "2005-12-30")]
    [InlineData(GateCode.SixWeeksOld, RuleForce.Hard, GateStage.Place, "regulation 35", "2005-12-30")]
    [InlineData(GateCode.FosteringChecks, RuleForce.Hard, GateStage.Raise, "regulation 26(1A) and Schedule 3, Part 1", "2013-07-01")]
    [InlineData(GateCode.FosteringReport, RuleForce.Hard, GateStage.Raise, "regulation 26(2)", "2011-04-01")]
    [InlineData(GateCode.FosteringReviewReport, RuleForce.Hard, GateStage.Raise, "regulation 28(4)", "2011-04-01")]
    [InlineData(GateCode.GuardianshipReport, RuleForce.Guidance, GateStage.Raise, "section 14A(8)", "2005-12-30")]
    public void Gate_StandsWhereTheLawPutsIt(GateCode code, RuleForce force, GateStage stage, string provision, string since)
    {
        var gate = CaseGates.Of(code);

        Assert.Equal((force, stage, provision, Days.Day(since)), (gate.Force, gate.Stage, gate.Source.Provision, gate.From));
        Assert.False(gate.IsInForce(gate.From.AddDays(-1)));
        Assert.All(gate.Kinds, kind => Assert.Contains(gate, CaseGates.Of(kind, stage, Days.Day("2026-07-01"))));
    }

    [Fact]
    public void EveryGate_HasALine() => Assert.Equal(
        Enum.GetValues<GateCode>().Order(),
        typeof(CaseRulesTests).GetMethod(nameof(Gate_StandsWhereTheLawPutsIt))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(line => (GateCode)line.Data[0]!).Order());

    // SI 2012/1410: from 1 September 2012 no panel where a placement order is applied for.
    [Fact]
    public void Route_IsTheOneOfTheDayOnWhichTheCaseBecameReady()
    {
        Assert.Equal(Days.Day("2012-09-01"), CaseRoutes.Of(CaseKind.ShouldBePlacedByOrder).From);
        Assert.All(CaseRoutes.All, route => Assert.Same(route, CaseRoutes.Of(route.Kind, route.From)));
        Assert.All(CaseRoutes.All, route => Assert.Same(CaseRoutes.Of(route.Kind), CaseRoutes.Of(route.Kind, (DateOnly?)null)));
        Assert.All(CaseRoutes.All.GroupBy(route => route.Kind), versions => Assert.Same(versions.MinBy(route => route.From), CaseRoutes.Of(versions.Key, Days.Day("2000-01-01"))));
    }

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
