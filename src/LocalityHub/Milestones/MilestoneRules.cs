using Partnership.CaseData.Milestones;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Milestones;

/// <summary>
/// What a date entered by hand must not contradict. The order of steps is that of the rules of the looked-after-children return
/// (care, decision, placement order; decision, match, placement, adoption order), which in turn follow the Adoption Agencies
/// Regulations 2005 and the Adoption and Children Act 2002, sections 18 to 21 and 42.
/// </summary>
internal static class MilestoneRules
{
    private static readonly (MilestoneKind Earlier, MilestoneKind Later)[] Order =
    [
        (MilestoneKind.EnteredCare, MilestoneKind.ShouldBePlaced),
        (MilestoneKind.EnteredCare, MilestoneKind.PlacementOrder),
        (MilestoneKind.EnteredCare, MilestoneKind.Placed),
        (MilestoneKind.EnteredCare, MilestoneKind.AdoptionOrder),
        (MilestoneKind.ShouldBePlaced, MilestoneKind.PlacementOrder),
        (MilestoneKind.ShouldBePlaced, MilestoneKind.Matched),
        (MilestoneKind.ShouldBePlaced, MilestoneKind.Placed),
        (MilestoneKind.ShouldBePlaced, MilestoneKind.DecisionReversed),
        (MilestoneKind.Matched, MilestoneKind.Placed),
        (MilestoneKind.Matched, MilestoneKind.AdoptionOrder),
        (MilestoneKind.PlacementOrder, MilestoneKind.AdoptionOrder),
        (MilestoneKind.Placed, MilestoneKind.AdoptionOrder),
        (MilestoneKind.DecisionReversed, MilestoneKind.AdoptionOrder),
    ];

    private static readonly string[] Reasons = ["RD1", "RD2", "RD3", "RD4"];

    /// <summary>Checks the reason of a reversal, which nothing else has.</summary>
    /// <exception cref="InvalidRequestException">It is missing, unknown or out of place.</exception>
    public static void CheckReason(MilestoneKind kind, string? reason)
    {
        if (kind != MilestoneKind.DecisionReversed)
        {
            if (reason is not null)
            {
                throw new InvalidRequestException("milestone.reason-not-allowed", "Only a reversal has a reason.", "reason");
            }
        }
        else if (reason is null)
        {
            throw new InvalidRequestException("milestone.reason-required", "A reversal needs its reason: RD1, RD2, RD3 or RD4.", "reason");
        }
        else if (!Reasons.Contains(reason, StringComparer.Ordinal))
        {
            throw new InvalidRequestException("milestone.reason-unknown", "The reason is RD1, RD2, RD3 or RD4.", "reason");
        }
    }

    /// <summary>Checks a day against the child's other milestones as they are now.</summary>
    /// <exception cref="RuleBrokenException">It cannot be.</exception>
    public static void Check(MilestoneKind kind, DateOnly date, ChildMilestones current, DateOnly? dateOfBirth, DateOnly today)
    {
        if (date > today)
        {
            throw new RuleBrokenException("milestone.in-future", "A milestone is entered when it has happened.", "date");
        }

        if (date < dateOfBirth)
        {
            throw new RuleBrokenException("milestone.before-birth", "The day lies before the child's date of birth.", "date");
        }

        CheckPlan(kind, date, current);
        if (kind == MilestoneKind.PlacementEnded && !(current.Placed?.Date <= date && current.AdoptionOrder is null))
        {
            throw new RuleBrokenException("milestone.needs-placement", "Only a placement with adopters, before the order, comes to its end.", "date");
        }

        foreach (var (earlier, later) in Order)
        {
            if (later == kind && DateOf(earlier, current, date) is { } before && before > date)
            {
                throw new RuleBrokenException($"milestone.before-{ShortName(earlier)}", $"The day lies before the {Words(earlier)}.", "date");
            }

            if (earlier == kind && DateOf(later, current, date) is { } after && after < date)
            {
                throw new RuleBrokenException($"milestone.after-{ShortName(later)}", $"The day lies after the {Words(later)}.", "date");
            }
        }
    }

    private static void CheckPlan(MilestoneKind kind, DateOnly date, ChildMilestones current)
    {
        if (kind is MilestoneKind.EnteredCare or MilestoneKind.ShouldBePlaced)
        {
            return;
        }

        var decision = LatestDecision(current);
        if (decision is null && kind != MilestoneKind.AdoptionOrder)
        {
            throw new RuleBrokenException("milestone.needs-decision", "First enter the decision that the child should be placed for adoption.", "date");
        }

        if (decision is { IsReversed: true } && kind != MilestoneKind.DecisionReversed && !(date <= decision.Reversed?.Date))
        {
            throw new RuleBrokenException(
                "milestone.decision-reversed", "The decision was reversed. A new plan begins with a new decision that the child should be placed.", "date");
        }

        if (kind == MilestoneKind.DecisionReversed && current.AdoptionOrder is { } order && order.Date <= date)
        {
            throw new RuleBrokenException("milestone.after-order", "After the adoption order a decision cannot be reversed.", "date");
        }
    }

    private static PlacementDecision? LatestDecision(ChildMilestones current) => current.Decisions is [.., var latest] ? latest : null;

    /// <summary>The day of another milestone of the same plan; what ended with an earlier plan does not bind a new one.</summary>
    private static DateOnly? DateOf(MilestoneKind kind, ChildMilestones current, DateOnly date)
    {
        var day = kind switch
        {
            MilestoneKind.EnteredCare => current.EnteredCare?.Date,
            MilestoneKind.ShouldBePlaced => LatestDecision(current)?.Decided.Date,
            MilestoneKind.PlacementOrder => current.PlacementOrder?.Date,
            MilestoneKind.Matched => current.Matched?.Date,
            MilestoneKind.Placed => current.Placed?.Date,
            MilestoneKind.AdoptionOrder => current.AdoptionOrder?.Date,
            _ => null,
        };
        var ended = current.Decisions.LastOrDefault(decision => decision.Reversed?.Date <= date)?.Reversed?.Date;
        return kind != MilestoneKind.EnteredCare && day <= ended ? null : day;
    }

    private static string ShortName(MilestoneKind kind) => kind switch
    {
        MilestoneKind.EnteredCare => "entry",
        MilestoneKind.ShouldBePlaced => "decision",
        MilestoneKind.Matched => "match",
        MilestoneKind.Placed => "placement",
        MilestoneKind.AdoptionOrder => "order",
        MilestoneKind.DecisionReversed => "reversal",
        _ => kind.Name(),
    };

    private static string Words(MilestoneKind kind) => kind switch
    {
        MilestoneKind.EnteredCare => "day of entering care",
        MilestoneKind.ShouldBePlaced => "decision that the child should be placed",
        MilestoneKind.PlacementOrder => "placement order",
        MilestoneKind.Matched => "match",
        MilestoneKind.Placed => "placement with the adopters",
        MilestoneKind.AdoptionOrder => "adoption order",
        _ => "reversal",
    };
}
