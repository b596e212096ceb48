using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>The rules of a census year.</summary>
public sealed class RuleBook
{
    private static readonly Rule[] Every =
    [
        .. FormatRules.All, .. AdopterRules.All, .. EpisodeRules.All, .. DecisionRules.All, .. DecisionYearRules.All, .. PlanRules.All,
        .. AdoptionRules.All, .. PreviousPermanenceRules.All, .. IdentityRules.All,
    ];

    private RuleBook(CensusYear year)
    {
        Year = year;
        Rules = [.. Every.Where(rule => rule.AppliesIn(year))];
    }

    /// <summary>The census year.</summary>
    public CensusYear Year { get; }

    /// <summary>The rules that apply in the year.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>The rules of the year ending 31 March of a calendar year.</summary>
    public static RuleBook For(int year) => new(new CensusYear(year));

    /// <summary>The rules that can be run over the files at hand: a rule over two tables is skipped when either is absent.</summary>
    /// <param name="present">The tables handed in.</param>
    /// <param name="presentLast">The tables of last year's return that are at hand; empty when there is none.</param>
    public RuleRun Over(IEnumerable<Table> present, IEnumerable<Table> presentLast) =>
        new(Year, Rules, [.. present], [.. presentLast]);

    /// <summary>Checks a return whole.</summary>
    /// <param name="now">The return.</param>
    /// <param name="last">Last year's return, for the rules that compare; null when it is not at hand.</param>
    /// <param name="progress">Told how many of the children have been checked, and out of how many.</param>
    /// <returns>The findings by table, row and rule.</returns>
    public IReadOnlyList<Finding> Check(ReturnSet now, ReturnSet? last = null, Action<int, int>? progress = null)
    {
        var run = Over(now.Present, last?.Present ?? []);
        var children = now.ByChild();
        var before = last?.ByChild();
        var findings = run.CheckAcrossChildren(now);
        var done = 0;
        foreach (var (child, rows) in children)
        {
            findings.AddRange(run.CheckChild(rows, before?.GetValueOrDefault(child)));
            if (++done % 256 == 0 || done == children.Count)
            {
                progress?.Invoke(done, children.Count);
            }
        }

        findings.Sort();
        return findings;
    }
}
