using Partnership.Benchmarks.CaseData;
using Partnership.Benchmarks.Fund;
using Partnership.Benchmarks.Gateway;
using Partnership.Benchmarks.Load;
using Partnership.Benchmarks.LocalityHub;
using Partnership.Benchmarks.Matching;
using Partnership.Benchmarks.Messaging;
using Partnership.Benchmarks.PanelScheduling;
using Partnership.Benchmarks.Stack;

// What is measured, by the name that `./partnership bench NAME` takes. Each prints ratios beside a baseline taken in the same run.
var benchmarks = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["check"] = ReadAndCheckBenchmark.RunAsync,
    ["check-command"] = CheckCommandBenchmark.RunAsync,
    ["check-memory"] = CheckMemoryBenchmark.RunAsync,
    ["matching"] = MatchingBenchmark.RunAsync,
    ["import"] = ImportBenchmark.RunAsync,
    ["hub"] = HubProcessBenchmark.RunAsync,
    ["fund-recheck"] = RecheckBenchmark.RunAsync,
    ["relay"] = () => RelayBenchmark.RunAsync(),
    ["end-to-end"] = () => EndToEndBenchmark.RunAsync(),
    ["freshness"] = () => FreshnessBenchmark.RunAsync(),
    ["schedule"] = ScheduleBenchmark.RunAsync,
    ["gateway"] = GatewayBenchmark.RunAsync,
    ["telemetry"] = TelemetryBenchmark.RunAsync,
    ["stack"] = StackBenchmark.RunAsync,
    ["family-freshness"] = FamilyFreshnessBenchmark.RunAsync,
    ["load"] = () => LoadBenchmark.RunAsync(Option("--minutes", 10), Option("--overload-minutes", 1), Option("--overload", 3000)),
};

if (args is ["serve", var what, var url])
{
    await Servers.RunAsync(what, url);
    return 0;
}

// Options are of `load` alone: --minutes 3 --overload-minutes 1 --overload 3000 (requests a second).
var names = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray();
var chosen = names.Length == 0 ? [.. benchmarks.Keys] : names;
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

double Option(string name, double otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? double.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
