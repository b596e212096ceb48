using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Partnership.Benchmarks.Stack;
using Partnership.LocalHosting;
using Partnership.LocalHosting.Testing;

namespace Partnership.Benchmarks.Load;

/// <summary>
/// The whole system of the reference region under ten times its busiest hour, sent by an open loop; then under far more than the
/// machine can do, which must be refused in good order; then whether every promise was kept, and how long until all is as before.
/// </summary>
internal static class LoadBenchmark
{
    private const double Times = 10;
    private const double ByGreedy = 0.05;
    private static readonly string[] Councils = ["860", "861", "893", "894"];
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Recovering = TimeSpan.FromSeconds(60);

    private static double Rate => Times * (LoadMix.ReadsAnHour + LoadMix.WritesAnHour) / 3600;

    public static async Task RunAsync(double minutes, double overloadMinutes, double overloadRate)
    {
        Console.WriteLine($"Before the start: load average {File.ReadAllText("/proc/loadavg").Trim()}, {Environment.ProcessorCount} processors");
        var identity = Directory.CreateTempSubdirectory("identity-");
        var returns = Directory.CreateTempSubdirectory("returns-");
        var databases = new ConcurrentDictionary<string, NpgsqlDataSource>();
        try
        {
            await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(["--Region=together4children", $"--Parameters:dev-client-secret={StackBenchmark.ClientSecret}"]);
            foreach (var service in builder.Resources.OfType<ProjectResource>())
            {
                builder.CreateResourceBuilder(service).WithEnvironment("DevIdentity__DataFolder", identity.FullName);
            }

            await using var app = await builder.BuildAsync();
            await app.StartAsync();
            foreach (var resource in Councils.Select(council => $"locality-hub-{council}").Concat(["central-hub", "support-fund", "panel-scheduling", "identity", "gateway"]))
            {
                await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, CancellationToken.None);
            }

            await StackBenchmark.CliAsync(app, "demo", "--region", "together4children", "--scale", "0.5");
            await StackBenchmark.CliAsync(app, "demo", "fund");
            await StackBenchmark.CliAsync(app, "simulate", "--region", "together4children", "--scale", "0.5", "--out", returns.FullName);
            var server = await app.GetConnectionStringAsync("postgres");
            NpgsqlDataSource Database(string name) => databases.GetOrAdd(name, _ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 2 }));

            var (children, written) = await ChildrenAsync(Database);
            using var tokens = await TokensAsync(app, identity);
            using var gateway = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 2000, ConnectTimeout = TimeSpan.FromSeconds(10) }) { BaseAddress = app.GetEndpoint("gateway"), Timeout = TimeSpan.FromSeconds(40) };
            var people = new LoadPeople(tokens, children, TimeSpan.FromMinutes(minutes + overloadMinutes + 20));
            var families = await LoadFamilies.MakeAsync(gateway, people, Councils);
            var cases = await LoadCases.MakeAsync(gateway, people, Councils);
            var promises = new LoadPromises([.. written, .. families, .. cases]);
            var run = new Run(new LoadMix(gateway, people, promises), returns.FullName);
            await MeasureAsync(run, minutes, overloadMinutes, overloadRate);

            var broken = await promises.CheckAsync(gateway, people, Database);
            if (broken.Count > 0)
            {
                throw new InvalidOperationException($"{broken.Count} promises were broken:\n{string.Join('\n', broken.Take(20))}");
            }

            Console.WriteLine(await promises.RegionAsync(Councils, Database));
        }
        finally
        {
            foreach (var database in databases.Values)
            {
                await database.DisposeAsync();
            }

            identity.Delete(recursive: true);
            returns.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(Run run, double minutes, double overloadMinutes, double overloadRate)
    {
        await run.PhaseAsync("warming up", Warming, Rate, importEvery: TimeSpan.FromSeconds(10), byGreedy: 0);
        var importEvery = TimeSpan.FromHours(1 / (Times * LoadMix.ImportsAnHour));
        var steady = await run.PhaseAsync("steady", TimeSpan.FromMinutes(minutes), Rate, importEvery, byGreedy: 0);
        var overload = await run.PhaseAsync("overload", TimeSpan.FromMinutes(overloadMinutes), overloadRate, TimeSpan.FromSeconds(20), ByGreedy);
        var after = await run.PhaseAsync("afterwards", Recovering, Rate, importEvery, byGreedy: 0);

        Console.WriteLine();
        var normal = steady.Windows().Where(double.IsFinite).DefaultIfEmpty(double.PositiveInfinity).Max();
        var recovered = after.SecondsUntilWithin(normal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Normal: the worst five seconds of the steady phase had p99 {normal:N0} ms. After the overload every five seconds were within that {(recovered is null ? "not at all" : $"from {recovered:N0} s on")}."));
        if (steady.Answers.Count(answer => !answer.IsSuccess) * 1000 > steady.Answers.Count)
        {
            throw new InvalidOperationException("More than one in a thousand failed in the steady phase.");
        }

        if (overload.Shed == 0 || overload.Improper > 0)
        {
            throw new InvalidOperationException($"Overload: {overload.Shed} refused in good order, {overload.Improper} neither answered nor refused with a code and Retry-After.");
        }

        if (recovered is null)
        {
            throw new InvalidOperationException($"Not as before within {Recovering.TotalSeconds:N0} s.");
        }
    }

    internal static async Task<LoadTokens> TokensAsync(DistributedApplication app, DirectoryInfo identity)
    {
        using var client = app.CreateHttpClient("identity");
        var configuration = await client.GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration");
        var keys = await client.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json");
        return new LoadTokens(
            configuration.GetProperty("issuer").GetString()!,
            await File.ReadAllTextAsync(Path.Combine(identity.FullName, "signing-key.pem")),
            keys.GetProperty("keys")[0].GetProperty("kid").GetString()!);
    }

    /// <summary>Whom people ask after; and who is in care without a plan, so that the first decision is theirs to write.</summary>
    private static async Task<(Dictionary<string, List<(Guid, string)>> Children, List<WrittenChild> Written)> ChildrenAsync(Func<string, NpgsqlDataSource> database)
    {
        var children = new Dictionary<string, List<(Guid, string)>>();
        var written = new List<WrittenChild>();
        foreach (var council in Councils)
        {
            var hub = database($"locality_hub_{council}");
            await using (var all = hub.CreateCommand("select id, local_id from child where not held order by id limit 2000"))
            await using (var reader = await all.ExecuteReaderAsync())
            {
                children[council] = [];
                while (await reader.ReadAsync())
                {
                    children[council].Add((reader.GetGuid(0), reader.GetString(1)));
                }
            }

            written.AddRange((await StackBenchmark.ChildrenInCareWithoutPlanAsync(hub)).Select(child => new WrittenChild(council, child.Item1, child.Item2)));
        }

        // The councils in turn, whatever their sizes.
        return (children, [.. written.GroupBy(child => child.Council).SelectMany(group => group.Index()).OrderBy(child => child.Index).Select(child => child.Item)]);
    }

    /// <summary>Phases, one after the other.</summary>
    private sealed class Run(LoadMix mix, string returns)
    {
        private int _phases;

        public async Task<LoadRecord> PhaseAsync(string name, TimeSpan duration, double perSecond, TimeSpan importEvery, double byGreedy)
        {
            var record = new LoadRecord(name);
            using var stop = new CancellationTokenSource();
            var importing = ImportAsync(record, importEvery, stop.Token);
            await OpenLoop.RunAsync(duration, perSecond, ++_phases, (random, due) => mix.SendAsync(record, random, due, byGreedy));
            await stop.CancelAsync();
            await importing;
            record.Print(duration);
            return record;
        }

        private async Task ImportAsync(LoadRecord record, TimeSpan every, CancellationToken stop)
        {
            using var timer = new PeriodicTimer(every);
            try
            {
                for (var next = 0; ; next++)
                {
                    var council = Councils[next % Councils.Length];
                    await mix.ImportAsync(record, council, Directory.GetFiles(Path.Combine(returns, council, "2025"), "*.csv"));
                    await timer.WaitForNextTickAsync(stop);
                }
            }
            catch (OperationCanceledException)
            {
                // The phase is over.
            }
        }
    }
}
