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
