using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Duties;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Placements;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Tests.Duties;

/// <summary>Clocks around connected persons, special guardians and foster carers, notices before a placement, and what must not happen before its day.</summary>
public sealed class CarerDutyTests
{
    private const CaseConditions Extension = CaseConditions.PanelConsulted | CaseConditions.ReviewingOfficerInformed | CaseConditions.NominatedOfficerApproved;
    private const CaseConditions LongTerm = CaseConditions.CarerAgreed | CaseConditions.CarerTold | CaseConditions.ChildTold | CaseConditions.ParentsTold;

    private static readonly DateOnly Today = Day("2025-06-16");

    /// <summary>Sixteen weeks, and eight more that follow them, whenever they were granted.</summary>
    [Fact]
    public void ConnectedPerson_IsDecidedAboutInSixteenWeeksAndOnceInEightMore()
    {
        var approved = With(Event(CaseEventKind.ConnectedPersonApproved, "2025-02-03"));
        Assert.Equal((Day("2025-02-03"), Day("2025-05-26")), Run(approved, Duty.ConnectedPerson));
        Assert.Equal(Lateness.OneToFourWeeks, Find(approved, Duty.ConnectedPerson)!.LatenessOn(Today));

        var extended = And(approved, Event(CaseEventKind.ConnectedPersonExtended, "2025-05-20"));
        Assert.Equal((Day("2025-05-20"), Day("2025-07-21")), Run(extended, Duty.ConnectedPerson));

        // Refused: it stands still until the independent review has its outcome, 14 days later.
        var awaited = And(extended, Event(CaseEventKind.ConnectedPersonReviewAwaited, "2025-06-02"));
        Assert.Equal((null, PauseReason.IndependentReview), (Find(awaited, Duty.ConnectedPerson)!.Due, Find(awaited, Duty.ConnectedPerson)!.Pause));
        Assert.Equal(Day("2025-08-04"), Run(And(awaited, Event(CaseEventKind.ConnectedPersonReviewDecided, "2025-06-16")), Duty.ConnectedPerson).Item2);

        Assert.Null(Find(And(extended, Event(CaseEventKind.ConnectedPersonDecided, "2025-06-10")), Duty.ConnectedPerson));
        Assert.NotNull(Find(And(approved, Event(CaseEventKind.ConnectedPersonDecided, "2025-01-10")), Duty.ConnectedPerson));
    }

    [Fact]
    public void Extension_IsGrantedOnceWithinTheFirstApprovalAndWithAllThatTheLawAsks()
    {
        var approved = With(Event(CaseEventKind.ConnectedPersonApproved, "2025-02-03"));

        CaseEventRules.Check(CaseEventKind.ConnectedPersonExtended, Day("2025-05-26"), Extension, approved);
        Assert.Equal("connected-person.lapsed", Broken(CaseEventKind.ConnectedPersonExtended, "2025-05-27", Extension, approved));
        Assert.Equal("connected-person.not-approved", Broken(CaseEventKind.ConnectedPersonExtended, "2025-05-20", Extension, With()));
        Assert.Equal("connected-person.extended", Broken(CaseEventKind.ConnectedPersonExtended, "2025-05-21", Extension, And(approved, Event(CaseEventKind.ConnectedPersonExtended, "2025-05-20"))));
        Assert.Equal("case-event.conditions", Broken(CaseEventKind.ConnectedPersonExtended, "2025-05-20", Extension & ~CaseConditions.ReviewingOfficerInformed, approved));
        Assert.Throws<InvalidRequestException>(() => CaseEventRules.Check(CaseEventKind.Visited, Day("2025-05-20"), CaseConditions.PanelConsulted, approved));
    }

