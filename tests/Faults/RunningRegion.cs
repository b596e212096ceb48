using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Partnership.LocalHosting;
using Partnership.LocalHosting.Testing;
using Partnership.TestSupport;

namespace Partnership.Faults;

/// <summary>
/// The reference region on ports and in a folder of its own, the broker behind a stretch of network that can be cut.
/// </summary>
internal sealed class RunningRegion : IAsyncDisposable
{
    public static readonly string[] Councils = ["860", "861", "893", "894"];

    /// <summary>The services that talk over the broker.</summary>
    public static readonly string[] OnTheBroker = [.. Councils.Select(Hub), "central-hub", "support-fund", "panel-scheduling"];

    /// <summary>Every process of ours.</summary>
    public static readonly string[] Services = [.. OnTheBroker, "identity", "gateway"];

    private const string ClientSecret = "of-the-fault-runs-only";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EndDeadline = TimeSpan.FromMinutes(1);

    private readonly IDistributedApplicationTestingBuilder _builder;
    private readonly DistributedApplication _app;
    private readonly HttpClient _identity;

    private RunningRegion(
        IDistributedApplicationTestingBuilder builder, DistributedApplication app, TcpRelay network, Collector collector, ServiceClock? clock, string server, Uri broker)
    {
        (_builder, _app, Network, Collector, Clock) = (builder, app, network, collector, clock);
        Gateway = app.CreateHttpClient("gateway");
        Gateway.Timeout = TimeSpan.FromSeconds(15);

        // Who signs in takes the code from the redirect and goes nowhere.
        _identity = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.GetEndpoint("identity") };
        Tokens = new ClientTokens(_identity, () => ClientSecret);
        Central = Database("central_hub");
        Hubs = Councils.ToDictionary(code => code, code => Database($"locality_hub_{code}"));
        (Fund, Panels) = (Database("support_fund"), Database("panel_scheduling"));
        Wire = new Wire(broker);

