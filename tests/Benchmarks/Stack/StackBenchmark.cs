using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Partnership.Benchmarks.Measuring;
using Partnership.LocalHosting;
using Partnership.LocalHosting.Testing;

namespace Partnership.Benchmarks.Stack;

/// <summary>
/// The whole system of the reference region on this machine: time from start to healthy, memory of each locality hub (PSS), and
/// regional freshness: writes through the gateway at two paces, each timed from its answer until its snapshot can be read in the
/// central hub's database, with the processor time that a write takes in the hub, in the database server and in all.
/// </summary>
internal static class StackBenchmark
{
    internal const string ClientSecret = "of-the-benchmarks-only";
    private static readonly int[] Paces = [20, 100];
    private const int Writes = 2_000;

    // The first writes of a process wait for its code to be compiled, once in its life.
    private const int WarmUp = 200;

    public static async Task RunAsync()
    {
        var watch = Stopwatch.StartNew();
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--Region=together4children", $"--Parameters:dev-client-secret={ClientSecret}"]);
        await using var app = await builder.BuildAsync();
        await app.StartAsync();
        string[] hubs = ["locality-hub-860", "locality-hub-861", "locality-hub-893", "locality-hub-894"];
        foreach (var resource in hubs.Concat(["central-hub", "support-fund", "panel-scheduling", "gateway"]))
        {
            await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, CancellationToken.None);
        }

        Console.WriteLine($"start to healthy, empty machine state (databases made): {watch.Elapsed.TotalSeconds:N1} s");
        Memory("idle");

