using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>Records by their keys, each as a line of text: what was sent, or what a database holds.</summary>
internal static class Records
{
    /// <summary>The first column is the key, the second the record.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(NpgsqlDataSource database, string query)
    {
#pragma warning disable CA2100 // Constants of the checks.
        await using var command = database.CreateCommand(query);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var records = new Dictionary<string, string>();
        while (await reader.ReadAsync())
        {
            records.Add(reader.GetString(0), await reader.IsDBNullAsync(1) ? "" : reader.GetString(1));
        }

        return records;
    }

    /// <summary>A record of parts, those that are not known left out, as PostgreSQL's <c>concat_ws</c> writes it.</summary>
    public static string Of(params object?[] parts) => string.Join(' ', parts.Where(part => part is not null).Select(part => part switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        bool holds => holds ? "t" : "f",
        _ => Convert.ToString(part, System.Globalization.CultureInfo.InvariantCulture),
    }));

    /// <summary>What is missing, different, or nobody's.</summary>
    /// <param name="check">The check that asks.</param>
    /// <param name="what">What the records are, as messages name them.</param>
    /// <param name="sent">What ought to be there.</param>
    /// <param name="kept">What is.</param>
    /// <param name="before">Keys that were there before and are not compared.</param>
    public static IEnumerable<Disagreement> Compare(
        string check, string what, IReadOnlyDictionary<string, string> sent, IReadOnlyDictionary<string, string> kept, IReadOnlySet<string> before)
    {
        foreach (var (key, record) in sent)
        {
            if (!kept.TryGetValue(key, out var found))
            {
                yield return new Disagreement(check, Effect.Lost, $"{what} {key}");
            }
            else if (found != record)
            {
                yield return new Disagreement(check, Effect.Wrong, $"{what} {key}");
            }
        }

        foreach (var key in kept.Keys.Where(key => !sent.ContainsKey(key) && !before.Contains(key)))
        {
            yield return new Disagreement(check, Effect.Twice, $"{what} {key} was never accepted");
        }
    }
}
