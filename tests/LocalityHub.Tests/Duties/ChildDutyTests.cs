using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Duties;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Searches;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Tests.Duties;

/// <summary>Each clock of a child's: from when it runs, its last day, and what ends it.</summary>
public sealed class ChildDutyTests
{
    private static readonly DateOnly Today = Day("2025-06-16");

    [Fact]
    public void WaitingReview_IsDueThreeMonthsAfterTheFirstAuthorityAndSixAfterEachReview()
    {
        var waiting = Waiting(order: "2025-01-31");

        Assert.Equal((Day("2025-01-31"), Day("2025-04-30")), Run(waiting, Duty.WaitingReview));
        Assert.Equal((Day("2025-04-28"), Day("2025-10-28")), Run(waiting with { Events = [Event(CaseEventKind.Reviewed, "2025-04-28")] }, Duty.WaitingReview));
        Assert.Equal(
            (Day("2025-06-02"), Day("2025-12-02")),
            Run(waiting with { Events = [Event(CaseEventKind.Reviewed, "2025-06-02"), Event(CaseEventKind.Reviewed, "2025-04-28")] }, Duty.WaitingReview));

        // Before the authority nobody waits in this sense; consent gives it, too, and the earlier of the two counts.
        Assert.Equal((Day("2025-01-31"), Day("2025-04-30")), Run(waiting with { Events = [Event(CaseEventKind.Reviewed, "2025-01-30")] }, Duty.WaitingReview));
        Assert.Equal((Day("2025-01-10"), Day("2025-04-10")), Run(waiting with { Record = Plan(consentOn: "2025-01-10") }, Duty.WaitingReview));
        Assert.Null(Find(Waiting(order: null), Duty.WaitingReview));
        Assert.Null(Find(Placed("2025-06-02"), Duty.WaitingReview));
    }

    [Fact]
    public void Match_IsAdvisedWithinSixMonthsAndWithinThreeForARelinquishedInfant()
    {
        Assert.Equal((Day("2024-12-05"), Day("2025-06-05")), Run(Waiting(order: "2025-01-31", decided: "2024-12-05"), Duty.MatchInTime));
        Assert.Equal((Day("2024-12-05"), Day("2025-03-05")), Run(Waiting(order: null, decided: "2024-12-05", born: "2024-10-01", consentOn: "2024-11-20"), Duty.MatchInTime));

        // Six months old on the day, or with an order: no longer such an infant.
        Assert.Equal((Day("2024-12-05"), Day("2025-06-05")), Run(Waiting(order: null, decided: "2024-12-05", born: "2024-06-05", consentOn: "2024-11-20"), Duty.MatchInTime));
        Assert.Equal((Day("2024-12-05"), Day("2025-06-05")), Run(Waiting(order: "2025-01-31", decided: "2024-12-05", born: "2024-10-01", consentOn: "2024-11-20"), Duty.MatchInTime));
        Assert.Null(Find(Waiting(order: "2025-01-31") with { AtPanel = true }, Duty.MatchInTime));
        Assert.Null(Find(Waiting(order: "2025-01-31", stage: ChildStage.Matched), Duty.MatchInTime));
    }

    [Fact]
    public void Match_ThatIsLateForAReason_YieldsAndAReviewDoesNot()
    {
        var late = Waiting(order: "2025-01-31", decided: "2024-12-05");
        late = late with { Reasons = [Reason(Duty.MatchInTime, "2024-12-05"), Reason(Duty.WaitingReview, "2025-01-31")] };

        Assert.Equal((Lateness.Settled, "Planted."), (Find(late, Duty.MatchInTime)!.LatenessOn(Today), Find(late, Duty.MatchInTime)!.Reason));
        Assert.Equal((Lateness.FourWeeksOrMore, "Planted."), (Find(late, Duty.WaitingReview)!.LatenessOn(Today), Find(late, Duty.WaitingReview)!.Reason));

        // A reason is of one run: the next has none.
        Assert.Null(Find(late with { Events = [Event(CaseEventKind.Reviewed, "2025-06-02")] }, Duty.WaitingReview)!.Reason);
    }