    [Fact]
    public void Guardianship_IsReportedOnByTheCourtsDayAndSupportedForThreeYears()
    {
        var notified = With(Event(CaseEventKind.GuardianshipNotified, "2025-04-07"));
        Assert.Equal((Day("2025-04-07"), null), Run(notified, Duty.GuardianshipReport));
        Assert.Equal(Lateness.Settled, Find(notified, Duty.GuardianshipReport)!.LatenessOn(Today));

        var directed = And(notified, Event(CaseEventKind.GuardianshipReportDirected, "2025-05-06", "2025-06-13"));
        Assert.Equal((Day("2025-06-13"), Lateness.UnderOneWeek), (Find(directed, Duty.GuardianshipReport)!.Due, Find(directed, Duty.GuardianshipReport)!.LatenessOn(Today)));
        Assert.Null(Find(And(directed, Event(CaseEventKind.GuardianshipReportFiled, "2025-06-12")), Duty.GuardianshipReport));

        // The plan is reviewed on the day that it names itself, and no more when no further review was set.
        var planned = And(notified, Event(CaseEventKind.GuardianshipSupportPlanned, "2025-05-20", "2025-11-20"));
        Assert.Equal((Day("2025-05-20"), Day("2025-11-20")), Run(planned, Duty.GuardianshipPlan));
        Assert.Null(Find(And(planned, Event(CaseEventKind.GuardianshipSupportReviewed, "2025-06-10")), Duty.GuardianshipPlan));

        var ordered = planned with { OtherOrder = true, GuardianshipOrderedOn = Day("2025-06-02") };
        Assert.Equal((Day("2025-06-02"), Day("2028-06-02")), Run(ordered, Duty.GuardianshipSupport));
        Assert.NotNull(Find(ordered, Duty.GuardianshipPlan)!.Due);
        Assert.Null(Find(ordered with { Events = [] }, Duty.GuardianshipPlan)!.Due);
        Assert.Null(Find(And(ordered, Event(CaseEventKind.GuardianshipSupportReviewed, "2025-06-10")), Duty.GuardianshipPlan));
        Assert.Null(Find(ordered, Duty.GuardianshipReport));
        Assert.Null(Find(ordered with { GuardianshipOrderedOn = Day("2022-06-15") }, Duty.GuardianshipSupport));
        Assert.Null(Find(ordered with { GuardianshipOrderedOn = null }, Duty.GuardianshipSupport));
    }

    [Fact]
    public void StayingPut_IsSupportedToTheDayBeforeTheTwentyFirstBirthday()
    {
        var staying = With(Event(CaseEventKind.StayingPut, "2023-02-03"));
        staying = staying with { Child = new Child { LocalId = "INVENTED1", DateOfBirth = Day("2005-02-03") } };

        Assert.Equal((Day("2023-02-03"), Day("2026-02-02")), Run(staying, Duty.StayingPut));
        Assert.Null(Find(staying with { Child = new Child { LocalId = "INVENTED1", DateOfBirth = Day("2004-06-16") } }, Duty.StayingPut));
        Assert.Null(Find(And(staying, Event(CaseEventKind.StayingPutEnded, "2025-06-02")), Duty.StayingPut));
        Assert.Equal("staying-put.age", Broken(CaseEventKind.StayingPut, "2026-02-03", CaseConditions.None, staying));
    }

    [Fact]
    public void Notices_AreOwedFromTheMatchAndLateFromTheDayOfThePlacement()
    {
        var matched = Matched("2025-05-20");
        var first = Find(matched, Duty.PlacementNotices)!;
        Assert.Equal((Day("2025-05-20"), null), (first.StartedOn, first.Due));
        Assert.Contains("health report", first.Title, StringComparison.Ordinal);

        var planned = And(matched, Event(CaseEventKind.PlacementPlanned, "2025-06-10", "2025-06-30"), Event(CaseEventKind.GpNotified, "2025-06-11"));
        Assert.Equal(Day("2025-06-29"), Find(planned, Duty.PlacementNotices)!.Due);
        Assert.EndsWith(": health body, local authority of the area, education", Find(planned, Duty.PlacementNotices)!.Title, StringComparison.Ordinal);

        var placed = planned with { Milestones = [.. planned.Milestones, Step(MilestoneKind.Placed, "2025-06-14")] };
        Assert.Equal((Day("2025-06-13"), Lateness.UnderOneWeek), (Find(placed, Duty.PlacementNotices)!.Due, Find(placed, Duty.PlacementNotices)!.LatenessOn(Today)));
        Assert.Null(Find(
            And(placed, Event(CaseEventKind.HealthBodyNotified, "2025-06-11"), Event(CaseEventKind.AuthorityNotified, "2025-06-11"), Event(CaseEventKind.EducationNotified, "2025-06-11")),
            Duty.PlacementNotices));

        // What was given for an earlier match is none of this one; a placement that the returns alone tell of is none of ours.
        Assert.Contains("health report", Find(And(matched, Event(CaseEventKind.GpNotified, "2025-05-01")), Duty.PlacementNotices)!.Title, StringComparison.Ordinal);
        Assert.Null(Find(matched with { Milestones = [.. matched.Milestones, Step(MilestoneKind.Placed, "2025-06-14")] }, Duty.PlacementNotices));
    }

