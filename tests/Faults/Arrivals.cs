using System.Diagnostics;
using Npgsql;
using Partnership.Faults.Reconciliation;

namespace Partnership.Faults;

/// <summary>
/// Whether everything that the hubs have noted for the region until now comes in, and once: asked after each fault, while work goes on.
/// </summary>
internal sealed class Arrivals(NpgsqlDataSource central, IReadOnlyDictionary<string, NpgsqlDataSource> hubs)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private long _twice;

    /// <summary>How many references did not come in, and how many effects happened twice since the last time.</summary>
    public async Task<(int Lost, long Twice)> WaitAsync()
    {
        var watch = Stopwatch.StartNew();
        List<(Guid Reference, int Epoch, long Version)>? noted = null;
        while (true)
        {
            var lost = -1;
            try
            {
                noted ??= await NotedAsync();
                var known = (await RegionReading.StatesAsync(central)).ToDictionary(state => state.Reference, state => (state.Epoch, state.Version));
                lost = noted.Count(each => !known.TryGetValue(each.Reference, out var state) || state.CompareTo((each.Epoch, each.Version)) < 0);
                if (lost == 0 || watch.Elapsed > Patience)
                {
                    var before = _twice;
                    _twice = await RegionReading.RepeatedAsync(central);
                    return (lost, _twice - before);
                }
            }
            catch (NpgsqlException) when (watch.Elapsed < Patience)
            {
                // A connection that was open before the database went.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private async Task<List<(Guid, int, long)>> NotedAsync()
    {
        var noted = new List<(Guid, int, long)>();
        foreach (var hub in hubs.Values)
        {
            await using var command = hub.CreateCommand("select reference, epoch, version from sealed.regional_reference where purpose <= 3");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                noted.Add((reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2)));
            }
        }

        return noted;
    }
}
