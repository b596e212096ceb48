using Npgsql;

namespace Partnership.Benchmarks.Load;

/// <summary>A child whose plan is written again and again: stands for the milestones, and for the desks that are not built.</summary>
internal sealed class WrittenChild(string council, Guid id, long version) : IWritten
{
    private long _version = version;

    // The day last acknowledged; null when no write was.
    private DateOnly? _date;

    public string Council => council;

    public string Desk => LoadMix.Milestones;

    private Guid Key => id;

    public PlannedWrite Next(Random random)
    {
        var date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1 - random.Next(5));
        return new PlannedWrite(
            this, "milestone", HttpMethod.Put, $"/api/v1/councils/{council}/children/{id}/milestones/should-be-placed", new { date }, (_, version) => (_version, _date) = (version, date)) { Version = _version };
    }

    /// <summary>What of the children of one council is not as it was promised.</summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(IEnumerable<WrittenChild> children, NpgsqlDataSource hub)
    {
        var written = children.Where(child => child._date is not null).ToDictionary(child => child.Key);
        await using var command = hub.CreateCommand("""
            select c.id, c.version, g.date, exists (select from sealed.regional_reference r where r.child_id = c.id and r.purpose = 1)
            from child c left join given_milestone g on g.child_id = c.id and g.entered_by like 'worker.%'
            where c.id = any($1)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = written.Keys.ToArray() });
        var found = new Dictionary<Guid, (long Version, DateOnly? Date, bool HasReference)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found[reader.GetGuid(0)] = (reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateOnly>(2), reader.GetBoolean(3));
        }

        return
        [
            .. written.Values.Where(child => !found.TryGetValue(child.Key, out var row) || row != (child._version, child._date, true))
                .Select(child => $"{child.Council}/{child.Key}: acknowledged version {child._version} of {child._date}, found {found.GetValueOrDefault(child.Key)}"),
        ];
    }
}
