using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>One validation rule of the return: what it asks, where it reports, and when it applies.</summary>
public sealed record Rule
{
    /// <summary>The rule's published number, such as 523 or INT11.</summary>
    public required string Number { get; init; }

    /// <summary>What is wrong, a colon, and what to mend, in our own words.</summary>
    public required string Mend { get; init; }

    /// <summary>The tables whose rows the rule reports, with the columns named for each.</summary>
    public required IReadOnlyList<ReportedColumns> Reports { get; init; }

    /// <summary>The tables that the rule reads; it is skipped when a file for one of them was not handed in.</summary>
    public required IReadOnlyList<Table> Needs { get; init; }

    /// <summary>The tables of last year's return that the rule reads; it is skipped when one of them was not handed in.</summary>
    public IReadOnlyList<Table> NeedsLast { get; init; } = [];

    /// <summary>The published lists that the rule looks things up in; where one is not at hand the rule is not run, and the report says so.</summary>
    public IReadOnlyList<ReferenceList> NeedsLists { get; init; } = [];

    /// <summary>Whether the rule asks if a place is the council's own, so that it must be known whose return it is.</summary>
    public bool NeedsCouncil { get; init; }

    /// <summary>The first census year in which the rule applies; null when it applies from the first year read here.</summary>
    public int? FirstYear { get; init; }

    /// <summary>The last census year in which the rule applies; null while it still does.</summary>
    public int? LastYear { get; init; }

    /// <summary>What goes wrong when the rule is broken: why anyone asks.</summary>
    public string Why { get; init; } = string.Empty;

    /// <summary>Rows that break the rule, and what mends them, as <see cref="RuleExample"/> reads them.</summary>
    public string Example { get; init; } = string.Empty;

    /// <summary>How we read the rule where its text leaves room; null where it leaves none.</summary>
    public string? Reading { get; init; }

    /// <summary>Where we follow the rule's text and the sector's own validator does not; null where the two agree.</summary>
    public string? Differs { get; init; }

    /// <summary>Where the rule comes from.</summary>
    public string Source => Number.StartsWith("INT", StringComparison.Ordinal)
        ? $"Consistency check {Number}, run before the validation rules of the looked-after-children return."
        : $"Validation rule {Number} of the looked-after-children return (SSDA903), Department for Education.";

    /// <summary>A table in which a child must have rows to break the rule, beyond those that it reports; null when there is none.</summary>
    internal Table? Of { get; init; }

    internal Action<ChildCase, RuleReport>? CheckChild { get; private init; }

    internal RowRule? CheckRow { get; private init; }

    internal Action<IEnumerable<ReturnRow>, RuleReport>? CheckTable { get; private init; }

    /// <summary>The tables in which the rule reports, a bit for each: a child with rows in none of them cannot break it.</summary>
    internal int ReportedTables => Reports.Aggregate(0, (bits, reported) => bits | (1 << (int)reported.Table));

    /// <summary>Whether the rule applies in a census year.</summary>
    public bool AppliesIn(CensusYear year) => !(year.Ending < FirstYear) && !(year.Ending > LastYear);

    /// <summary>A rule that looks at one row at a time.</summary>
    internal static Rule OfRow<TRow>(string number, Table table, string columns, string mend, Func<TRow, bool> fails)
        where TRow : ReturnRow => OfRowIn<TRow>(number, table, columns, mend, (row, _) => fails(row));

    /// <summary>A rule that looks at one row at a time, in the light of the census year.</summary>
    internal static Rule OfRow<TRow>(string number, Table table, string columns, string mend, Func<TRow, CensusYear, bool> fails)
        where TRow : ReturnRow => OfRowIn<TRow>(number, table, columns, mend, (row, child) => fails(row, child.Year));

    /// <summary>A rule that looks at one row at a time, in the light of the child's other rows.</summary>
    internal static Rule OfRowIn<TRow>(string number, Table table, string columns, string mend, Func<TRow, ChildCase, bool> fails)
        where TRow : ReturnRow => new()
        {
            Number = number,
            Mend = mend,
            Reports = [Columns(table, columns)],
            Needs = [table],
            CheckRow = new RowRule<TRow>(table, fails),
        };

    /// <summary>A rule that looks at all the rows of one child. It needs the tables that it reports unless told otherwise.</summary>
    internal static Rule OfChild(string number, string mend, Action<ChildCase, RuleReport> check, params ReportedColumns[] reports) => new()
    {
        Number = number,
        Mend = mend,
        Reports = reports,
        Needs = [.. reports.Select(reported => reported.Table)],
        CheckChild = check,
    };

    /// <summary>A rule that looks across the children of a return.</summary>
    internal static Rule OfTable(string number, Table table, string columns, string mend, Action<IEnumerable<ReturnRow>, RuleReport> check) => new()
    {
        Number = number,
        Mend = mend,
        Reports = [Columns(table, columns)],
        Needs = [table],
        CheckTable = check,
    };

    internal static ReportedColumns Columns(Table table, string columns) => new(table, columns.Split(' '));

    /// <summary>Gives rules that are asked for the same reason that reason; a rule's own comes first.</summary>
    internal static IEnumerable<Rule> Because(string why, params Rule[] rules) =>
        rules.Select(rule => rule.Why.Length > 0 ? rule : rule with { Why = why });
}
