using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Checks;

/// <summary>
/// Holds an application against the rules. Pure: the same facts and rules give the same findings, in the same order, so that a recheck
/// that changes nothing writes nothing.
/// </summary>
internal static class ApplicationChecks
{
    public static IReadOnlyList<Finding> Of(ApplicationFacts application, Rulebook rules)
    {
        var findings = new List<Finding>();
        var year = YearEnded.Of(application.AppliedOn);
        if (rules.Of(year, application.AppliedOn) is { } pack)
        {
            findings.AddRange(application.Children.SelectMany(child => EligibilityChecks.Of(child, pack, application.AppliedOn)));
            findings.AddRange(application.Lines.SelectMany(line => LineChecks.Of(line, pack, application.AppliedOn)));
        }
        else
        {
            findings.Add(new Finding("rules.not-adopted", Rule: RulePack.NameOf(year)));
        }

        if (application.Children.Count == 0)
        {
            findings.Add(new Finding("child.none"));
        }

        if (application.Lines.Count == 0)
        {
            findings.Add(new Finding("line.none"));
        }

        findings.AddRange(application.Lines.SelectMany(line => ProviderChecks.Of(line, application)));
        findings.AddRange(application.Lines.SelectMany(line => OverlapChecks.Of(line, application.Others)));
        findings.AddRange(application.Lines.Where(line => line.Funding.Sum(part => part.Pence) != line.CostPence)
            .Select(line => new Finding("funding.not-whole", Line: line.Number, Pence: line.CostPence - line.Funding.Sum(part => part.Pence))));
        findings.AddRange(MoneyChecks.Of(application, rules));
        return findings;
    }
}
