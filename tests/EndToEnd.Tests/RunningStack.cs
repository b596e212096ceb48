using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.LocalHosting;
using Partnership.LocalHosting.Testing;
using Partnership.TestSupport;

[assembly: AssemblyFixture(typeof(Partnership.EndToEnd.Tests.RunningStack))]

// There is one system: what one test writes, another would count.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: TestCollectionOrderer(typeof(Partnership.EndToEnd.Tests.MainJobFirst))]

namespace Partnership.EndToEnd.Tests;

/// <summary>
/// The whole system of the reference region, once for all tests: every process, a PostgreSQL cluster and a RabbitMQ node of its own,
/// on random ports, its telemetry going to a receiver of the test's.
/// </summary>
public sealed class RunningStack : IAsyncLifetime
{
    public static readonly string[] Councils = ["860", "861", "893", "894"];

    private const string ClientSecret = "end-to-end-tests-only";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(4);

    private readonly Dictionary<string, (string Token, long Until)> _tokens = new(StringComparer.Ordinal);
    private IDistributedApplicationTestingBuilder? _builder;
    private DistributedApplication? _app;

    public OtlpReceiver Telemetry { get; private set; } = null!;

    public HttpClient Gateway { get; private set; } = null!;

    public DistributedApplication App => _app!;

    /// <summary>Where the identity provider keeps its signing key.</summary>
    public DirectoryInfo IdentityFolder { get; } = Directory.CreateTempSubdirectory("identity-");

    /// <summary>The list of removed clients that every service reads.</summary>
    public string RemovedClientsFile => Path.Combine(IdentityFolder.FullName, "removed-clients");

    /// <summary>Every process of ours that goes on: those that have an address.</summary>
    public IReadOnlyList<string> Services => [.. _builder!.Resources.OfType<ProjectResource>().Where(project => project.Annotations.OfType<EndpointAnnotation>().Any()).Select(project => project.Name)];

    /// <summary>What the system keeps, consoles and the broker's files included; the database's cluster lies elsewhere.</summary>
    public DirectoryInfo DataFolder => new(_builder!.Configuration["LocalHosting:DataDirectory"]!);

    public async ValueTask InitializeAsync()
    {
        Telemetry = await OtlpReceiver.StartAsync();
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
        [
            "--Region=together4children",
            $"--Parameters:dev-client-secret={ClientSecret}",
            $"--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL={Telemetry.Endpoint}",
        ]);
        foreach (var service in _builder.Resources.OfType<ProjectResource>())
        {
            // The tests make tokens of their own, good and bad, with the identity provider's key; and remove a client from everywhere.
            _builder.CreateResourceBuilder(service)
                .WithEnvironment("DevIdentity__DataFolder", IdentityFolder.FullName)
                .WithEnvironment("Authentication__RemovedClientsFile", RemovedClientsFile)
                .WithEnvironment("Gateway__RequestsPerSecond", "1000000");
        }

        _app = await _builder.BuildAsync();
        await _app.StartAsync();
        using var deadline = new CancellationTokenSource(StartDeadline);
        foreach (var resource in Services)
        {
            await _app.ResourceNotifications.WaitForResourceHealthyAsync(resource, deadline.Token);
        }

        Gateway = _app.CreateHttpClient("gateway");
    }

    public async ValueTask DisposeAsync()
    {
        Gateway?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_builder is not null)
        {
            await _builder.DisposeAsync();
        }

        await Telemetry.DisposeAsync();
        IdentityFolder.Delete(recursive: true);
    }

    /// <summary>Sends a request as one of the development identity's clients.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string client, HttpMethod method, string path, object? body = null, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(client));
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        with?.Invoke(request);
        return await Gateway.SendAsync(request);
    }

    public async Task<JsonElement> GetAsync(string client, string path)
    {
        using var response = await SendAsync(client, HttpMethod.Get, path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Runs the command line tool against this system.</summary>
    public Task<(int ExitCode, string Output, string Errors)> CliAsync(params string[] arguments) => RunAsync(CliProgram, Environment.CurrentDirectory, arguments);

    /// <summary>Where the command line tool lies.</summary>
    public static string CliProgram
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(folder.Parent!.Parent!.FullName, "Cli", folder.Name, "partnership-cli");
        }
    }

    /// <summary>Runs a program that finds this system as the command line tool does.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["PARTNERSHIP_GATEWAY"] = App.GetEndpoint("gateway").ToString();
        start.Environment["PARTNERSHIP_IDENTITY"] = App.GetEndpoint("identity").ToString();
        start.Environment["PARTNERSHIP_POSTGRES"] = await App.GetConnectionStringAsync("postgres");
        start.Environment["PARTNERSHIP_CLIENT_SECRET"] = ClientSecret;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>The number of a resource's process.</summary>
    public int ProcessOf(string resource) =>
        App.ResourceNotifications.TryGetCurrentState(resource, out var now) && now!.Snapshot.ProcessId is { } process ? process : throw new InvalidOperationException($"{resource} does not run.");

    private async Task<string> TokenAsync(string client)
    {
        if (_tokens.TryGetValue(client, out var known) && Stopwatch.GetElapsedTime(known.Until) < TimeSpan.FromMinutes(3))
        {
            return known.Token;
        }

        using var identity = App.CreateHttpClient("identity");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = ClientSecret,
        });
        using var response = await identity.PostAsync(new Uri("connect/token", UriKind.Relative), form);
        response.EnsureSuccessStatusCode();
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        _tokens[client] = (token, Stopwatch.GetTimestamp());
        return token;
    }
}
