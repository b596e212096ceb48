using System.Text;

namespace Partnership.Operations.Tests;

/// <summary>
/// Every row of every table as text, read by nobody who makes backups. Without the number of the transaction that changed a row last: that
/// counts in another cluster and begins anew with a restore.
/// </summary>
internal static class DatabaseContent
{
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

    /// <summary>Tables of which a row of the first is not in the second, but for those named.</summary>
    public static string Missing(
        IReadOnlyDictionary<string, IReadOnlyList<string>> expected, IReadOnlyDictionary<string, IReadOnlyList<string>> found, bool exactly, params string[] but)
    {
        var text = new StringBuilder();
        foreach (var (table, rows) in expected.Where(table => !but.Contains(table.Key)))
        {
            var there = (found.TryGetValue(table, out var now) ? now : []).ToHashSet(StringComparer.Ordinal);
            var (missing, more) = (rows.Count(row => !there.Contains(row)), there.Count - rows.Count);
            if (missing > 0 || (exactly && more != 0))
            {
                text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{table}: {missing} of {rows.Count} rows are missing, {more} more than before");
            }
        }

        return text.ToString();
    }
}
