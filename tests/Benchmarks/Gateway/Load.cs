using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Partnership.Benchmarks.Measuring;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.Gateway;

/// <summary>The gateway as a process before an upstream, and <c>wrk</c> with one thread and 64 connections before either.</summary>
internal static partial class Load
{
    /// <summary>What is asked for.</summary>
    public const string Address = "/api/v1/councils/860/children";

    public static Process StartGateway(string url, string upstreamUrl, TestTokens tokens, params IEnumerable<(string Name, string Value)> more)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = url,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Authentication__Authority"] = tokens.Authority,
            ["Authentication__Audience"] = "partnership",
            ["Region__Name"] = "bench",
            ["Region__Councils__0__Code"] = "860",
            ["Region__Councils__0__Name"] = "Bench",
            ["services__central-hub__http__0"] = upstreamUrl,
            ["services__support-fund__http__0"] = upstreamUrl,
            ["services__panel-scheduling__http__0"] = upstreamUrl,
            ["services__locality-hub-860__http__0"] = upstreamUrl,
            // One client sends everything here; its limit of 100 a second is not what is measured, but the limiter must run.
            ["Gateway__RequestsPerSecond"] = "1000000",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return Start([Built.Binary("Gateway", "Partnership.Gateway")], environment);
    }

    public static async Task<(double Requests, double Rate)> RunAsync(string url, string token, int seconds)
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

    public static Process StartSelf(string what, string url) => Start([Path.Combine(AppContext.BaseDirectory, "Partnership.Benchmarks"), "serve", what, url], []);

    private static Process Start(IReadOnlyList<string> command, Dictionary<string, string> environment)
    {
        var info = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = false };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }

    public static async Task AnswersAsync(string url)
    {
        using var http = new HttpClient();
        await Eventually.AssertAsync(async () => (await http.GetAsync(new Uri(url))).EnsureSuccessStatusCode());
    }

    public static string FreeUrl()
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
