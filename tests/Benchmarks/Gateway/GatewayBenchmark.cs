using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Partnership.Benchmarks.Measuring;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.Gateway;

/// <summary>
/// Requests per second and processor time per request through the gateway (token, council, rate limit, trace) beside a bare YARP,
/// YARP's forwarder alone and, where it is installed, nginx, before the same upstream, A-B-A-B, wrk with one thread and 64
/// connections. Needs <c>wrk</c>.
/// </summary>
internal static partial class GatewayBenchmark
{
    private const int Rounds = 5;
    private const int Seconds = 4;

    /// <summary>Long enough for the compiler to have done its best with all of them: the gateway has the most code.</summary>
    private const int WarmUpSeconds = 10;

    public static async Task RunAsync()
    {
        var upstreamUrl = FreeUrl();
        var yarpUrl = FreeUrl();
        var forwarderUrl = FreeUrl();
        var gatewayUrl = FreeUrl();
        await using var tokens = await TestTokens.StartAsync();
        using var upstream = StartSelf("upstream", upstreamUrl);
        using var yarp = StartSelf("yarp", $"{yarpUrl}>{upstreamUrl}");
        using var forwarder = StartSelf("forwarder", $"{forwarderUrl}>{upstreamUrl}");
        await using var nginx = Nginx.Find() is { } program ? await Nginx.StartAsync(program, FreeUrl(), upstreamUrl) : null;
        using var gateway = Start([Built.Binary("Gateway", "Partnership.Gateway")], new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = gatewayUrl,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Authentication__Authority"] = tokens.Authority,
            ["Authentication__Audience"] = "partnership",
            ["Region__Name"] = "bench",
            ["Region__Councils__0__Code"] = "860",
            ["Region__Councils__0__Name"] = "Bench",
            ["services__central-hub__http__0"] = upstreamUrl,
            ["services__locality-hub-860__http__0"] = upstreamUrl,
            // One client sends everything here; its limit of 100 a second is not what is measured, but the limiter must run.
            ["Gateway__RequestsPerSecond"] = "1000000",
            ["Logging__LogLevel__Default"] = "Warning",
        });
        try
        {
            var token = tokens.CaseSystem(860);
            await AnswersAsync(upstreamUrl + "/health");
            await AnswersAsync(yarpUrl + "/health");
            await AnswersAsync(forwarderUrl + "/health");
            await AnswersAsync(gatewayUrl + "/alive");

            const string Path = "/api/v1/councils/860/children";
            var targets = new List<(string Name, string Url, int ProcessId)>
            {
                ("upstream alone", upstreamUrl + Path, upstream.Id),
                ("bare YARP", yarpUrl + Path, yarp.Id),
                ("forwarder", forwarderUrl + Path, forwarder.Id),
                ("gateway", gatewayUrl + Path, gateway.Id),
            };
            if (nginx is not null)
            {
                await AnswersAsync(nginx.Url + "/health");
                targets.Add(("nginx", nginx.Url + Path, nginx.WorkerId));
            }

            var figures = targets.ToDictionary(t => t.Name, _ => new List<(double Rate, double Micros)>());
            foreach (var target in targets)
            {
                await LoadAsync(target.Url, token, WarmUpSeconds);
            }

            for (var round = 0; round < Rounds; round++)
            {
                foreach (var target in targets)
                {
                    var before = ProcessFigures.ProcessorTime(target.ProcessId);
                    var (requests, rate) = await LoadAsync(target.Url, token, Seconds);
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

    private static async Task<(double Requests, double Rate)> LoadAsync(string url, string token, int seconds)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c64", $"-d{seconds}s", "-H", $"Authorization: Bearer {token}", url])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || wrk.ExitCode != 0)
        {
            throw new InvalidOperationException($"The load on {url} was not answered well:\n{output}");
        }

        return (
            double.Parse(Requests().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture));
    }

    private static Process StartSelf(string what, string url) => Start([Path.Combine(AppContext.BaseDirectory, "Partnership.Benchmarks"), "serve", what, url], []);

    private static Process Start(IReadOnlyList<string> command, Dictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = false };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }

    private static async Task AnswersAsync(string url)
    {
        using var http = new HttpClient();
        await Eventually.AssertAsync(async () => (await http.GetAsync(new Uri(url))).EnsureSuccessStatusCode());
    }

    private static string FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}
