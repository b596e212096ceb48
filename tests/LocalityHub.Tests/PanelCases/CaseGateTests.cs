using Partnership.LocalityHub.PanelCases;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.Tests.PanelCases;

/// <summary>The gates of docs/panel-rules.md, one by one.</summary>
public sealed class CaseGateTests
{
    private static readonly DateOnly Today = new(2025, 6, 16);

    public static TheoryData<CaseKind, GateCode> HardGates => new(
        from gate in CaseGates.All
        where gate is { Force: RuleForce.Hard, Stage: GateStage.Raise }
        from kind in gate.Kinds
        select (kind, gate.Code));

    [Theory]
    [MemberData(nameof(HardGates))]
    public void Raise_WithoutWhatAHardGateAsks_StopsAtItAlone(CaseKind kind, GateCode missing)
    {
        Assert.DoesNotContain(CaseGateReadings.Read(Whole(kind), GateStage.Raise, Today), gate => gate.Stops);

        var stops = CaseGateReadings.Read(Without(Whole(kind), missing), GateStage.Raise, Today).Where(gate => gate.Stops).ToList();

        Assert.Equal([missing], stops.Select(gate => gate.Gate.Code));
        Assert.NotEmpty(stops[0].Gate.Source.ToString());
    }

    [Theory]
    [MemberData(nameof(HardGates))]
    public void Raise_WithAnExceptionThatTheLawDoesNotKnow_StopsAllTheSame(CaseKind kind, GateCode missing)
    {
        var lawful = CaseGates.Of(missing).Exceptions.Select(each => each.Exception).ToHashSet();
        foreach (var exception in Enum.GetValues<GateException>().Where(each => !lawful.Contains(each)))
        {
            var facts = Without(Whole(kind), missing) with { Exceptions = new Dictionary<GateCode, GateException> { [missing] = exception } };

            Assert.Contains(CaseGateReadings.Read(facts, GateStage.Raise, Today), gate => gate.Stops && gate.Gate.Code == missing);
        }
    }

    // Regulations 30(6) and 30F: what the law leaves out, and nothing else.
    [Theory]
    [InlineData(true, false, "Preparation, AdopterHealth, Referees, LocalAuthorityChecks")]
    [InlineData(false, true, "StageOneComplete, Preparation")]
    public void Raise_BriefReportOrFastTrack_LeavesOutWhatTheLawDoes(bool brief, bool fastTrack, string leftOut)
    {
        var facts = Whole(CaseKind.AdopterApproval) with { Brief = brief, FastTrack = fastTrack, Stated = new Dictionary<GateCode, DateOnly>() };

        var excepted = CaseGateReadings.Read(facts, GateStage.Raise, Today).Where(gate => gate.State == GateState.Excepted).ToList();

        Assert.Equal(leftOut.Split(", ").Order(), excepted.Select(gate => gate.Gate.Code.ToString()).Order());
        Assert.All(excepted, gate => Assert.NotNull(gate.ExceptionSource));
    }

    [Fact]
    public void Raise_GuidanceNotKept_WarnsAndDoesNotStop()
    {
        var facts = Whole(CaseKind.Match) with { Children = [new GateChild(new(2024, 6, 3), false, new(2024, 8, 20), new(2022, 2, 3))] };

        var late = CaseGateReadings.Read(facts, GateStage.Raise, Today).Single(gate => gate.Gate.Code == GateCode.MatchInTime);

        Assert.Equal((GateState.Warning, false), (late.State, late.Stops));
    }

    // Regulation 30(4): sent on Monday 2 June, which is the first of the ten working days, they are over after Friday the 13th; comments open it earlier.
    [Theory]
    [InlineData("2025-06-02", null, "2025-06-14", false)]
    [InlineData("2025-06-03", null, "2025-06-17", true)]
    [InlineData("2025-06-03", "2025-06-09", "2025-06-09", false)]
    public void Raise_ReportSentForComment_WaitsTenWorkingDaysUnlessTheyComment(string sent, string? came, string from, bool stops)
    {
        var facts = Whole(CaseKind.AdopterApproval) with { ReportSentOn = Day(sent), CommentsOn = came is null ? null : Day(came) };

        var wait = CaseGateReadings.Read(facts, GateStage.Raise, Today).Single(gate => gate.Gate.Code == GateCode.ReportComment);

        Assert.Equal((Day(from), stops), (wait.On!.Value, wait.Stops));
    }

    [Fact]
    public void Place_UnderSixWeeks_StopsWithoutAnOrderOrAgreement()
    {
        var young = new GateChild(new(2025, 6, 2), false, null, new(2025, 5, 12));
        GateState Of(GateChild child) => CaseGateReadings.Read(Whole(CaseKind.Match) with { Children = [child] }, GateStage.Place, Today).Single(gate => gate.Gate.Code == GateCode.SixWeeksOld).State;

        Assert.Equal(GateState.Missing, Of(young));
        Assert.Equal(GateState.Met, Of(young with { AuthorityOn = new(2025, 6, 9) }));
        Assert.Equal(GateState.Met, Of(young with { DateOfBirth = new(2025, 5, 5) }));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Everything there, on days that have been.</summary>
    private static GateFacts Whole(CaseKind kind) => new(
        kind, false, false, false, CaseGates.All.ToDictionary(gate => gate.Code, _ => new DateOnly(2025, 6, 2)), new Dictionary<GateCode, GateException>(),
        [new GateChild(new(2025, 4, 1), false, new(2025, 5, 1), new(2022, 2, 3))], new(2025, 3, 3), new(2025, 5, 1), new(2025, 5, 19), null);

    private static GateFacts Without(GateFacts facts, GateCode missing)
    {
        var without = facts with { Stated = facts.Stated.Where(each => each.Key != missing).ToDictionary() };
        return missing switch
        {
            GateCode.ReportComment or GateCode.PlacementReportComment => without with { ReportSentOn = null },
            GateCode.ShouldBePlaced => without with { Children = [facts.Children[0] with { PlanReversed = true }] },
            GateCode.HouseholdApproved => without with { HouseholdApprovedOn = null },
            GateCode.ReportReceivedByAdopters => without with { ReportReceivedOn = null },
            _ => without,
        };
    }
}
