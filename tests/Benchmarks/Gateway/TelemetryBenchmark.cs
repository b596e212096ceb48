using System.Diagnostics;
using Partnership.Benchmarks.Measuring;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.Gateway;

/// <summary>
/// What telemetry costs: requests per second and processor time per request through the gateway without a collector, with one and
/// every trace exported, with one trace in ten, and with single parts of that, in turn, before the same upstream. The collector takes everything and keeps
/// nothing.
/// </summary>
internal static class TelemetryBenchmark
{
    private const int Rounds = 7;
    private const int Seconds = 4;
    private const int WarmUpSeconds = 10;

    public static async Task RunAsync()
    {
        var upstreamUrl = Load.FreeUrl();
        var collectorUrl = Load.FreeUrl();
        await using var tokens = await TestTokens.StartAsync();
        using var upstream = Load.StartSelf("upstream", upstreamUrl);
        using var collector = Load.StartSelf("upstream", collectorUrl);
        (string Name, (string, string)[] Settings)[] variants =
        [
            ("without", []),
            ("every trace", [("OTEL_EXPORTER_OTLP_ENDPOINT", collectorUrl)]),
            ("one in ten", [("OTEL_EXPORTER_OTLP_ENDPOINT", collectorUrl), ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0.1")]),
            ("metrics alone", [("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", collectorUrl + "/v1/metrics")]),
            ("traces alone", [("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collectorUrl + "/v1/traces"), ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0.1")]),
            ("traces, none", [("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collectorUrl + "/v1/traces"), ("OTEL_TRACES_SAMPLER", "always_off")]),
        ];
        var gateways = new List<(string Name, string Url, Process Process, List<(double Rate, double Micros)> Figures)>();
        try
        {
            foreach (var (name, settings) in variants)
            {
                var url = Load.FreeUrl();
                gateways.Add((name, url + Load.Address, Load.StartGateway(url, upstreamUrl, tokens, settings), []));
                await Load.AnswersAsync(url + "/alive");
            }

            var token = tokens.CaseSystem(860);
            foreach (var gateway in gateways)
            {
                await Load.RunAsync(gateway.Url, token, WarmUpSeconds);
            }

            for (var round = 0; round < Rounds; round++)
            {
                foreach (var gateway in gateways)
                {
                    var before = ProcessFigures.ProcessorTime(gateway.Process.Id);
                    var (requests, rate) = await Load.RunAsync(gateway.Url, token, Seconds);
                    gateway.Figures.Add((rate, (ProcessFigures.ProcessorTime(gateway.Process.Id) - before).TotalMicroseconds / requests));
                }
            }

            Console.WriteLine($"{"",-16}{"req/s",10}{"CPU µs/req",12}{"÷ without",12}   median of {Rounds} × {Seconds} s, in turn (target ≥ 0.97)");
            foreach (var (name, _, _, figures) in gateways)
            {
                var ratio = Series.Median(figures.Zip(gateways[0].Figures, (with, without) => with.Rate / without.Rate));
                Console.WriteLine($"{name,-16}{Series.Median(figures.Select(f => f.Rate)),10:N0}{Series.Median(figures.Select(f => f.Micros)),12:N1}{ratio,12:N2}");
            }
        }
        finally
        {
            gateways.ForEach(gateway => gateway.Process.Kill(entireProcessTree: true));
            collector.Kill(entireProcessTree: true);
            upstream.Kill(entireProcessTree: true);
        }
    }
}
