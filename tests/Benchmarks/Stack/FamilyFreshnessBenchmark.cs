using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Partnership.Benchmarks.Load;
using Partnership.Benchmarks.Measuring;
using Partnership.LocalHosting;
using Partnership.LocalHosting.Testing;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.Benchmarks.Stack;

/// <summary>
/// How long after a profile was changed in its hub everybody's list shows it: through the gateway, over the broker, until the central hub's
/// database holds the lists. A household that cannot be asked any more leaves every list, and comes back onto every list; of a child a need
/// changes, and with it its own list. Forty children and forty households, of four councils that share with each other.
/// </summary>
internal static class FamilyFreshnessBenchmark
{
    private const int OfEachCouncil = 10;
    private const int Changes = 280;

    // The first of a process wait for its code to be compiled, once in its life.
    private const int WarmUp = 80;
    private const double ChangesPerSecond = 4;
    private const double Target = 250;
    private static readonly string[] Councils = ["860", "861", "893", "894"];
    private static readonly string[] Adoption = ["adoption"];
    private static readonly string[] One = ["one"];
    private static readonly string[] Ages = ["two", "three"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync()
    {
        var identity = Directory.CreateTempSubdirectory("identity-");
        try
        {
            await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(["--Region=together4children", $"--Parameters:dev-client-secret={StackBenchmark.ClientSecret}"]);
            foreach (var service in builder.Resources.OfType<ProjectResource>())
            {
                builder.CreateResourceBuilder(service).WithEnvironment("DevIdentity__DataFolder", identity.FullName);
            }

            await using var app = await builder.BuildAsync();
            await app.StartAsync();
            foreach (var resource in Councils.Select(council => $"locality-hub-{council}").Concat(["central-hub", "identity", "gateway"]))
            {
                await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, CancellationToken.None);
            }

            using var tokens = await LoadBenchmark.TokensAsync(app, identity);
            using var gateway = app.CreateHttpClient("gateway");
            var server = await app.GetConnectionStringAsync("postgres");
            await using var central = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = "central_hub" });
            var region = new Region(gateway, tokens);
            await region.AgreeAsync();
            var profiles = new List<Profile>();
            foreach (var council in Councils)
            {
                await using var hub = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = $"locality_hub_{council}" });
                profiles.AddRange(await region.EnterAsync(council, hub));
            }

            await WaitForListsAsync(central);
            await MeasureAsync(region, central, [.. profiles.GroupBy(profile => profile.IsHousehold).SelectMany(kind => kind.Index()).OrderBy(each => each.Index).Select(each => each.Item)]);
        }
        finally
        {
            identity.Delete(recursive: true);
        }
    }

    /// <summary>Until every household is on every list, and nothing is left to follow.</summary>
    private static async Task WaitForListsAsync(NpgsqlDataSource central)
    {
        const int All = OfEachCouncil * 4;
        var since = Stopwatch.GetTimestamp();
        await using var command = central.CreateCommand("select (select count(*) from search_candidate), (select count(*) from register_due)");
        for (var listed = 0L; ;)
        {
            await using (var reader = await command.ExecuteReaderAsync())
            {
                await reader.ReadAsync();
                listed = reader.GetInt64(0);
                if (listed == All * All && reader.GetInt64(1) == 0)
                {
                    return;
                }
            }

            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new InvalidOperationException($"{listed} of {All * All} places on the lists after {Patience}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static async Task MeasureAsync(Region region, NpgsqlDataSource central, List<Profile> profiles)
    {
        using var lists = new Lists(central);
        var looking = lists.LookAsync();
        var start = Stopwatch.GetTimestamp();
        var pending = new List<Task<(bool IsHousehold, double Milliseconds)>>();
        for (var change = 0; change < Changes; change++)
        {
            // Open loop: the next change waits for its moment, and for nothing but the last change of its own record.
            var due = TimeSpan.FromSeconds(change / ChangesPerSecond) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            var profile = profiles[change % profiles.Count];
            if (change >= profiles.Count)
            {
                await pending[change - profiles.Count];
            }

            pending.Add(ChangeAsync(region, lists, profile));
        }

        var waits = (await Task.WhenAll(pending)).Skip(WarmUp).ToList();
        lists.Stop();
        await looking;
        foreach (var (what, of) in new[] { ("a changed household, on all 40 lists", waits.Where(wait => wait.IsHousehold)), ("a changed child, on its own list", waits.Where(wait => !wait.IsHousehold)), ("both", waits) })
        {
            var sorted = of.Select(wait => wait.Milliseconds).ToArray();
            Console.WriteLine(
                $"{what}: p50 {Series.Percentile(sorted, 0.5):N1} ms, p99 {Series.Percentile(sorted, 0.99):N1} ms, longest {sorted.Max():N1} ms after the hub's answer ({sorted.Length} changes, {ChangesPerSecond:N0} a second, looked for every {Look.TotalMilliseconds:N0} ms; target p99 {Target:N0} ms)");
        }
    }

    private static async Task<(bool IsHousehold, double Milliseconds)> ChangeAsync(Region region, Lists lists, Profile profile)
    {
        profile.Turn = !profile.Turn;
        var seen = profile.IsHousehold ? lists.WhenOnAsync(profile.Reference, profile.Turn ? 0 : OfEachCouncil * 4) : lists.WhenStretchAsync(profile.Reference, profile.Turn);
        await region.ChangeAsync(profile);
        var answered = Stopwatch.GetTimestamp();
        return (profile.IsHousehold, Math.Max(0, Stopwatch.GetElapsedTime(answered, await seen.WaitAsync(Patience)).TotalMilliseconds));
    }

    private sealed class Profile(string council, string path, Guid reference, bool isHousehold)
    {
        public string Council => council;

        public string Path => path;

        public Guid Reference => reference;

        public bool IsHousehold => isHousehold;

        public EntityTagHeaderValue? Version { get; set; }

        /// <summary>Changed this way or that, in turn.</summary>
        public bool Turn { get; set; }
    }

    /// <summary>Invented people and what they do.</summary>
    private sealed class Region(HttpClient gateway, LoadTokens tokens)
    {
        public async Task AgreeAsync()
        {
            var made = await SendAsync(Roles.CaldicottGuardian, Councils[0], HttpMethod.Post, "/api/v1/region/agreements", new { councils = Array.Empty<string>(), basis = "public-task" });
            foreach (var council in Councils.Skip(1))
            {
                await SendAsync(Roles.CaldicottGuardian, council, HttpMethod.Post, $"/api/v1/region/agreements/{(string)made.Body["agreement"]!}/accept", null);
            }
        }

        /// <summary>A council's children, each searched for, and its households, each approved and able to take any of them.</summary>
        public async Task<List<Profile>> EnterAsync(string council, NpgsqlDataSource hub)
        {
            var own = $"/api/v1/councils/{council}";
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            await SendAsync(Roles.CaseSystem, council, HttpMethod.Post, $"{own}/changes", Enumerable.Range(0, OfEachCouncil).Select(number => new
            {
                la_child_id = $"INVENTED{council}{number}", child_details = new { first_name = "Invented", surname = "Child", date_of_birth = today.AddYears(-3).AddMonths(-3), sex = "F" },
            }));
            var profiles = new List<Profile>();
            foreach (var id in await IdsAsync(hub, "select id from child where local_id like 'INVENTED%' order by local_id"))
            {
                var path = $"{own}/children/{id}";
                await SendAsync(Roles.SocialWorker, council, HttpMethod.Put, $"{path}/permanence", new { plan = "adoption", agreedOn = today.AddDays(-30), reason = "Invented.", owner = new { name = "Invented Worker", manager = "Invented Manager" } }, versionOf: path);
                var started = await SendAsync(Roles.SocialWorker, council, HttpMethod.Post, $"{path}/search", null, versionOf: path);
                profiles.Add(new Profile(council, path, (Guid)started.Body["reference"]!, isHousehold: false) { Version = started.Version });
            }

            for (var number = 0; number < OfEachCouncil; number++)
            {
                profiles.Add(await HouseholdAsync(council, own, $"INVENTED-{council}-{number}", today, hub));
            }

            return profiles;
        }

        /// <summary>Turns a record to its other side: a household cannot be asked, a child's need is greater; or neither any more.</summary>
        public async Task ChangeAsync(Profile profile) => profile.Version = profile.IsHousehold
            ? (await SendAsync(Roles.Recruitment, profile.Council, HttpMethod.Put, $"{profile.Path}/offer", Offer(profile.Turn ? "other" : null), profile.Version)).Version
            : (await SendAsync(
                Roles.SocialWorker, profile.Council, HttpMethod.Put, $"{profile.Path}/needs",
                new { needs = new[] { new { need = "autism", level = profile.Turn ? "medium" : "low" } } }, profile.Version)).Version;

        private async Task<Profile> HouseholdAsync(string council, string own, string reference, DateOnly today, NpgsqlDataSource hub)
        {
            var opened = await SendAsync(Roles.Recruitment, council, HttpMethod.Post, $"{own}/households", new
            {
                members = new[] { new { role = "parent", given = "Invented", family = "Larkspur" } }, home = new { postcode = "B1 1AA", livesIn = council }, assessment = new { }, reference,
            });
            var path = $"{own}/households/{(string)opened.Body["id"]!}";
            await SendAsync(
                Roles.CaseSystem, council, HttpMethod.Post, $"{own}/households/approvals",
                new { reference, sourceDocument = "Invented list of approvals", decision = "approved", decidedOn = today.AddDays(-90), routes = Adoption, numbers = One, ages = Ages });
            var offered = await SendAsync(Roles.Recruitment, council, HttpMethod.Put, $"{path}/offer", Offer(null), versionOf: path);
            var known = await IdsAsync(hub, $"select reference from sealed.regional_reference where purpose = 5 and household_id = '{(string)opened.Body["id"]!}'");
            return new Profile(council, path, known.Single(), isHousehold: true) { Version = offered.Version };
        }

        private static object Offer(string? unavailable) => new
        {
            numbers = new { yes = One, couldConsider = Array.Empty<string>() },
            ages = new { yes = Ages, couldConsider = Array.Empty<string>() },
            routes = Adoption,
            answers = new[] { new { need = "autism", low = "yes", medium = "could-consider", high = "could-consider" } },
            identitySupport = Array.Empty<string>(),
            unavailable,
        };

        private static async Task<List<Guid>> IdsAsync(NpgsqlDataSource hub, string query)
        {
#pragma warning disable CA2100 // Made of constants and of an id of the hub's own.
            await using var command = hub.CreateCommand(query);
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            var ids = new List<Guid>();
            while (await reader.ReadAsync())
            {
                ids.Add(reader.GetGuid(0));
            }

            return ids;
        }

        private async Task<(JsonNode Body, EntityTagHeaderValue? Version)> SendAsync(
            string role, string council, HttpMethod method, string path, object? body, EntityTagHeaderValue? version = null, string? versionOf = null)
        {
            version ??= versionOf is null ? null : (await SendAsync(role, council, HttpMethod.Get, versionOf, null)).Version;
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.For($"{role}.{council}", $"freshness-{role}-{council}", role, TimeSpan.FromMinutes(10), council));
            if (method != HttpMethod.Get)
            {
                request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            }

            if (version is not null)
            {
                request.Headers.IfMatch.Add(version);
            }

            using var response = await gateway.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode
                ? (text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!, response.Headers.ETag)
                : throw new InvalidOperationException($"{method} {path} was answered with {(int)response.StatusCode}: {text}");
        }
    }

    /// <summary>Looks at the central hub's lists again and again, and notes when they first show what somebody waits for.</summary>
    private sealed class Lists(NpgsqlDataSource central) : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Lock _lock = new();
        private readonly List<(Func<bool> IsSeen, TaskCompletionSource<long> Seen)> _awaited = [];
        private Dictionary<Guid, long> _onLists = [];
        private Dictionary<Guid, bool> _stretches = [];

        /// <summary>When a household is on so many lists.</summary>
        public Task<long> WhenOnAsync(Guid household, long lists) => Await(() => _onLists.GetValueOrDefault(household) == lists);

        /// <summary>When the first household of a child's list would have to stretch to the child's need, or has not to.</summary>
        public Task<long> WhenStretchAsync(Guid search, bool stretches) => Await(() => _stretches.TryGetValue(search, out var shown) && shown == stretches);

        public void Stop() => _stop.Cancel();

        public void Dispose() => _stop.Dispose();

        public async Task LookAsync()
        {
            await using var connection = await central.OpenConnectionAsync(CancellationToken.None);
            await using var command = new NpgsqlCommand(
                """
                select household, count(*), null from search_candidate group by household
                union all select search, 0, candidate::text like '%"Stretch"%' from search_candidate where place = 1
                """, connection);
            while (!_stop.IsCancellationRequested)
            {
                var (onLists, stretches) = (new Dictionary<Guid, long>(), new Dictionary<Guid, bool>());
                await using (var reader = await command.ExecuteReaderAsync(CancellationToken.None))
                {
                    while (await reader.ReadAsync(CancellationToken.None))
                    {
                        if (reader.IsDBNull(2))
                        {
                            onLists[reader.GetGuid(0)] = reader.GetInt64(1);
                        }
                        else
                        {
                            stretches[reader.GetGuid(0)] = reader.GetBoolean(2);
                        }
                    }
                }

                var now = Stopwatch.GetTimestamp();
                lock (_lock)
                {
                    (_onLists, _stretches) = (onLists, stretches);
                    foreach (var awaited in _awaited.Where(each => each.IsSeen()).ToList())
                    {
                        _awaited.Remove(awaited);
                        awaited.Seen.SetResult(now);
                    }
                }

                await Task.Delay(Look, CancellationToken.None);
            }
        }

        private Task<long> Await(Func<bool> isSeen)
        {
            var seen = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                _awaited.Add((isSeen, seen));
            }

            return seen.Task;
        }
    }
}
