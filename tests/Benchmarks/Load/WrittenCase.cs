using Npgsql;

namespace Partnership.Benchmarks.Load;

/// <summary>An adopters' case with a meeting of its own: it is put on the agenda, its adopters are invited, it is moved off, and put on again.</summary>
internal sealed class WrittenCase(string council, Guid @case, Guid meeting) : IWritten
{
    private const string Panels = "/api/v1/panels";
    private const short Booked = 1;
    private const short Withdrawn = 2;

    private readonly Dictionary<Guid, (short State, long Version, DateOnly? InvitedOn)> _items = [];
    private Guid? _booked;

    public string Council => council;

    public string Desk => LoadMix.PanelActions;

    private Guid Case => @case;

    public PlannedWrite Next(Random random)
    {
        if (_booked is not { } item)
        {
            // Whatever is done to an agenda gives the meeting another version: an adviser reads it first.
            return new PlannedWrite(
                this, "panel-booking", HttpMethod.Post, $"{Panels}/meetings/{meeting}/agenda", new { caseId = @case },
                (answer, version) =>
                {
                    _booked = answer.GetProperty("itemId").GetGuid();
                    _items[_booked.Value] = (Booked, version, null);
                }) { VersionFrom = $"{Panels}/meetings/{meeting}" };
        }

        var (_, version, invitedOn) = _items[item];
        if (invitedOn is not null)
        {
            return new PlannedWrite(
                this, "panel-withdrawal", HttpMethod.Post, $"{Panels}/agenda-items/{item}/withdraw", new { reason = "moved" },
                (_, next) => (_items[item], _booked) = ((Withdrawn, next, invitedOn), null)) { Version = version };
        }

        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-random.Next(5));
        return new PlannedWrite(
            this, "panel-invitation", HttpMethod.Put, $"{Panels}/agenda-items/{item}/invitation", new { invitedOn = day }, (_, next) => _items[item] = (Booked, next, day)) { Version = version };
    }

    /// <summary>What of the cases' agenda items is not as it was promised: those that were acknowledged are there as they were told, and no others.</summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(IEnumerable<WrittenCase> cases, NpgsqlDataSource panels)
    {
        var promised = cases.ToDictionary(each => each.Case);
        await using var command = panels.CreateCommand("select case_id, id, state, version, adopters_invited_on from agenda_item where case_id = any($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = promised.Keys.ToArray() });
        var found = promised.Keys.ToDictionary(key => key, _ => new Dictionary<Guid, (short, long, DateOnly?)>());
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found[reader.GetGuid(0)].Add(reader.GetGuid(1), (reader.GetInt16(2), reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetFieldValue<DateOnly>(4)));
        }

        return [.. promised.Values.SelectMany(each => LoadPromises.Differences($"{each.Council}, agenda items of case {each.Case}", each._items, found[each.Case]))];
    }
}
