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
            // "557@lac2024_25" is rule 557 as it stands in the year ending March 2025; without a year the sample's own, 2018, or the first in which the rule applies.
            var parts = rule.Name.Split('@');
            var year = parts.Length > 1 ? RulesetYear(parts[1]) : Math.Max(2018, RuleBook.Every.Single(each => each.Number == parts[0]).FirstYear ?? 0);
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
    public async Task Rules_PublishedOnes_AreAllCheckedOrAccountedFor()
    {
        var lines = await File.ReadAllLinesAsync(SharedData.PathOf("rules", "rules-index.csv"), TestContext.Current.CancellationToken);
        var published = lines.Skip(1).Select(line => line.Split(',')[0]).Where(number => number.Length is > 1 and < 10 && !number.Contains(' ', StringComparison.Ordinal)).ToHashSet();
        var ours = RuleBook.Every.Select(rule => rule.Number).Concat(UncheckedRules.All.Select(rule => rule.Number)).ToHashSet();

        Assert.True(published.Count > 330, $"Only {published.Count} rules are published.");
        Assert.Empty(published.Except(ours));
        Assert.Empty(ours.Except(published));
    }

    [Fact]
    public async Task Check_RuleVectors_FindExactlyTheExpectedRows()
    {
        using var vectors = JsonDocument.Parse(await File.ReadAllTextAsync(
            SharedData.PathOf("rules", "rule-vectors-general.json"), TestContext.Current.CancellationToken));
        var ours = RuleBook.Every.Select(rule => rule.Number).ToHashSet();
        var differences = VectorDifferences.All.ToDictionary(vector => vector.Rule, vector => vector.Rows);
        var (wrong, run) = (new List<string>(), 0);
        var (met, untidy, foreign) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var vector in vectors.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var rule = vector.GetProperty("rule").GetString()!;
            if (differences.TryGetValue(rule, out var known) && known.Count == 0)
            {
                met.Add(rule);
                continue;
            }

            Assert.Contains(rule, ours);
            var (now, last) = (new ReturnSet(), new ReturnSet());
            foreach (var table in vector.GetProperty("tables").EnumerateObject())
            {
                if (!Add(table.Name.EndsWith("_last", StringComparison.Ordinal) ? last : now, table))
                {
                    foreign.Add(rule);
                }
            }

            var want = Rows(vector.GetProperty("expected_row_indexes")).ToHashSet();
            var got = RuleBook.For(YearOf(vector)).Check(now, last).Where(finding => finding.Rule == rule)
                .Select(finding => (finding.Table, finding.Row)).ToHashSet();
            want.SymmetricExceptWith(got);
            var differing = want.Where(row => !IsUntidy(vector.GetProperty("tables"), row)).Order().Select(row => $"{row.Table} {row.Row}").ToList();
            run++;
            if (differing.Count < want.Count)
            {
                untidy.Add(rule);
            }

            if (differing.Count > 0 && known is not null && known.SequenceEqual(differing))
            {
                met.Add(rule);
            }
            else if (differing.Count > 0)
            {
                wrong.Add($"{rule} of {YearOf(vector)} differs at {string.Join(", ", differing)}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(run >= 95, $"Only {run} vectors were run.");

        // What is excepted is what the page of the rules lists: not a rule more, and not one less.
        Assert.Equal(differences.Keys.Order(StringComparer.Ordinal), met);
        Assert.Equal(string.Join(' ', VectorDifferences.Untidy), string.Join(' ', untidy));
        Assert.Equal(string.Join(' ', VectorDifferences.ForeignColumns), string.Join(' ', foreign));
    }

    private static int RulesetYear(string ruleset) => 2000 + int.Parse(ruleset[^2..], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A vector may be of another year than its ruleset; which, its collection says.</summary>
    private static int YearOf(JsonElement vector)
    {
        var metadata = vector.GetProperty("metadata");
        foreach (var (name, later) in ((string, int)[])[("collection_start", 1), ("collection_end", 0)])
        {
            if (metadata.ValueKind is JsonValueKind.Object && metadata.TryGetProperty(name, out var day))
            {
                return int.Parse(day.GetString()![^4..], System.Globalization.CultureInfo.InvariantCulture) + later;
            }
        }

        return RulesetYear(vector.GetProperty("ruleset").GetString()!);
    }

    private static string Show(JsonElement tables) => string.Join(
        "; ",
        Rows(tables).GroupBy(row => row.Table).OrderBy(table => table.Key).Select(table => $"{table.Key} {string.Join(' ', table.Select(row => row.Row).Order())}"));

    private static IEnumerable<(Table Table, int Row)> Rows(JsonElement tables) => tables.EnumerateObject()
        .SelectMany(table => table.Value.EnumerateArray().Select(row => (Enum.Parse<Table>(table.Name), row.GetInt32() + 1)));

    /// <summary>Vectors are fed past the reader that puts text into upper case and takes an empty cell for a blank one.</summary>
    private static bool IsUntidy(JsonElement tables, (Table Table, int Row) at) => tables.GetProperty(at.Table.ToString()).GetProperty("rows")[at.Row - 1]
        .EnumerateArray().Any(cell => cell.ValueKind is JsonValueKind.String && (cell.GetString()!.Length == 0 || cell.GetString()!.Any(char.IsAsciiLetterLower)));

    /// <summary>Adds a vector's rows; whether its table has all of their columns.</summary>
    private static bool Add(ReturnSet read, JsonProperty vectorTable)
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
            [.. rows.Select((row, i) => kept.Select(column => row[columns.IndexOf(column)] ?? (column == "CHILD" ? $"V{i}" : null))
                .Concat(named ? [$"V{i}"] : []).ToArray())]);
        return kept.Count == columns.Count;
    }
}