    [Fact]
    public void Placement_IsVisitedWeeklyUntilItsFirstReviewAndReviewedInAChain()
    {
        var placed = Placed("2025-05-01");

        Assert.Equal((Day("2025-05-01"), Day("2025-05-08")), Run(placed, Duty.PlacementVisit));
        Assert.Equal((Day("2025-05-01"), Day("2025-05-29")), Run(placed, Duty.PlacementReview));

        var visited = placed with { Events = [Event(CaseEventKind.Visited, "2025-05-06"), Event(CaseEventKind.Visited, "2025-04-20")] };
        Assert.Equal((Day("2025-05-06"), Day("2025-05-13")), Run(visited, Duty.PlacementVisit));

        var once = visited with { Events = [.. visited.Events, Event(CaseEventKind.Reviewed, "2025-05-27")] };
        Assert.Null(Find(once, Duty.PlacementVisit));
        Assert.Equal((Day("2025-05-27"), Day("2025-08-27")), Run(once, Duty.PlacementReview));

        var twice = once with { Events = [.. once.Events, Event(CaseEventKind.Reviewed, "2025-06-10")] };
        Assert.Equal((Day("2025-06-10"), Day("2025-12-10")), Run(twice, Duty.PlacementReview));
        Assert.Null(Find(twice with { Milestones = [.. twice.Milestones, Step(MilestoneKind.AdoptionOrder, "2025-06-12")] }, Duty.PlacementReview));
    }

    /// <summary>Ten working days, the bank holiday of early May left out, until both are given.</summary>
    [Fact]
    public void LifeStory_IsDueTenWorkingDaysAfterTheCelebration()
    {
        var adopted = Placed("2024-06-03") with { Events = [Event(CaseEventKind.Celebrated, "2025-05-02")] };
        adopted = adopted with { Milestones = [.. adopted.Milestones, Step(MilestoneKind.AdoptionOrder, "2025-03-20")] };

        Assert.Equal((Day("2025-05-02"), Day("2025-05-19")), Run(adopted, Duty.LifeStory));
        Assert.NotNull(Find(adopted with { Events = [.. adopted.Events, Event(CaseEventKind.LifeStoryGiven, "2025-05-12")] }, Duty.LifeStory));
        Assert.Null(Find(
            adopted with { Events = [.. adopted.Events, Event(CaseEventKind.LifeStoryGiven, "2025-05-12"), Event(CaseEventKind.LaterLifeLetterGiven, "2025-05-12")] }, Duty.LifeStory));
        Assert.Null(Find(adopted with { Events = [] }, Duty.LifeStory));
    }

    [Fact]
    public void Disruption_IsMetAboutInTheTimeThatTheCouncilSets()
    {
        var disrupted = Waiting(order: "2025-01-31") with { DisruptedOn = Day("2025-06-02") };

        Assert.Equal((Day("2025-06-02"), Day("2025-07-14")), Run(disrupted, Duty.DisruptionMeeting));
        Assert.Equal(Day("2025-06-30"), Find(disrupted, Duty.DisruptionMeeting, new DutySettings(null, 28))!.Due);
        Assert.Null(Find(disrupted with { Events = [Event(CaseEventKind.DisruptionMet, "2025-06-12")] }, Duty.DisruptionMeeting));
        Assert.NotNull(Find(disrupted with { Events = [Event(CaseEventKind.DisruptionMet, "2025-05-12")] }, Duty.DisruptionMeeting));
    }

    [Fact]
    public void Plan_IsAwaitedFromTheDayThatTheCouncilSets()
    {
        var entered = Waiting(order: null, stage: null) with { Record = null };
        entered = entered with { Milestones = [Step(MilestoneKind.EnteredCare, "2025-01-06")] };

        Assert.Null(Find(entered, Duty.PermanencePlan));
        Assert.Null(Find(entered, Duty.PermanencePlan, new DutySettings(Day("2025-01-07"), null)));
        Assert.Equal((Day("2025-01-06"), Day("2025-05-06")), Run(entered, Duty.PermanencePlan, new DutySettings(Day("2025-01-06"), null)));
        Assert.Null(Find(entered with { PlannedOn = [Day("2025-05-12")] }, Duty.PermanencePlan, new DutySettings(Day("2025-01-06"), null)));

        // A plan of an earlier stay in care is none of this one.
        Assert.NotNull(Find(entered with { PlannedOn = [Day("2023-05-12")] }, Duty.PermanencePlan, new DutySettings(Day("2025-01-06"), null)));
    }

