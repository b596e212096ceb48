using System.Text;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>
/// The last points of every series. A service that invents ever new names or attributes fills its own allowance and no more: the
/// series that are there go on, and what is refused is counted.
/// </summary>
internal sealed class MetricStore(long mostBytes, TimeProvider clock)
{
    private const int MostSeriesOfAService = 2000;
    private const int MostServices = 512;

    // Longer histories of the series that are there must leave room for those that come later.
    private const double HistoriesShare = 0.75;
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LookForForgotten = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _perService = new(StringComparer.Ordinal);
    private long _lookedAt;

    public long Bytes { get; private set; }

    public long Refused { get; private set; }

    public long Received { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _series.Count;
            }
        }
    }

    /// <summary>Adds a point to the series; does nothing when there is no room for a new one.</summary>
    public void Add(TelemetrySource source, MetricHeader header, List<KeyValuePair<string, string>> attributes, Action<MetricSeries> add)
    {
        lock (_gate)
        {
            Received++;
            var key = KeyOf(source, header, attributes);
            if (!_series.TryGetValue(key, out var series))
            {
                ForgetTheSilent();
                var ofService = _perService.GetValueOrDefault(source.Service);
                var size = SizeOf(key, header.Description);
                if (ofService >= MostSeriesOfAService || (ofService == 0 && _perService.Count >= MostServices) || Bytes + size > mostBytes)
                {
                    Refused++;
                    return;
                }

                series = new MetricSeries(new MetricName(source.Service, header.Meter, header.Name), header.Kind, header.Unit, header.Description, attributes);
                _series.Add(key, series);
                _perService[source.Service] = ofService + 1;
                Bytes += size;
            }

            if (series.WantsRoom && Bytes + (series.Room * MetricSeries.PointSize) <= mostBytes * HistoriesShare)
            {
                Bytes -= series.Room * MetricSeries.PointSize;
                series.Grow();
                Bytes += series.Room * MetricSeries.PointSize;
            }

            add(series);
        }
    }

    /// <summary>Reads the series that a condition chooses, while nothing is added to them.</summary>
    public List<T> Select<T>(Func<MetricSeries, bool> choose, Func<MetricSeries, T> read)
    {
        lock (_gate)
        {
            return [.. _series.Values.Where(choose).Select(read)];
        }
    }

    private void ForgetTheSilent()
    {
        if (_lookedAt != 0 && clock.GetElapsedTime(_lookedAt) < LookForForgotten)
        {
            return;
        }

        _lookedAt = clock.GetTimestamp();
        var before = (clock.GetUtcNow() - Forgotten).ToUnixTimeMilliseconds() * 1_000_000;
        foreach (var (key, series) in _series.Where(entry => entry.Value.LastAt < before).ToList())
        {
            _series.Remove(key);
            Bytes -= SizeOf(key, series.Description) + ((series.Room - MetricSeries.FewestPoints) * MetricSeries.PointSize);
            if (--_perService[series.Name.Service] == 0)
            {
                _perService.Remove(series.Name.Service);
            }
        }
    }

    // The key, and its parts once more as the series' own.
    private static int SizeOf(string key, string description) => MetricSeries.Overhead + (4 * key.Length) + (2 * description.Length);

    private static string KeyOf(TelemetrySource source, MetricHeader header, List<KeyValuePair<string, string>> attributes)
    {
        var key = new StringBuilder().Append(source.Service).Append('\n').Append(source.Instance).Append('\n').Append(header.Meter).Append('\n').Append(header.Name);
        foreach (var (name, value) in attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            key.Append('\n').Append(name).Append('=').Append(value);
        }

        return key.ToString();
    }
}
