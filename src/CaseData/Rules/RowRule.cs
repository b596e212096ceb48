using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>What a rule asks of one row at a time.</summary>
internal abstract class RowRule(Table table)
{
    internal Table Table { get; } = table;

    /// <summary>Puts the rules of this table together, so that a child's rows are gone through once for all of them.</summary>
    internal abstract RowRules Together(IReadOnlyList<Rule> rules);
}

/// <summary>What a rule asks of one row at a time.</summary>
internal sealed class RowRule<TRow>(Table table, Func<TRow, ChildCase, bool> fails) : RowRule(table)
    where TRow : ReturnRow
{
    internal Func<TRow, ChildCase, bool> Fails { get; } = fails;

    internal override RowRules Together(IReadOnlyList<Rule> rules) => new RowRules<TRow>(Table, rules);
}

/// <summary>The rules of one table that look at one row at a time.</summary>
internal abstract class RowRules(Table table)
{
    /// <summary>The table, as a bit.</summary>
    internal int Bit { get; } = 1 << (int)table;

    protected Table Table { get; } = table;

    internal abstract void Check(ChildCase child, RuleReport report);
}

/// <summary>The rules of one table that look at one row at a time.</summary>
internal sealed class RowRules<TRow>(Table table, IReadOnlyList<Rule> rules) : RowRules(table)
    where TRow : ReturnRow
{
    private readonly Rule[] _rules = [.. rules];
    private readonly Func<TRow, ChildCase, bool>[] _fails = [.. rules.Select(rule => ((RowRule<TRow>)rule.CheckRow!).Fails)];

    internal override void Check(ChildCase child, RuleReport report)
    {
        foreach (var row in child.Now.Rows<TRow>(Table))
        {
            for (var i = 0; i < _fails.Length; i++)
            {
                if (_fails[i](row, child))
                {
                    report.Add(_rules[i], row);
                }
            }
        }
    }
}
