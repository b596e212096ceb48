using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;

namespace Partnership.Benchmarks.Matching;

/// <summary>
/// The yardstick: the same rules for a child alone as one would write them at first, a query over the households. It compares bits of
/// profiles where that is as easy, and sorts those that pass.
/// </summary>
internal sealed class PlainLinq(Nation nation)
{
    public List<Guid> First(int child, int count)
    {
        var (profile, excluded, weights) = (nation.Children[child], nation.Excluded[child], nation.Rules.Weights);
        var needs = profile.Needs.Present()
            .Select(need => (need.Need, need.Level, Weight: weights.Of(NeedVocabulary.AreaOf(need.Need)) * (int)need.Level, Recent: IsRecent(profile.Evidence[need.Need])))
            .ToList();
        var search = OrderKey.Fold(profile.Reference);
        return [.. nation.Households
            .Where(household => household.Approval is ApprovalState.Approved or ApprovalState.StageTwo
                && household.Availability == Availability.Available
                && RouteSuits(profile, household)
                && ((household.NumbersYes | household.NumbersCouldConsider) & ChildCounts.One) != 0
                && ((household.AgesYes | household.AgesCouldConsider) & profile.Age) != 0
                && (profile.Needs.Cells & household.Offers.No) == 0
                && nation.Rules.Sharing.Allow(profile.Council, household.Council)
                && !excluded.Contains(household.Reference))
            .Select(household =>
            {
                var answers = needs.Select(need => (need, Answer: household.Offers[need.Need, need.Level])).ToList();
                var sum = answers.Sum(each => each.Answer switch { OfferAnswer.Yes => 0, OfferAnswer.CouldConsider => each.need.Weight, _ => 2 * each.need.Weight })
                    + ((household.NumbersYes & ChildCounts.One) != 0 ? 0 : weights.Number)
                    + ((household.AgesYes & profile.Age) != 0 ? 0 : weights.Ages)
                    + (household.Approval == ApprovalState.Approved && !household.ReviewOverdue ? 0 : weights.Approval)
                    + (profile.Plan == PermanencePlan.EarlyPermanence && (household.Routes & HouseholdRoutes.DuallyApproved) == 0 ? weights.Route : 0);
                var conflicts = answers.Count(each => each.Answer == OfferAnswer.NotAsked);
                var without = needs.Count(need => !need.Recent || !IsRecent(household.Evidence[need.Need]));
                return (household.Reference, sum, conflicts, without);
            })
            .OrderBy(each => each.sum)
            .ThenBy(each => each.conflicts)
            .ThenBy(each => each.without)
            .ThenBy(each => OrderKey.Mix(search, OrderKey.Fold(each.Reference)))
            .Take(count)
            .Select(each => each.Reference)];
    }

    private bool IsRecent(Quarter? evidence) => evidence is { } quarter && nation.Rules.Today.Index - quarter.Index <= MatchingRules.EvidenceLasts;

    private static bool RouteSuits(ChildProfiled child, HouseholdOffered household) => child.Plan == PermanencePlan.Adoption
        ? (household.Routes & HouseholdRoutes.Adoption) != 0
        : household.Approval == ApprovalState.Approved && (household.Routes & (HouseholdRoutes.DuallyApproved | HouseholdRoutes.TemporaryApproval)) != 0;
}
