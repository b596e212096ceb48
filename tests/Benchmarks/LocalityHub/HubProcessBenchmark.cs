using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Partnership.Benchmarks.Measuring;
using Partnership.Contracts;
using Partnership.LocalityHub.Imports;
using Partnership.Simulator;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.LocalityHub;

/// <summary>
/// One hub as the process that it is: memory (PSS) after the start, what it does a second when nothing happens, how fast the first
/// imports after a start are, and how much memory it keeps after them. Settings of the runtime can be tried by environment variables.
/// </summary>
public static class HubProcessBenchmark
{
    private const int Years = 10;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("returns-").FullName;
        var broker = await TestBroker.CreateAsync();
        await broker.DeclareTopologyAsync(new CouncilCode(860));
        await using var database = await TestDatabase.CreateFromAsync("locality-hub", ImportBenchmark.MigrateAsync);
        try
        {
            Simulation.Run(new SimulationOptions
            {
                Region = "invented",
                Councils = [new SimulatedCouncil("860", "Staffordshire")],
                FirstYear = 2026 - Years,
                LastYear = 2025,
                Seed = 1,
                Directory = directory,
            });
            using var hub = Start(database, broker);
            try
            {
                await Task.Delay(Settling);
                Console.WriteLine($"after the start: {Memory(hub)}");
                await WatchAsync(hub, database);

                foreach (var year in Enumerable.Range(2026 - Years, Years))
                {
                    await ImportBenchmark.StageAsync(database.ConnectionString, Path.Combine(directory, "860", $"{year}"), times: 1, (short)year);
                }

                Console.WriteLine(await ImportsAsync(database));
                Console.WriteLine($"at once after {Years} imports: {Memory(hub)}");
                await Task.Delay(Settling);
                Console.WriteLine($"{Settling.TotalSeconds:0} s later: {Memory(hub)}");
            }
            finally
            {
                hub.Kill();
                await hub.WaitForExitAsync();
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
            await broker.DisposeAsync();
        }
    }

    private static string Memory(Process hub) =>
        string.Create(CultureInfo.InvariantCulture, $"{ProcessFigures.PssMiB(hub.Id):N0} MiB (PSS), {ProcessFigures.ProcessorTime(hub.Id).TotalSeconds:N1} s of processor time so far");

    private static async Task WatchAsync(Process hub, TestDatabase database)
    {
        const string Transactions = "select pg_stat_get_db_xact_commit(oid) + pg_stat_get_db_xact_rollback(oid) from pg_database where datname = current_database()";
        var (before, used) = (await database.ScalarAsync<long>(Transactions), ProcessFigures.ProcessorTime(hub.Id));
        await Task.Delay(Watching);
        var (transactions, processor) = (await database.ScalarAsync<long>(Transactions) - before, ProcessFigures.ProcessorTime(hub.Id) - used);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"idle: {transactions / Watching.TotalSeconds:0.0} transactions a second, {processor / Watching:P2} of a core"));
    }

    private static async Task<string> ImportsAsync(TestDatabase database)
    {
        await using var db = ImportBenchmark.Open(database.ConnectionString);
        while (await db.Imports.AnyAsync(import => import.State != ImportState.Done))
        {
            await Task.Delay(200);
        }

        var imports = await db.Imports.OrderBy(import => import.Sequence).ToListAsync();
        double Rate(IEnumerable<Import> of) => of.Sum(import => import.Rows) / of.Sum(import => (import.FinishedAt!.Value - import.StartedAt!.Value).TotalSeconds);
        return string.Create(
            CultureInfo.InvariantCulture, $"imports: {imports.Sum(import => import.Rows):N0} rows, the first year's at {Rate(imports.Take(1)):N0} rows/s, the others at {Rate(imports.Skip(1)):N0} rows/s");
    }

    private static Process Start(TestDatabase database, TestBroker broker)
    {
        var start = new ProcessStartInfo(Built.Binary("LocalityHub", "Partnership.LocalityHub")) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__locality-hub"] = database.ConnectionString;
        start.Environment["ConnectionStrings__messaging"] = broker.Address.ToString();
        start.Environment["Council__Code"] = "860";
        start.Environment["Council__Name"] = "Staffordshire";
        start.Environment["FamilyFinding__AreaKey"] = "the-area-key-of-these-tests";
        start.Environment["Authentication__Authority"] = "http://127.0.0.1:9";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
