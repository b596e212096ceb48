using System.Diagnostics;
using Yarp.ReverseProxy.Forwarder;

namespace Partnership.Gateway.Forwarding;

/// <summary>
/// The request as the service behind gets it: as it came, without headers by which a caller could pretend to have come through
/// another proxy or to be somebody else. Services believe the token alone.
/// </summary>
internal sealed class ForwardedRequest : HttpTransformer
{
    private static readonly string[] SpoofablePrefixes = ["X-Forwarded-", "X-Original-", "X-Council", "X-User", "X-Role", "X-Client", "X-Tenant", "X-Authenticated-"];
    private static readonly string[] Spoofable = ["Forwarded", "X-Real-IP", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-Host", "Via", "Cookie"];

    private const string TraceParent = "traceparent";

    public static ForwardedRequest Instance { get; } = new();

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        List<string>? dropped = null;
        foreach (var (name, _) in httpContext.Request.Headers)
        {
            if (IsSpoofable(name))
            {
                (dropped ??= []).Add(name);
            }
        }

        foreach (var name in dropped ?? [])
        {
            httpContext.Request.Headers.Remove(name);
        }

        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Host = null;

        // The trace goes on from the gateway's own span. Baggage does not: callers could put anything into it.
        proxyRequest.Headers.Remove(TraceParent);
        proxyRequest.Headers.Remove("tracestate");
        proxyRequest.Headers.Remove("baggage");
        PassTraceOn(proxyRequest);
    }

    /// <summary>Lets the trace of the request being answered go on with another.</summary>
    public static void PassTraceOn(HttpRequestMessage proxyRequest)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } span })
        {
            proxyRequest.Headers.TryAddWithoutValidation(TraceParent, span);
        }
    }

    private static bool IsSpoofable(string name)
    {
        if (name.Length == 0 || (name[0] | 0x20) is not ('x' or 'f' or 'v' or 'c'))
        {
            return false;
        }

        foreach (var prefix in SpoofablePrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (var header in Spoofable)
        {
            if (name.Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
