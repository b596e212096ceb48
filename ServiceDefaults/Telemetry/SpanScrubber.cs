using System.Diagnostics;
using OpenTelemetry;

namespace Partnership.ServiceDefaults.Telemetry;

/// <summary>
/// The last look at a span before it is exported: one that ended in error is exported even if it was not sampled; a call of the
/// database that no request, message or job caused (a health probe is none) is not, because regular polling would be most of what is sent; and whole addresses
/// of outgoing requests go, for they hold identifiers (server and method stay).
/// </summary>
internal sealed class SpanScrubber : BaseProcessor<Activity>
{
    private const string Database = "Npgsql";

    public override void OnEnd(Activity data)
    {
        if (data.Status == ActivityStatusCode.Error)
        {
            data.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        }
        else if (data.Source.Name == Database && (data.ParentSpanId == default || data.Parent is { IsAllDataRequested: false }))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }

        data.SetTag("url.full", null);
        data.SetTag("url.query", null);
    }
}
