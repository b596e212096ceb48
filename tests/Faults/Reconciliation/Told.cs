using System.Globalization;
using System.Text.Json;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.Faults.Reconciliation;

/// <summary>What passed over the broker of one kind of snapshot, set against the newest versions that the hubs remember to have told of.</summary>
internal static class Told
{
    /// <summary>Every version from the first to the newest was told of, each under one id.</summary>
    /// <param name="check">The check that asks.</param>
    /// <param name="region">Its messages and hubs.</param>
    /// <param name="newest">Asks a hub for references and their newest versions.</param>
    public static async Task<List<Disagreement>> OnceAsync<T>(string check, RunningRegion region, string newest)
        where T : IRegionalSnapshot
    {
        var sent = region.Wire.Seen.Where(message => message.Name == MessageCatalogue.NameOf(typeof(T))).DistinctBy(message => message.Id)
            .Select(message => JsonSerializer.Deserialize<T>(message.Body, MessageJson.Options)!).ToLookup(message => message.AggregateId, message => message.Version);
        var found = new List<Disagreement>();
        foreach (var hub in region.Hubs.Values)
        {
#pragma warning disable CA2100 // Constants of the checks.
            await using var command = hub.CreateCommand(newest);
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var (reference, last, versions) = (reader.GetGuid(0), reader.GetInt64(1), sent[reader.GetGuid(0)].ToList());
                var different = versions.Distinct().Count();
                if (versions.Count > different)
                {
                    found.Add(new Disagreement(check, Effect.Twice, $"a version of {reference} was told of twice"));
                }

                if (different != last)
                {
                    found.Add(new Disagreement(check, Effect.Lost, string.Create(CultureInfo.InvariantCulture, $"{reference}: {different} of {last} versions were told of")));
                }
            }
        }

        return found;
    }
}
