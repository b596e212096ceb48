using Partnership.Statutory.Clocks;

namespace Partnership.Statutory.Tests.Clocks;

public sealed class ClockEngineTests
{
    private static readonly ClockEngine Engine = ClockEngine.England;

    [Theory]
    // Sent on Monday 3 March: that day is day 1, and Easter, early May and no other holiday lie between.
    [InlineData(ClockCode.Representations, "2025-03-03", "2025-04-29")]
    // Sent on a Saturday: the first working day from it on is day 1.
    [InlineData(ClockCode.Representations, "2025-03-01", "2025-04-29")]
    [InlineData(ClockCode.Decision, "2025-04-14", "2025-04-25")]
    [InlineData(ClockCode.OralNotice, "2025-04-17", "2025-04-23")]
    [InlineData(ClockCode.WrittenNotice, "2025-12-24", "2026-01-05")]
    [InlineData(ClockCode.StageOne, "2024-12-31", "2025-02-28")]
    [InlineData(ClockCode.StageTwo, "2025-01-31", "2025-05-31")]
    [InlineData(ClockCode.FirstPlacementReview, "2025-02-03", "2025-03-03")]
    [InlineData(ClockCode.SecondPlacementReview, "2025-03-03", "2025-06-03")]
    [InlineData(ClockCode.AdopterReview, "2024-02-29", "2025-02-28")]
    [InlineData(ClockCode.FosteringRepresentations, "2025-04-01", "2025-04-29")]
    [InlineData(ClockCode.ConnectedPersonApproval, "2025-01-06", "2025-04-28")]
    [InlineData(ClockCode.PanelPapers, "2025-05-08", "2025-04-30")]
    // Ten working days to comment are 3 to 14 March: the panel may have it on the day after.
    [InlineData(ClockCode.ReportComment, "2025-03-03", "2025-03-15")]
    [InlineData(ClockCode.SixWeeksOld, "2025-01-01", "2025-02-12")]
    [InlineData(ClockCode.OrderApplication, "2025-01-06", "2025-03-17")]
    [InlineData(ClockCode.ListNotice, "2025-01-31", "2025-03-01")]
    [InlineData(ClockCode.GuardianshipNotice, "2025-03-01", "2025-06-01")]
    public void Due_WithoutPauses_IsTheLawsDay(ClockCode code, string started, string due) =>
        Assert.Equal(Days.Day(due), Engine.Due(ClockRules.InForce(code, Days.Day(started)), Days.Day(started)));

    [Fact]
    public void Due_AMonthBeginningWithTheThirtyFirst_EndsWithTheShorterMonth()
    {
        var rule = ClockRules.Newest(ClockCode.StageOne) with { FirstDay = FirstDay.SameDay, Length = new(1, ClockUnit.Months) };

        Assert.Equal(Days.Day("2025-02-28"), Engine.Due(rule, Days.Day("2025-01-31")));
        Assert.Equal(Days.Day("2025-03-31"), Engine.Due(rule, Days.Day("2025-03-01")));
        Assert.Equal(Days.Day("2025-04-30"), Engine.Due(rule, Days.Day("2025-03-31")));
    }

    [Fact]
    public void Read_PausedForTenDays_EndsTenDaysLater()
    {
        var rule = ClockRules.Newest(ClockCode.StageTwo);
        var facts = new ClockFacts(Days.Day("2025-01-10"), Pauses: [new(PauseReason.ApplicantRequest, Days.Day("2025-02-01"), Days.Day("2025-02-11"))]);

        Assert.Equal(Days.Day("2025-05-20"), Engine.Read(rule, facts, Days.Day("2025-03-01")).Due);
    }

    [Fact]
    public void Read_WhilePaused_IsPausedWithoutADueDayAndKeepsWhatIsLeft()
    {
        var rule = ClockRules.Newest(ClockCode.StageTwo);
        var facts = new ClockFacts(Days.Day("2025-01-10"), Pauses: [new(PauseReason.ExceptionalCircumstances, Days.Day("2025-05-01"), null)]);

        var reading = Engine.Read(rule, facts, Days.Day("2025-09-01"));

        Assert.Equal(ClockStatus.Paused, reading.Status);
        Assert.Null(reading.Due);
        Assert.Equal(10, reading.DaysLeft); // 1 to 10 May
        Assert.Equal(PauseReason.ExceptionalCircumstances, reading.Pause!.Reason);
        Assert.False(reading.IsBreach);
    }

