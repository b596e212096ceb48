namespace Partnership.LocalHosting.Dashboard;

/// <summary>The last log records; when their size passes the bound the oldest go.</summary>
internal sealed class LogStore(long mostBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<StoredLog> _records = new();
    private readonly Dictionary<string, int> _services = new(StringComparer.Ordinal);

    public long Bytes { get; private set; }

    public long Dropped { get; private set; }

    public long Received { get; private set; }

    public void Add(StoredLog record)
    {
        lock (_gate)
        {
            record.Number = ++Received;
            _records.AddLast(record);
            _services[record.Service] = _services.GetValueOrDefault(record.Service) + 1;
            Bytes += record.Size;
            while (Bytes > mostBytes && _records.First is { } oldest)
            {
                Bytes -= oldest.Value.Size;
                Dropped++;
                _records.RemoveFirst();
                if (--_services[oldest.Value.Service] == 0)
                {
                    _services.Remove(oldest.Value.Service);
                }
            }
        }
    }

    /// <summary>The newest records that the filter lets through, newest first; only those before a number when one is given.</summary>
    public List<StoredLog> Newest(LogFilter filter, int most, long before = long.MaxValue)
    {
        lock (_gate)
        {
            var found = new List<StoredLog>();
            for (var node = _records.Last; node is not null && found.Count < most; node = node.Previous)
            {
                if (node.Value.Number < before && Matches(node.Value, filter))
                {
                    found.Add(node.Value);
                }
            }

            return found;
        }
    }

    public List<string> Services()
    {
        lock (_gate)
        {
            return [.. _services.Keys.Order(StringComparer.Ordinal)];
        }
    }

    private static bool Matches(StoredLog record, LogFilter filter) =>
        record.Severity >= filter.AtLeast
        && (filter.Service is not { Length: > 0 } service || record.Service == service)
        && (filter.Trace is not { } trace || record.TraceId == trace)
        && (filter.Text is not { Length: > 0 } text
            || record.Body.Contains(text, StringComparison.OrdinalIgnoreCase)
            || record.Category.Contains(text, StringComparison.OrdinalIgnoreCase));
}
