using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>The rules of a census year.</summary>
public sealed class RuleBook
{
    /// <summary>How many children one thread checks before it takes the next lot: enough to be worth the taking.</summary>
    private const int Lot = 512;

    private RuleBook(CensusYear year)
    {
        Year = year;
        Rules = [.. Every.Where(rule => rule.AppliesIn(year))];
    }

    /// <summary>Every rule of every year.</summary>
    public static IReadOnlyList<Rule> Every { get; } =
    [
        .. DateRules.All, .. CodeRules.All, .. HeaderRules.All, .. EpisodeRules.All, .. EpisodeChainRules.All, .. PlacementRules.All,
        .. PlaceRules.All, .. RegistrationRules.All, .. TemporaryPlacementRules.All, .. LegalStatusRules.All, .. ProviderRules.All, .. EpisodeYearRules.All, .. ReviewRules.All,
        .. AsylumRules.All, .. HealthRules.All, .. CareLeaverRules.All, .. AdopterRules.All, .. AdoptionRules.All, .. DecisionRules.All,
        .. DecisionYearRules.All, .. PlanRules.All, .. PreviousPermanenceRules.All, .. MissingRules.All, .. SocialWorkerRules.All,
        .. DeprivationOfLibertyRules.All, .. IdentityRules.All,
    ];

    /// <summary>The census year.</summary>
    public CensusYear Year { get; }

    /// <summary>The rules that apply in the year.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>The rules of the year ending 31 March of a calendar year.</summary>
    public static RuleBook For(int year) => new(new CensusYear(year));

    /// <summary>The rules that can be run over the files at hand: a rule over two tables is skipped when either is absent.</summary>
    /// <param name="present">The tables handed in.</param>
    /// <param name="presentLast">The tables of last year's return that are at hand; empty when there is none.</param>
    /// <param name="lists">The published lists at hand; null when there are none, so that the rules that need them are skipped.</param>
    public RuleRun Over(IEnumerable<Table> present, IEnumerable<Table> presentLast, ReferenceLists? lists = null) =>
        new(Year, Rules, [.. present], [.. presentLast], lists ?? ReferenceLists.None);

    /// <summary>Checks a return whole, on every processor.</summary>
    /// <param name="now">The return.</param>
    /// <param name="last">Last year's return, for the rules that compare; null when it is not at hand.</param>
    /// <param name="progress">Told, from any thread, how many of the children have been checked, and out of how many.</param>
    /// <param name="lists">The published lists at hand; null when there are none.</param>
    /// <returns>The findings by table, row and rule.</returns>
    public IReadOnlyList<Finding> Check(ReturnSet now, ReturnSet? last = null, Action<int, int>? progress = null, ReferenceLists? lists = null)
    {
        ArgumentNullException.ThrowIfNull(now);
        var run = Over(now.Present, last?.Present ?? [], lists);
        var children = now.ByChild().All;
        var before = last?.ByChild();
        var findings = run.CheckAcrossChildren(now);
        var lots = (children.Count + Lot - 1) / Lot;
        var done = 0;
        Parallel.For(
            0,
            lots,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new List<Finding>(),
            (lot, _, found) =>
            {
                var report = new RuleReport(found);
                var end = Math.Min(children.Count, (lot + 1) * Lot);
                for (var i = lot * Lot; i < end; i++)
                {
                    ChildRows? then = null;
                    before?.TryGet(children[i].Child, out then);
                    run.CheckChild(children[i], then, report);
                }

                progress?.Invoke(Math.Min(children.Count, Interlocked.Add(ref done, end - (lot * Lot))), children.Count);
                return found;
            },
            found =>
            {
                lock (findings)
                {
                    findings.AddRange(found);
                }
            });
        findings.Sort();
        return findings;
    }
}