    [Fact]
    public void Match_WithoutAPlacement_IsWatchedForSixWeeksAsAdvice()
    {
        var matched = Waiting(order: "2025-01-31", stage: ChildStage.Matched);
        matched = matched with { Milestones = [.. matched.Milestones, Step(MilestoneKind.Matched, "2025-05-02")] };

        Assert.Equal((Day("2025-05-02"), Day("2025-06-13")), Run(matched, Duty.MatchNotMovedIn));
        var found = Find(matched, Duty.MatchNotMovedIn)!;
        Assert.Equal((RuleForce.Guidance, Lateness.UnderOneWeek), (found.Force, found.LatenessOn(Today)));
        Assert.Equal(Lateness.Settled, Find(matched with { Reasons = [Reason(Duty.MatchNotMovedIn, "2025-05-02")] }, Duty.MatchNotMovedIn)!.LatenessOn(Today));

        // Whoever decides here is told also where there is no plan; placed, or searched for again, it is owed no more.
        Assert.NotNull(Find(matched with { Record = null }, Duty.MatchNotMovedIn));
        Assert.Null(Find(matched with { Child = Placed("2025-06-02").Child }, Duty.MatchNotMovedIn));
        Assert.Null(Find(Waiting(order: "2025-01-31"), Duty.MatchNotMovedIn));
        Assert.Null(Find(matched with { Placements = [new Placement { Kind = PlacementKind.Adoption, From = Day("2025-06-02"), EnteredBy = "x" }] }, Duty.MatchNotMovedIn));
        Assert.NotNull(Find(matched with { Placements = [new Placement { Kind = PlacementKind.EarlyPermanence, From = Day("2025-01-02"), EnteredBy = "x" }] }, Duty.MatchNotMovedIn));
    }

    [Fact]
    public void TogetherSearch_AndPause_ComeBackOnTheirDay()
    {
        var together = Waiting(order: "2025-01-31") with { Together = new TogetherSearchFacts(Day("2025-03-03"), Day("2025-03-10"), Day("2025-06-10")) };

        Assert.Equal((Day("2025-03-03"), Day("2025-06-10")), Run(together, Duty.TogetherSearch));
        Assert.Equal(Lateness.UnderOneWeek, Find(together, Duty.TogetherSearch)!.LatenessOn(Today));
        Assert.Null(Find(together with { Together = together.Together! with { DecidedOn = Day("2025-06-12") } }, Duty.TogetherSearch));

        var paused = Waiting(order: "2025-01-31") with { Pause = new SearchPause { From = Day("2025-05-20"), ReviewOn = Day("2025-06-20"), Words = "x", PausedBy = "x" } };
        Assert.Equal((Day("2025-05-20"), Day("2025-06-20")), Run(paused, Duty.PauseOrHold));
    }

    [Theory]
    [InlineData("2025-06-16", Lateness.Settled)]
    [InlineData("2025-06-15", Lateness.UnderOneWeek)]
    [InlineData("2025-06-10", Lateness.UnderOneWeek)]
    [InlineData("2025-06-09", Lateness.OneToFourWeeks)]
    [InlineData("2025-05-20", Lateness.OneToFourWeeks)]
    [InlineData("2025-05-19", Lateness.FourWeeksOrMore)]
    public void Lateness_IsCountedFromTheLastDay(string due, Lateness lateness) =>
        Assert.Equal(lateness, DutyReading.OfOwn(Duty.PauseOrHold, "x", Day("2025-01-01"), Day(due), Today).LatenessOn(Today));

    /// <summary>
    /// Without a plan here, and none awaited, the hub does not know what was done: but whoever waits is to be searched for. A council that joins is not
    /// behind with those who waited before.
    /// </summary>
    [Fact]
    public void Child_WhomTheReturnsAloneTellOf_IsOwedASearchFromTheDayOfJoining()
    {
        var told = Waiting(order: "2025-01-31", decided: "2024-12-05") with { Record = null };

        Assert.Equal([(Duty.SearchNotBegun, Day("2025-06-02"), (DateOnly?)Day("2025-06-16"))], Owed(told, "2025-06-02"));
        Assert.Equal([(Duty.SearchNotBegun, Day("2024-12-05"), (DateOnly?)Day("2024-12-19"))], Owed(told, "2024-04-01"));
        Assert.Empty(Owed(told, "2025-06-17"));
        Assert.Empty(ChildDuties.Of(told, new DutySettings(null, null), Today));

        // Nobody who does not wait now: before any decision, matched, placed, adopted, or after a reversal.
        foreach (var stage in (ChildStage?[])[null, ChildStage.Matched, ChildStage.Placed, ChildStage.Ended])
        {
            Assert.Empty(Owed(Waiting(order: "2025-01-31", stage: stage) with { Record = null }, "2024-04-01"));
        }

        static List<(Duty, DateOnly, DateOnly?)> Owed(ChildDutyFacts facts, string from) =>
            [.. ChildDuties.Of(facts, new DutySettings(null, null, Day(from)), Today).Select(duty => (duty.Duty, duty.StartedOn, duty.Due))];
    }

