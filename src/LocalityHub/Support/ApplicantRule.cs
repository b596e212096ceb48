using Partnership.Contracts.LocalityHub;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Support;

/// <summary>
/// Why this council may apply to the fund for a child, or may not. For some years from the order the council that placed or looked after the child,
/// then that in whose area the family lives (Adoption Support Services Regulations 2005, SI 2005/691, regulation 7; Special Guardianship
/// Regulations 2005, SI 2005/1109, regulation 5). How long is the law's clock, by the version of the order's day; whether a basis suffices is a rule
/// of the fund's year.
/// </summary>
internal static class ApplicantRule
{
    public static ApplicantBasis Of(SupportChild child, bool livesHere, DateOnly today)
    {
        var isOver = child.OrderMadeOn is { } made && today > LastDay(child.Route, made);
        return (child.PlacedBy, isOver) switch
        {
            (PlacedBy.NoCouncil, _) when livesHere => ApplicantBasis.LivesHereFromOverseas,
            (_, true) when livesHere => ApplicantBasis.LivesHereAfterThreeYears,
            (PlacedBy.ThisCouncil, false) => child.OrderMadeOn is null ? ApplicantBasis.PlacedByUsAwaitingOrder : ApplicantBasis.OrderWithinThreeYears,
            _ when child.HandedOver => ApplicantBasis.HandedOver,
            (PlacedBy.AnotherCouncil, false) => ApplicantBasis.AnotherCouncilWithinThreeYears,
            _ => ApplicantBasis.LivesElsewhereAfterThreeYears,
        };
    }

    /// <summary>The last day on which the council that placed or looked after the child applies.</summary>
    public static DateOnly LastDay(SupportRoute route, DateOnly orderMadeOn) =>
        ClockEngine.England.Due(ClockRules.InForceOrFirst(ClockOf(route), orderMadeOn), orderMadeOn);

    // Of child arrangements orders no regulation speaks; the fund's guide counts them as adoptions.
    private static ClockCode ClockOf(SupportRoute route) =>
        route is SupportRoute.SpecialGuardianshipAfterCare or SupportRoute.SpecialGuardianshipNotAfterCare ? ClockCode.GuardianshipSupport : ClockCode.AdoptionSupport;
}
