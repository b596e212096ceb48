using Partnership.Contracts.LocalityHub;

namespace Partnership.LocalityHub.Support;

/// <summary>
/// Why this council may apply to the fund for a child, or may not. For three years from the order the council that placed or looked after the child,
/// then that in whose area the family lives (Adoption Support Services Regulations 2005, SI 2005/691, regulation 7; Special Guardianship
/// Regulations 2005, SI 2005/1109, regulation 5). Whether a basis suffices is a rule of the fund's year.
/// </summary>
internal static class ApplicantRule
{
    public const int Years = 3;

    /// <summary>On the day itself three years after the order, they have passed.</summary>
    public static ApplicantBasis Of(PlacedBy placedBy, DateOnly? orderMadeOn, bool livesHere, bool handedOver, DateOnly today)
    {
        var isOver = orderMadeOn is { } made && today >= made.AddYears(Years);
        return (placedBy, isOver) switch
        {
            (PlacedBy.NoCouncil, _) when livesHere => ApplicantBasis.LivesHereFromOverseas,
            (_, true) when livesHere => ApplicantBasis.LivesHereAfterThreeYears,
            (PlacedBy.ThisCouncil, false) => orderMadeOn is null ? ApplicantBasis.PlacedByUsAwaitingOrder : ApplicantBasis.OrderWithinThreeYears,
            _ when handedOver => ApplicantBasis.HandedOver,
            (PlacedBy.AnotherCouncil, false) => ApplicantBasis.AnotherCouncilWithinThreeYears,
            _ => ApplicantBasis.LivesElsewhereAfterThreeYears,
        };
    }
}
