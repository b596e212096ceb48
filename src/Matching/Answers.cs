using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching;

/// <summary>
/// What a household says to a factor and how that fits: read here alone, by the order and by the explanation both, so that a list cannot be in
/// another order than the one it explains.
/// </summary>
internal static class Answers
{
    private static readonly ApprovalState[] Possible = [ApprovalState.Approved, ApprovalState.StageTwo];

    public static OfferAnswer To(this HouseholdOffered household, ChildCounts number) =>
        household.NumbersYes.HasFlag(number) ? OfferAnswer.Yes
        : household.NumbersCouldConsider.HasFlag(number) ? OfferAnswer.CouldConsider
        : OfferAnswer.No;

    public static OfferAnswer To(this HouseholdOffered household, AgeBands band) =>
        household.AgesYes.HasFlag(band) ? OfferAnswer.Yes
        : household.AgesCouldConsider.HasFlag(band) ? OfferAnswer.CouldConsider
        : OfferAnswer.No;

    public static Fit FitOf(OfferAnswer answer) => answer switch
    {
        OfferAnswer.Yes => Fit.Fits,
        OfferAnswer.CouldConsider => Fit.Stretch,
        OfferAnswer.NotAsked => Fit.Conflict,
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "A no is a limit and has no fit."),
    };

    public static Fit FitOfApproval(this HouseholdOffered household) =>
        household.Approval == ApprovalState.Approved && !household.ReviewOverdue ? Fit.Fits : Fit.Stretch;

    public static Fit FitOfRoute(this HouseholdOffered household) =>
        household.Routes.HasFlag(HouseholdRoutes.DuallyApproved) ? Fit.Fits : Fit.Stretch;

    public static bool IsOpen(this HouseholdOffered household, int links, MatchingRules rules) =>
        Possible.Contains(household.Approval)
        && household.Availability == Availability.Available
        && links < rules.LinksPerHousehold
        && household.HomeArea is not null;

    public static bool TakesForEarlyPermanence(this HouseholdOffered household) =>
        household.Approval == ApprovalState.Approved
        && (household.Routes.HasFlag(HouseholdRoutes.DuallyApproved)
            || household.Routes.HasFlag(HouseholdRoutes.Adoption | HouseholdRoutes.TemporaryApproval));
}
