using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Money;

/// <summary>What an application asks for, by child and by the financial year in which a line starts.</summary>
internal static class Asked
{
    /// <summary>Only where something is asked; in the order of children and years.</summary>
    public static IEnumerable<((Guid Child, YearEnded Year) Key, Use Use)> By(ApplicationFacts application, Rulebook rules) =>
        By(application.Lines, application.AppliedOn, rules);

    public static IEnumerable<((Guid Child, YearEnded Year) Key, Use Use)> By(IReadOnlyList<LineFacts> lines, DateOnly day, Rulebook rules) => lines
        .SelectMany(line => line.Funding.Select(part => (Key: (part.Child, line.Year), Use: Of(part, IsAssessment(line, day, rules)))))
        .GroupBy(part => part.Key)
        .OrderBy(group => group.Key.Child).ThenBy(group => group.Key.Year)
        .Select(group => (group.Key, group.Aggregate(default(Use), (sum, part) => sum + part.Use)))
        .Where(group => group.Item2 != default);

    /// <summary>Whether a line is a specialist assessment by the rules of its year, or by those of the day while that year has none.</summary>
    public static bool IsAssessment(LineFacts line, DateOnly day, Rulebook rules) =>
        (rules.Of(line.Year, day) ?? rules.Of(YearEnded.Of(day), day))?.Rules.OfType<TherapyRule>().Any(rule => rule.SpecialistAssessments.Contains(line.Therapy)) is true;

    private static Use Of(FundingFacts part, bool isAssessment) => (part.Funder, isAssessment) switch
    {
        (Funder.Fund, false) => new Use(part.Pence, 0, 0),
        (Funder.Fund, true) => new Use(0, part.Pence, 0),
        (_, false) => new Use(0, 0, part.Pence),
        _ => default,
    };
}
