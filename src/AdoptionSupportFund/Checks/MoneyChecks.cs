using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Rules;

namespace Partnership.AdoptionSupportFund.Checks;

/// <summary>Whether each child stays within its limits, in each financial year in which a line starts.</summary>
internal static class MoneyChecks
{
    public static IEnumerable<Finding> Of(ApplicationFacts application, Rulebook rules)
    {
        var (uses, others) = (Asked.By(application, rules).ToDictionary(use => use.Key, use => use.Use), Asked.OfOthers(application.Lines));
        foreach (var (child, year) in uses.Keys.Union(others.Keys).OrderBy(key => key.Child).ThenBy(key => key.Year))
        {
            var asked = uses.GetValueOrDefault((child, year));
            if (rules.Of(year, application.AppliedOn) is not { } pack)
            {
                yield return new Finding("rules.not-adopted", Rule: RulePack.NameOf(year), Child: child);
                continue;
            }

            foreach (var finding in Limits.Check(pack, application.AppliedOn, application.Used.GetValueOrDefault((child, year)), asked))
            {
                yield return finding with { Child = child };
            }

            if (others.GetValueOrDefault((child, year)) is > 0 and var shortfall)
            {
                yield return new Finding("funding.shortfall", Child: child, Pence: shortfall);
            }
        }
    }
}
