using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>What the central hub's database says.</summary>
internal static class RegionReading
{
    // Everything that was taken in: figures, and family finding with its kinds numbered apart.
    private const string Logs = """
        select kind, reference, council, epoch, version from received_event
        union all select (100 + kind)::smallint, reference, council, epoch, version from family_event
        """;

    public static async Task<List<Knowledge>> StatesAsync(NpgsqlDataSource central)
    {
        await using var command = central.CreateCommand(
            """
            select kind, reference, council, epoch, version, withdrawn, year, entry_to_placed_days, entry_to_moved_in_days, order_to_match_days,
                within, exclusions, wait, stage, band
            from regional_state
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var states = new List<Knowledge>();
        while (await reader.ReadAsync())
        {
            var content = reader.GetBoolean(5) ? Content.Gone : new Content(
                Withdrawn: false,
                Value<short>(6),
                Value<int>(7),
                Value<int>(8),
                Value<int>(9),
                Value<bool>(10),
                reader.GetInt16(11),
                Value<short>(12),
                Value<short>(13),
                Value<short>(14));
            states.Add(new Knowledge((Kind)reader.GetInt16(0), reader.GetGuid(1), reader.GetInt16(2), reader.GetInt32(3), reader.GetInt64(4), content));
        }

        return states;

        T? Value<T>(int column)
            where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
    }

    /// <summary>
    /// How often each version of each reference was taken in, the newest epoch's versions from the first to the last. Of a link and of the like
    /// each council speaks for itself.
    /// </summary>
    public static async Task<Dictionary<(Kind Kind, Guid Reference, short Council), (long Taken, long Different, long Newest)>> TakenAsync(NpgsqlDataSource central)
    {
        await using var command = central.CreateCommand(
            $"select kind, reference, council, count(*), count(distinct (epoch, version)), max(version) from ({Logs}) log group by kind, reference, council");
        await using var reader = await command.ExecuteReaderAsync();
        var taken = new Dictionary<(Kind, Guid, short), (long, long, long)>();
        while (await reader.ReadAsync())
        {
            taken.Add(((Kind)reader.GetInt16(0), reader.GetGuid(1), reader.GetInt16(2)), (reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5)));
        }

        return taken;
    }

    /// <summary>How many effects too many there are: versions of one reference taken in again.</summary>
    public static Task<long> RepeatedAsync(NpgsqlDataSource central) =>
        CountAsync(central, $"select count(*) - count(distinct (kind, reference, council, epoch, version)) from ({Logs}) log");

    /// <summary>How many snapshots had an effect.</summary>
    public static Task<long> EffectsAsync(NpgsqlDataSource central) => CountAsync(central, $"select count(*) from ({Logs}) log");

    /// <summary>The messages that the inbox remembers.</summary>
    public static async Task<HashSet<Guid>> RememberedAsync(NpgsqlDataSource central)
    {
        await using var command = central.CreateCommand("select message_id from inbox");
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new HashSet<Guid>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    private static async Task<long> CountAsync(NpgsqlDataSource central, string question)
    {
        await using var command = central.CreateCommand(question);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
