using System.Text;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.LocalityHub.Imports;

/// <summary>What the rules say of a child's return.</summary>
internal sealed record Verdict(IReadOnlyList<ImportFinding> Findings, string[] HoldReasons, bool SpeaksOfReversal);

/// <summary>
/// Checks children of an upload by the rules of its year, and decides who is held: taken as far as the returns tell it, their plan
/// may not be what it seems.
/// </summary>
internal sealed class SubmissionRules
{
    /// <summary>A row is missing that could end or change the plan.</summary>
    public const string RejectedRow = "rejected-row";

    private const string EpisodesAfterAdoption = "199";

    /// <summary>Raise it when the code here, or the rules, judge the same rows in another way: the same files are then looked at again.</summary>
    private const int Edition = 4;

    private readonly ClaimedImport _import;
    private readonly RuleRun _run;
    private readonly HashSet<string> _ofTwoYears;
    private readonly ILookup<string, Finding> _acrossChildren;
    private readonly bool _lostEpisodes;
    private readonly bool _lostDecisions;

    /// <param name="import">The job.</param>
    /// <param name="upload">The upload.</param>
    /// <param name="present">The tables that the hub then has of the year.</param>
    /// <param name="presentLast">The tables that the hub has of the year before.</param>
    /// <param name="lists">The published lists that the operator has given.</param>
    public SubmissionRules(ClaimedImport import, UploadGroups upload, IReadOnlySet<Table> present, IReadOnlySet<Table> presentLast, ReferenceLists lists)
    {
        _import = import;
        _run = RuleBook.For(import.Year).Over(present, presentLast, lists);
        _ofTwoYears = [.. _run.Rules.Where(rule => rule.NeedsLast.Count > 0).Select(rule => rule.Number)];
        _acrossChildren = upload.CheckAcrossChildren(_run).ToLookup(finding => finding.Child, StringComparer.Ordinal);
        _lostEpisodes = upload.HasAnonymousRejected(Table.Episodes);
        _lostDecisions = upload.HasAnonymousRejected(Table.PlacedAdoption);
        Context = Encoding.ASCII.GetBytes($"{Edition}:{_lostEpisodes}:{_lostDecisions}:{string.Join(',', _run.Rules.Select(rule => rule.Number))}{lists.Edition}\n");
    }

    /// <summary>The rules that the files would allow, but for which a list is not at hand.</summary>
    public string[] NotChecked => [.. _run.Wanting.Select(rule => rule.Number).Order(StringComparer.Ordinal)];

    /// <summary>What, besides a child's own rows, a verdict depends on.</summary>
    public byte[] Context { get; }

    /// <summary>Judges a child's rows.</summary>
    /// <param name="child">All rows of the year.</param>
    /// <param name="id">The hub's id of the child.</param>
    /// <param name="hadPlan">The hub has known of a plan for adoption.</param>
    /// <param name="otherYears">The accepted rows of other years.</param>
    /// <param name="lastYear">The rows of the year before, as they were handed in last: those that are held where that year's return is. Null when they are not known: then no rule of two years is checked.</param>
    public Verdict Judge(ChildSubmission child, Guid id, bool hadPlan, StoredReturnRow[] otherYears, StoredReturnRow[]? lastYear)
    {
        var now = new ChildRows(child.LocalId);
        foreach (var row in child.Rows)
        {
            now.Add(row);
        }

        ChildRows? last = null;
        foreach (var row in lastYear ?? [])
        {
            (last ??= new ChildRows(child.LocalId)).Add(row.Row);
        }

        var findings = _run.CheckChild(now, last);
        if (lastYear is null)
        {
            findings.RemoveAll(finding => _ofTwoYears.Contains(finding.Rule));
        }

        findings.AddRange(_acrossChildren[child.LocalId]);
        AddEpisodesAfterAdoption(now, otherYears, findings);
        findings.Sort();
        return new Verdict(
            findings.ConvertAll(finding => new ImportFinding
            {
                ImportId = _import.Id,
                ChildId = id,
                Rule = finding.Rule,
                Table = (short)finding.Table,
                Row = finding.Row,
                Columns = finding.Columns as string[] ?? [.. finding.Columns],
            }),
            HoldReasons(child, now, hadPlan, findings),
            now.PlacedAdoption.Any(decision => decision.IsReversed) || child.Rejected.Exists(row => row.Table == Table.PlacedAdoption)
                || now.Episodes.Any(episode => episode.Rec is not null and not "X1"));
    }

    private string[] HoldReasons(ChildSubmission child, ChildRows now, bool hadPlan, List<Finding> findings)
    {
        var reasons = findings.Where(finding => finding.Holds).Select(finding => finding.Rule).Distinct().ToList();
        if (child.Rejected.Exists(HoldingRules.Hold) || HasUnreadableKey(now) || MayHaveLostARow(now, hadPlan))
        {
            reasons.Add(RejectedRow);
        }

        return [.. reasons];
    }

    /// <summary>
    /// A row without the date that it is known by, or whose end cannot be read although it tells how it ended, says too little to be
    /// taken for a row: the plan that it belongs to could be over.
    /// </summary>
    private static bool HasUnreadableKey(ChildRows now) =>
        now.Episodes.Any(episode => episode.Decom.Value is null || (episode.Dec.IsMalformed && episode.Rec is not "X1"))
        || now.PlacedAdoption.Any(decision => decision.DatePlaced.Value is null);

    /// <summary>
    /// Rows of which not even the child can be read could be anybody's: a child with a plan whose decision row is missing, or whose
    /// episodes break off, may be the one.
    /// </summary>
    private bool MayHaveLostARow(ChildRows now, bool hadPlan) =>
        (_lostDecisions && hadPlan && now.PlacedAdoption.Count == 0)
        || (_lostEpisodes && (now.PlacedAdoption.Count > 0 || hadPlan) && (now.Episodes.Count == 0 || now.Episodes.MaxBy(episode => episode.Decom.Value) is { Rec: "X1" }));

    /// <summary>
    /// Rule 199 looks one year back; the hub remembers an adoption for ever. What comes later under the same number is refused: an
    /// adopted child who returns to care has a new one (and is a new person here).
    /// </summary>
    private static void AddEpisodesAfterAdoption(ChildRows now, StoredReturnRow[] otherYears, List<Finding> findings)
    {
        var adopted = otherYears.Select(row => row.Row).OfType<EpisodeRow>().Where(episode => episode.IsAdopted).Min(episode => episode.Decom.Value);
        if (adopted is null || findings.Exists(finding => finding.Rule == EpisodesAfterAdoption))
        {
            return;
        }

        findings.AddRange(now.Episodes.Where(episode => episode.Decom.Value > adopted)
            .Select(episode => new Finding(EpisodesAfterAdoption, Table.Episodes, episode.Row, episode.Child, ["DECOM", "REC"])));
    }
}
