using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Searches;
using Partnership.LocalityHub.TemporaryApprovals;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.Duties;

/// <summary>What of a child's record starts and ends clocks.</summary>
/// <param name="Child">The child.</param>
/// <param name="Record">The plan; null while there is none.</param>
/// <param name="PlannedOn">The days on which plans were agreed.</param>
/// <param name="Milestones">As derived from all sources.</param>
/// <param name="Events">What was entered besides, nothing of it withdrawn.</param>
/// <param name="Pause">The pause that the search is in.</param>
/// <param name="Together">The sibling group that the child is searched for with; null when alone, or when no search is open.</param>
/// <param name="DisruptedOn">The end of the last placement that broke down.</param>
/// <param name="AtPanel">A link of the child's is before a panel, or matched.</param>
/// <param name="OtherOrder">An order other than an adoption order was made, and stands.</param>
/// <param name="Reasons">Why duties are late.</param>
internal sealed record ChildDutyFacts(
    Child Child,
    PermanenceRecord? Record,
    IReadOnlyList<DateOnly> PlannedOn,
    IReadOnlyList<StoredMilestone> Milestones,
    IReadOnlyList<CaseEvent> Events,
    SearchPause? Pause,
    TogetherSearchFacts? Together,
    DateOnly? DisruptedOn,
    bool AtPanel,
    bool OtherOrder,
    IReadOnlyList<DutyReason> Reasons)
{
    /// <summary>Placements as they were entered here.</summary>
    public IReadOnlyList<Placement> Placements { get; init; } = [];

    /// <summary>Searches for a family, ended or not.</summary>
    public IReadOnlyList<ChildSearch> Searches { get; init; } = [];

    /// <summary>Feed or returns tell that the child has moved in for the plan.</summary>
    public bool ToldPlaced { get; init; }

    /// <summary>Adopters who were approved as the child's foster carers for a time.</summary>
    public IReadOnlyList<TemporaryApprovalStanding> TemporaryApprovals { get; init; } = [];

    /// <summary>A special guardianship order was made, and stands.</summary>
    public DateOnly? GuardianshipOrderedOn { get; init; }

    /// <summary>The day of the last milestone of a kind.</summary>
    public DateOnly? Last(MilestoneKind kind) => Milestones.Where(milestone => milestone.Kind == kind).Select(milestone => (DateOnly?)milestone.Date).Max();

    /// <summary>The days of what was entered of a kind, on a day or later, in their order.</summary>
    public List<DateOnly> Days(CaseEventKind kind, DateOnly since) => [.. Events.Where(each => each.Kind == kind && each.On >= since).Select(each => each.On).Order()];

    /// <summary>The last entered of one of these kinds.</summary>
    public CaseEvent? Newest(params ReadOnlySpan<CaseEventKind> kinds)
    {
        CaseEvent? newest = null;
        foreach (var each in Events)
        {
            newest = kinds.Contains(each.Kind) && (newest is null || (each.On, each.EnteredAt).CompareTo((newest.On, newest.EnteredAt)) > 0) ? each : newest;
        }

        return newest;
    }
}

/// <param name="AssessedOn">The assessment of the group.</param>
/// <param name="DecidedOn">The decision for this child.</param>
/// <param name="Until">The last day of the search for all together.</param>
internal sealed record TogetherSearchFacts(DateOnly AssessedOn, DateOnly DecidedOn, DateOnly Until);

/// <summary>What the council sets itself for its clocks.</summary>
/// <param name="PlansFrom">Plans for permanence are awaited of children who came into care on this day or later; null: of none.</param>
/// <param name="DisruptionMeetingDays">Within how many days a disruption is met about; null: as the rule has it.</param>
/// <param name="SearchesFrom">Searches for a family are awaited from this day on; null: of nobody.</param>
internal sealed record DutySettings(DateOnly? PlansFrom, int? DisruptionMeetingDays, DateOnly? SearchesFrom = null);

/// <summary>The duties that a council owes a child now. What is done, or has fallen away, is none.</summary>
internal static class ChildDuties
{
    private const int InfantMonths = 6;

