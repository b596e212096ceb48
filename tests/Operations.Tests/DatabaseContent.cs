using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Partnership.Operations.Tests;

/// <summary>
/// Every row of every table as text, read by nobody who makes backups. Without the number of the transaction that changed a row last: that
/// counts in another cluster and begins anew with a restore.
/// </summary>
internal static class DatabaseContent
{
    // Of a value, in what a difference is told with.
    private const int Shown = 60;

    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ReadAsync(OperatedRegion region, string database)
    {
        await using var source = region.Database(database);
        var tables = new List<string>();
        await using (var names = source.CreateCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1"))
        await using (var reader = await names.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var content = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var table in tables)
        {
#pragma warning disable CA2100 // Names come quoted out of the catalogue.
            await using var command = source.CreateCommand($"select (to_jsonb(t) - 'changed_in')::text from {table} t");
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await reader.ReadAsync())
            {
                rows.Add(reader.GetString(0));
            }

            content.Add(table, [.. rows.Order(StringComparer.Ordinal)]);
        }

        return content;
    }

    /// <summary>Tables whose rows are not what they were, but for what is changed on purpose; nothing when there are none.</summary>
    public static string Differences(
        IReadOnlyDictionary<string, IReadOnlyList<string>> expected, IReadOnlyDictionary<string, IReadOnlyList<string>> found, IReadOnlyDictionary<string, Change> changed)
    {
        var text = new StringBuilder();
        text.AppendJoin('\n', changed.Keys.Except(expected.Keys).Select(table => $"{table} is no table, and said to change\n"));
        foreach (var (table, rows) in expected)
        {
            var change = changed.GetValueOrDefault(table);
            if (change is { IsAnew: true })
            {
                continue;
            }

            var (before, after) = (Without(rows, change?.Columns), Without(found.GetValueOrDefault(table) ?? [], change?.Columns));
            var (lost, more) = (Except(before, after), Except(after, before));
            if (lost.Count > 0 || (more.Count > 0 && change is not { Gains: true }))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{table}: {lost.Count} of {rows.Count} rows are missing, {more.Count} are new{Nearest(lost, more)}");
            }
        }

        return text.ToString();
    }

    /// <summary>Rows of the first that are not in the second, each as often as it is missing there.</summary>
    private static List<string> Except(List<string> rows, List<string> others)
    {
        var left = others.CountBy(row => row).ToDictionary();
        return rows.FindAll(row =>
        {
            if (left.GetValueOrDefault(row) is > 0 and var times)
            {
                left[row] = times - 1;
                return false;
            }

            return true;
        });
    }

    private static List<string> Without(IReadOnlyList<string> rows, string[]? columns) => columns is null ? [.. rows] : [.. rows.Select(row =>
    {
        var values = JsonNode.Parse(row)!.AsObject();
        foreach (var path in columns.Select(column => column.Split('.')))
        {
            if (path is [var outer, var inner])
            {
                // What is not known is left out there.
                Assert.IsType<JsonObject>(values[outer]).Remove(inner);
            }
            else
            {
                Assert.True(values.Remove(path[0]), $"There is no {path[0]} that could change.");
            }
        }

        return values.ToJsonString();
    })];

    /// <summary>In what a missing row differs from the new one that is most like it: for whoever has to find out why.</summary>
    private static string Nearest(List<string> lost, List<string> more)
    {
        if (lost is [] || more is [])
        {
            return "";
        }

        var missing = JsonNode.Parse(lost[0])!.AsObject();
        var nearest = more.Select(row => JsonNode.Parse(row)!.AsObject()).MinBy(row => Differing(row).Count)!;
        return string.Concat(Differing(nearest).Select(column => $"\n    {column}: {Short(missing[column])} was, {Short(nearest[column])} is"));

        List<string> Differing(JsonObject row) => [.. missing.Select(column => column.Key).Where(column => !JsonNode.DeepEquals(missing[column], row[column]))];

        static string Short(JsonNode? value) => value?.ToJsonString() is { } shown ? shown[..Math.Min(Shown, shown.Length)] : "null";
    }
}
