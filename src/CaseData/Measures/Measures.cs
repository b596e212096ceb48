using Partnership.CaseData.Milestones;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.Statutory.Indicators;

namespace Partnership.CaseData.Measures;

/// <summary>What the indicators A1, A2, A3 and A10 need of one adopted child: durations, never a date.</summary>
/// <param name="Year">The year in which the order was made.</param>
/// <param name="EntryToPlacedDays">A1; null when excluded.</param>
/// <param name="EntryToMovedInDays">A10 and A3; null when excluded.</param>
/// <param name="OrderToMatchDays">A2, 0 when matched before the order; null when excluded.</param>
/// <param name="WithinThreshold">Whether the wait for A3 was 426 days or fewer; null when excluded.</param>
/// <param name="Exclusions">Why a duration is missing.</param>
/// <param name="Definition">The version of these rules.</param>
public sealed record AdoptionMeasure(
    YearEnded Year,
    int? EntryToPlacedDays,
    int? EntryToMovedInDays,
    int? OrderToMatchDays,
    bool? WithinThreshold,
    MeasureExclusions Exclusions,
    int Definition);

/// <summary>What A3 needs of one child in care at 31 March with a decision not reversed by then.</summary>
/// <param name="Year">The year at whose end the child is counted.</param>
/// <param name="Wait">The side of the threshold.</param>
/// <param name="Definition">The version of these rules.</param>
public sealed record WaitMeasure(YearEnded Year, WaitAtYearEnd Wait, int Definition);

/// <summary>Works out what the region's indicators need of one child. docs/indicators.md states the rules in words.</summary>
public static class Measures
{
    /// <summary>The measure of an adopted child; null for a child not adopted.</summary>
    public static AdoptionMeasure? OfAdoption(ChildMilestones milestones)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        if (milestones.AdoptionOrder is not { } order)
        {
            return null;
        }

        var (entered, placed, movedIn) = (milestones.EnteredCare?.Date, milestones.Placed?.Date, milestones.MovedIn?.Date);

        // A day of entering care after the child moved in is no such day: without it nothing can be measured from it.
        if (entered > movedIn)
        {
            entered = null;
        }

        var exclusions = MeasureExclusions.None;
        exclusions |= placed is null ? MeasureExclusions.NeverPlaced : MeasureExclusions.None;
        exclusions |= entered is null ? MeasureExclusions.NoEntry : MeasureExclusions.None;
        exclusions |= milestones.PlacementOrder is null ? MeasureExclusions.NoPlacementOrder : MeasureExclusions.None;
        exclusions |= milestones.Matched is null ? MeasureExclusions.NoMatch : MeasureExclusions.None;

        var days = Days(entered, movedIn);
        return new AdoptionMeasure(
            YearEnded.Of(order.Date),
            Days(entered, placed),
            days,
            placed is not null && Days(milestones.PlacementOrder?.Date, milestones.Matched?.Date) is { } wait ? Math.Max(0, wait) : null,
            days is null ? null : days <= IndicatorDefinitions.WithinDays,
            exclusions,
            IndicatorDefinitions.Version);
    }

    /// <summary>
    /// How the child stood at the end of a year in A3's population; null for a child outside it: not in care on 31 March, no
    /// decision or a reversed one, no day of entering care, or absent from the returns of that year and all later ones.
    /// </summary>
    public static WaitMeasure? OfWait(ChildMilestones milestones, YearEnded year)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        if (milestones.LatestReturn < year.Year)
        {
            return null;
        }

        var then = milestones.AsAt(year.LastDay);
        if (!then.InCare || then.Decisions.All(decision => decision.IsReversed) || then.EnteredCare is not { } entered)
        {
            return null;
        }

        var days = (then.MovedIn?.Date ?? year.LastDay).DayNumber - entered.Date.DayNumber;
        var within = days <= IndicatorDefinitions.WithinDays;
        var wait = (then.MovedIn is not null, within) switch
        {
            (true, true) => WaitAtYearEnd.MovedInWithin,
            (true, false) => WaitAtYearEnd.MovedInBeyond,
            (false, true) => WaitAtYearEnd.WaitingWithin,
            (false, false) => WaitAtYearEnd.WaitingBeyond,
        };
        return new WaitMeasure(year, wait, IndicatorDefinitions.Version);
    }

    private static int? Days(DateOnly? from, DateOnly? to) => to?.DayNumber - from?.DayNumber;
}