    private static readonly (CaseEventKind Kind, string Who)[] Recipients =
    [
        (CaseEventKind.GpNotified, "general practitioner, with the health report"), (CaseEventKind.HealthBodyNotified, "health body"),
        (CaseEventKind.AuthorityNotified, "local authority of the area"), (CaseEventKind.EducationNotified, "education"),
    ];

    public static IReadOnlyList<DutyReading> Of(ChildDutyFacts facts, DutySettings settings, DateOnly today) =>
        [.. All(facts, settings, today).Where(duty => duty.StartedOn <= today).Select(duty => duty with
        {
            Reason = facts.Reasons.Where(reason => reason.Duty == duty.Duty && reason.StartedOn == duty.StartedOn).MaxBy(reason => reason.GivenAt)?.Words,
        })];

    private static IEnumerable<DutyReading> All(ChildDutyFacts facts, DutySettings settings, DateOnly today)
    {
        if (facts.Last(MilestoneKind.AdoptionOrder) is not null || facts.OtherOrder)
        {
            return LifeStory(facts, today).Concat(CarerDuties.AfterGuardianshipOrder(facts, today));
        }

        IEnumerable<DutyReading> duties = [.. Plan(facts, settings, today), .. Reversal(facts, today), .. Disruption(facts, settings, today), .. Search(facts, settings, today), .. MoveIn(facts, today), .. Own(facts, today), .. CarerDuties.Of(facts, today)];
        return facts.Record is null ? duties
            : facts.Last(MilestoneKind.Placed) is { } placed ? duties.Concat(Notices(facts, today)).Concat(Placement(facts, placed, today))
            : duties.Concat(Notices(facts, today)).Concat(Waiting(facts, today)).Concat(Match(facts, today));
    }

    private static IEnumerable<DutyReading> Plan(ChildDutyFacts facts, DutySettings settings, DateOnly today)
    {
        if (facts.Child.Stage != ChildStage.Ended && facts.Last(MilestoneKind.EnteredCare) is { } entered && entered >= settings.PlansFrom
            && !facts.PlannedOn.Any(on => on >= entered))
        {
            yield return DutyReading.Of(Duty.PermanencePlan, ClockCode.PermanencePlan, entered, today);
        }
    }

    /// <summary>
    /// Another plan was agreed, by which nobody looks for adopters, and the decision for adoption stands: the search is over and the child's stage still says that it waits. Owed until the
    /// reversal is entered, or told by feed or return, or adoption is the plan again.
    /// </summary>
    private static IEnumerable<DutyReading> Reversal(ChildDutyFacts facts, DateOnly today)
    {
        if (facts.Record is { Plan: PermanencePlan.ReturnHome or PermanencePlan.SpecialGuardianship or PermanencePlan.LongTermFostering, AgreedOn: var agreed }
            && facts.Last(MilestoneKind.ShouldBePlaced) is { } decided && decided <= agreed && !(facts.Last(MilestoneKind.DecisionReversed) >= decided))
        {
            yield return DutyReading.Of(Duty.ReversalNotRecorded, ClockCode.ReversalRecorded, agreed, today);
        }
    }

    /// <summary>Confirmed since the plan was agreed, and with whom the child lives still.</summary>
    private static bool IsSettled(ChildDutyFacts facts, DateOnly agreed) => facts.Newest(CaseEventKind.LongTermConfirmed) is { On: var confirmed }
        && (confirmed >= agreed || facts.Placements.Any(placement => placement.EndedOn is null))
        && !facts.Placements.Any(placement => placement.EndedOn > confirmed);

