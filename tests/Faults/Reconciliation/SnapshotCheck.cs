using System.Globalization;
using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>Whether the region knows what the hubs' own rows say it ought to know: all of it, in the newest version, and nothing else.</summary>
internal static class SnapshotCheck
{
    /// <param name="central">The central hub's database.</param>
    /// <param name="hubs">The hubs' databases by council.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="mayHaveForgotten">
    /// A hub that was restored has forgotten references that it once told of: they may still be there, as long as they say nothing.
    /// </param>
    public static async Task<List<Disagreement>> RunAsync(
        NpgsqlDataSource central, IReadOnlyDictionary<string, NpgsqlDataSource> hubs, DateOnly today, bool mayHaveForgotten = false)
    {
        var states = (await RegionReading.StatesAsync(central)).ToDictionary(state => (state.Kind, state.Reference));
        var found = new List<Disagreement>();
        foreach (var (code, hub) in hubs)
        {
            var (expected, missing) = await HubReading.ReadAsync(hub, short.Parse(code, CultureInfo.InvariantCulture), today);
            found.AddRange(missing);
            foreach (var ought in expected)
            {
                if (!states.Remove((ought.Kind, ought.Reference), out var state))
                {
                    found.Add(new Disagreement("snapshots", Effect.Lost, $"{ought.Kind} {ought.Reference} of {code}"));
                }
                else if ((state.Council, state.Epoch, state.Version) != (ought.Council, ought.Epoch, ought.Version))
                {
                    found.Add(new Disagreement("snapshots", Effect.Lost, $"{ought.Kind} {ought.Reference} of {code}: version {state.Version} instead of {ought.Version}"));
                }
                else if (ought.Content is not null && ought.Content != state.Content)
                {
                    found.Add(new Disagreement("snapshots", Effect.Wrong, $"{ought.Kind} {ought.Reference} of {code}"));
                }
            }
        }

        found.AddRange(states.Values
            .Where(state => !mayHaveForgotten || state.Content is not { Withdrawn: true } and not { Stage: 0 })
            .Select(state => new Disagreement("snapshots", Effect.Twice, $"{state.Kind} {state.Reference} of {state.Council} is nobody's")));
        return found;
    }
}
