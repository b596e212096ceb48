using Partnership.Benchmarks.Measuring;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.Gateway;

/// <summary>
/// Requests per second and processor time per request through the gateway (token, council, rate limit, trace) beside a bare YARP,
/// YARP's forwarder alone and, where it is installed, nginx, before the same upstream, A-B-A-B, wrk with one thread and 64
/// connections. Needs <c>wrk</c>.
/// </summary>
internal static class GatewayBenchmark
{
    private const int Rounds = 5;
    private const int Seconds = 4;

    /// <summary>Long enough for the compiler to have done its best with all of them: the gateway has the most code.</summary>
    private const int WarmUpSeconds = 10;

    public static async Task RunAsync()
    {
        var upstreamUrl = Load.FreeUrl();
        var yarpUrl = Load.FreeUrl();
        var forwarderUrl = Load.FreeUrl();
        var gatewayUrl = Load.FreeUrl();
        await using var tokens = await TestTokens.StartAsync();
        using var upstream = Load.StartSelf("upstream", upstreamUrl);
        using var yarp = Load.StartSelf("yarp", $"{yarpUrl}>{upstreamUrl}");
        using var forwarder = Load.StartSelf("forwarder", $"{forwarderUrl}>{upstreamUrl}");
        await using var nginx = Nginx.Find() is { } program ? await Nginx.StartAsync(program, Load.FreeUrl(), upstreamUrl) : null;
        using var gateway = Load.StartGateway(gatewayUrl, upstreamUrl, tokens);
        try
        {
            var token = tokens.CaseSystem(860);
            await Load.AnswersAsync(upstreamUrl + "/health");
            await Load.AnswersAsync(yarpUrl + "/health");
            await Load.AnswersAsync(forwarderUrl + "/health");
            await Load.AnswersAsync(gatewayUrl + "/alive");

            var targets = new List<(string Name, string Url, int ProcessId)>
            {
                ("upstream alone", upstreamUrl + Load.Address, upstream.Id),
                ("bare YARP", yarpUrl + Load.Address, yarp.Id),
                ("forwarder", forwarderUrl + Load.Address, forwarder.Id),
                ("gateway", gatewayUrl + Load.Address, gateway.Id),
            };
            if (nginx is not null)
            {
                await Load.AnswersAsync(nginx.Url + "/health");
                targets.Add(("nginx", nginx.Url + Load.Address, nginx.WorkerId));
            }

            var figures = targets.ToDictionary(t => t.Name, _ => new List<(double Rate, double Micros)>());
            foreach (var target in targets)
            {
                await Load.RunAsync(target.Url, token, WarmUpSeconds);
            }

            for (var round = 0; round < Rounds; round++)
            {
                foreach (var target in targets)
                {
                    var before = ProcessFigures.ProcessorTime(target.ProcessId);
                    var (requests, rate) = await Load.RunAsync(target.Url, token, Seconds);
                    var spent = ProcessFigures.ProcessorTime(target.ProcessId) - before;
                    figures[target.Name].Add((rate, spent.TotalMicroseconds / requests));
                }
            }

            Console.WriteLine($"{"",-16}{"req/s",10}{"CPU µs/req",12}   median of {Rounds} × {Seconds} s, in turn");
            foreach (var (name, values) in figures)
            {
                Console.WriteLine($"{name,-16}{Series.Median(values.Select(v => v.Rate)),10:N0}{Series.Median(values.Select(v => v.Micros)),12:N1}");
            }

            foreach (var (name, goal) in new[] { ("bare YARP", "target ≥ 0.80, then ≥ 1.00"), ("forwarder", "a stricter control"), ("nginx", "target ≥ 0.75") })
            {
                if (figures.TryGetValue(name, out var bare))
                {
                    Console.WriteLine($"gateway ÷ {name}: {Series.Median(figures["gateway"].Zip(bare, (ours, other) => ours.Rate / other.Rate)):N2} by rate, {Series.Median(figures["gateway"].Zip(bare, (ours, other) => other.Micros / ours.Micros)):N2} by processor time ({goal})");
                }
            }
        }
        finally
        {
            foreach (var process in new[] { gateway, forwarder, yarp, upstream })
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
