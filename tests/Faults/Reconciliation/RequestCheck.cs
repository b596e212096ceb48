using System.Globalization;
using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>Whether every accepted request is in its owner's database, and was done once.</summary>
internal static class RequestCheck
{
    // As the hubs number the states of an import.
    private const short Done = 2;

    /// <summary>The last accepted day of each milestone is the one that stands, and the audit trail knows as many writes as were accepted.</summary>
    public static async Task<List<Disagreement>> WritesAsync(RunningRegion region, Writes writes)
    {
        var found = new List<Disagreement>();
        foreach (var (council, hub) in region.Hubs)
        {
            var accepted = writes.Accepted.Where(write => write.Council == council).ToList();
            foreach (var last in accepted.GroupBy(write => (write.Child, write.Kind)).Select(group => group.MaxBy(write => write.Order)!))
            {
                await using var command = hub.CreateCommand("select count(*) from given_milestone where child_id = $1 and kind = $2 and date = $3");
                command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = last.Child }, new() { Value = (short)last.Kind }, new() { Value = last.Date } });
                if ((long)(await command.ExecuteScalarAsync())! != 1)
                {
                    found.Add(new Disagreement("writes", Effect.Lost, $"a milestone of council {council}"));
                }
            }

            found.AddRange(await CountAsync(hub, "writes", "child.milestone", council, accepted.Count));
        }

        return found;
    }

    /// <summary>Each accepted upload has one job, which ended well, and each return's children are there.</summary>
    public static async Task<List<Disagreement>> ImportsAsync(RunningRegion region, Imports imports)
    {
        var found = imports.Refused.Select(refused => new Disagreement("imports", Effect.Lost, $"refused: {refused}")).ToList();
        foreach (var (council, hub) in region.Hubs)
        {
            var accepted = imports.Accepted.Where(import => import.Council == council).ToList();
            var states = await StatesAsync(hub);
            found.AddRange(accepted.Where(import => states.GetValueOrDefault(import.Id, (short)-1) != Done)
                .Select(import => new Disagreement("imports", Effect.Lost, $"{import.Id} of council {council} is not done")));
            found.AddRange(states.Keys.Except(accepted.Select(import => import.Id))
                .Select(id => new Disagreement("imports", Effect.Twice, $"{id} of council {council} was never accepted")));
            found.AddRange(await CountAsync(hub, "imports", "import.start", council, accepted.Count));
            foreach (var year in accepted.Select(import => import.Year).Distinct())
            {
                await using var command = hub.CreateCommand("select count(distinct child_id) from header where year = $1");
                command.Parameters.Add(new NpgsqlParameter { Value = (short)year });
                var (children, ought) = ((long)(await command.ExecuteScalarAsync())!, imports.ChildrenIn(council, year));
                if (children != ought)
                {
                    found.Add(new Disagreement("imports", Effect.Lost, string.Create(CultureInfo.InvariantCulture, $"{children} of {ought} children of {council} in {year}")));
                }
            }
        }

        return found;
    }

    /// <summary>The audit trail's entry commits with the request's effect: as many entries of the stream's clients, as many effects. The people of the stories are others.</summary>
    private static async Task<List<Disagreement>> CountAsync(NpgsqlDataSource hub, string check, string operation, string council, int accepted)
    {
        await using var command = hub.CreateCommand("select count(*) from audit_entry where operation = $1 and outcome = 'done' and client = $2");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = operation }, new() { Value = CarefulClient.CaseSystemOf(council) } });
        var done = (long)(await command.ExecuteScalarAsync())!;
        return done == accepted
            ? []
            : [new Disagreement(check, done > accepted ? Effect.Twice : Effect.Lost, string.Create(CultureInfo.InvariantCulture, $"{council}: {accepted} accepted, {done} done"))];
    }

    private static async Task<Dictionary<Guid, short>> StatesAsync(NpgsqlDataSource hub)
    {
        await using var command = hub.CreateCommand("select id, state from import");
        await using var reader = await command.ExecuteReaderAsync();
        var states = new Dictionary<Guid, short>();
        while (await reader.ReadAsync())
        {
            states.Add(reader.GetGuid(0), reader.GetInt16(1));
        }

        return states;
    }
}
