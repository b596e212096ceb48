using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>Collects the rows that break one rule, each once however often the rule meets it.</summary>
internal sealed class RuleReport(List<Finding> findings)
{
    private const int Few = 16;
    private readonly HashSet<(Table Table, int Row)> _many = [];
    private Rule? _rule;
    private int _first;

    internal void Begin(Rule rule)
    {
        _rule = rule;
        _first = findings.Count;
        if (_many.Count > 0)
        {
            _many.Clear();
        }
    }

    internal void Add(ReturnRow row)
    {
        if (!IsReported(row))
        {
            findings.Add(new Finding(_rule!.Number, row.Table, row.Row, row.Child, ColumnsIn(row.Table)));
        }
    }

    /// <summary>Adds a row that a rule meets once.</summary>
    internal void Add(Rule rule, ReturnRow row) =>
        findings.Add(new Finding(rule.Number, row.Table, row.Row, row.Child, rule.Reports[0].Columns));

    internal void Add(ReturnRow row, ReturnRow other)
    {
        Add(row);
        Add(other);
    }

    /// <summary>A child mostly breaks a rule in a handful of rows, and looking through them costs less than keeping a set of them.</summary>
    private bool IsReported(ReturnRow row)
    {
        if (findings.Count - _first < Few)
        {
            for (var i = _first; i < findings.Count; i++)
            {
                if (findings[i].Row == row.Row && findings[i].Table == row.Table)
                {
                    return true;
                }
            }

            return false;
        }

        if (_many.Count == 0)
        {
            for (var i = _first; i < findings.Count; i++)
            {
                _many.Add((findings[i].Table, findings[i].Row));
            }
        }

        return !_many.Add((row.Table, row.Row));
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
