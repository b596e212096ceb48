namespace Partnership.LocalHosting.Dashboard;

/// <summary>
/// One bar of a waterfall: a span; or the time that a message lay in the broker; or many spans of one name, drawn as one bar.
/// </summary>
internal sealed record WaterfallRow(int Depth, string Service, string Name, long Start, long End, bool IsError)
{
    public StoredSpan? Span { get; init; }

    /// <summary>How many more of the same name and service it stands for, with all that they led to.</summary>
    public int More { get; init; }
}

/// <summary>Puts a trace's spans in the order in which one reads them: each followed by what it led to.</summary>
internal static class Waterfall
{
    public const string Broker = "broker";
    private const int SiblingsShown = 3;
    private const int SiblingsBeforeGrouping = 6;
    private const int DeepestShown = 40;

    public static List<WaterfallRow> Of(IReadOnlyList<StoredSpan> spans, bool showAll)
    {
        var byId = new Dictionary<ulong, StoredSpan>();
        foreach (var span in spans)
        {
            byId.TryAdd(span.Id, span);
        }

        // A parent that is not kept, or not sent yet, leaves its children at the top. Nothing may be its own ancestor.
        var children = spans.ToLookup(span => span.ParentId != span.Id && byId.ContainsKey(span.ParentId) ? span.ParentId : 0);
        var rows = new List<WaterfallRow>();
        var seen = new HashSet<StoredSpan>();
        Add(children[0], 0);
        foreach (var span in spans.Where(span => !seen.Contains(span)).ToList())
        {
            Add([span], 0);
        }

        return rows;

        void Add(IEnumerable<StoredSpan> siblings, int depth)
        {
            var ordered = siblings.OrderBy(span => span.Start).ToList();
            var counts = ordered.CountBy(KindOf).ToDictionary();
            var shown = new Dictionary<(string, string), int>();
            foreach (var span in ordered)
            {
                var kind = KindOf(span);
                var place = shown[kind] = shown.GetValueOrDefault(kind) + 1;
                if (showAll || counts[kind] <= SiblingsBeforeGrouping || place <= SiblingsShown)
                {
                    AddOne(span, depth);
                }
                else if (place == SiblingsShown + 1)
                {
                    AddGroup(ordered.Where(other => KindOf(other) == kind).Skip(SiblingsShown).ToList(), depth);
                }
            }
        }

        void AddOne(StoredSpan span, int depth)
        {
            if (!seen.Add(span))
            {
                return;
            }

            if (span.Kind == SpanKind.Consumer && byId.TryGetValue(span.ParentId, out var sender) && sender.Kind == SpanKind.Producer && span.Start > sender.End)
            {
                rows.Add(new WaterfallRow(depth, Broker, "in the queue", sender.End, span.Start, false));
            }

            rows.Add(new WaterfallRow(depth, span.Service, span.Name, span.Start, span.End, span.IsError) { Span = span });
            if (depth < DeepestShown)
            {
                Add(children[span.Id], depth + 1);
            }
        }

        void AddGroup(List<StoredSpan> spansOfGroup, int depth)
        {
            foreach (var span in spansOfGroup)
            {
                Mark(span);
            }

            var first = spansOfGroup[0];
            rows.Add(new WaterfallRow(depth, first.Service, first.Name, spansOfGroup.Min(span => span.Start), spansOfGroup.Max(span => span.End), spansOfGroup.Any(span => span.IsError))
            {
                More = spansOfGroup.Count,
            });
        }

        void Mark(StoredSpan root)
        {
            var next = new Queue<StoredSpan>([root]);
            while (next.TryDequeue(out var span))
            {
                if (seen.Add(span))
                {
                    foreach (var child in children[span.Id])
                    {
                        next.Enqueue(child);
                    }
                }
            }
        }
    }

    private static (string, string) KindOf(StoredSpan span) => (span.Service, span.Name);
}
