using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Checks;

/// <summary>Whether a child may be applied for, by this council, now.</summary>
internal static class EligibilityChecks
{
    /// <summary>How many days before a window closes it is told of.</summary>
    public const int ClosesSoonDays = 28;

    public static IEnumerable<Finding> Of(ChildFacts child, RulePack pack, DateOnly day) =>
        Age(child, pack, day).Concat(Route(child, pack, day)).Concat(Applicant(child, pack, day)).Concat(Assessment(child, pack, day));

    /// <summary>
    /// The service knows the year of birth from April to March and no more. In a financial year somebody born in the year ended B reaches, at the
    /// latest on its last day, the age of the difference of the years; on its first day the age is that or one less.
    /// </summary>
    private static IEnumerable<Finding> Age(ChildFacts child, RulePack pack, DateOnly day)
    {
        if (pack.On<AgeRule>(day) is not { } rule)
        {
            yield break;
        }

        var last = child.HasPlan ? rule.LastWithPlan : rule.Last;
        var reached = YearEnded.Of(day).Year - child.BornIn.Year;
        if (reached - 1 > last)
        {
            yield return Finding("child.too-old", child, pack, rule);
        }
        else if (reached > last)
        {
            yield return Finding("child.age-on-the-line", child, pack, rule);
        }
    }

    private static IEnumerable<Finding> Route(ChildFacts child, RulePack pack, DateOnly day)
    {
        if (pack.On<RouteRule>(day) is { } rule && !rule.Routes.Contains(child.Route))
        {
            yield return Finding("child.route", child, pack, rule);
        }
    }

    private static IEnumerable<Finding> Applicant(ChildFacts child, RulePack pack, DateOnly day)
    {
        if (pack.On<ApplicantRule>(day) is { } rule && !rule.Bases.Contains(child.Basis))
        {
            yield return Finding("child.applicant", child, pack, rule);
        }
    }

    private static IEnumerable<Finding> Assessment(ChildFacts child, RulePack pack, DateOnly day)
    {
        if (child.Assessment is not { } assessment)
        {
            yield return new Finding("assessment.missing", Child: child.Id);
            yield break;
        }

        if (assessment.IsWithdrawn)
        {
            yield return new Finding("assessment.withdrawn", Child: child.Id);
            yield break;
        }

        if (!assessment.NarrativesChecked)
        {
            yield return new Finding("narrative.not-checked", Child: child.Id);
        }

        if (pack.On<WindowRule>(day) is { } rule)
        {
            var closes = Closes(assessment.AssessedOn, rule);
            if (day > closes)
            {
                yield return Finding("assessment.window", child, pack, rule) with { Day = closes };
            }
            else if (day > closes.AddDays(-ClosesSoonDays))
            {
                yield return Finding("assessment.window-closes", child, pack, rule) with { Day = closes };
            }
        }
    }

    /// <summary>The last day on which an application may be made: in a month without that day, its last.</summary>
    public static DateOnly Closes(DateOnly assessedOn, WindowRule rule) => assessedOn.AddMonths(rule.Months);

    private static Finding Finding(string code, ChildFacts child, RulePack pack, FundRule rule) => new(code, LineChecks.Cite(pack, rule), Child: child.Id);
}