        await CliAsync(app, "demo", "--region", "together4children", "--scale", "1");
        Memory("after the demo's imports");
        await RestAsync();
        await FreshnessAsync(app);
    }

    /// <summary>What everything costs while nobody asks for anything.</summary>
    private static async Task RestAsync()
    {
        var seconds = 30;
        await Task.Delay(TimeSpan.FromSeconds(10));
        var before = Services().ToDictionary(service => service.Id, service => service.TotalProcessorTime);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        foreach (var kind in Services().Where(service => before.ContainsKey(service.Id)).GroupBy(service => service.ProcessName))
        {
            Console.WriteLine($"at rest: {kind.Key} {kind.Average(service => (service.TotalProcessorTime - before[service.Id]).TotalMilliseconds / seconds):N1} ms of processor time a second (mean of {kind.Count()})");
        }
    }

    private static IEnumerable<Process> Services() =>
        Process.GetProcesses().Where(process => process.ProcessName.StartsWith("Partnership.", StringComparison.Ordinal) || process.ProcessName is "postgres" or "beam.smp");

    private static void Memory(string when)
    {
        var hubs = Process.GetProcessesByName("Partnership.LocalityHub").Concat(Process.GetProcessesByName("Partnership.Loc")).DistinctBy(p => p.Id).ToList();
        if (hubs.Count > 0)
        {
            Console.WriteLine($"PSS per locality hub, {when}: {hubs.Average(hub => ProcessFigures.PssMiB(hub.Id)):N0} MiB (of {hubs.Count})");
        }
    }

    private static async Task FreshnessAsync(DistributedApplication app)
    {
        using var gateway = app.CreateHttpClient("gateway");
        gateway.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(app));
        var server = await app.GetConnectionStringAsync("postgres");
        await using var hub = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = "locality_hub_860" });
        await using var central = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = "central_hub" });

        var children = await ChildrenInCareWithoutPlanAsync(hub);
        await PacedAsync("to warm up", gateway, hub, central, children[..WarmUp], Paces[0]);
        var each = (children.Count - WarmUp) / Paces.Length;
        for (var pace = 0; pace < Paces.Length; pace++)
        {
            await PacedAsync("regional freshness", gateway, hub, central, children.GetRange(WarmUp + (pace * each), each), Paces[pace]);
        }
    }

    private static async Task PacedAsync(string what, HttpClient gateway, NpgsqlDataSource hub, NpgsqlDataSource central, List<(Guid Id, long Version)> children, int pace)
    {
        var (asked, answered, seen) = (new Dictionary<Guid, long>(), new Dictionary<Guid, long>(), new Dictionary<Guid, long>());
        using var stop = new CancellationTokenSource();
        var looking = LookAsync(central, seen, stop.Token);
        var before = Services().ToDictionary(service => service.Id, service => service.TotalProcessorTime);

        var start = Stopwatch.GetTimestamp();
        var pending = new List<Task<bool>>();
        for (var i = 0; i < children.Count; i++)
        {
            // Open loop: the next write does not wait for the last.
            var due = TimeSpan.FromSeconds((double)i / pace) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            asked[children[i].Id] = Stopwatch.GetTimestamp();
            pending.Add(WriteAsync(gateway, children[i], answered));
        }

        var refused = (await Task.WhenAll(pending)).Count(accepted => !accepted);
        var costs = Services().Where(service => before.ContainsKey(service.Id)).GroupBy(service => service.ProcessName)
            .Select(kind => (kind.Key, Micros: kind.Sum(service => (service.TotalProcessorTime - before[service.Id]).TotalMilliseconds) / children.Count)).OrderByDescending(kind => kind.Micros).ToList();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await stop.CancelAsync();
        await looking;

        var references = await ReferencesAsync(hub);
        var accepted = children.Where(child => answered.ContainsKey(child.Id)).ToList();
        var lost = accepted.Count(child => !references.TryGetValue(child.Id, out var reference) || !seen.ContainsKey(reference));
        var waits = accepted.Where(child => references.TryGetValue(child.Id, out var reference) && seen.ContainsKey(reference))
            .Select(child => Math.Max(0, Stopwatch.GetElapsedTime(answered[child.Id], seen[references[child.Id]]).TotalMilliseconds)).ToArray();
        var answers = accepted.Select(child => Stopwatch.GetElapsedTime(asked[child.Id], answered[child.Id]).TotalMilliseconds).ToArray();
        Console.WriteLine(
            $"{what} at {pace} writes/s: {accepted.Count} accepted, {refused} refused, {lost} lost; p50 {Series.Percentile(waits, 0.5):N1} ms, p99 {Series.Percentile(waits, 0.99):N1} ms after the answer; "
            + $"the answers took p50 {Series.Percentile(answers, 0.5):N1} ms, p99 {Series.Percentile(answers, 0.99):N1} ms; processor time a write: {string.Join(", ", costs.Select(kind => $"{kind.Key} {kind.Micros:N1} ms"))}");
        if (lost > 0)
        {
            throw new InvalidOperationException($"{lost} writes were followed by no event.");
        }
    }

    /// <summary>One write; false when it was refused in good order, as by a region that has more to do than it can.</summary>
    private static async Task<bool> WriteAsync(HttpClient gateway, (Guid Id, long Version) child, Dictionary<Guid, long> answered)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/children/{child.Id}/milestones/should-be-placed")
        {
            Content = JsonContent.Create(new { date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1)) }),
        };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{child.Version}\"");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var response = await gateway.SendAsync(request);
        if (response.StatusCode is System.Net.HttpStatusCode.ServiceUnavailable or System.Net.HttpStatusCode.TooManyRequests)
        {
            return false;
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"A write was refused: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }

        lock (answered)
        {
            answered[child.Id] = Stopwatch.GetTimestamp();
        }

        return true;
    }

    /// <summary>Notes when each reference's event can first be read; looks about every millisecond.</summary>
    private static async Task LookAsync(NpgsqlDataSource central, Dictionary<Guid, long> seen, CancellationToken stop)
    {
        await using var connection = await central.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand("select id, reference from received_event where id > $1 order by id", connection);
        var last = new NpgsqlParameter<long> { TypedValue = await MaximumAsync(connection) };
        command.Parameters.Add(last);
        while (!stop.IsCancellationRequested)
        {
            var found = new List<Guid>();
            await using (var reader = await command.ExecuteReaderAsync(CancellationToken.None))
            {
                while (await reader.ReadAsync(CancellationToken.None))
                {
                    // One consumer commits batch after batch: no smaller id appears later.
                    last.TypedValue = reader.GetInt64(0);
                    found.Add(reader.GetGuid(1));
                }
            }

            var now = Stopwatch.GetTimestamp();
            found.ForEach(reference => seen.TryAdd(reference, now));
            await Task.Delay(1, CancellationToken.None);
        }
    }

    private static async Task<long> MaximumAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(id), 0) from received_event", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Of others the region is not told: who has left care before the decision was ever passed on has ended unheard of.</summary>
    internal static async Task<List<(Guid, long)>> ChildrenInCareWithoutPlanAsync(NpgsqlDataSource hub)
    {
        await using var command = hub.CreateCommand(
            """
            select id, version from child c
            where stage is null and not held
                and exists (
                    select from episode e
                    where e.child_id = c.id and not e.held and e.dec is null and e.year = (select max(year) from child_year))
            limit $1
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Writes });
        var children = new List<(Guid, long)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            children.Add((reader.GetGuid(0), reader.GetInt64(1)));
        }

        return children;
    }

    private static async Task<Dictionary<Guid, Guid>> ReferencesAsync(NpgsqlDataSource hub)
    {
        await using var command = hub.CreateCommand("select child_id, reference from sealed.regional_reference where purpose = 1 and child_id is not null");
        var references = new Dictionary<Guid, Guid>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            references[reader.GetGuid(0)] = reader.GetGuid(1);
        }

        return references;
    }

    private static async Task<string> TokenAsync(DistributedApplication app)
    {
        using var identity = app.CreateHttpClient("identity");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = "case-system-860", ["client_secret"] = ClientSecret,
        });
        using var response = await identity.PostAsync(new Uri("connect/token", UriKind.Relative), form);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    internal static async Task CliAsync(DistributedApplication app, params string[] arguments)
    {
        var start = new ProcessStartInfo(Built.Binary("Cli", "partnership-cli"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PARTNERSHIP_GATEWAY"] = app.GetEndpoint("gateway").ToString();
        start.Environment["PARTNERSHIP_IDENTITY"] = app.GetEndpoint("identity").ToString();
        start.Environment["PARTNERSHIP_CLIENT_SECRET"] = ClientSecret;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"partnership {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await errors}");
        }
    }
}