    [Fact]
    public void Search_IsOwedToWhoeverHasAPlanOrWaitsUntilItIsBegun()
    {
        var settings = new DutySettings(null, null, Day("2024-01-01"));
        var early = Waiting(order: null, stage: null);
        early = early with { Milestones = [Step(MilestoneKind.EnteredCare, "2024-01-05")] };
        var waiting = Waiting(order: "2025-01-31");

        // From the plan, which may come before any decision.
        Assert.Equal((Day("2024-05-12"), Day("2024-05-26")), Run(early, Duty.SearchNotBegun, settings));
        Assert.Equal((Day("2024-05-12"), Day("2024-05-26")), Run(waiting, Duty.SearchNotBegun, settings));
        Assert.Equal(RuleForce.Guidance, Find(waiting, Duty.SearchNotBegun, settings)!.Force);
        Assert.Contains("section 1(3)", Find(waiting, Duty.SearchNotBegun, settings)!.Source!.ToString(), StringComparison.Ordinal);

        Assert.Null(Find(waiting with { Searches = [Searched("2024-06-01")] }, Duty.SearchNotBegun, settings));
        Assert.Null(Find(waiting with { Record = Plan(plan: PermanencePlan.SpecialGuardianship) }, Duty.SearchNotBegun, settings));
        Assert.Null(Find(waiting with { ToldPlaced = true }, Duty.SearchNotBegun, settings));

        // Also for long-term fostering, whatever became of a plan for adoption, unless those with whom the child lives are the ones.
        var fostered = early with { Child = new Child { LocalId = "INVENTED1", DateOfBirth = Day("2019-02-03"), Stage = ChildStage.Ended }, Record = Plan(plan: PermanencePlan.LongTermFostering) };
        Assert.Equal((Day("2024-05-12"), Day("2024-05-26")), Run(fostered, Duty.SearchNotBegun, settings));
        Assert.Null(Find(fostered with { Events = [Event(CaseEventKind.LongTermConfirmed, "2024-05-20")] }, Duty.SearchNotBegun, settings));
        Assert.Null(Find(waiting with { Placements = [Lives(null)] }, Duty.SearchNotBegun, settings));
        Assert.Null(Find(Placed("2025-06-02"), Duty.SearchNotBegun, settings));

        // Begun in error, the child waits from then; after a disruption from its day; ended by a person in words, not until something new comes.
        var placed = Searched("2024-06-01", "2025-03-03", SearchEnd.Placed);
        Assert.Equal(Day("2025-03-04"), Find(waiting with { Searches = [Searched("2024-06-01", "2025-03-04", SearchEnd.InError)] }, Duty.SearchNotBegun, settings)!.StartedOn);
        Assert.Equal(
            Day("2025-06-10"),
            Find(waiting with { Searches = [placed], Milestones = [.. waiting.Milestones, Step(MilestoneKind.PlacementEnded, "2025-06-10")] }, Duty.SearchNotBegun, settings)!.StartedOn);
        Assert.Equal(Day("2025-06-10"), Find(waiting with { Searches = [placed], Placements = [Lives("2025-06-10")] }, Duty.SearchNotBegun, settings)!.StartedOn);
        var ended = waiting with { Searches = [Searched("2024-06-01", "2025-03-04", SearchEnd.NoLongerNeeded)] };
        Assert.Null(Find(ended, Duty.SearchNotBegun, settings));
        Assert.Equal(Day("2025-04-01"), Find(ended with { Record = Plan(agreedOn: "2025-04-01"), Milestones = [Step(MilestoneKind.ShouldBePlaced, "2025-04-02")] }, Duty.SearchNotBegun, settings)!.StartedOn);

        static ChildSearch Searched(string from, string? until = null, SearchEnd? end = null) =>
            new() { StartedOn = Day(from), StartedBy = "x", EndedOn = until is null ? null : Day(until), EndReason = end };
        static Placement Lives(string? until) => new() { Kind = PlacementKind.EarlyPermanence, From = Day("2025-03-03"), EnteredBy = "x", EndedOn = until is null ? null : Day(until) };
    }

