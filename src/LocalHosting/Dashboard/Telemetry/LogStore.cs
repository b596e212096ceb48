namespace Partnership.LocalHosting.Dashboard;

/// <summary>A log record as kept; instants are nanoseconds since 1970 (UTC).</summary>
internal sealed class StoredLog
{
    private const int Overhead = 300;

    /// <summary>Counts up from 1 in the order of arrival.</summary>
    public long Number { get; set; }

    public required long At { get; init; }

    /// <summary>OTLP's number: 1 to 4 trace, 5 debug, 9 information, 13 warning, 17 error, 21 fatal.</summary>
    public required int Severity { get; init; }

    public required string Service { get; init; }

    public required string Category { get; init; }

    public required UInt128 TraceId { get; init; }

    public required ulong SpanId { get; init; }

    public required string Body { get; init; }

    public required byte[] Message { get; init; }

    public int Size => Overhead + Message.Length + (2 * (Body.Length + Category.Length + Service.Length));

    public List<KeyValuePair<string, string>> Attributes() => OtlpText.Attributes(Message, 6);
}

internal sealed record LogFilter(string? Service = null, int AtLeast = 0, string? Text = null, UInt128? Trace = null);

/// <summary>The last log records; when their size passes the bound the oldest go.</summary>
internal sealed class LogStore(long mostBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<StoredLog> _records = new();
    private readonly Dictionary<string, int> _services = new(StringComparer.Ordinal);

    public long Bytes { get; private set; }

    public long Dropped { get; private set; }

    public long Received { get; private set; }

    public void Add(IReadOnlyList<StoredLog> records)
    {
        lock (_gate)
        {
            foreach (var record in records)
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
