using Partnership.Contracts.LocalityHub;

namespace Partnership.CaseData.Milestones;

/// <summary>Where a child stands, in the coarse form that the region may know.</summary>
/// <param name="Stage">The stage reached.</param>
/// <param name="Wait">The band of the wait, <see cref="WaitBand.None"/> once ended.</param>
public sealed record StageOfChild(ChildStage Stage, WaitBand Wait);

/// <summary>Reads stage and banded wait off a child's milestones.</summary>
public static class Stages
{
    /// <summary>
    /// The stage and the banded wait at the end of a day (a civil day in England), or null for a child that no decision was ever
    /// made for and whom the region must not hear of.
    /// </summary>
    public static StageOfChild? On(ChildMilestones milestones, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        var then = milestones.AsAt(day);
        if (then.Decisions.Count == 0)
        {
            return null;
        }

        if (!then.InCare || then.Decisions.LastOrDefault(decision => !decision.IsReversed) is not { } decision)
        {
            return new StageOfChild(ChildStage.Ended, WaitBand.None);
        }

        var decided = decision.Decided.Date;
        var stage = StageAfter(then, decided);
        var until = stage == ChildStage.Placed ? then.MovedIn!.Date : day;
        return new StageOfChild(stage, BandOf(WholeMonths(decided, until)));
    }

    /// <summary>
    /// The whole months between two days; a month is over on the same day of the next one, or on its last day when it has no
    /// such day. Zero when the second day is the earlier one.
    /// </summary>
    public static int WholeMonths(DateOnly from, DateOnly to)
    {
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        if (months > 0 && from.AddMonths(months) > to)
        {
            months--;
        }

        return Math.Max(0, months);
    }

    /// <summary>The band that a wait of so many whole months lies in.</summary>
    public static WaitBand BandOf(int months) => months switch
    {
        < 3 => WaitBand.UnderThreeMonths,
        < 6 => WaitBand.ThreeToSixMonths,
        < 12 => WaitBand.SixToTwelveMonths,
        < 18 => WaitBand.TwelveToEighteenMonths,
        < 24 => WaitBand.EighteenToTwentyFourMonths,
        _ => WaitBand.TwentyFourMonthsOrMore,
    };

    private static ChildStage StageAfter(ChildMilestones then, DateOnly decided)
    {
        // A placement or a match from before a decision belongs to an earlier plan that came to nothing: but carers who adopt may
        // already have had the child in an adoptive placement when returns give the decision late (rule 552), so only a match is tested.
        if (then.Placed is not null)
        {
            return ChildStage.Placed;
        }

        if (then.Matched is { } matched && matched.Date >= decided)
        {
            return ChildStage.Matched;
        }

        return HasOrderInForce(then) ? ChildStage.PlacementOrderMade : ChildStage.ShouldBePlaced;
    }

    // Revoked when the returns show an order and then another legal status.
    private static bool HasOrderInForce(ChildMilestones then) => then.Period.FirstUnderPlacementOrder is null
        ? then.PlacementOrder is not null
        : then.Period.Last is { IsUnderPlacementOrder: true };
}