    /// <summary>The search has ended with the plan, and the decision for adoption stands: nothing else would ask for its end, with day and reason.</summary>
    [Theory]
    [InlineData(PermanencePlan.ReturnHome, true)]
    [InlineData(PermanencePlan.SpecialGuardianship, true)]
    [InlineData(PermanencePlan.LongTermFostering, true)]
    [InlineData(PermanencePlan.Adoption, false)]
    [InlineData(PermanencePlan.EarlyPermanence, false)]
    public void Reversal_IsOwedOnceThePlanIsAnother(PermanencePlan plan, bool owed)
    {
        var changed = Waiting(order: "2025-01-31") with { Record = Plan(plan: plan, agreedOn: "2025-05-28") };

        Assert.Equal(owed, Find(changed, Duty.ReversalNotRecorded) is not null);
        if (!owed)
        {
            return;
        }

        var found = Find(changed, Duty.ReversalNotRecorded)!;
        Assert.Equal((Day("2025-05-28"), Day("2025-06-11"), RuleForce.Guidance, Lateness.UnderOneWeek), (found.StartedOn, found.Due, found.Force, found.LatenessOn(Today)));
        Assert.Contains("SSDA903", found.Source!.Instrument, StringComparison.Ordinal);
        Assert.Null(Find(changed with { Milestones = [.. changed.Milestones, Step(MilestoneKind.DecisionReversed, "2025-06-10")] }, Duty.ReversalNotRecorded));
        Assert.Null(Find(changed with { Milestones = [] }, Duty.ReversalNotRecorded));
        Assert.Null(Find(changed with { Record = Plan(plan: plan, agreedOn: "2024-12-04") }, Duty.ReversalNotRecorded));

        // Reversed and decided anew since: that decision stands.
        Assert.NotNull(Find(
            changed with { Milestones = [.. changed.Milestones, Step(MilestoneKind.DecisionReversed, "2025-02-10"), Step(MilestoneKind.ShouldBePlaced, "2025-03-10")] }, Duty.ReversalNotRecorded));
    }

    private static (DateOnly, DateOnly?) Run(ChildDutyFacts facts, Duty duty, DutySettings? settings = null) =>
        Find(facts, duty, settings) is { } found ? (found.StartedOn, found.Due) : throw new InvalidOperationException($"{duty} is not owed.");

    private static DutyReading? Find(ChildDutyFacts facts, Duty duty, DutySettings? settings = null) =>
        ChildDuties.Of(facts, settings ?? new DutySettings(null, null), Today).SingleOrDefault(each => each.Duty == duty);

    private static ChildDutyFacts Waiting(string? order, string decided = "2024-12-05", string born = "2022-02-03", string? consentOn = null, ChildStage? stage = ChildStage.PlacementOrderMade)
    {
        List<StoredMilestone> steps = [Step(MilestoneKind.EnteredCare, "2024-01-05"), Step(MilestoneKind.ShouldBePlaced, decided)];
        if (order is not null)
        {
            steps.Add(Step(MilestoneKind.PlacementOrder, order));
        }

        return new ChildDutyFacts(
            new Child { LocalId = "INVENTED1", DateOfBirth = Day(born), Stage = order is null && stage is not null ? ChildStage.ShouldBePlaced : stage },
            Plan(consentOn), [Day("2024-05-12")], steps, [], null, null, null, AtPanel: false, OtherOrder: false, []);
    }

    private static ChildDutyFacts Placed(string on)
    {
        var waiting = Waiting(order: "2024-01-31", stage: ChildStage.Placed);
        return waiting with { Milestones = [.. waiting.Milestones, Step(MilestoneKind.Placed, on)] };
    }

    private static PermanenceRecord Plan(string? consentOn = null, PermanencePlan plan = PermanencePlan.Adoption, string agreedOn = "2024-05-12") => new()
    {
        Plan = plan, AgreedOn = Day(agreedOn), OwnerName = "Invented Worker", ManagerName = "Invented Manager", ConsentOn = consentOn is null ? null : Day(consentOn),
    };

    private static StoredMilestone Step(MilestoneKind kind, string on) => new() { Kind = kind, Date = Day(on) };

    private static CaseEvent Event(CaseEventKind kind, string on) => new() { Kind = kind, On = Day(on), EnteredBy = "planted" };

    private static DutyReason Reason(Duty duty, string started) => new() { Duty = duty, StartedOn = Day(started), Words = "Planted.", GivenBy = "planted" };

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
