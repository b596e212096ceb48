using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>The rules of a year that can be run over the files at hand. Safe to use from several threads at once.</summary>
public sealed class RuleRun
{
    private readonly CensusYear _year;
    private readonly ReferenceLists _lists;
    private readonly RowRules[] _rowRules;
    private readonly Rule[] _childRules;
    private readonly int[] _reported;
    private readonly int[] _of;
    private readonly Rule[] _tableRules;

    internal RuleRun(CensusYear year, IReadOnlyList<Rule> rules, HashSet<Table> present, HashSet<Table> presentLast, ReferenceLists lists)
    {
        _year = year;
        _lists = lists;
        List<Rule> ofTables = [.. rules.Where(rule => rule.Needs.All(present.Contains) && rule.NeedsLast.All(presentLast.Contains))];
        Rules = [.. ofTables.Where(lists.Suffice)];
        Wanting = [.. ofTables.Where(rule => !lists.Suffice(rule))];
        _rowRules = [.. RowRulesOf(Rules)];
        _childRules = [.. Rules.Where(rule => rule.CheckChild is not null)];
        _reported = [.. _childRules.Select(rule => rule.ReportedTables)];
        _of = [.. _childRules.Select(rule => rule.Of is { } table ? 1 << (int)table : 0)];
        _tableRules = [.. Rules.Where(rule => rule.CheckTable is not null)];
    }

    /// <summary>The rules that are run.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>The rules that the files would allow, but for which a published list is not at hand, or not known whose return it is.</summary>
    public IReadOnlyList<Rule> Wanting { get; }

    /// <summary>The breaks in one child's rows, but for those that only show across children.</summary>
    /// <param name="now">The child's rows this year.</param>
    /// <param name="last">The child's rows last year; null when there are none.</param>
    public List<Finding> CheckChild(ChildRows now, ChildRows? last = null)
    {
        var findings = new List<Finding>();
        CheckChild(now, last, new RuleReport(findings));
        return findings;
    }

    /// <summary>The breaks that only show across the children of a return, such as one pupil number on two children.</summary>
    public List<Finding> CheckAcrossChildren(ReturnSet now)
    {
        var findings = new List<Finding>();
        var report = new RuleReport(findings);
        foreach (var rule in _tableRules)
        {
            report.Begin(rule);
            rule.CheckTable!(now.Rows(rule.Needs[0]), report);
        }

        return findings;
    }

    internal void CheckChild(ChildRows now, ChildRows? last, RuleReport report)
    {
        var child = new ChildCase(now, last ?? new ChildRows(now.Child), _year, _lists);
        foreach (var rows in _rowRules)
        {
            if ((rows.Bit & now.Present) != 0)
            {
                rows.Check(child, report);
            }
        }

        for (var i = 0; i < _childRules.Length; i++)
        {
            if ((_reported[i] & now.Present) != 0 && (_of[i] & now.Present) == _of[i])
            {
                report.Begin(_childRules[i]);
                _childRules[i].CheckChild!(child, report);
            }
        }
    }

    // Not grouped by the table, which is no reference: that would have to be compiled while the command runs.
    private static IEnumerable<RowRules> RowRulesOf(IReadOnlyList<Rule> rules)
    {
        foreach (var table in Tables.All)
        {
            var ofTable = rules.Where(rule => rule.CheckRow?.Table == table).ToList();
            if (ofTable.Count > 0)
            {
                yield return ofTable[0].CheckRow!.Together(ofTable);
            }
        }
    }
}
