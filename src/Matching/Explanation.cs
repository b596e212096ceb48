using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching;

/// <summary>The reasons of a candidate.</summary>
internal static class Explanation
{
    public static Candidate Of(Search search, HouseholdOffered household, int rank, MatchingRules rules) => new(
        rank,
        household.Reference,
        household.Council,
        household.Approval,
        household.ApprovalExpected,
        FactorsOf(search, household, rules),
        new IdentityShown(search.IdentityNeeded, household.IdentitySupport));

    /// <summary>The factors of a household that passes the limits.</summary>
    public static Factor[] FactorsOf(Search search, HouseholdOffered household, MatchingRules rules)
    {
        var ages = search.Bands.Length > 1 ? 2 : 1;
        var factors = new Factor[search.Needs.Length + ages + (search.RouteCounts ? 3 : 2)];
        var at = 0;
        factors[at++] = OfNumber(search.Number, household.To(search.Number));
        factors[at++] = OfAge(FactorKind.Age, search.Bands[^1], household.To(search.Bands[^1]));
        if (ages == 2)
        {
            factors[at++] = OfAge(FactorKind.YoungestAge, search.Bands[0], household.To(search.Bands[0]));
        }

        factors[at++] = new Factor(
            FactorKind.Approval, household.FitOfApproval(), Approval: household.Approval, ReviewOverdue: household.ReviewOverdue);
        if (search.RouteCounts)
        {
            var fit = household.FitOfRoute();
            factors[at++] = new Factor(
                FactorKind.Route, fit, Route: fit == Fit.Fits ? HouseholdRoutes.DuallyApproved : HouseholdRoutes.TemporaryApproval);
        }

        foreach (var (need, level, evidence) in search.Needs)
        {
            var answer = household.Offers[need, level];
            factors[at++] = new Factor(
                FactorKind.Need,
                Answers.FitOf(answer),
                need,
                level,
                Answer: answer,
                Child: Dated(evidence, rules),
                Household: Dated(household.Evidence[need], rules));
        }

        return factors;
    }

    private static Factor OfNumber(ChildCounts number, OfferAnswer answer) =>
        new(FactorKind.Number, Answers.FitOf(answer), Number: number, Answer: answer);

    private static Factor OfAge(FactorKind kind, AgeBands band, OfferAnswer answer) =>
        new(kind, Answers.FitOf(answer), Age: band, Answer: answer);

    private static Evidence Dated(Quarter? evidence, MatchingRules rules) => new(rules.StateOf(evidence), evidence);
}
