using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>One row that breaks one rule.</summary>
/// <param name="Rule">The rule's number, such as 523 or INT11.</param>
/// <param name="Table">The table of the row.</param>
/// <param name="Row">The data row, from 1.</param>
/// <param name="Child">CHILD, the council's own identifier.</param>
/// <param name="Columns">The columns of this table that the rule looks at.</param>
public sealed record Finding(string Rule, Table Table, int Row, string Child, IReadOnlyList<string> Columns) : IComparable<Finding>
{
    /// <summary>Whether the break touches the child's plan or status, so that the child is held: see <see cref="HoldingRules"/>.</summary>
    public bool Holds => HoldingRules.Contains(Rule);

    /// <summary>Findings are listed by table, row and rule; rules by their characters, so 1003 before 112 before INT11.</summary>
    public int CompareTo(Finding? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byTable = Table.CompareTo(other.Table);
        var byRow = byTable != 0 ? byTable : Row.CompareTo(other.Row);
        return byRow != 0 ? byRow : string.CompareOrdinal(Rule, other.Rule);
    }
}