    /// <summary>
    /// Whoever waits for a family, by a decision, an order or the plan, and is not searched for; also when the returns or the feed alone tell of it. A person
    /// who has ended a search in words has looked at the child, so it is owed anew only by what came after.
    /// </summary>
    private static IEnumerable<DutyReading> Search(ChildDutyFacts facts, DutySettings settings, DateOnly today)
    {
        var forAdoption = facts.Record is { Plan: PermanencePlan.Adoption or PermanencePlan.EarlyPermanence } && facts.Child.Stage != ChildStage.Ended;

        // Of long-term fostering the stage says nothing, and those with whom the child lives may be the ones: that is confirmed, or told.
        var byPlan = forAdoption || (facts.Record is { Plan: PermanencePlan.LongTermFostering, AgreedOn: var agreed } && !IsSettled(facts, agreed) && !(facts.Child.DateOfBirth?.AddYears(18) <= today));
        var byStage = facts.Child.Stage is ChildStage.ShouldBePlaced or ChildStage.PlacementOrderMade && (facts.Record is null || forAdoption);
        if (settings.SearchesFrom is not { } from || !(byPlan || byStage) || facts.Child.Stage is ChildStage.Matched or ChildStage.Placed || facts.Last(MilestoneKind.Placed) is not null
            || facts.ToldPlaced || facts.Placements.Any(placement => placement.EndedOn is null) || facts.Searches.Any(search => search.EndedOn is null))
        {
            yield break;
        }

        DateOnly?[] waits =
        [
            byPlan ? facts.Record!.AgreedOn : null,
            byStage ? facts.Last(MilestoneKind.ShouldBePlaced) ?? facts.Last(MilestoneKind.PlacementOrder) : null,
        ];
        DateOnly?[] again = [waits.Min(), facts.Last(MilestoneKind.PlacementEnded), .. facts.Placements.Select(placement => placement.EndedOn)];
        if (again.Max() is not { } began)
        {
            yield break;
        }

        var last = facts.Searches.MaxBy(search => search.EndedOn);
        if (last is { EndReason: SearchEnd.NoLongerNeeded } && !(waits.Append(began).Max() > last.EndedOn))
        {
            yield break;
        }

        yield return DutyReading.Of(Duty.SearchNotBegun, ClockCode.SearchBegun, new[] { began, last?.EndedOn ?? began, from }.Max(), today);
    }

    /// <summary>Owed from the match until the child has moved in, or the match has fallen through: whoever is matched is searched for no more, and nothing else would tell that nothing comes of it.</summary>
    private static IEnumerable<DutyReading> MoveIn(ChildDutyFacts facts, DateOnly today)
    {
        if (facts.Child.Stage == ChildStage.Matched && facts.Last(MilestoneKind.Matched) is { } matched
            && !facts.Placements.Any(placement => placement.Kind == PlacementKind.Adoption && placement.EndedOn is null && placement.From >= matched))
        {
            yield return DutyReading.Of(Duty.MatchNotMovedIn, ClockCode.MoveIn, matched, today);
        }
    }

    /// <summary>From the first day on which there was authority to place: the first review, and from each review the next.</summary>
    private static IEnumerable<DutyReading> Waiting(ChildDutyFacts facts, DateOnly today)
    {
        DateOnly?[] authorities =
        [
            facts.Child.Stage is ChildStage.PlacementOrderMade or ChildStage.Matched ? facts.Last(MilestoneKind.PlacementOrder) : null,
            facts.Record!.ConsentOn is { } consent && consent <= today && ParentalConsent.Counts(consent, facts.Child.DateOfBirth) ? consent : null,
        ];
        if (authorities.Min() is not { } authority)
        {
            yield break;
        }

        yield return facts.Days(CaseEventKind.Reviewed, authority) is [.., var last]
            ? DutyReading.Of(Duty.WaitingReview, ClockCode.WaitingReview, last, today)
            : DutyReading.Of(Duty.WaitingReview, ClockCode.FirstWaitingReview, authority, today);
    }

    private static IEnumerable<DutyReading> Match(ChildDutyFacts facts, DateOnly today)
    {
        if (facts.Child.Stage is not (ChildStage.ShouldBePlaced or ChildStage.PlacementOrderMade) || facts.AtPanel || facts.Last(MilestoneKind.ShouldBePlaced) is not { } decided)
        {
            yield break;
        }

        var relinquished = facts.Record!.ConsentOn is not null && facts.Last(MilestoneKind.PlacementOrder) is null;
        var infant = facts.Child.DateOfBirth is { } born && decided < born.AddMonths(InfantMonths);
        yield return DutyReading.Of(Duty.MatchInTime, relinquished && infant ? ClockCode.InfantMatchPanel : ClockCode.MatchPanel, decided, today);
    }

