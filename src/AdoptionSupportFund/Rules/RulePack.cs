using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Rules;

/// <summary>The fund's rules of one financial year, as data.</summary>
/// <param name="Year">The financial year, by the calendar year in which it ends.</param>
/// <param name="Revision">Counts the packs of one year from 1; a later one replaces an earlier from the day on which it is adopted.</param>
/// <param name="Rules">The rules, several of one kind where they changed within the year.</param>
internal sealed record RulePack(YearEnded Year, int Revision, IReadOnlyList<FundRule> Rules)
{
    /// <summary>The year as people write it: 2025-26.</summary>
    public string Name => NameOf(Year);

    /// <summary>How findings name the pack: <c>2025-26.1</c>.</summary>
    public string Title => $"{Name}.{Revision}";

    public static string NameOf(YearEnded year) => $"{year.FirstDay.Year}-{year.LastDay.Year % 100:00}";

    /// <summary>The rule of a kind that is in force on a day; null when there is none.</summary>
    public TRule? On<TRule>(DateOnly day)
        where TRule : FundRule => Rules.OfType<TRule>().LastOrDefault(rule => rule.IsInForce(day));

    /// <summary>All therapies and assessments that the pack knows, in scope or not.</summary>
    public IEnumerable<string> KnownTherapies => Rules.OfType<TherapyRule>().SelectMany(rule => rule.Therapies.Concat(rule.SpecialistAssessments).Concat(rule.OutOfScope)).Distinct();
}
