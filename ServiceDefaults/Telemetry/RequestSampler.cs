using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace Partnership.ServiceDefaults.Telemetry;

/// <summary>
/// Samples as <c>OTEL_TRACES_SAMPLER</c> says, but records what it leaves out, so that a span which ends in error can still be
/// exported (<see cref="SpanScrubber"/>); health probes are left out altogether.
/// </summary>
internal sealed class RequestSampler(Sampler inner, bool recordRest) : Sampler
{
    public static Sampler From(IConfiguration configuration)
    {
        var ratio = double.TryParse(configuration["OTEL_TRACES_SAMPLER_ARG"], NumberStyles.Float, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 0, 1) : 1;
        return configuration["OTEL_TRACES_SAMPLER"] switch
        {
            "always_off" => new AlwaysOffSampler(),
            "parentbased_always_off" => new ParentBasedSampler(new AlwaysOffSampler()),
            "traceidratio" => new RequestSampler(new TraceIdRatioBasedSampler(ratio), recordRest: true),
            "parentbased_traceidratio" => new RequestSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)), recordRest: true),
            "always_on" => new RequestSampler(new AlwaysOnSampler(), recordRest: false),
            _ => new RequestSampler(new ParentBasedSampler(new AlwaysOnSampler()), recordRest: true),
        };
    }

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        foreach (var (name, value) in samplingParameters.Tags ?? [])
        {
            if (name == "url.path" && value is "/health" or "/alive")
            {
                return new SamplingResult(SamplingDecision.Drop);
            }
        }

        var result = inner.ShouldSample(samplingParameters);
        return recordRest && result.Decision == SamplingDecision.Drop ? new SamplingResult(SamplingDecision.RecordOnly) : result;
    }
}
