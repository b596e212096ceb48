using Partnership.AdoptionSupportFund.Rules;

namespace Partnership.AdoptionSupportFund.Checks;

/// <summary>Whether what a line asks for is paid for, at that time.</summary>
internal static class LineChecks
{
    public static IEnumerable<Finding> Of(LineFacts line, RulePack pack, DateOnly day)
    {
        if (line.Ends < line.Starts)
        {
            yield return new Finding("line.dates", Line: line.Number);
            yield break;
        }

        if (pack.On<StartRule>(day) is { MayHaveStarted: false } start && line.Starts < day)
        {
            yield return new Finding("line.started", Cite(pack, start), Line: line.Number);
        }

        if (pack.On<CrossYearRule>(day) is { } crossing && line.Ends > line.Year.LastDay)
        {
            if (!crossing.IsAllowed)
            {
                yield return new Finding("line.crosses-year", Cite(pack, crossing), Line: line.Number, Day: line.Year.LastDay);
            }
            else if (line.Ends >= line.Starts.AddMonths(crossing.Months))
            {
                yield return new Finding("line.too-long", Cite(pack, crossing), Line: line.Number, Day: line.Starts.AddMonths(crossing.Months).AddDays(-1));
            }
        }

        if (pack.On<TherapyRule>(day) is { } scope)
        {
            if (scope.OutOfScope.Contains(line.Therapy))
            {
                yield return new Finding("line.out-of-scope", Cite(pack, scope), Line: line.Number);
            }
            else if (!scope.Therapies.Contains(line.Therapy) && !scope.SpecialistAssessments.Contains(line.Therapy))
            {
                yield return new Finding("line.unknown-therapy", Cite(pack, scope), Line: line.Number);
            }
        }
    }

    public static string Cite(RulePack pack, FundRule rule) => $"{pack.Title} {PackReader.NameOf(rule.GetType())}";
}
