using System.Diagnostics;
using OpenTelemetry;

namespace Partnership.ServiceDefaults.Telemetry;

/// <summary>
/// The last look at a span before it is exported: one that ended in error is exported even if it was not sampled, and whole
/// addresses of outgoing requests go, for they hold identifiers (server and method stay).
/// </summary>
internal sealed class SpanScrubber : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Status == ActivityStatusCode.Error && !data.Recorded)
        {
            data.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        }

        data.SetTag("url.full", null);
        data.SetTag("url.query", null);
    }
}
