using Npgsql;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Imports;

/// <summary>What a return says of children who are searched for, or matched by a link, changes what family finding knows of them.</summary>
internal static class SearchedChildren
{
    /// <summary>Tells the region of those among the children, in the caller's transaction.</summary>
    public static async Task TellAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] children, Council council, AreaKey areas, TimeProvider clock, CancellationToken ct)
    {
        if (children.Length == 0)
        {
            return;
        }

        var searched = new List<Guid>();
        await using (var command = new NpgsqlCommand(
            """
            select child_id from child_search where child_id = any($1) and ended_on is null
            union
            select member.child_id from family_link_child member join family_link link on link.id = member.link_id
            where member.child_id = any($1) and link.state = 9 and not coalesce(member.part in (3, 4), false)
            order by child_id
            """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = children } },
        })
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                searched.Add(reader.GetGuid(0));
            }
        }

        if (searched.Count == 0)
        {
            return;
        }

        await using var db = await HubContexts.OverAsync(connection, transaction, ct);
        await using var change = new ChildChange(db, council, areas, clock);
        foreach (var id in searched)
        {
            if (await change.LockAsync(id, null, ct) is { } child)
            {
                await change.PublishAsync(child, ct);
                await change.PublishSiblingsAsync(child, ct);
            }
        }
    }
}
