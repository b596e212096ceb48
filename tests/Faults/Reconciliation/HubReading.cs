using Npgsql;
using Partnership.CaseData.Milestones;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Regional;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Works out from a hub's own rows what the region ought to know of its children: from the returns and the entered milestones, never
/// from the outbox or from what a snapshot once said.
/// </summary>
internal static class HubReading
{
    public static async Task<(List<Knowledge> Expected, List<Disagreement> Missing)> ReadAsync(NpgsqlDataSource hub, short council, DateOnly today)
    {
        await using var connection = await hub.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var (children, held) = await ChildrenAsync(connection);
        var ids = children.Keys.ToArray();
        var rows = await StoredRows.LoadAsync(connection, children, null, Tables.All.ToHashSet(), CancellationToken.None);
        var given = await GivenMilestones.OfChildrenAsync(connection, transaction, ids, CancellationToken.None);
        var facts = ids.Where(id => !held.Contains(id)).ToDictionary(id => id, id => RegionalFacts.Of(
            ChildMilestones.Derive(ReturnFacts.Merge(rows[id].Select(row => (row.Row, (int)row.Year))), given[id].Select(each => each.AsEntered())), today));

        var expected = new List<Knowledge>();
        var known = new HashSet<(Guid, Kind, short)>();
        await using var command = new NpgsqlCommand(
            "select reference, child_id, purpose, year, epoch, version from sealed.regional_reference where purpose <= 3", connection, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            Guid? child = await reader.IsDBNullAsync(1) ? null : reader.GetGuid(1);
            var (kind, year) = ((Kind)reader.GetInt16(2), reader.GetInt16(3));
            expected.Add(new Knowledge(
                kind,
                reader.GetGuid(0),
                council,
                reader.GetInt32(4),
                reader.GetInt64(5),
                child is null ? Ended : facts.TryGetValue(child.Value, out var fact) ? ContentOf(kind, year, fact) : null));
            if (child is not null)
            {
                known.Add((child.Value, kind, year));
            }
        }

        var missing = facts.SelectMany(pair => WantedOf(pair.Key, pair.Value)).Where(wanted => !known.Contains(wanted)).ToList();
        return (expected, missing.ConvertAll(each => new Disagreement("snapshots", Effect.Lost, $"a {each.Item2} of {council} was never told")));
    }

    // What has left the register by an adoption order has ended.
    private static Content Ended => new(Stage: 0, Band: 0);

    private static Content ContentOf(Kind kind, short year, RegionalFacts facts) => kind switch
    {
        Kind.Stage => new Content(Stage: (short)(facts.Stage?.Stage ?? 0), Band: (short)(facts.Stage?.Wait ?? 0)),
        Kind.Adoption when facts.Adoption is { } adoption => new Content(
            Year: (short)adoption.Year.Year,
            EntryToPlacedDays: adoption.EntryToPlacedDays,
            EntryToMovedInDays: adoption.EntryToMovedInDays,
            OrderToMatchDays: adoption.OrderToMatchDays,
            Within: adoption.WithinThreshold,
            Exclusions: (short)adoption.Exclusions),
        Kind.Wait when facts.Waits.FirstOrDefault(each => each.Year.Year == year) is { } wait => new Content(Year: year, Wait: (short)wait.Wait),
        _ => Content.Gone,
    };

    /// <summary>The references that a child must have.</summary>
    private static IEnumerable<(Guid, Kind, short)> WantedOf(Guid child, RegionalFacts facts)
    {
        if (facts.Stage is { Stage: not 0 })
        {
            yield return (child, Kind.Stage, 0);
        }

        if (facts.Adoption is not null)
        {
            yield return (child, Kind.Adoption, 0);
        }

        foreach (var wait in facts.Waits)
        {
            yield return (child, Kind.Wait, (short)wait.Year.Year);
        }
    }

    private static async Task<(Dictionary<Guid, string> Children, HashSet<Guid> Held)> ChildrenAsync(NpgsqlConnection connection)
    {
        var (children, held) = (new Dictionary<Guid, string>(), new HashSet<Guid>());
        await using var command = new NpgsqlCommand("select id, local_id, held from child", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            children.Add(reader.GetGuid(0), reader.GetString(1));
            if (reader.GetBoolean(2))
            {
                held.Add(reader.GetGuid(0));
            }
        }

        return (children, held);
    }
}