    /// <summary>Each way to an adoption order has its own wait; who applies without an agency's placement gives notice, too, and the longer wait holds.</summary>
    [Theory]
    [InlineData(nameof(CaseEventKind.NoticeByPartner), "2025-01-10", "2025-07-10", "section 42(3)")]
    [InlineData(nameof(CaseEventKind.NoticeByPartner), "2020-01-10", "2025-09-02", "section 44(3)")]
    [InlineData(nameof(CaseEventKind.NoticeByFosterCarers), "2025-01-10", "2026-01-10", "section 42(4)")]
    [InlineData(nameof(CaseEventKind.NoticeByOthers), "2025-01-10", "2028-01-10", "section 42(5)")]
    public void Order_WithoutAnAgencysPlacement_IsAppliedForAfterTheLongerWait(string notice, string home, string first, string source)
    {
        var on = source == "section 44(3)" ? "2025-06-02" : "2025-02-03";

        var wait = Assert.Single(ChildWaits.Of(With(Event(Enum.Parse<CaseEventKind>(notice), on, home)), Today));

        Assert.Equal((Day(first), source, Day(on).AddYears(2)), (wait.First, wait.Rule.Source.Provision, wait.Last));
        Assert.Equal(ClockStatus.Waiting, wait.Status);
    }

    [Fact]
    public void Waits_OfAnAgencysPlacementAndOfGuardianship_SayWhetherItMayHappen()
    {
        var placed = Matched("2025-03-03");
        placed = placed with { Milestones = [.. placed.Milestones, Step(MilestoneKind.Placed, "2025-04-07")] };
        Assert.Equal((Day("2025-06-16"), ClockStatus.Open), Wait(placed));
        Assert.Equal(ClockStatus.TooEarly, Wait(And(placed, Event(CaseEventKind.OrderApplied, "2025-06-15"))).Item2);
        Assert.Equal(ClockStatus.Met, Wait(And(placed, Event(CaseEventKind.OrderApplied, "2025-06-16"))).Item2);
        Assert.Empty(ChildWaits.Of(placed with { Milestones = [.. placed.Milestones, Step(MilestoneKind.AdoptionOrder, "2025-06-16")] }, Today));

        Assert.Equal((Day("2025-07-07"), ClockStatus.Waiting), Wait(With(Event(CaseEventKind.GuardianshipNotified, "2025-04-07"))));
        Assert.Equal(ClockStatus.TooEarly, Wait(With(Event(CaseEventKind.GuardianshipNotified, "2025-04-07"), Event(CaseEventKind.GuardianshipApplied, "2025-06-10"))).Item2);

        static (DateOnly, ClockStatus) Wait(ChildDutyFacts facts)
        {
            var wait = Assert.Single(ChildWaits.Of(facts, Today));
            return (wait.First, wait.Status);
        }
    }

