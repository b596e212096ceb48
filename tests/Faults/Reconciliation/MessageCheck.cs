using System.Globalization;
using Partnership.Contracts;

namespace Partnership.Faults.Reconciliation;

/// <summary>Whether every message arrived, once, and none lies about.</summary>
internal static class MessageCheck
{
    /// <summary>Messages still on their way, to be tried again, parked though not planted, or given up by the broker.</summary>
    public static async Task<List<Disagreement>> WaitingAsync(RunningRegion region)
    {
        var found = new List<Disagreement>();
        var parked = new HashSet<Guid>();
        foreach (var (name, database) in region.Databases)
        {
            await using var command = database.CreateCommand(
                "select (select count(*) from outbox), (select count(*) from retry), (select coalesce(array_agg(message_id), '{}') from parked)");
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            foreach (var (check, count) in new[] { ("outbox", reader.GetInt64(0)), ("retry", reader.GetInt64(1)) }.Where(each => each.Item2 > 0))
            {
                found.Add(new Disagreement(check, Effect.Waiting, string.Create(CultureInfo.InvariantCulture, $"{count} at {name}")));
            }

            parked.UnionWith(reader.GetFieldValue<Guid[]>(2));
        }

        found.AddRange(parked.Except(region.Wire.Poison).Select(id => new Disagreement("parked", Effect.Waiting, $"message {id}")));
        found.AddRange(region.Wire.Poison.Except(parked).Select(id => new Disagreement("parked", Effect.Lost, $"planted message {id}")));
        if (await region.Wire.DeadAsync() is > 0 and var dead)
        {
            found.Add(new Disagreement("dead queues", Effect.Waiting, string.Create(CultureInfo.InvariantCulture, $"{dead} messages")));
        }

        return found;
    }

    /// <summary>Every version taken in, and once; every message on the broker remembered by the inbox, and nothing else.</summary>
    public static async Task<List<Disagreement>> OnceAsync(RunningRegion region)
    {
        var found = new List<Disagreement>();
        foreach (var ((kind, reference, _), (taken, different, newest)) in await RegionReading.TakenAsync(region.Central))
        {
            if (taken != different)
            {
                found.Add(new Disagreement("versions", Effect.Twice, $"{kind} {reference}"));
            }

            if (different != newest)
            {
                found.Add(new Disagreement("versions", Effect.Lost, $"{kind} {reference}: {different} of {newest}"));
            }
        }

        foreach (var (queue, database) in new[] { (Topology.CentralHubQueue, region.Central), (Topology.SupportFundQueue, region.Fund), (Topology.PanelSchedulingQueue, region.Panels) })
        {
            var sent = region.Wire.To(queue).Select(message => message.Id).ToHashSet();
            var remembered = await RegionReading.RememberedAsync(database);
            found.AddRange(sent.Except(remembered).Select(id => new Disagreement("inbox", Effect.Lost, $"message {id} to {queue} is not remembered")));
            found.AddRange(remembered.Except(sent).Select(id => new Disagreement("inbox", Effect.Wrong, $"message {id} to {queue} was never sent")));
        }

        // Two kinds have no entry in the log: the audit trail's seals, and identities, of which the newest alone is held (IdentityCheck).
        string[] unlogged = [MessageCatalogue.NameOf(typeof(Contracts.LocalityHub.AuditSealed)), MessageCatalogue.NameOf(typeof(Contracts.LocalityHub.ChildIdentityStated))];
        var (snapshots, effects) = (region.Wire.To(Topology.CentralHubQueue).Where(message => !unlogged.Contains(message.Name)).DistinctBy(message => message.Id).LongCount(), await RegionReading.EffectsAsync(region.Central));
        if (snapshots != effects)
        {
            found.Add(new Disagreement(
                "effects", effects > snapshots ? Effect.Twice : Effect.Lost, string.Create(CultureInfo.InvariantCulture, $"{effects} of {snapshots} messages")));
        }

        return found;
    }
}
