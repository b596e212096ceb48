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

    /// <summary>
    /// What is asked of other funders than the fund, by child and year: for specialist assessments too, which <see cref="Use.Local"/> leaves out because
    /// no match counts them.
    /// </summary>
    public static Dictionary<(Guid Child, YearEnded Year), long> OfOthers(IReadOnlyList<LineFacts> lines) => lines
        .SelectMany(line => line.Funding.Where(part => part.Funder != Funder.Fund && part.Pence > 0).Select(part => (Key: (part.Child, line.Year), part.Pence)))
        .GroupBy(part => part.Key)
        .ToDictionary(group => group.Key, group => group.Sum(part => part.Pence));

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
