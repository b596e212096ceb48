using System.Globalization;
using System.Text.Json;
using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;
using Spectre.Console;
using Rule = Partnership.CaseData.Rules.Rule;

namespace Partnership.Cli.Check;

/// <summary>What a check found, for people and for programs.</summary>
internal sealed class CheckReport(int year, ReturnSet read, IReadOnlyList<Finding> findings, IReadOnlyList<Rule> wanting, ReferenceLists lists)
{
    private const int RejectedRowsShown = 20;

    /// <summary>One finding a line, by table, row and rule.</summary>
    internal void WriteJson(Stream output)
    {
        using var buffered = new BufferedStream(output, 1 << 16);
        using var writer = new Utf8JsonWriter(buffered);
        foreach (var finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("rule", finding.Rule);
            writer.WriteString("table", finding.Table.ToString());
            writer.WriteNumber("row", finding.Row);
            writer.WriteString("child", finding.Child);
            writer.WriteStartArray("columns");
            foreach (var column in finding.Columns)
            {
                writer.WriteStringValue(column);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.Flush();
            writer.Reset();
            buffered.WriteByte((byte)'\n');
        }
    }

    /// <summary>The rules that were broken, and how often.</summary>
    internal void Summarise(IAnsiConsole console)
    {
        if (findings.Count > 0)
        {
            console.Write(ByRule());
        }

        var held = HoldingRules.HeldChildren(findings, read.Rejected);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Year ending 31 March {year}: {read.RowCount:N0} rows, {findings.Count:N0} findings on {Children(findings):N0} children; {held.Count:N0} children would be held."));
        var absent = Tables.All.Where(table => !read.Has(table)).ToList();
        if (absent.Count > 0)
        {
            console.WriteLine($"Not handed in, so the rules that need them were not run: {string.Join(", ", absent)}.");
        }

        SayWhatWasNotChecked(console);
    }

    /// <summary>The rules that were not run for want of a list, or because nobody said whose return it is, and by which year's codes it was checked if not by its own.</summary>
    internal void SayWhatWasNotChecked(IAnsiConsole console)
    {
        if (new CensusYear(year).CheckedBy is var by && by != year)
        {
            console.WriteLine(YearNotice.Of(year, by));
        }

        Say("No postcode directory (--postcodes)", wanting.Where(rule => Lacks(rule, ReferenceList.Postcodes)));
        Say("No list of providers (--providers)", wanting.Where(rule => Lacks(rule, ReferenceList.Providers)));
        Say("Not said whose return it is (--authority)", wanting.Where(rule => rule.NeedsLists.All(lists.Has)));

        bool Lacks(Rule rule, ReferenceList list) => rule.NeedsLists.Contains(list) && !lists.Has(list);

        void Say(string what, IEnumerable<Rule> rules)
        {
            var numbers = string.Join(", ", rules.Select(rule => rule.Number).Order(StringComparer.Ordinal));
            if (numbers.Length > 0)
            {
                console.WriteLine($"{what}, so these rules were not run: {numbers}.");
            }
        }
    }

    /// <summary>The rows that could not be read, the first of them with their reasons.</summary>
    internal void ListRejectedRows(IAnsiConsole console)
    {
        foreach (var row in read.Rejected.Take(RejectedRowsShown))
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.File}{(row.Row == 0 ? $", of {row.Table}" : $" row {row.Row}")}: {row.Reason}."));
        }

        if (read.Rejected.Count > RejectedRowsShown)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"... and {read.Rejected.Count - RejectedRowsShown:N0} more rows that cannot be read."));
        }
    }

    private static int Children(IEnumerable<Finding> found) => found.Select(finding => finding.Child).Distinct(StringComparer.Ordinal).Count();

    private Spectre.Console.Table ByRule()
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Simple)
            .AddColumn("Rule").AddColumn("What to mend").AddColumn(new TableColumn("Rows").RightAligned())
            .AddColumn(new TableColumn("Children").RightAligned()).AddColumn("Holds");
        var mend = RuleBook.For(year).Rules.ToDictionary(rule => rule.Number, rule => rule.Mend, StringComparer.Ordinal);
        foreach (var rule in findings.GroupBy(finding => finding.Rule).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            table.AddRow(
                new Text(rule.Key),
                new Text(mend[rule.Key]),
                new Text(rule.Count().ToString("N0", CultureInfo.InvariantCulture)),
                new Text(Children(rule).ToString("N0", CultureInfo.InvariantCulture)),
                new Text(HoldingRules.Contains(rule.Key) ? "yes" : string.Empty));
        }

        return table;
    }
}
