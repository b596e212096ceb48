using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>OTLP over HTTP with protobuf bodies: <c>/v1/traces</c>, <c>/v1/logs</c> and <c>/v1/metrics</c>.</summary>
internal sealed class OtlpEndpoints(Telemetry telemetry) : IDisposable
{
    private const string Protobuf = "application/x-protobuf";
    private const int LargestBody = 8 * 1024 * 1024;

    // Bodies are read whole: so many at a time, and no more memory than that in a flood.
    private readonly SemaphoreSlim _readers = new(4);

    private delegate void Take(ReadOnlySpan<byte> request);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/v1/traces", context => ReceiveAsync(context, telemetry.TakeTraces));
        app.MapPost("/v1/logs", context => ReceiveAsync(context, telemetry.TakeLogs));
        app.MapPost("/v1/metrics", context => ReceiveAsync(context, telemetry.TakeMetrics));
    }

    public void Dispose() => _readers.Dispose();

    private async Task ReceiveAsync(HttpContext context, Take take)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.ContentType?.StartsWith(Protobuf, StringComparison.OrdinalIgnoreCase) != true || request.Headers.ContentEncoding.Count > 0)
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (request.ContentLength > LargestBody)
        {
            response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = LargestBody;
        await _readers.WaitAsync(context.RequestAborted);
        try
        {
            using var body = new MemoryStream((int)(request.ContentLength ?? 0));
            await request.Body.CopyToAsync(body, context.RequestAborted);
            take(body.GetBuffer().AsSpan(0, (int)body.Length));
            response.ContentType = Protobuf;
        }
        catch (InvalidDataException)
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (BadHttpRequestException refusal)
        {
            response.StatusCode = refusal.StatusCode;
        }
        finally
        {
            _readers.Release();
        }
    }
}
