using System.Globalization;
using System.Text;
using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.Cli.Rules;

/// <summary>The rules as pages that a data officer can read, written as Markdown.</summary>
internal static class RulePages
{
    private const int FirstYear = CensusYear.FirstKnown;
    private const int LastYear = CensusYear.LastKnown;

    /// <summary>Every rule, with what is not checked and where we read a rule otherwise than the sector's validator.</summary>
    internal static string All()
    {
        var text = new StringBuilder();
        var rules = InOrder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Rules

            What `./partnership check` and the hubs hold a return against: {rules.Count} validation rules of the looked-after-children return (SSDA903), for the
            years ending March {FirstYear} to {LastYear}, in our own words. Written by `./partnership rules > docs/rules.md` from the code that checks; a test fails
            when this page is stale. `./partnership rules 523` prints one rule.

            A year is named by the 31 March in which it ends. In the examples a cell that breaks the rule and the one that mends it are parted by an
            arrow; `–` is a blank cell. [Returns](returns.md) says how files are read.

            ## Where we differ

            We follow the text of a rule. Where the sector's own validator reads it otherwise, this is how:

            | rule | what differs |
            |---|---|

            """);
        foreach (var rule in rules.Where(rule => rule.Differs is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $"| [{rule.Number}](#{Anchor(rule)}) | {rule.Differs} |\n");
        }

        text.Append("\nIn all rules text is put into upper case first, and an empty cell is a blank one.\n\n");
        AppendVectors(text, rules);
        text.Append("## Not checked\n\n| rules | why |\n|---|---|\n");
        foreach (var why in UncheckedRules.All.GroupBy(rule => rule.Why))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", why.Select(rule => rule.Number))} | {why.Key} |\n");
        }

        text.Append("""

            ## Checked when a list is at hand

            These rules look things up in lists that are published and are no part of a return. Without its list a rule is not run, and the report of a check,
            as the summary of an import's findings, says so. [Returns](returns.md#lists-that-some-rules-need) tells where the lists come from and where they go.

            | list | rules |
            |---|---|

            """);
        foreach (var list in Enum.GetValues<ReferenceList>())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Name(list)} | {string.Join(", ", rules.Where(rule => rule.NeedsLists.Contains(list)).Select(rule => $"[{rule.Number}](#{Anchor(rule)})"))} |\n");
        }

        foreach (var rule in rules)
        {
            text.Append('\n').Append(Page(rule));
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendVectors(StringBuilder text, IReadOnlyList<Rule> rules)
    {
        text.Append("""
            ## Where published vectors differ

            Others have published vectors: a few rows each, and which of them break a rule. A test compares ours with them row by row, on machines that have
            them, and accepts these differences and no other. Rows are counted from 1.

            | rule | rows | why |
            |---|---|---|

            """);
        foreach (var vector in VectorDifferences.All)
        {
            var rows = vector.Rows.Count == 0 ? "all: not compared" : string.Join(", ", vector.Rows);
            text.Append(CultureInfo.InvariantCulture, $"| {Linked(vector.Rule)} | {rows} | {vector.Why} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"""

            Rows that no file can bring, since a vector goes past the reader, are left out of the comparison where they alone differ: cells in lower case, or empty where a blank is
            meant ({string.Join(", ", VectorDifferences.Untidy.Select(Linked))}). Columns that a table of the return does not have are read past ({string.Join(", ", VectorDifferences.ForeignColumns.Select(Linked))}).


            """);

        string Linked(string number) => $"[{number}](#{Anchor(rules.Single(rule => rule.Number == number))})";
    }

    /// <summary>One rule: what, why, example, mend.</summary>
    internal static string Page(Rule rule)
    {
        var colon = rule.Mend.IndexOf(": ", StringComparison.Ordinal);
        var (what, mend) = (rule.Mend[..colon], rule.Mend[(colon + 2)..]);
        var text = new StringBuilder();
        var whose = rule.NeedsCouncil ? " The return is Staffordshire's." : string.Empty;
        text.Append(CultureInfo.InvariantCulture, $"## {rule.Number}\n\n**What is wrong.** {what}.\n\n**Why it matters.** {rule.Why}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"**Mend.** {char.ToUpperInvariant(mend[0])}{mend[1..]}\n\n**Example.**{whose}\n\n");
        AppendExample(text, RuleExample.Parse(rule.Example));
        if (rule.Reading is { } reading)
        {
            text.Append(CultureInfo.InvariantCulture, $"**How we read it.** {reading}\n\n");
        }

        if (rule.Differs is { } differs)
        {
            text.Append(CultureInfo.InvariantCulture, $"**Where we differ.** {differs}\n\n");
        }

        var reports = rule.Reports.Select(reported => $"{reported.Table} ({string.Join(", ", reported.Columns)})");
        var needs = rule.Needs.Select(table => table.ToString()).Concat(rule.NeedsLast.Select(table => $"last year's {table}"))
            .Concat(rule.NeedsLists.Select(list => $"the {Name(list)}"));
        text.Append(CultureInfo.InvariantCulture, $"Reported in {string.Join("; ", reports)}. Needs {string.Join(", ", needs)}. {Years(rule)}.");
        text.Append(HoldingRules.Contains(rule.Number) ? " A break holds the child.\n" : "\n");
        return text.ToString();
    }

    /// <summary>Numbers by their value, then those that start with letters.</summary>
    internal static IReadOnlyList<Rule> InOrder() =>
        [.. RuleBook.Every.OrderBy(rule => Leading(rule.Number)).ThenBy(rule => rule.Number, StringComparer.Ordinal)];

    private static int Leading(string number)
    {
        var digits = number.TakeWhile(char.IsAsciiDigit).Count();
        return digits == 0 ? int.MaxValue : int.Parse(number.AsSpan(0, digits), CultureInfo.InvariantCulture);
    }

    private static string Anchor(Rule rule) => rule.Number.ToLowerInvariant();

    private static string Years(Rule rule)
    {
        var (first, last) = (Math.Max(rule.FirstYear ?? FirstYear, FirstYear), rule.LastYear ?? LastYear);
        return (rule.FirstYear, rule.LastYear) switch
        {
            (null, null) => "Every year",
            (_, null) => string.Create(CultureInfo.InvariantCulture, $"From {first}"),
            _ when first == last => string.Create(CultureInfo.InvariantCulture, $"In {first} only"),
            (null, _) => string.Create(CultureInfo.InvariantCulture, $"Until {last}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"From {first} to {last}"),
        };
    }

    private static string Name(ReferenceList list) => list == ReferenceList.Postcodes ? "postcode directory" : "list of providers";

    private static void AppendExample(StringBuilder text, RuleExample example)
    {
        foreach (var list in example.ListLines.GroupBy(line => line.List))
        {
            List<string> columns = [.. list.SelectMany(line => line.Cells).Select(cell => cell.Column).Distinct()];
            text.Append(CultureInfo.InvariantCulture, $"| The {Name(list.Key)} | {string.Join(" | ", columns)} |\n|---|{string.Concat(columns.Select(_ => "---|"))}\n");
            foreach (var line in list)
            {
                text.Append(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", columns.Select(column => Shown(line.Cells.FirstOrDefault(cell => cell.Column == column)?.Broken)))} |\n");
            }

            text.Append('\n');
        }

        foreach (var table in example.Lines.GroupBy(line => (line.IsLast, line.Table)))
        {
            var lines = table.Where(line => line.Cells.Count > 0).ToList();
            var name = table.Key.IsLast ? $"Last year's {table.Key.Table}" : table.Key.Table.ToString();
            if (lines.Count == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {name} |\n|---|\n| no row of the child |\n\n");
                continue;
            }

            var columns = Tables.ColumnsOfAnyForm(table.Key.Table).Where(column => lines.Exists(line => line.Cells.Any(cell => cell.Column == column))).ToList();
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", columns)} |\n|---|{string.Concat(columns.Select(_ => "---|"))}\n");
            foreach (var line in lines)
            {
                var row = line.Only switch
                {
                    '+' => "to be added",
                    '-' => "to be taken out",
                    _ => string.Empty,
                };
                text.Append(CultureInfo.InvariantCulture, $"| {row} | {string.Join(" | ", columns.Select(column => Cell(line, column)))} |\n");
            }

            text.Append('\n');
        }
    }

    private static string Cell(RuleExample.Line line, string column)
    {
        var cell = line.Cells.FirstOrDefault(cell => cell.Column == column);
        return cell is null ? column == "CHILD" ? "1" : string.Empty
            : cell.Broken == cell.Mended ? Shown(cell.Broken) : $"{Shown(cell.Broken)} → **{Shown(cell.Mended)}**";
    }

    private static string Shown(string? cell) => cell ?? "–";
}