    private static IEnumerable<DutyReading> Placement(ChildDutyFacts facts, DateOnly placed, DateOnly today)
    {
        var reviews = facts.Days(CaseEventKind.Reviewed, placed);
        if (reviews is [])
        {
            // Until the first review, which says how often from then on.
            yield return facts.Days(CaseEventKind.Visited, placed) is [.., var visited]
                ? DutyReading.Of(Duty.PlacementVisit, ClockCode.WeeklyVisit, visited, today)
                : DutyReading.Of(Duty.PlacementVisit, ClockCode.FirstVisit, placed, today);
        }

        yield return reviews switch
        {
            [] => DutyReading.Of(Duty.PlacementReview, ClockCode.FirstPlacementReview, placed, today),
            [var first] => DutyReading.Of(Duty.PlacementReview, ClockCode.SecondPlacementReview, first, today),
            [.., var last] => DutyReading.Of(Duty.PlacementReview, ClockCode.PlacementReview, last, today),
        };
    }

    /// <summary>
    /// Owed from the match on, and until everybody was told; of a placement that the returns alone tell of the hub does not know who was. Without a
    /// day while nobody has said when the child is to move in.
    /// </summary>
    private static IEnumerable<DutyReading> Notices(ChildDutyFacts facts, DateOnly today)
    {
        var matched = facts.Last(MilestoneKind.Matched);
        var planned = facts.Newest(CaseEventKind.PlacementPlanned) is { } newest && !(newest.On < matched) ? newest : null;
        var placed = facts.Last(MilestoneKind.Placed);
        if (placed is { } on ? planned is null && !facts.Placements.Any(known => known.Kind == PlacementKind.Adoption && known.From == on) : facts.Child.Stage != ChildStage.Matched)
        {
            yield break;
        }

        if ((matched ?? planned?.On ?? placed) is not { } started)
        {
            yield break;
        }

        var missing = Recipients.Where(to => facts.Days(to.Kind, started) is []).Select(to => to.Who).ToList();
        if (missing is [])
        {
            yield break;
        }

        var rule = ClockRules.InForceOrFirst(ClockCode.PlacementNotices, started);
        var title = $"{rule.Title}: {string.Join(", ", missing)}";
        yield return (placed ?? planned?.Day) is { } day
            ? DutyReading.Of(Duty.PlacementNotices, rule with { Title = title }, day, today) with { StartedOn = started }
            : DutyReading.WithoutDay(Duty.PlacementNotices, title, started, rule.Source);
    }

    /// <summary>Book and letter are due on one day, and owed until both are given.</summary>
    private static IEnumerable<DutyReading> LifeStory(ChildDutyFacts facts, DateOnly today)
    {
        if (facts.Days(CaseEventKind.Celebrated, DateOnly.MinValue) is not [.., var celebrated])
        {
            yield break;
        }

        var book = facts.Events.Any(each => each.Kind == CaseEventKind.LifeStoryGiven);
        if (!book || !facts.Events.Any(each => each.Kind == CaseEventKind.LaterLifeLetterGiven))
        {
            yield return DutyReading.Of(Duty.LifeStory, book ? ClockCode.LaterLifeLetter : ClockCode.LifeStoryBook, celebrated, today);
        }
    }

    private static IEnumerable<DutyReading> Disruption(ChildDutyFacts facts, DutySettings settings, DateOnly today)
    {
        if (facts.DisruptedOn is { } disrupted && facts.Days(CaseEventKind.DisruptionMet, disrupted) is [])
        {
            var rule = ClockRules.InForceOrFirst(ClockCode.DisruptionMeeting, disrupted);
            rule = settings.DisruptionMeetingDays is { } days ? rule.WithLocalLength(new ClockLength(days, ClockUnit.CalendarDays)) : rule;
            yield return DutyReading.Of(Duty.DisruptionMeeting, rule, disrupted, today);
        }
    }

    private static IEnumerable<DutyReading> Own(ChildDutyFacts facts, DateOnly today)
    {
        // Whoever has decided again since is not asked to.
        if (facts.Together is { } together && together.AssessedOn <= together.Until && together.DecidedOn <= together.Until)
        {
            yield return DutyReading.OfOwn(
                Duty.TogetherSearch, "Decide how brothers and sisters are searched for after the search for all together", together.AssessedOn, together.Until, today);
        }

        if (facts.Pause is { } pause)
        {
            yield return DutyReading.OfOwn(Duty.PauseOrHold, "Look again at a search that rests", pause.From, pause.ReviewOn, today);
        }
    }
}
