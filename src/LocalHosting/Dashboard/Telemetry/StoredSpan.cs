namespace Partnership.LocalHosting.Dashboard;

internal enum SpanKind
{
    Unknown,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

/// <summary>
/// A span as kept: what lists and waterfalls are made of, and the message that it came as, from which the rest is read when someone
/// looks. Instants are nanoseconds since 1970 (UTC).
/// </summary>
internal sealed class StoredSpan
{
    // The object, its place in its trace and its share of the trace's own entry.
    private const int Overhead = 500;

    // A span that is one long list of events or links must not hold up the page.
    private const int MostEvents = 100;
    private const int MostLinks = 100;

    public required UInt128 TraceId { get; init; }

    public required ulong Id { get; init; }

    public required ulong ParentId { get; init; }

    public required string Service { get; init; }

    public required string Scope { get; init; }

    public required string Name { get; init; }

    public required SpanKind Kind { get; init; }

    public required long Start { get; init; }

    public required long End { get; init; }

    public required bool IsError { get; init; }

    public required byte[] Message { get; init; }

    public int Size => Overhead + Message.Length + (2 * (Name.Length + Scope.Length + Service.Length));

    public List<KeyValuePair<string, string>> Attributes() => OtlpText.Attributes(Message, 9);

    public string? StatusMessage()
    {
        var reader = new WireReader(Message);
        while (reader.Next())
        {
            if (reader.Field == 15)
            {
                var status = new WireReader(reader.Bytes);
                while (status.Next())
                {
                    if (status.Field == 2)
                    {
                        return status.Text;
                    }
                }
            }
        }

        return null;
    }

    public List<SpanEvent> Events()
    {
        var found = new List<SpanEvent>();
        var reader = new WireReader(Message);
        while (found.Count < MostEvents && reader.Next())
        {
            if (reader.Field == 11)
            {
                long at = 0;
                var name = "";
                var spanEvent = new WireReader(reader.Bytes);
                while (spanEvent.Next())
                {
                    at = spanEvent.Field == 1 ? (long)spanEvent.Number : at;
                    name = spanEvent.Field == 2 ? spanEvent.Text : name;
                }

                found.Add(new SpanEvent(at, name, OtlpText.Attributes(reader.Bytes, 3)));
            }
        }

        return found;
    }

    /// <summary>The traces that this span links to, such as the batch that a message went with.</summary>
    public List<UInt128> LinkedTraces()
    {
        var found = new List<UInt128>();
        var reader = new WireReader(Message);
        while (found.Count < MostLinks && reader.Next())
        {
            if (reader.Field == 13)
            {
                var link = new WireReader(reader.Bytes);
                while (link.Next())
                {
                    if (link.Field == 1 && OtlpText.TraceId(link.Bytes) is var trace && trace != TraceId && !found.Contains(trace))
                    {
                        found.Add(trace);
                    }
                }
            }
        }

        return found;
    }
}

internal readonly record struct SpanEvent(long At, string Name, List<KeyValuePair<string, string>> Attributes);
