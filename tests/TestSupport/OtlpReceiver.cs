using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Partnership.TestSupport;

/// <summary>A span as it arrived: ids in hexadecimal, attributes as text.</summary>
public sealed record ReceivedSpan(
    string Service,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    string Name,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> LinkedTraceIds,
    int StatusCode);

/// <summary>
/// An OTLP/HTTP receiver on a loopback port: keeps every body whole, to look for what must not be there, and reads the spans.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<(string Signal, byte[] Bytes)> _bodies = new();
    private readonly ConcurrentDictionary<string, int> _metricsOf = new(StringComparer.Ordinal);

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(ReceiveAsync);
    }

    /// <summary>The value for <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, protocol <c>http/protobuf</c>.</summary>
    public string Endpoint => _server.Urls.Single();

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._server.StartAsync();
        return receiver;
    }

    /// <summary>Whether any body, of spans, logs or metrics, holds the text.</summary>
    public bool Holds(string text) => SignalsWith(text).Count > 0;

    /// <summary>Which of <c>traces</c>, <c>logs</c> and <c>metrics</c> have a body that holds the text.</summary>
    public IReadOnlyCollection<string> SignalsWith(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return _bodies.Where(body => body.Bytes.AsSpan().IndexOf(wanted) >= 0).Select(body => body.Signal).ToHashSet();
    }

    /// <summary>
    /// Waits until what has happened by now has been sent: until each of these services has sent its metrics twice more, which it does as
    /// often as spans and logs.
    /// </summary>
    public async Task SettledAsync(params IReadOnlyList<string> services)
    {
        var before = services.ToDictionary(service => service, service => _metricsOf.GetValueOrDefault(service));
        await Eventually.TrueAsync(() => Task.FromResult(before.All(service => _metricsOf.GetValueOrDefault(service.Key) >= service.Value + 2)), "metrics of every service");
    }

    /// <summary>Forgets what has come so far: a long run would fill the memory.</summary>
    public void Forget()
    {
        _bodies.Clear();
        _spans.Clear();
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        _bodies.Enqueue((context.Request.Path.Value!.Split('/')[^1], bytes));
        if (context.Request.Path == "/v1/metrics")
        {
            foreach (var service in Messages(bytes, 1).Select(ServiceOf))
            {
                _metricsOf.AddOrUpdate(service, 1, (_, count) => count + 1);
            }
        }

        if (context.Request.Path == "/v1/traces")
        {
            foreach (var resourceSpans in Messages(bytes, 1))
            {
                var service = ServiceOf(resourceSpans);
                foreach (var span in Messages(resourceSpans, 2).SelectMany(scope => Messages(scope, 2)))
                {
                    _spans.Enqueue(Read(service, span));
                }
            }
        }

        context.Response.ContentType = "application/x-protobuf";
    }

    private static string ServiceOf(byte[] ofResource) => Messages(ofResource, 1).SelectMany(Attributes).FirstOrDefault(a => a.Key == "service.name").Value ?? "";

    private static ReceivedSpan Read(string service, byte[] span) => new(
        service,
        Hex(span, 1),
        Hex(span, 2),
        Hex(span, 4),
        Messages(span, 5).Select(Encoding.UTF8.GetString).FirstOrDefault() ?? "",
        Messages(span, 9).Select(KeyValue).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value),
        [.. Messages(span, 13).Select(link => Hex(link, 1))],
        Messages(span, 15).Select(status => int.Parse(Number(status, 3) ?? "0", CultureInfo.InvariantCulture)).FirstOrDefault());

    private static IEnumerable<KeyValuePair<string, string>> Attributes(byte[] resource) => Messages(resource, 1).Select(KeyValue);

    private static KeyValuePair<string, string> KeyValue(byte[] pair)
    {
        var key = Messages(pair, 1).Select(Encoding.UTF8.GetString).First();
        var value = Messages(pair, 2).FirstOrDefault() ?? [];
        return new(key, Messages(value, 1).Select(Encoding.UTF8.GetString).FirstOrDefault() ?? Number(value, 3) ?? Number(value, 2) ?? "");
    }

    private static string Hex(byte[] message, int field) => Messages(message, field).Select(Convert.ToHexString).FirstOrDefault() ?? "";

    /// <summary>The length-delimited values of one field.</summary>
    private static List<byte[]> Messages(byte[] message, int field)
    {
        var found = new List<byte[]>();
        var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                found.Add(input.ReadBytes().ToByteArray());
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }

    private static string? Number(byte[] message, int field)
    {
        string? found = null;
        var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint)
            {
                found = input.ReadInt64().ToString(CultureInfo.InvariantCulture);
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