    [Fact]
    public void Visits_BecomeFewerOnlyAfterAYearOfAConfirmedLongTermPlacementThatThePlanNames()
    {
        var settled = With(Event(CaseEventKind.LongTermConfirmed, "2024-05-01")) with
        {
            Record = new PermanenceRecord { Plan = PermanencePlan.LongTermFostering, OwnerName = "Invented Worker", ManagerName = "Invented Manager" },
            Placements = [new Placement { Kind = PlacementKind.LongTermFostering, From = Day("2024-05-01"), EnteredBy = "planted" }],
        };

        Assert.Equal(Day("2025-05-01"), Assert.Single(ChildWaits.Of(settled, Today)).First);
        CaseEventRules.Check(CaseEventKind.VisitsReduced, Day("2025-05-01"), CaseConditions.None, settled);
        Assert.Equal("long-term-fostering.too-early", Broken(CaseEventKind.VisitsReduced, "2025-04-30", CaseConditions.None, settled));
        Assert.Equal("long-term-fostering.not-confirmed", Broken(CaseEventKind.VisitsReduced, "2025-06-01", CaseConditions.None, settled with { Events = [] }));
        Assert.Equal("long-term-fostering.not-confirmed", Broken(CaseEventKind.VisitsReduced, "2025-06-01", CaseConditions.None, settled with { Placements = [] }));
        settled.Record.Plan = PermanencePlan.Adoption;
        Assert.Equal("long-term-fostering.not-confirmed", Broken(CaseEventKind.VisitsReduced, "2025-06-01", CaseConditions.None, settled));
        Assert.Empty(ChildWaits.Of(settled, Today));
        Assert.Equal("case-event.conditions", Broken(CaseEventKind.LongTermConfirmed, "2025-06-01", LongTerm & ~CaseConditions.ParentsTold, settled));
    }

    [Theory]
    [InlineData(nameof(CaseEventKind.PlacementPlanned), null, "case-event.day-required")]
    [InlineData(nameof(CaseEventKind.PlacementPlanned), "2025-06-09", "case-event.day")]
    [InlineData(nameof(CaseEventKind.NoticeByPartner), "2025-06-11", "case-event.day")]
    [InlineData(nameof(CaseEventKind.NoticeByPartner), "1999-06-11", "case-event.day")]
    [InlineData(nameof(CaseEventKind.GuardianshipReportDirected), "2051-06-11", "case-event.day")]
    [InlineData(nameof(CaseEventKind.Reviewed), "2025-06-10", "case-event.day-not-allowed")]
    public void OtherDay_ThatCannotBe_IsRefused(string kind, string? day, string code) =>
        Assert.Equal(code, Assert.Throws<InvalidRequestException>(() => CaseEventRules.CheckDay(Enum.Parse<CaseEventKind>(kind), Day("2025-06-10"), day is null ? null : Day(day))).Code);

    private static string Broken(CaseEventKind kind, string on, CaseConditions conditions, ChildDutyFacts facts) =>
        Assert.Throws<RuleBrokenException>(() => CaseEventRules.Check(kind, Day(on), conditions, facts)).Code;

    private static (DateOnly, DateOnly?) Run(ChildDutyFacts facts, Duty duty) =>
        Find(facts, duty) is { } found ? (found.StartedOn, found.Due) : throw new InvalidOperationException($"{duty} is not owed.");

    private static DutyReading? Find(ChildDutyFacts facts, Duty duty) => ChildDuties.Of(facts, new DutySettings(null, null), Today).SingleOrDefault(each => each.Duty == duty);

    private static ChildDutyFacts With(params CaseEvent[] events) => new(
        new Child { LocalId = "INVENTED1", DateOfBirth = Day("2018-02-03") }, null, [], [], events, null, null, null, AtPanel: false, OtherOrder: false, []);

    private static ChildDutyFacts And(ChildDutyFacts facts, params CaseEvent[] events) => facts with { Events = [.. facts.Events, .. events] };

    private static ChildDutyFacts Matched(string on) => With() with
    {
        Child = new Child { LocalId = "INVENTED1", DateOfBirth = Day("2022-02-03"), Stage = ChildStage.Matched },
        Record = new PermanenceRecord { Plan = PermanencePlan.Adoption, OwnerName = "Invented Worker", ManagerName = "Invented Manager" },
        Milestones = [Step(MilestoneKind.Matched, on)],
    };

    private static StoredMilestone Step(MilestoneKind kind, string on) => new() { Kind = kind, Date = Day(on) };

    private static CaseEvent Event(CaseEventKind kind, string on, string? day = null) => new() { Kind = kind, On = Day(on), Day = day is null ? null : Day(day), EnteredBy = "planted" };

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