        NpgsqlDataSource Database(string name) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = name });
    }

    /// <summary>Between the services and the broker.</summary>
    public TcpRelay Network { get; }

    /// <summary>To whom the services' telemetry goes.</summary>
    public Collector Collector { get; }

    /// <summary>Null where a service's clock cannot be set.</summary>
    public ServiceClock? Clock { get; }

    /// <summary>What passes over the broker.</summary>
    public Wire Wire { get; }

    public HttpClient Gateway { get; }

    /// <summary>How long what stands still does so.</summary>
    public required TimeSpan Hold { get; init; }

    public ClientTokens Tokens { get; }

    /// <summary>The central hub's database, as administrator.</summary>
    public NpgsqlDataSource Central { get; }

    /// <summary>The support fund's database, as administrator.</summary>
    public NpgsqlDataSource Fund { get; }

    /// <summary>Panel scheduling's database, as administrator.</summary>
    public NpgsqlDataSource Panels { get; }

    /// <summary>Every database, as administrator, by whose it is.</summary>
    public IEnumerable<KeyValuePair<string, NpgsqlDataSource>> Databases => Hubs.Concat([new("central hub", Central), new("support fund", Fund), new("panel scheduling", Panels)]);

    /// <summary>The hubs' databases, as administrator.</summary>
    public IReadOnlyDictionary<string, NpgsqlDataSource> Hubs { get; }

    public static string Hub(string council) => $"locality-hub-{council}";

    public static async Task<RunningRegion> StartAsync(TimeSpan hold)
    {
        var collector = await Collector.StartAsync();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--Region=together4children", $"--Parameters:dev-client-secret={ClientSecret}", $"--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL={collector.Endpoint}"]);
        DistributedApplication? app = null;

        // The broker's port is known once it runs; the services start after that.
        var network = new TcpRelay("127.0.0.1", () => app!.GetEndpoint("broker", "tcp").Port);
        var port = network.Port.ToString(CultureInfo.InvariantCulture);
        var clock = ServiceClock.Find();
        foreach (var name in OnTheBroker)
        {
            var resource = builder.CreateResourceBuilder((ProjectResource)builder.Resources.Single(each => each.Name == name));
            var secret = builder.CreateResourceBuilder((ParameterResource)builder.Resources.Single(each => each.Name == $"{name}-password"));
            resource.WithEnvironment("ConnectionStrings__messaging", ReferenceExpression.Create($"amqp://{name}:{secret}@127.0.0.1:{port}"));
            if (clock is not null)
            {
                resource.WithEnvironment(clock.AddTo);
            }
        }

        app = await builder.BuildAsync();
        await app.StartAsync();
        using var deadline = new CancellationTokenSource(StartDeadline);
        foreach (var resource in Services)
        {
            await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, deadline.Token);
        }

        var region = new RunningRegion(
            builder, app, network, collector, clock, (await app.GetConnectionStringAsync("postgres"))!, new Uri((await app.GetConnectionStringAsync("broker"))!)) { Hold = hold };
        await region.Wire.OpenAsync();
        return region;
    }

    /// <summary>Plays a story of the demo, after which a service's tables hold something that is to survive.</summary>
    public async Task PlayAsync(string story)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo(
            Path.Combine(built.Parent!.Parent!.FullName, "Cli", built.Name, "partnership-cli"), ["demo", story])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PARTNERSHIP_GATEWAY"] = _app.GetEndpoint("gateway").ToString();
        start.Environment["PARTNERSHIP_IDENTITY"] = _app.GetEndpoint("identity").ToString();
        start.Environment["PARTNERSHIP_CLIENT_SECRET"] = ClientSecret;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The story '{story}' broke off:\n{await output}\n{await errors}");
        }
    }

    /// <summary>The process of a resource, once it has one.</summary>
    public async Task<int> ProcessAsync(string resource)
    {
        using var deadline = new CancellationTokenSource(EndDeadline);
        var running = await _app.ResourceNotifications.WaitForResourceAsync(resource, now => now.Snapshot.ProcessId is not null, deadline.Token);
        return running.Snapshot.ProcessId!.Value;
    }

    /// <summary>Sends a signal that ends a resource's process and waits for that end; its host starts it again by itself.</summary>
    public async Task EndAsync(string resource, int signal)
    {
        var process = await ProcessAsync(resource);
        using var deadline = new CancellationTokenSource(EndDeadline);
        var ended = _app.ResourceNotifications.WaitForResourceAsync(resource, now => now.Snapshot.ProcessId != process, deadline.Token);
        Signals.Send(process, signal);
        await ended;
    }

    /// <summary>What the processes of resources hold in memory, in MiB; null while one of them has none.</summary>
    public double? MemoryOf(IReadOnlyCollection<string> resources)
    {
        var roots = new HashSet<int>();
        foreach (var resource in resources)
        {
            if (!_app.ResourceNotifications.TryGetCurrentState(resource, out var now) || now?.Snapshot.ProcessId is not { } root)
            {
                return null;
            }

            roots.Add(root);
        }

        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) && Field(process, "PPid:") is { } parent)
            {
                parents.Add(process, (int)parent);
            }
        }

        bool IsOfThem(int process) => roots.Contains(process) || (parents.TryGetValue(process, out var parent) && parent > 1 && IsOfThem(parent));
        return parents.Keys.Where(IsOfThem).Sum(process => Field(process, "VmRSS:") ?? 0) / 1024.0;
    }

    /// <summary>Copies what the processes logged, which goes with the region, to where it stays.</summary>
    public void KeepLogs(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Path.Combine(_builder.Configuration["LocalHosting:DataDirectory"]!, "logs")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
    }

    public async Task HealthyAsync(string resource)
    {
        using var deadline = new CancellationTokenSource(StartDeadline);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync(resource, deadline.Token);
    }

    /// <summary>What a service answers when asked whether it is well.</summary>
    public async Task<(int Status, string Said)> HealthOfAsync(string resource)
    {
        using var client = _app.CreateHttpClient(resource);
        using var response = await client.GetAsync(new Uri("health", UriKind.Relative));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, body.RootElement.GetProperty("status").GetString()!);
    }

    /// <summary>What time a service believes it is.</summary>
    public async Task<DateTimeOffset> TimeAtAsync(string resource)
    {
        using var client = _app.CreateHttpClient(resource);
        using var response = await client.GetAsync(new Uri("alive", UriKind.Relative));
        return response.Headers.Date!.Value;
    }

    private static long? Field(int process, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(each => each.StartsWith(name, StringComparison.Ordinal));
            return line is null ? null : long.Parse(line[name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // Ended in between.
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Wire.Dispose();
        Gateway.Dispose();
        _identity.Dispose();
        foreach (var (_, database) in Databases)
        {
            await database.DisposeAsync();
        }

        await _app.DisposeAsync();
        await _builder.DisposeAsync();
        await Network.DisposeAsync();
        await Collector.DisposeAsync();
        Clock?.Dispose();
    }
}
