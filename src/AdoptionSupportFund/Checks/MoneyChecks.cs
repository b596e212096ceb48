using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Rules;

namespace Partnership.AdoptionSupportFund.Checks;

/// <summary>Whether each child stays within its limits, in each financial year in which a line starts.</summary>
internal static class MoneyChecks
{
    public static IEnumerable<Finding> Of(ApplicationFacts application, Rulebook rules)
    {
        foreach (var ((child, year), asked) in Asked.By(application, rules))
        {
            if (rules.Of(year, application.AppliedOn) is not { } pack)
            {
                yield return new Finding("rules.not-adopted", Rule: RulePack.NameOf(year), Child: child);
                continue;
            }

            foreach (var finding in Limits.Check(pack, application.AppliedOn, application.Used.GetValueOrDefault((child, year)), asked))
            {
                yield return finding with { Child = child };
            }

            if (asked.Local > 0)
            {
                yield return new Finding("funding.shortfall", Child: child, Pence: asked.Local);
            }
        }
    }
}
