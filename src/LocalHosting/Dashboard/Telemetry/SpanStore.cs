namespace Partnership.LocalHosting.Dashboard;

/// <summary>The last spans, by trace; when their size passes the bound the oldest go, whatever trace they belong to.</summary>
internal sealed class SpanStore(long mostBytes)
{
    private readonly Lock _gate = new();
    private readonly Queue<StoredSpan> _byArrival = new();
    private readonly Dictionary<UInt128, Trace> _traces = [];
    private readonly LinkedList<Trace> _newestLast = new();

    public long Bytes { get; private set; }

    public long Dropped { get; private set; }

    public long Received { get; private set; }

    public void Add(StoredSpan span)
    {
        lock (_gate)
        {
            Keep(span);
        }
    }

    /// <summary>The newest traces that the filter lets through.</summary>
    public List<TraceSummary> Newest(TraceFilter filter, int most)
    {
        lock (_gate)
        {
            var found = new List<TraceSummary>();
            for (var node = _newestLast.Last; node is not null && found.Count < most; node = node.Previous)
            {
                if (node.Value.Matches(filter))
                {
                    found.Add(node.Value.Summary());
                }
            }

            return found;
        }
    }

    /// <summary>A trace's spans by start; empty when none is kept.</summary>
    public List<StoredSpan> Find(UInt128 id)
    {
        lock (_gate)
        {
            return _traces.TryGetValue(id, out var trace) ? [.. trace.Spans.OrderBy(span => span.Start)] : [];
        }
    }

    public List<string> Services()
    {
        lock (_gate)
        {
            return [.. _traces.Values.SelectMany(trace => trace.Services).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
    }

    private void Keep(StoredSpan span)
    {
        Received++;
        if (!_traces.TryGetValue(span.TraceId, out var trace))
        {
            trace = new Trace(span.TraceId);
            _traces.Add(span.TraceId, trace);
            trace.Place = _newestLast.AddLast(trace);
        }

        trace.Add(span);
        _byArrival.Enqueue(span);
        Bytes += span.Size;
        while (Bytes > mostBytes && _byArrival.TryDequeue(out var oldest))
        {
            Bytes -= oldest.Size;
            Dropped++;
            var shrinking = _traces[oldest.TraceId];
            shrinking.RemoveOldest();
            if (shrinking.Spans.Count == 0)
            {
                _traces.Remove(oldest.TraceId);
                _newestLast.Remove(shrinking.Place!);
            }
        }
    }

    private sealed class Trace(UInt128 id)
    {
        private const int MostServices = 200;
        private const int LongestTitle = 200;

        // What the list says of the root, not the span itself: that may be large, and is to go when its time has come.
        private (string Title, bool IsRoot, long Start)? _root;
        private long _start = long.MaxValue;
        private long _end;
        private int _errors;

        public LinkedListNode<Trace>? Place { get; set; }

        public Queue<StoredSpan> Spans { get; } = new(1);

        public List<string> Services { get; } = new(1);

        public void Add(StoredSpan span)
        {
            Spans.Enqueue(span);
            _start = Math.Min(_start, span.Start);
            _end = Math.Max(_end, span.End);
            _errors += span.IsError ? 1 : 0;
            if (Services.Count < MostServices && !Services.Contains(span.Service))
            {
                Services.Add(span.Service);
            }

            var isRoot = span.ParentId == 0;
            if (_root is not { } known || (isRoot && !known.IsRoot) || (isRoot == known.IsRoot && span.Start < known.Start))
            {
                _root = (span.Name.Length > LongestTitle ? span.Name[..LongestTitle] : span.Name, isRoot, span.Start);
            }
        }

        // The sum of what was seen stays: a list may still say how large a trace was of which the first spans are gone.
        public void RemoveOldest() => Spans.Dequeue();

        public bool Matches(TraceFilter filter) =>
            (filter.Service is not { Length: > 0 } service || Services.Contains(service))
            && (!filter.ErrorsOnly || _errors > 0)
            && (filter.AtLeast is not { } least || _end - _start >= least.Ticks * 100)
            && (filter.Text is not { Length: > 0 } text
                || Telemetry.Hex(id).StartsWith(text, StringComparison.OrdinalIgnoreCase)
                || Spans.Any(span => span.Name.Contains(text, StringComparison.OrdinalIgnoreCase)));

        public TraceSummary Summary() => new(id, _root!.Value.Title, [.. Services], _start, _end - _start, Spans.Count, _errors);
    }
}
