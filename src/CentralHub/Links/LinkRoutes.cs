using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Links;

/// <summary>What a household has to be approved for, or assessed, while a link with it goes on: foster carers are no adopters, and adopters no foster carers.</summary>
internal static class LinkRoutes
{
    private const HouseholdRoutes ToAdopt = HouseholdRoutes.Adoption | HouseholdRoutes.DuallyApproved;

    /// <summary>Whether one of the household's routes leads to the plan.</summary>
    public static bool LeadsTo(this HouseholdOffered household, PermanencePlan plan) =>
        (household.Routes & (plan == PermanencePlan.LongTermFostering ? HouseholdRoutes.LongTermFostering : ToAdopt)) != HouseholdRoutes.None;
}
