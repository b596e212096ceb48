using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Partnership.Cli.Demo.FamilyFinding;
using Partnership.Cli.Demo.Panels;
using Partnership.Cli.Import;
using Partnership.Cli.Indicators;
using Partnership.Cli.Regions;
using Partnership.Cli.Simulate;
using Partnership.Cli.Stack;
using Partnership.Cli.Tracker;
using Partnership.Simulator;

namespace Partnership.Cli.Demo;

/// <summary>
/// <c>partnership demo</c>: simulates the region, hands every council's returns in through the gateway with that council's own client,
/// waits until the region's figures are those of the simulation's truth, and shows them.
/// </summary>
internal static class DemoCommand
{
    private const int CouncilsAtOnce = 4;

    public static Command Create()
    {
        var region = new Option<string?>("--region") { Description = "The region; that of the running system when left out" };
        var years = new Option<YearRange>("--years")
        {
            Description = "First and last collection year", DefaultValueFactory = _ => new YearRange(2016, 2025), CustomParser = YearRange.Parse,
        };
        var seed = new Option<long>("--seed") { Description = "One seed gives the same children for ever", DefaultValueFactory = _ => 1 };
        var scale = new Option<decimal>("--scale") { Description = "Multiplies every count", DefaultValueFactory = _ => 1m };
        var command = StackConnection.AddAddresses(
            new Command("demo", "See the system work on invented returns: import, indicators, tracker") { region, years, seed, scale });
        command.SetAction(async (parsed, ct) =>
        {
            var stack = StackConnection.Of(parsed);
            var chosen = RegionFile.Read(parsed.GetValue(region) ?? await RunningRegion.FindAsync(ct) ?? RegionFile.Default);
            var range = parsed.GetValue(years)!;
            return await RunAsync(stack, chosen, range, parsed.GetValue(seed), parsed.GetValue(scale), ct);
        });
        command.Add(FamilyFindingDemo.Create());
        command.Add(FundDemo.Create());
        command.Add(PanelsDemo.Create());
        return command;
    }

    private static async Task<int> RunAsync(
        StackConnection stack, RegionFile region, YearRange years, long seed, decimal scale, CancellationToken ct)
    {
        var started = Stopwatch.StartNew();
        var options = new SimulationOptions
        {
            Region = region.Name, Councils = region.Councils, FirstYear = years.First, LastYear = years.Last, Seed = seed, Scale = scale,
            Directory = Installation.PathOf(".data", "demo", string.Create(CultureInfo.InvariantCulture, $"{region.Name}-{seed}")),
        };
        var written = SimulateCommand.Run(options, ct);
        Terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{written.Sum(made => made.Rows):N0} invented rows in {written.Count} returns; {written.Sum(made => made.Adopted):N0} children adopted."));

        using var councils = new CouncilClients(stack, region);
        var importsOk = await ImportAsync(councils, options, stack.Clock, ct);
        var agreement = new Agreement(stack, councils, options);
        var agrees = await agreement.WaitAsync(ct);

        Terminal.Print("");
        using var operations = stack.AsClient("hub-operations");
        Terminal.Print("As hub operations see the region (counts below 6 are suppressed):");
        IndicatorTable.Write(await operations.GetAsync<IndicatorAnswer>(IndicatorsCommand.PathFor(agreement.To), ct));
        TrackerTable.Write(await operations.GetAsync<TrackerAnswer>(TrackerCommand.Path, ct));

        var first = region.Councils[0];
        Terminal.Print($"As {first.Name} sees its own figures, in full:");
        IndicatorTable.Write(await councils[first.Code].GetAsync<IndicatorAnswer>(IndicatorsCommand.PathFor(agreement.To), ct));
        ShowAddresses(stack);
        Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"Finished in {started.Elapsed.TotalSeconds:0} seconds."));
        return agrees && importsOk ? Verb.Done : Verb.Findings;
    }

    private static async Task<bool> ImportAsync(CouncilClients councils, SimulationOptions options, TimeProvider clock, CancellationToken ct)
    {
        var ok = true;
        await Terminal.Progress().StartAsync(async context =>
        {
            var years = options.LastYear - options.FirstYear + 1;
            var bars = options.Councils.ToDictionary(
                council => council.Code, council => context.AddTask($"{council.Code} {council.Name}".Replace("[", "[[", StringComparison.Ordinal), maxValue: years));
            await Parallel.ForEachAsync(
                options.Councils, new ParallelOptions { MaxDegreeOfParallelism = CouncilsAtOnce, CancellationToken = ct }, async (council, stop) =>
                {
                    for (var year = options.FirstYear; year <= options.LastYear; year++)
                    {
                        var done = year - options.FirstYear;
                        var folder = new DirectoryInfo(Path.Combine(options.Directory, council.Code, year.ToString(CultureInfo.InvariantCulture)));
                        var job = await ReturnUpload.RunAsync(
                            councils[council.Code], council.Code, year, folder,
                            now => bars[council.Code].Value = done + (now.Progress.Total == 0 ? 0 : (double)now.Progress.Done / now.Progress.Total),
                            clock, stop);
                        bars[council.Code].Value = done + 1;
                        if (job.HasFailed || job.Counts.Held > 0 || job.Counts.RejectedRows > 0)
                        {
                            ok = false;
                            Terminal.Say(string.Create(
                                CultureInfo.InvariantCulture,
                                $"{council.Code} {year}: {job.State}, {job.Counts.Held} children held, {job.Counts.RejectedRows} rows given back. {job.Problem?.Detail}"));
                        }
                    }
                });
        });
        return ok;
    }

    private static void ShowAddresses(StackConnection stack)
    {
        Terminal.Print("");
        Terminal.Print("To look at:");
        Terminal.Print($"  {new Uri(stack.Gateway, "docs")}                  what can be asked, with examples");
        Terminal.Print("  ./partnership status --url                  the dashboard: what runs, traces, logs, metrics");
        Terminal.Print($"  {new Uri(stack.Gateway, "//localhost:18673")}                     the broker's queues");
        Terminal.Print("  ./partnership indicators --council 860      one council's own figures");
        Terminal.Print("  ./partnership token --user social.worker.860");
    }
}
