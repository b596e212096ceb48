using System.Globalization;
using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether the region agrees with the councils and with all that was accepted. Each check asks somebody else: the hubs' own rows, the
/// requests that were answered, the messages seen on the broker.
/// </summary>
internal sealed class Reconciler(RunningRegion region, CarefulClient client, Writes writes, Imports imports, DateOnly today)
{
    /// <summary>Waits until nothing is under way, or until patience ends; what then still waits is a finding.</summary>
    public async Task SettleAsync(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (!deadline.IsCancellationRequested)
        {
            try
            {
                if ((await MessageCheck.WaitingAsync(region)).Count == 0
                    && (await RequestCheck.ImportsAsync(region, imports)).Count == 0
                    && (await SnapshotsAsync()).Count == 0
                    && await RebuildCheck.IsSettledAsync(region.Central))
                {
                    return;
                }
            }
            catch (NpgsqlException)
            {
                // A connection that was open before the database went.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        }
    }

    /// <summary>Everything that does not agree. The last check rebuilds the projection, which mends what differed.</summary>
    public async Task<List<Disagreement>> RunAsync()
    {
        await region.Wire.ReadAsync();
        return
        [
            .. await MessageCheck.WaitingAsync(region),
            .. await MessageCheck.OnceAsync(region),
            .. await RequestCheck.WritesAsync(region, writes),
            .. await RequestCheck.ImportsAsync(region, imports),
            .. await SnapshotsAsync(),
            .. await RebuildCheck.RunAsync(region.Central, client),
        ];
    }

    /// <summary>What the region knows, against what the hubs' own rows say it ought to know.</summary>
    private async Task<List<Disagreement>> SnapshotsAsync()
    {
        var states = (await RegionReading.StatesAsync(region.Central)).ToDictionary(state => (state.Kind, state.Reference));
        var found = new List<Disagreement>();
        foreach (var (code, hub) in region.Hubs)
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

        found.AddRange(states.Values.Select(state => new Disagreement("snapshots", Effect.Twice, $"{state.Kind} {state.Reference} of {state.Council} is nobody's")));
        return found;
    }
}
