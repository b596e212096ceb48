using System.Text;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests;

/// <summary>
/// A small return written as text: a line that names a table and some of its columns, then its rows, cells parted by spaces and "-" for blank.
/// Columns not named are blank. It goes through the reader as a CSV file of the full columns, so that rules are tested on rows as really read.
/// </summary>
internal static class TestReturn
{
    internal static ReturnSet Of(string text)
    {
        var read = new ReturnSet();
        var lines = text.Split('\n').Select(line => line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(line => line.Length > 0).ToList();
        for (var i = 0; i < lines.Count;)
        {
            var heading = lines[i++];
            var table = Enum.Parse<Table>(heading[0]);
            var rows = new List<string?[]>();
            while (i < lines.Count && !Enum.GetNames<Table>().Contains(lines[i][0]))
            {
                rows.Add([.. lines[i++].Select(cell => cell == "-" ? null : cell)]);
            }

            Add(read, table, heading[1..], rows);
        }

        return read;
    }

    internal static void Add(ReturnSet read, Table table, string[] columns, IReadOnlyList<string?[]> rows)
    {
        var all = Tables.ColumnsOf(table);
        Assert.Empty(columns.Except(all));
        var csv = new StringBuilder(string.Join(',', all)).Append("\r\n");
        foreach (var row in rows)
        {
            Assert.Equal(columns.Length, row.Length);
            csv.AppendJoin(',', all.Select(column => Array.IndexOf(columns, column) is var at and >= 0 ? row[at] : null)).Append("\r\n");
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));
        read.ReadFileAsync(stream, $"{table}.csv").GetAwaiter().GetResult();
        Assert.Empty(read.Rejected);
    }

    /// <summary>The findings of one rule as "Table row row; Table row", in the order of listing; empty when there are none.</summary>
    internal static string FindingsOf(string rule, int year, ReturnSet now, ReturnSet? last = null, ReferenceLists? lists = null) =>
        Show(RuleBook.For(year).Check(now, last, lists: lists).Where(finding => finding.Rule == rule));

    internal static string Show(IEnumerable<Finding> findings) =>
        string.Join("; ", findings.GroupBy(finding => finding.Table).Select(table => $"{table.Key} {string.Join(' ', table.Select(finding => finding.Row))}"));
}
