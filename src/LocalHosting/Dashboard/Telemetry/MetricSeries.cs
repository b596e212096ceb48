namespace Partnership.LocalHosting.Dashboard;

/// <summary>One line of a chart: a metric of one process with one set of attributes, over its last points.</summary>
internal sealed class MetricSeries(MetricName name, MetricKind kind, string unit, string description, List<KeyValuePair<string, string>> attributes)
{
    public const int FewestPoints = 30;
    public const int MostPoints = 360;

    // The object, its attributes, a histogram's last buckets and the first points.
    public const int Overhead = 1500 + (FewestPoints * PointSize);
    public const int PointSize = 32;

    private MetricPoint[] _points = new MetricPoint[FewestPoints];
    private int _next;
    private int _count;
    private double _lastTotal;
    private ulong[]? _lastBuckets;

    public MetricName Name { get; } = name;

    public MetricKind Kind { get; } = kind;

    public string Unit { get; } = unit;

    public string Description { get; } = description;

    public List<KeyValuePair<string, string>> Attributes { get; } = attributes;

    /// <summary>When it was first told: what it had counted by then may be older than its process.</summary>
    public long FirstAt { get; private set; }

    public long LastAt { get; private set; }

    /// <summary>What a counter or histogram has counted since its process started.</summary>
    public double Total => _lastTotal;

    public MetricPoint? Last => _count == 0 ? null : _points[(_next - 1 + _points.Length) % _points.Length];

    public bool WantsRoom => _count == _points.Length && _points.Length < MostPoints;

    public int Room => _points.Length;

    public List<MetricPoint> Points()
    {
        var points = new List<MetricPoint>(_count);
        for (var i = 0; i < _count; i++)
        {
            points.Add(_points[(_next - _count + i + _points.Length) % _points.Length]);
        }

        return points;
    }

    public void Grow()
    {
        var points = Points();
        _points = new MetricPoint[Math.Min(MostPoints, _points.Length * 2)];
        points.CopyTo(_points);
        _next = _count;
    }

    public void AddGauge(long at, double value)
    {
        Push(new MetricPoint(at, value));
        TellAt(at);
    }

    /// <summary>A counter that falls, of a process started anew, has counted what it now says.</summary>
    public void AddCount(long at, long startedAt, double total, bool isDelta)
    {
        var more = isDelta ? total : total >= _lastTotal ? total - _lastTotal : total;
        _lastTotal = isDelta ? _lastTotal + total : total;
        PushRate(at, startedAt, more, default);
    }

    public void AddHistogram(long at, long startedAt, double count, ReadOnlySpan<ulong> buckets, ReadOnlySpan<double> bounds, bool isDelta)
    {
        var isNew = count < _lastTotal || _lastBuckets is null || _lastBuckets.Length != buckets.Length;
        var fresh = new ulong[buckets.Length];
        for (var i = 0; i < fresh.Length; i++)
        {
            fresh[i] = isDelta || isNew ? buckets[i] : buckets[i] - Math.Min(buckets[i], _lastBuckets![i]);
        }

        var more = isDelta || isNew ? count : count - _lastTotal;
        _lastTotal = isDelta ? _lastTotal + count : count;
        _lastBuckets = buckets.ToArray();
        PushRate(at, startedAt, more, new MetricPoint(0, 0, Quantile(fresh, bounds, 0.5), Quantile(fresh, bounds, 0.95), Quantile(fresh, bounds, 0.99)));
    }

    /// <summary>Within its bucket taken as evenly spread; the last, open bucket gives its lower bound.</summary>
    internal static float Quantile(ReadOnlySpan<ulong> buckets, ReadOnlySpan<double> bounds, double share)
    {
        ulong all = 0;
        foreach (var bucket in buckets)
        {
            all += bucket;
        }

        if (all == 0 || bounds.IsEmpty)
        {
            return 0;
        }

        var wanted = share * all;
        double below = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            if (below + buckets[i] >= wanted && buckets[i] > 0)
            {
                if (i >= bounds.Length)
                {
                    break;
                }

                var from = i == 0 ? Math.Min(0, bounds[0]) : bounds[i - 1];
                return (float)(from + ((bounds[i] - from) * (wanted - below) / buckets[i]));
            }

            below += buckets[i];
        }

        return (float)bounds[^1];
    }

    private void PushRate(long at, long startedAt, double more, MetricPoint quantiles)
    {
        var since = LastAt != 0 ? LastAt : startedAt;
        var seconds = since == 0 || at <= since ? 0 : (at - since) / 1e9;
        TellAt(at);
        if (seconds > 0)
        {
            Push(quantiles with { At = at, Value = more / seconds });
        }
    }

    private void TellAt(long at)
    {
        FirstAt = FirstAt == 0 ? at : FirstAt;
        LastAt = at;
    }

    private void Push(MetricPoint point)
    {
        _points[_next] = point;
        _next = (_next + 1) % _points.Length;
        _count = Math.Min(_count + 1, _points.Length);
    }
}
