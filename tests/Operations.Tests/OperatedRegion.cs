using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using Partnership.Faults;
using Partnership.LocalHosting;
using Partnership.LocalHosting.Testing;

namespace Partnership.Operations.Tests;

/// <summary>
/// A region of two councils with its dashboard, all of its secrets generated, on ports and in a folder of its own; and the command line
/// tool as its operator uses it.
/// </summary>
internal sealed class OperatedRegion : IAsyncDisposable
{
    public static readonly string[] Councils = ["893", "894"];

    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(4);

    private readonly IDistributedApplicationTestingBuilder _builder;
    private readonly HttpClient _identity;
    private readonly string _postgres;
    private readonly bool _encrypted;

    private OperatedRegion(IDistributedApplicationTestingBuilder builder, DistributedApplication app, Uri dashboard, string postgres, bool encrypted)
    {
        (_builder, App, Dashboard, _postgres, _encrypted) = (builder, app, dashboard, postgres, encrypted);
        Gateway = app.CreateHttpClient("gateway");
        Gateway.Timeout = TimeSpan.FromSeconds(15);
        _identity = app.CreateHttpClient("identity");
        Tokens = new ClientTokens(_identity, () => Parameter("dev-client-secret"));
        Client = new CarefulClient(Gateway, Tokens);
    }

    public DistributedApplication App { get; }

    public Uri Dashboard { get; }

    public HttpClient Gateway { get; }

    public ClientTokens Tokens { get; }

    public CarefulClient Client { get; }

    public string DataFolder => _builder.Configuration["LocalHosting:DataDirectory"]!;

    public IReadOnlyDictionary<string, string> Parameters =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(DataFolder, "parameters.json")))!;

    /// <summary>Starts it and waits until every service of it is healthy.</summary>
    public static async Task<OperatedRegion> StartAsync(bool encrypted)
    {
        var port = FreePort();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
        [
            "--Region=shropshire-telford",
            $"--LocalHosting:DashboardPort={port}",
            $"--LocalHosting:Tls={encrypted}",
        ]);
        try
        {
            foreach (var hub in builder.Resources.OfType<ProjectResource>().Where(project => Councils.Any(council => project.Name == $"locality-hub-{council}")))
            {
                // What is lost by a restore must have been told elsewhere before, or nobody misses it: not after a minute, but at once.
                builder.CreateResourceBuilder(hub).WithEnvironment("Audit__AnchorInterval", "00:00:01");
            }

            var app = await builder.BuildAsync();
            await app.StartAsync();
            using var deadline = new CancellationTokenSource(StartDeadline);
            foreach (var service in Councils.Select(council => $"locality-hub-{council}").Concat(["central-hub", "support-fund", "panel-scheduling", "identity", "gateway"]))
            {
                await app.ResourceNotifications.WaitForResourceHealthyAsync(service, deadline.Token);
            }

            return new OperatedRegion(builder, app, new Uri($"http://localhost:{port}"), (await app.GetConnectionStringAsync("postgres"))!, encrypted);
        }
        catch
        {
            await builder.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        _identity.Dispose();
        await App.DisposeAsync();
        await _builder.DisposeAsync();
    }

    public string Parameter(string name) => Parameters[name];

    /// <summary>A database as its administrator, with the password of this moment.</summary>
    public NpgsqlDataSource Database(string name) => NpgsqlDataSource.Create(AddressOf(name));

    public string AddressOf(string database, string user = "postgres", string? password = null) => new NpgsqlConnectionStringBuilder(_postgres)
    {
        Database = database, Username = user, Password = password ?? Parameter("postgres-password"), Pooling = false, IncludeErrorDetail = true,
    }.ConnectionString;

    public async Task<T> AskAsync<T>(string database, string question)
    {
        await using var source = Database(database);
        await using var command = source.CreateCommand(question);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The hubs' databases and the region's, for an independent look at them.</summary>
    public IReadOnlyDictionary<string, NpgsqlDataSource> Hubs() => Councils.ToDictionary(code => code, code => Database($"locality_hub_{code}"));

    /// <summary>An answer's body, asked for as a client of the development identity.</summary>
    public async Task<string> GetAsync(string client, string path)
    {
        using var response = await Client.SendAsync(client, HttpMethod.Get, path, _ => { }, CancellationToken.None);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode} {text}");
        return text;
    }

    /// <summary>One request without a second try: what a client sees who is not careful.</summary>
    public async Task<HttpResponseMessage> SendOnceAsync(string client, HttpMethod method, string path, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Tokens.FindAsync(client));
        with?.Invoke(request);
        return await Gateway.SendAsync(request);
    }

    /// <summary>Runs the command line tool against this region, as the script does.</summary>
    public async Task<(int ExitCode, string Output)> CliAsync(params string[] arguments)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo(Path.Combine(folder.Parent!.Parent!.FullName, "Cli", folder.Name, "partnership-cli"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var withoutPassword = new NpgsqlConnectionStringBuilder(_postgres) { Password = null };
        start.Environment["PARTNERSHIP_DATA"] = DataFolder;
        start.Environment["PARTNERSHIP_DASHBOARD"] = Dashboard.ToString();
        start.Environment["PARTNERSHIP_POSTGRES"] = withoutPassword.ConnectionString;
        start.Environment["PARTNERSHIP_BROKER_MANAGEMENT"] = App.GetEndpoint("broker", "management").ToString();
        start.Environment["PARTNERSHIP_GATEWAY"] = App.GetEndpoint("gateway").ToString();
        start.Environment["PARTNERSHIP_IDENTITY"] = App.GetEndpoint("identity").ToString();
        start.Environment["NO_COLOR"] = "1";
        if (_encrypted)
        {
            start.Environment["SSL_CERT_FILE"] = Path.Combine(DataFolder, "tls", "authority.pem");
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
