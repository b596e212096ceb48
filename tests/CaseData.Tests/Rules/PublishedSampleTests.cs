using System.Text.Json;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Rules;

/// <summary>Agreement with findings that others worked out for published sample rows. Row indexes there start at 0.</summary>
public class PublishedSampleTests
{
    [Fact]
    public async Task Check_SampleReturn_FindsExactlyTheExpectedRows()
    {
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(
            SharedData.PathOf("ssda903", "expected_errors.json"), TestContext.Current.CancellationToken));
        var sample = new ReturnSet();
        foreach (var file in Directory.GetFiles(SharedData.PathOf("ssda903"), "*.csv").Where(file => !Path.GetFileName(file).StartsWith("dirty", StringComparison.Ordinal)))
        {
            await using var stream = File.OpenRead(file);
            await sample.ReadFileAsync(stream, Path.GetFileName(file), cancellationToken: TestContext.Current.CancellationToken);
        }

        var wrong = new List<string>();
        foreach (var rule in expected.RootElement.GetProperty("expected").EnumerateObject())
        {
            // "557@lac2024_25" is rule 557 as it stands in the year ending March 2025; without a year the sample's own, 2018.
            var parts = rule.Name.Split('@');
            var year = parts.Length > 1 ? RulesetYear(parts[1]) : 2018;
            var want = Show(rule.Value);
            var got = TestReturn.FindingsOf(parts[0], year, sample);
            if (want != got)
            {
                wrong.Add($"{rule.Name}: expected [{want}], found [{got}]");
            }
        }

        Assert.Empty(sample.Rejected);
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Check_RuleVectors_FindExactlyTheExpectedRows()
    {
        using var vectors = JsonDocument.Parse(await File.ReadAllTextAsync(
            SharedData.PathOf("rules", "rule-vectors-general.json"), TestContext.Current.CancellationToken));
        var ours = RuleBook.For(2026).Rules.Select(rule => rule.Number).ToHashSet();
        var (wrong, run) = (new List<string>(), 0);
        foreach (var vector in vectors.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var rule = vector.GetProperty("rule").GetString()!;
            if (!ours.Contains(rule))
            {
                continue;
            }

            var (now, last) = (new ReturnSet(), new ReturnSet());
            foreach (var table in vector.GetProperty("tables").EnumerateObject())
            {
                Add(table.Name.EndsWith("_last", StringComparison.Ordinal) ? last : now, table);
            }

            var want = Show(vector.GetProperty("expected_row_indexes"));
            var got = TestReturn.FindingsOf(rule, RulesetYear(vector.GetProperty("ruleset").GetString()!), now, last);
            run++;
            if (want != got)
            {
                wrong.Add($"{rule}: expected [{want}], found [{got}]");
            }
        }

        Assert.Empty(wrong);
        Assert.True(run >= 15, $"Only {run} vectors were of rules that we have.");
    }

    private static int RulesetYear(string ruleset) => 2000 + int.Parse(ruleset[^2..], System.Globalization.CultureInfo.InvariantCulture);

    private static string Show(JsonElement tables) => string.Join(
        "; ",
        tables.EnumerateObject().Select(table => (Table: Enum.Parse<Table>(table.Name), table.Value)).OrderBy(table => table.Table)
            .Select(table => $"{table.Table} {string.Join(' ', table.Value.EnumerateArray().Select(row => row.GetInt32() + 1).Order())}"));

    private static void Add(ReturnSet read, JsonProperty vectorTable)
    {
        var table = Enum.Parse<Table>(vectorTable.Name.Replace("_last", string.Empty, StringComparison.Ordinal));
        var columns = vectorTable.Value.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!).ToList();
        var rows = vectorTable.Value.GetProperty("rows").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(cell => cell.ValueKind is JsonValueKind.Null ? null : cell.ToString()).ToList()).ToList();

        // Vectors hold only what their rule reads, and some a column that their table does not have.
        var kept = columns.Where(Tables.ColumnsOf(table).Contains).ToList();
        var named = !kept.Contains("CHILD");
        TestReturn.Add(
            read,
            table,
            [.. named ? kept.Append("CHILD") : kept],
            [.. rows.Select((row, i) => kept.Select(column => row[columns.IndexOf(column)]).Concat(named ? [$"V{i}"] : []).ToArray())]);
    }
}
