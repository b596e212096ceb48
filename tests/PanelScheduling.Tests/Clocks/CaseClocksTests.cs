using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Clocks;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Tests.Clocks;

public sealed class CaseClocksTests
{
    private static readonly DateOnly Today = new(2025, 6, 16);

    [Fact]
    public void Of_AnApproval_RunsStageTwoFromTheNotificationToTheDecision()
    {
        var @case = Case(CaseKind.AdopterApproval, (ClockEvent.StageTwoNotified, new(2025, 3, 3)));

        var clock = Assert.Single(CaseClocks.Of(@case, Today, ClockEngine.England));

        Assert.Equal((ClockCode.StageTwo, new DateOnly(2025, 7, 3), ClockStatus.Running), (clock.Code, clock.Due!.Value, clock.StatusOn(Today)));
        @case.Happened(ClockEvent.Decided, new(2025, 7, 4));
        Assert.Equal(ClockStatus.Late, CaseClocks.Of(@case, Today, ClockEngine.England).Single(each => each.Code == ClockCode.StageTwo).StatusOn(Today));
    }

    [Fact]
    public void Of_AFastTrack_RunsItsOwnLimit()
    {
        var @case = Case(CaseKind.AdopterApproval, (ClockEvent.StageTwoNotified, new(2025, 3, 3)));
        @case.IsFastTrack = true;

        Assert.Equal(ClockCode.FastTrack, Assert.Single(CaseClocks.Of(@case, Today, ClockEngine.England)).Code);
    }

    [Theory]
    [InlineData(false, ClockCode.MatchPanel, "2025-09-03")]
    [InlineData(true, ClockCode.InfantMatchPanel, "2025-06-03")]
    public void Of_AMatch_RunsFromTheEarliestDecisionThatAChildShouldBePlaced(bool infant, ClockCode code, string due)
    {
        var @case = Case(CaseKind.Match);
        @case.IsInfant = infant;
        @case.Children.Add(new CaseChild { Child = Guid.NewGuid(), Councils = [860], ShouldBePlacedOn = new(2025, 4, 1) });
        @case.Children.Add(new CaseChild { Child = Guid.NewGuid(), Councils = [860], ShouldBePlacedOn = new(2025, 3, 3) });

        var clock = Assert.Single(CaseClocks.Of(@case, Today, ClockEngine.England));

        Assert.Equal((code, due), (clock.Code, clock.Due!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Of_ADecision_RunsTheClocksOfTellingEachRecipient()
    {
        var @case = Case(CaseKind.Match, (ClockEvent.RecommendationReceived, new(2025, 6, 2)), (ClockEvent.Decided, new(2025, 6, 10)));

        var clocks = CaseClocks.Of(@case, Today, ClockEngine.England);

        Assert.Equal(
            [ClockCode.Decision, ClockCode.OralNotice, ClockCode.WrittenNotice, ClockCode.BirthParentOralNotice, ClockCode.BirthParentWrittenNotice],
            clocks.Select(clock => clock.Code));
        Assert.Equal(ClockStatus.Met, clocks[0].StatusOn(Today));
        Assert.Equal(ClockStatus.Overdue, clocks[1].StatusOn(Today));
    }

    [Fact]
    public void Of_AParentWhomNobodyCanFind_RunsNoClock()
    {
        var @case = Case(CaseKind.ShouldBePlacedByOrder, (ClockEvent.Decided, new(2025, 6, 10)));
        @case.Excused.Add(new ExcusedNotice(1, NoticeRecipient.BirthParents));

        Assert.Empty(CaseClocks.Of(@case, Today, ClockEngine.England));
    }

    [Fact]
    public void Of_ASecondRound_KeepsTheClocksOfTheFirst()
    {
        var @case = Case(
            CaseKind.AdopterApproval, (ClockEvent.StageTwoNotified, new(2025, 1, 6)), (ClockEvent.RecommendationReceived, new(2025, 3, 3)), (ClockEvent.Decided, new(2025, 3, 20)),
            (ClockEvent.DeterminationSent, new(2025, 3, 21)), (ClockEvent.DeterminationAnswered, new(2025, 4, 1)));
        @case.Round = 2;
        @case.Happened(ClockEvent.RecommendationReceived, new(2025, 5, 1));

        var decisions = CaseClocks.Of(@case, Today, ClockEngine.England).Where(clock => clock.Code == ClockCode.Decision).ToList();

        Assert.Equal([(short)1, (short)2], decisions.Select(clock => clock.Round));
        Assert.Equal([true, false], decisions.Select(clock => clock.IsBreach));
        Assert.Equal(ClockStatus.Overdue, decisions[1].StatusOn(Today));
    }

    // 3 July less seven working days for the decision and five for the minutes.
    [Fact]
    public void LastMeeting_OfAnApproval_LeavesTimeForMinutesAndDecision() => Assert.Equal(
        (new DateOnly(2025, 6, 17), true), CaseClocks.LastMeeting(Case(CaseKind.AdopterApproval, (ClockEvent.StageTwoNotified, new(2025, 3, 3))), 5, ClockEngine.England));

    [Fact]
    public void LastMeeting_BeforeACourtDate_IsTheDayBeforeIt()
    {
        var @case = Case(CaseKind.SpecialGuardianship);
        @case.CourtDate = new(2025, 7, 1);

        // No law asks for the advice: an approval whose limit nears goes first.
        Assert.Equal((new DateOnly(2025, 6, 30), false), CaseClocks.LastMeeting(@case, 5, ClockEngine.England));
    }

    [Fact]
    public void FirstMeeting_WhileAdoptersComment_IsAfterTheirTenWorkingDaysOrTheirComments()
    {
        var @case = Case(CaseKind.AdopterApproval, (ClockEvent.AdopterReportSent, new(2025, 6, 2)));

        Assert.Equal(new DateOnly(2025, 6, 14), CaseClocks.FirstMeeting(@case, ClockEngine.England));
        @case.Happened(ClockEvent.CommentsReceived, new(2025, 6, 5));
        Assert.Equal(new DateOnly(2025, 6, 5), CaseClocks.FirstMeeting(@case, ClockEngine.England));
    }

    [Fact]
    public void Of_APausedLimit_HasNoLastDayAndNoLastMeeting()
    {
        var @case = Case(CaseKind.AdopterApproval, (ClockEvent.StageTwoNotified, new(2025, 3, 3)));
        @case.Pauses.Add(new CasePause { Councils = [860], Clock = ClockCode.StageTwo, Reason = PauseReason.ApplicantRequest, From = new(2025, 5, 1) });

        var clock = Assert.Single(CaseClocks.Of(@case, Today, ClockEngine.England));

        Assert.Equal((ClockStatus.Paused, null, PauseReason.ApplicantRequest), (clock.StatusOn(Today), clock.Due, clock.Paused));
        Assert.Null(CaseClocks.LastMeeting(@case, 5, ClockEngine.England));
    }

    private static PanelCase Case(CaseKind kind, params (ClockEvent Event, DateOnly Day)[] days)
    {
        var @case = new PanelCase { Id = Guid.NewGuid(), Council = 860, Councils = [860], Kind = kind };
        foreach (var (happened, day) in days)
        {
            @case.Happened(happened, day);
        }

        return @case;
    }
}
