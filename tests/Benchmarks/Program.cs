using Partnership.Benchmarks.CaseData;
using Partnership.Benchmarks.Gateway;
using Partnership.Benchmarks.LocalityHub;
using Partnership.Benchmarks.Messaging;
using Partnership.Benchmarks.Stack;

// What is measured, by the name that `./partnership bench NAME` takes. Each prints ratios beside a baseline taken in the same run.
var benchmarks = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["check"] = ReadAndCheckBenchmark.RunAsync,
    ["import"] = ImportBenchmark.RunAsync,
    ["hub"] = HubProcessBenchmark.RunAsync,
    ["relay"] = () => RelayBenchmark.RunAsync(),
    ["end-to-end"] = () => EndToEndBenchmark.RunAsync(),
    ["gateway"] = GatewayBenchmark.RunAsync,
    ["telemetry"] = TelemetryBenchmark.RunAsync,
    ["stack"] = StackBenchmark.RunAsync,
};

if (args is ["serve", var what, var url])
{
    await Servers.RunAsync(what, url);
    return 0;
}

var chosen = args.Length == 0 ? [.. benchmarks.Keys] : args;
if (chosen.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. Choose from: {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}

foreach (var name in chosen)
{
    Console.WriteLine();
    Console.WriteLine($"== {name} ==");
    await benchmarks[name]();
}

return 0;