    [Fact]
    public void Read_PausedAfterItsLastDay_StaysOverdue()
    {
        var rule = ClockRules.Newest(ClockCode.StageTwo);
        var facts = new ClockFacts(Days.Day("2025-01-10"), Pauses: [new(PauseReason.ApplicantRequest, Days.Day("2025-05-11"), null)]);

        var reading = Engine.Read(rule, facts, Days.Day("2025-05-12"));

        Assert.Equal(ClockStatus.Overdue, reading.Status);
        Assert.Equal(Days.Day("2025-05-10"), reading.Due);
        Assert.Equal(-2, reading.DaysLeft);
    }

    [Fact]
    public void Read_PauseThatBeginsLater_DoesNotStopItYet()
    {
        var facts = new ClockFacts(Days.Day("2025-01-10"), Pauses: [new(PauseReason.ApplicantRequest, Days.Day("2025-03-01"), null)]);

        Assert.Equal(ClockStatus.Running, Engine.Read(ClockRules.Newest(ClockCode.StageTwo), facts, Days.Day("2025-02-01")).Status);
    }

    [Fact]
    public void Read_PauseThatTheLawDoesNotKnow_IsRefused()
    {
        var facts = new ClockFacts(Days.Day("2025-03-03"), Pauses: [new(PauseReason.ApplicantRequest, Days.Day("2025-03-10"), null)]);

        Assert.Throws<ArgumentException>(() => Engine.Read(ClockRules.Newest(ClockCode.Representations), facts, Days.Day("2025-03-11")));
    }

    [Theory]
    [InlineData("2025-03-12", null, ClockStatus.Running, 0)]
    [InlineData("2025-03-13", null, ClockStatus.Overdue, -1)]
    [InlineData("2025-03-20", "2025-03-12", ClockStatus.Met, null)]
    [InlineData("2025-03-20", "2025-03-13", ClockStatus.Late, null)]
    public void Read_ALimit_StandsAsItShould(string today, string? ended, ClockStatus status, int? left)
    {
        var facts = new ClockFacts(Days.Day("2025-03-03"), ended is null ? null : Days.Day(ended)); // decided by 12 March

        var reading = Engine.Read(ClockRules.Newest(ClockCode.Decision), facts, Days.Day(today));

        Assert.Equal((status, left), (reading.Status, reading.DaysLeft));
    }

    [Theory]
    [InlineData("2025-03-14", null, null, ClockStatus.Waiting)]
    [InlineData("2025-03-15", null, null, ClockStatus.Open)]
    [InlineData("2025-03-07", "2025-03-06", null, ClockStatus.Open)] // the comments are there
    [InlineData("2025-03-20", null, "2025-03-15", ClockStatus.Met)]
    [InlineData("2025-03-20", null, "2025-03-14", ClockStatus.TooEarly)]
    [InlineData("2025-03-20", "2025-03-06", "2025-03-07", ClockStatus.Met)]
    public void Read_AMinimumWait_StandsAsItShould(string today, string? comments, string? ended, ClockStatus status)
    {
        var facts = new ClockFacts(
            Days.Day("2025-03-03"), ended is null ? null : Days.Day(ended), CutShort: comments is null ? null : Days.Day(comments));

        Assert.Equal(status, Engine.Read(ClockRules.Newest(ClockCode.ReportComment), facts, Days.Day(today)).Status);
    }

    [Fact]
    public void Read_AWaitThatNothingCutsShort_IgnoresComments()
    {
        var facts = new ClockFacts(Days.Day("2025-01-01"), CutShort: Days.Day("2025-01-02"));

        Assert.Equal(ClockStatus.Waiting, Engine.Read(ClockRules.Newest(ClockCode.SixWeeksOld), facts, Days.Day("2025-01-03")).Status);
    }
}
