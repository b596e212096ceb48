using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using Partnership.LocalHosting;
using Partnership.LocalHosting.Testing;
using RabbitMQ.Client;

[assembly: AssemblyFixture(typeof(Partnership.Dashboard.Tests.DashboardStack))]

namespace Partnership.Dashboard.Tests;

/// <summary>The whole system of the smallest region under its dashboard, one return taken in, and a browser that is signed in.</summary>
public sealed class DashboardStack : IAsyncLifetime
{
    public const string Council = "893";
    private const string ClientSecret = "dashboard-tests-only";
    private const string Chromium = "/usr/bin/chromium";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(4);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("partnership-dashboard-");
    private IDistributedApplicationTestingBuilder? _builder;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public DistributedApplication App { get; private set; } = null!;

    public string Address { get; private set; } = "";

    public string Token { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        Address = $"http://localhost:{port}";
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
        [
            "--Region=shropshire-telford",
            $"--Parameters:dev-client-secret={ClientSecret}",
            $"--LocalHosting:DashboardPort={port}",
        ]);
        App = await _builder.BuildAsync();
        await App.StartAsync();
        var data = _builder.Configuration["LocalHosting:DataDirectory"]!;
        var parameters = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "parameters.json")));
        Token = parameters.RootElement.GetProperty("dashboard-token").GetString()!;

        using var deadline = new CancellationTokenSource(StartDeadline);
        foreach (var resource in new[] { "893", "894" }.Select(council => $"locality-hub-{council}").Concat(["central-hub", "support-fund", "panel-scheduling", "identity", "gateway"]))
        {
            await App.ResourceNotifications.WaitForResourceHealthyAsync(resource, deadline.Token);
        }

        await CliAsync("simulate", "--region", "shropshire-telford", "--years", "2022-2022", "--scale", "0.2", "--out", _folder.FullName);
        await CliAsync("import", "--council", Council, "--year", "2022", Path.Combine(_folder.FullName, Council, "2022"));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (App is not null)
        {
            await App.DisposeAsync();
        }

        if (_builder is not null)
        {
            await _builder.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>A browser of its own that has opened the printed address.</summary>
    public async Task<DashboardBrowser> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        return new DashboardBrowser(context, page, Address);
    }

    public async Task<DashboardBrowser> OpenSignedInAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var browser = await OpenAsync(width, scheme);
        await browser.GoAsync($"/login?t={Token}");
        await browser.Page.WaitForURLAsync($"{Address}/");
        return browser;
    }

    /// <summary>Puts a message into the region's queue that nobody can read: it is parked at once, and again at every replay.</summary>
    public async Task PublishUnreadableAsync(Guid id)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri((await App.GetConnectionStringAsync("broker"))!) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var properties = new BasicProperties { MessageId = id.ToString(), Type = "planted-for-a-test", Persistent = true };
        await channel.BasicPublishAsync("", "central-hub.region", mandatory: true, properties, "no message"u8.ToArray());
    }

    /// <summary>Runs the command line tool against this system; findings in a return are no failure.</summary>
    public async Task CliAsync(params string[] arguments)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo(Path.Combine(folder.Parent!.Parent!.FullName, "Cli", folder.Name, "partnership-cli"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PARTNERSHIP_GATEWAY"] = App.GetEndpoint("gateway").ToString();
        start.Environment["PARTNERSHIP_IDENTITY"] = App.GetEndpoint("identity").ToString();
        start.Environment["PARTNERSHIP_CLIENT_SECRET"] = ClientSecret;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0 or 1, $"{arguments[0]}: {process.ExitCode}\n{await output}\n{await errors}");
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
