using Partnership.Statutory.Clocks;

namespace Partnership.Statutory.Tests.Clocks;

/// <summary>
/// Each clock by itself, as the law has it: a length, a first day or a force that is changed by mistake, for whichever of them, is seen here, and so is a clock without a line.
/// </summary>
public sealed class EveryClockTests
{
    [Theory]
    [InlineData(ClockCode.EnquiryInformation, 10, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "chapter 3")]
    [InlineData(ClockCode.RegistrationAnswer, 5, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "chapter 3")]
    [InlineData(ClockCode.StageOne, 2, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 27")]
    [InlineData(ClockCode.StageTwoNotification, 6, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 28")]
    [InlineData(ClockCode.StageTwo, 4, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 30B(1) and (2)")]
    [InlineData(ClockCode.FastTrack, 4, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 30F")]
    [InlineData(ClockCode.ReportComment, 10, ClockUnit.WorkingDays, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "regulation 30(4)")]
    [InlineData(ClockCode.Decision, 7, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 17")]
    [InlineData(ClockCode.OralNotice, 2, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 17")]
    [InlineData(ClockCode.WrittenNotice, 5, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 17")]
    [InlineData(ClockCode.Representations, 40, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.SameDay, RuleForce.Hard, "regulation 30B(5)")]
    [InlineData(ClockCode.ReviewPapers, 10, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 30C")]
    [InlineData(ClockCode.IndependentReview, 4, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "guidance for agencies")]
    [InlineData(ClockCode.AdopterReview, 1, ClockUnit.Years, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 30D")]
    [InlineData(ClockCode.MedicalRefresh, 2, ClockUnit.Years, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "about two years")]
    [InlineData(ClockCode.CriminalRecordRefresh, 2, ClockUnit.Years, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "two to three years")]
    [InlineData(ClockCode.ConnectedPersonApproval, 16, ClockUnit.Weeks, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 24")]
    [InlineData(ClockCode.ConnectedPersonExtension, 8, ClockUnit.Weeks, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 25")]
    [InlineData(ClockCode.TemporaryApprovalNotice, 28, ClockUnit.CalendarDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 25A(3)")]
    [InlineData(ClockCode.GuardianshipNotice, 3, ClockUnit.Months, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "section 14A(7)")]
    [InlineData(ClockCode.GuardianshipSupport, 3, ClockUnit.Years, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 5; section 14F of the Children Act 1989")]
    [InlineData(ClockCode.LongTermFosteringVisits, 1, ClockUnit.Years, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "regulation 28")]
    [InlineData(ClockCode.StayingPut, 21, ClockUnit.Years, ClockKind.Limit, FirstDay.SameDay, RuleForce.Hard, "section 23CZA")]
    [InlineData(ClockCode.FosteringListNotice, 1, ClockUnit.Months, ClockKind.MinimumWait, FirstDay.DayAfter, RuleForce.Hard, "regulation 23(2) and (3)")]
    [InlineData(ClockCode.FosteringDecision, 7, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 14")]
    [InlineData(ClockCode.FosteringOralNotice, 2, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 14")]
    [InlineData(ClockCode.FosteringWrittenNotice, 5, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 14")]
    [InlineData(ClockCode.FosteringRepresentations, 28, ClockUnit.CalendarDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 27(6)")]
    [InlineData(ClockCode.FosteringReviewPapers, 10, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 29(2)")]
    [InlineData(ClockCode.FosteringReview, 1, ClockUnit.Years, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 28(2)")]
    [InlineData(ClockCode.PermanencePlan, 4, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "chapter 2")]
    [InlineData(ClockCode.BirthParentOralNotice, 2, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 17")]
    [InlineData(ClockCode.BirthParentWrittenNotice, 5, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 17")]
    [InlineData(ClockCode.SixWeeksOld, 6, ClockUnit.Weeks, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "regulation 35")]
    [InlineData(ClockCode.FirstWaitingReview, 3, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 36")]
    [InlineData(ClockCode.WaitingReview, 6, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 36")]
    [InlineData(ClockCode.MatchPanel, 6, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 17")]
    [InlineData(ClockCode.InfantMatchPanel, 3, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 17")]
    [InlineData(ClockCode.PlacementReportComment, 10, ClockUnit.WorkingDays, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "regulation 31")]
    [InlineData(ClockCode.FirstVisit, 1, ClockUnit.Weeks, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 36")]
    [InlineData(ClockCode.WeeklyVisit, 1, ClockUnit.Weeks, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 36")]
    [InlineData(ClockCode.FirstPlacementReview, 4, ClockUnit.Weeks, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 36")]
    [InlineData(ClockCode.SecondPlacementReview, 3, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 36")]
    [InlineData(ClockCode.PlacementReview, 6, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 36")]
    [InlineData(ClockCode.OrderApplication, 10, ClockUnit.Weeks, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "section 42(2)")]
    [InlineData(ClockCode.LifeStoryBook, 10, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "chapter 5")]
    [InlineData(ClockCode.LaterLifeLetter, 10, ClockUnit.WorkingDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "chapter 5")]
    [InlineData(ClockCode.DisruptionMeetingEarliest, 28, ClockUnit.CalendarDays, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Guidance, "28 to 42 days; elsewhere 4 to 12 weeks")]
    [InlineData(ClockCode.DisruptionMeeting, 42, ClockUnit.CalendarDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "28 to 42 days; elsewhere 4 to 12 weeks")]
    [InlineData(ClockCode.SearchBegun, 14, ClockUnit.CalendarDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "section 1(3)")]
    [InlineData(ClockCode.MoveIn, 42, ClockUnit.CalendarDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "section 1(3)")]
    [InlineData(ClockCode.ReversalRecorded, 14, ClockUnit.CalendarDays, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "decision to place for adoption no longer holds: date and reason")]
    [InlineData(ClockCode.PlacementNotices, 1, ClockUnit.CalendarDays, ClockKind.Ahead, FirstDay.DayAfter, RuleForce.Hard, "regulation 35")]
    [InlineData(ClockCode.OrderApplicationByPartner, 6, ClockUnit.Months, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "section 42(3)")]
    [InlineData(ClockCode.OrderApplicationByFosterCarers, 12, ClockUnit.Months, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "section 42(4)")]
    [InlineData(ClockCode.OrderApplicationByOthers, 3, ClockUnit.Years, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "section 42(5)")]
    [InlineData(ClockCode.AdoptionNotice, 3, ClockUnit.Months, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "section 44(3)")]
    [InlineData(ClockCode.AdoptionNoticeHolds, 2, ClockUnit.Years, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "section 44(3)")]
    [InlineData(ClockCode.AdoptionSupport, 3, ClockUnit.Years, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Hard, "regulation 7")]
    [InlineData(ClockCode.ListNotice, 1, ClockUnit.Months, ClockKind.MinimumWait, FirstDay.DayAfter, RuleForce.Hard, "regulation 3(2) and (3)")]
    [InlineData(ClockCode.PanelPapers, 5, ClockUnit.WorkingDays, ClockKind.Ahead, FirstDay.DayAfter, RuleForce.Guidance, "standard 17")]
    [InlineData(ClockCode.PanelMeeting, 1, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 17")]
    [InlineData(ClockCode.QualityFeedback, 6, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 17")]
    [InlineData(ClockCode.ManagementReport, 6, ClockUnit.Months, ClockKind.Limit, FirstDay.DayAfter, RuleForce.Guidance, "standard 25")]
    [InlineData(ClockCode.AdoptiveParentIndependence, 12, ClockUnit.Months, ClockKind.MinimumWait, FirstDay.SameDay, RuleForce.Hard, "regulation 4")]
    public void Clock_HasTheLawsLength(ClockCode code, int amount, ClockUnit unit, ClockKind kind, FirstDay first, RuleForce force, string provision)
    {
        var rule = ClockRules.Newest(code);

        Assert.Equal((new ClockLength(amount, unit), kind, first, force, provision), (rule.Length, rule.Kind, rule.FirstDay, rule.Force, rule.Source.Provision));
    }

    [Fact]
    public void EveryClock_HasALine() => Assert.Equal(
        Enum.GetValues<ClockCode>().Order(),
        typeof(EveryClockTests).GetMethod(nameof(Clock_HasTheLawsLength))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(line => (ClockCode)line.Data[0]!).Order());
}
