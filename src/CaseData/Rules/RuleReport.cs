using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>Collects the rows that break one rule, each once however often the rule meets it.</summary>
internal sealed class RuleReport(List<Finding> findings)
{
    private readonly HashSet<(Table Table, int Row)> _reported = [];
    private Rule? _rule;

    internal void Begin(Rule rule)
    {
        _rule = rule;
        if (_reported.Count > 0)
        {
            _reported.Clear();
        }
    }

    internal void Add(ReturnRow row)
    {
        if (_reported.Add((row.Table, row.Row)))
        {
            findings.Add(new Finding(_rule!.Number, row.Table, row.Row, row.Child, ColumnsIn(row.Table)));
        }
    }

    internal void Add(ReturnRow row, ReturnRow other)
    {
        Add(row);
        Add(other);
    }

    private IReadOnlyList<string> ColumnsIn(Table table)
    {
        foreach (var reported in _rule!.Reports)
        {
            if (reported.Table == table)
            {
                return reported.Columns;
            }
        }

        throw new InvalidOperationException($"Rule {_rule.Number} does not report {table}.");
    }
}
