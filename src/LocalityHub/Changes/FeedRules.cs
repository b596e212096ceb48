using System.Text.Json;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;

namespace Partnership.LocalityHub.Changes;

/// <summary>What the days that the feed gives must not contradict. Whatever breaks a rule is given back, and what was sent before holds.</summary>
internal static class FeedRules
{
    /// <summary>The steps of a plan in their order: the feed may leave any out, but not turn two round.</summary>
    private static readonly MilestoneKind[] Steps = [MilestoneKind.ShouldBePlaced, MilestoneKind.Matched, MilestoneKind.Placed, MilestoneKind.AdoptionOrder];

    /// <summary>What follows the decision, at whatever point of the rest.</summary>
    private static readonly MilestoneKind[] AfterDecision = [MilestoneKind.PlacementOrder, MilestoneKind.DecisionReversed];

    private static readonly string[] Reasons = ["RD1", "RD2", "RD3", "RD4"];

    /// <summary>Every kind of day that the feed gives.</summary>
    public static IReadOnlyList<MilestoneKind> Kinds { get; } = [MilestoneKind.EnteredCare, .. Steps, .. AfterDecision, MilestoneKind.PlacementEnded];

    /// <summary>The first day of the plan, whichever of its steps that is.</summary>
    public static DateOnly? BeginningOf(IReadOnlyDictionary<MilestoneKind, DateOnly> days) =>
        Steps.Where(days.ContainsKey).Select(kind => (DateOnly?)days[kind]).FirstOrDefault();

    /// <summary>Checks the days against each other, the child's birth and the calendar.</summary>
    /// <param name="days">The days of the latest plan and the latest start of care.</param>
    /// <param name="careOfPlan">The start of the period of care that the plan is of, which need not be the latest; null when it is not known.</param>
    /// <param name="child">The child.</param>
    /// <param name="today">Today.</param>
    /// <exception cref="RecordRefusedException">They contradict each other.</exception>
    public static void Check(IReadOnlyDictionary<MilestoneKind, DateOnly> days, DateOnly? careOfPlan, Child child, DateOnly today)
    {
        DateOnly? entered = days.TryGetValue(MilestoneKind.EnteredCare, out var start) ? start : null;
        if (entered is { } day)
        {
            CheckDay(day, null, child, today, FieldOf(MilestoneKind.EnteredCare));
        }

        var before = careOfPlan;
        foreach (var kind in Steps.Where(days.ContainsKey))
        {
            // Who was adopted does not come back into care under the same identifier, so the order follows every start of care.
            CheckDay(days[kind], kind == MilestoneKind.AdoptionOrder ? Later(before, entered) : before, child, today, FieldOf(kind));
            before = days[kind];
        }

        CheckAfter(MilestoneKind.Placed, MilestoneKind.PlacementEnded);
        foreach (var kind in AfterDecision)
        {
            CheckAfter(MilestoneKind.ShouldBePlaced, kind);
        }

        static DateOnly? Later(DateOnly? one, DateOnly? other) => other is null || one > other ? one : other;

        void CheckAfter(MilestoneKind first, MilestoneKind then)
        {
            if (days.TryGetValue(then, out var later))
            {
                CheckDay(later, days.TryGetValue(first, out var earlier) ? earlier : null, child, today, FieldOf(then));
            }
        }
    }

    /// <summary>Who is not born yet has no date of birth: a day that is expected is none.</summary>
    public static void CheckBirth(DateOnly? born, DateOnly today)
    {
        if (born > today)
        {
            throw new RecordRefusedException("record.in-future", "A date of birth is sent when the child is born.", "child_details.date_of_birth");
        }
    }

    public static void CheckReversal(IReadOnlyDictionary<MilestoneKind, DateOnly> days, string? reason)
    {
        if (days.ContainsKey(MilestoneKind.DecisionReversed) && !Reasons.Contains(reason, StringComparer.Ordinal))
        {
            throw new RecordRefusedException("record.reversal-reason", "A reversal needs its reason: RD1, RD2, RD3 or RD4.", "adoption.reversal_reason");
        }
    }

    public static (PermanencePlan Plan, DateOnly AgreedOn)? CheckPlan((string Plan, DateOnly AgreedOn)? told, Child child, DateOnly today)
    {
        if (told is not { } sent)
        {
            return null;
        }

        if (Array.Find(Enum.GetValues<PermanencePlan>(), known => string.Equals(JsonNamingPolicy.KebabCaseUpper.ConvertName(known.ToString()), sent.Plan, StringComparison.Ordinal)) is var plan
            && !Enum.IsDefined(plan))
        {
            throw new RecordRefusedException(
                "record.plan", "The plan is adoption, early-permanence, special-guardianship, long-term-fostering or return-home.", "permanence_plan.plan");
        }

        CheckDay(sent.AgreedOn, null, child, today, "permanence_plan.agreed_date");
        return (plan, sent.AgreedOn);
    }

    private static void CheckDay(DateOnly day, DateOnly? before, Child child, DateOnly today, string field)
    {
        if (day > today)
        {
            throw new RecordRefusedException("record.in-future", "A day is sent when it has come.", field);
        }

        if (day < child.DateOfBirth)
        {
            throw new RecordRefusedException("record.before-birth", "The day lies before the child's date of birth.", field);
        }

        if (day < before)
        {
            throw new RecordRefusedException(
                "record.out-of-order",
                "The days contradict each other: entering care, decision, match, placement and order follow in this order, a placement order or a reversal follows the decision, and the end of a placement follows it.",
                field);
        }
    }

    private static string FieldOf(MilestoneKind kind) => kind switch
    {
        MilestoneKind.ShouldBePlaced => "adoption.initial_decision_date",
        MilestoneKind.Matched => "adoption.matched_date",
        MilestoneKind.Placed => "adoption.placed_date",
        MilestoneKind.PlacementOrder => "adoption.placement_order_date",
        MilestoneKind.PlacementEnded => "adoption.placement_ended_date",
        MilestoneKind.DecisionReversed => "adoption.reversed_date",
        MilestoneKind.EnteredCare => "child_looked_after_placements.start_date",
        _ => "child_looked_after_placements.end_date",
    };
}
