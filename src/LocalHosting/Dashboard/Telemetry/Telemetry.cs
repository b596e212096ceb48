using System.Globalization;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>
/// What the services have told lately: spans, log records and metrics, each kind within a bound of its own, so that a flood of one
/// does not push out the others.
/// </summary>
internal sealed class Telemetry(TimeProvider clock)
{
    private const long MiB = 1024 * 1024;
    private readonly NamePool _names = new();

    public SpanStore Spans { get; } = new(40 * MiB);

    public LogStore Logs { get; } = new(20 * MiB);

    public MetricStore Metrics { get; } = new(40 * MiB, clock);

    public static string Hex(UInt128 traceId) => traceId.ToString("x32", CultureInfo.InvariantCulture);

    public static string Hex(ulong spanId) => spanId.ToString("x16", CultureInfo.InvariantCulture);

    public static UInt128? ParseTraceId(string? text) =>
        text?.Length == 32 && UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <exception cref="InvalidDataException">The bytes are no export request.</exception>
    public void TakeTraces(ReadOnlySpan<byte> request) => OtlpSpans.Read(request, _names, Spans);

    /// <exception cref="InvalidDataException">The bytes are no export request.</exception>
    public void TakeLogs(ReadOnlySpan<byte> request) => OtlpLogs.Read(request, _names, Logs);

    /// <exception cref="InvalidDataException">The bytes are no export request.</exception>
    public void TakeMetrics(ReadOnlySpan<byte> request) => OtlpMetrics.Read(request, _names, Metrics);
}
