using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>Serves the dashboard and takes in the services' telemetry, on loopback only.</summary>
internal sealed class DashboardServer(
    IReadOnlyList<IResource> resources,
    ResourceNotificationService notifications,
    ResourceConsoles consoles,
    ApplicationRunner runner,
    SecretRotation secrets,
    DashboardEndpoint endpoint,
    RunnerOptions options,
    LocalState state,
    TimeProvider clock,
    ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Telemetry _telemetry = new(clock);
    private readonly ResourceUsage _usage = new(resources, notifications, clock, loggers.CreateLogger("Partnership.LocalHosting.Dashboard"));
    private readonly BrokerQueues _queues = new(resources, notifications, clock, loggers.CreateLogger("Partnership.LocalHosting.Dashboard"));
    private readonly OperatorApi _operator = new(resources, state, clock);
    private OtlpEndpoints? _otlp;
    private WebApplication? _app;

    /// <summary>Null when no dashboard is wanted.</summary>
    public Uri? Address => endpoint.Address;

    internal Telemetry Telemetry => _telemetry;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!endpoint.IsWanted)
        {
            return;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (options.DashboardPort == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
            else
            {
                kestrel.ListenLocalhost(options.DashboardPort);
            }

            // The services' telemetry comes by a door of its own when it is encrypted; the pages stay where ./partnership looks for them.
            if (state.Certificates?.For("dashboard") is { } own)
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(X509Certificate2.CreateFromPemFile(own.CertificateFile, own.KeyFile)));
            }
        });
        _app = builder.Build();
        Map(_app);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new DistributedApplicationException(
                $"Port {options.DashboardPort} is taken, but the dashboard needs it. Stop what listens there, or set LocalHosting:DashboardPort to another port.", e);
        }

        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();
        endpoint.Address = addresses.First(address => address.Scheme == Uri.UriSchemeHttp);
        endpoint.TelemetryAddress = addresses.FirstOrDefault(address => address.Scheme == Uri.UriSchemeHttps) is { } encrypted
            ? new UriBuilder(encrypted) { Host = "localhost" }.Uri
            : endpoint.Address;
        _usage.Start();
        _queues.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _otlp?.Dispose();
        _usage.Dispose();
        _queues.Dispose();
        _operator.Dispose();
        _stopping.Dispose();
    }

    private void Map(WebApplication app)
    {
        var access = new DashboardAccess(endpoint.Secrets);
        app.Use(access.GuardAsync);
        app.MapGet(DashboardAccess.LoginPath, access.LogIn);
        Assets.Map(app);
        _otlp = new OtlpEndpoints(_telemetry);
        _otlp.Map(app);
        MapPages(app);
        MapResources(app);
        new SecretEndpoints(secrets).Map(app);
    }

    private void MapPages(WebApplication app)
    {
        var figures = new ProductFigures(_telemetry, _queues, [.. resources.OfType<ProjectResource>().Select(project => project.Name).Where(OperatorApi.Knows)], clock);
        var overview = new OverviewPage(resources, notifications, _usage, figures);
        var parked = new ParkedPanel(_operator, clock);
        parked.Map(app);
        var flow = new FlowPage(figures, parked);
        var traces = new TracesPage(_telemetry);
        var trace = new TracePage(_telemetry);
        var logs = new LogsPage(_telemetry);
        var metrics = new MetricsPage(_telemetry);
        app.MapGet("/", () => DashboardHtml.Page(overview.Show()));
        app.MapGet("/flow", async (CancellationToken ct) => DashboardHtml.Page(await flow.ShowAsync(ct)));
        app.MapGet("/traces", (string? service, string? q, string? errors, string? min) => DashboardHtml.Page(traces.Show(service, q, errors == "on", min)));
        app.MapGet("/traces/{id}", (string id, string? all) => Telemetry.ParseTraceId(id) is { } known && trace.Show(known, all == "on") is { } page
            ? DashboardHtml.Page(page)
            : NotFound("No span of this trace is kept: it was never sent, or it was let go to make room."));
        app.MapGet("/logs", (string? service, string? level, string? q, string? trace, string? before) => DashboardHtml.Page(logs.Show(service, level, q, trace, before)));
        app.MapGet("/metrics", (string? service, string? q, string? meter, string? name) => DashboardHtml.Page(
            string.IsNullOrEmpty(meter) || string.IsNullOrEmpty(name) ? metrics.ShowAll(service, q) : metrics.ShowOne(service, meter, name)));
        app.MapFallback(() => NotFound("There is no such page."));
    }

    private void MapResources(WebApplication app)
    {
        var page = new ResourcePage(notifications, consoles, _usage);
        app.MapGet("/resources/{name}", (string name, string? q) => Find(name) is { } resource
            ? DashboardHtml.Page(page.Show(resource, q))
            : NotFound("There is no such resource."));
        app.MapPost("/resources/{name}/{verb}", async (string name, string verb, HttpRequest request) => Find(name) is { } resource && ResourceCommands.TryParse(verb, out var command)
            ? await RunAsync(resource, command, request)
            : NotFound("There is no such resource or command."));
        app.MapGet("/resources/{name}/stream", (string name, HttpRequest request, CancellationToken ct) => Find(name) is { } resource
            ? TypedResults.ServerSentEvents(FollowAsync(resource, After(request), ct))
            : Results.NotFound());
        app.MapGet(DashboardAccess.ResourcesApi, () => Results.Json(new { resources = ResourceStatus.All(resources, notifications) }));
        app.MapGet(DashboardAccess.ResourcesApi + "/{name}/logs", (string name) => Find(name) is { } resource
            ? Results.Text(string.Concat(consoles.Of(resource).LastLines().Select(line => ResourcePage.Text(line) + "\n")))
            : Results.NotFound());
    }

    private async Task<IResult> RunAsync(IResource resource, ResourceCommand command, HttpRequest request)
    {
        if (!runner.TryCommand(resource, command))
        {
            return Results.Text($"'{resource.Name}' cannot {command.ToString().ToLowerInvariant()} now.\n", statusCode: StatusCodes.Status409Conflict);
        }

        // Only to a page of our own: an address of elsewhere is none of ours to send anyone to.
        var back = request.HasFormContentType ? (await request.ReadFormAsync())["back"].ToString() : "";
        return back is ['/', ..] and not ['/', '/' or '\\', ..] ? TypedResults.LocalRedirect(back) : Results.Accepted();
    }

    private IResource? Find(string name) =>
        resources.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase) && ResourceStatus.IsShown(r));

    private static IResult NotFound(string why) => DashboardHtml.Page(
        new PageContent("Not found", "", Html.Of($"""<div class="narrow"><h1>Not found</h1><p>{why}</p></div>""")) { Refresh = null },
        StatusCodes.Status404NotFound);

    /// <summary>A browser that lost the connection says which line it has seen last.</summary>
    private static long After(HttpRequest request)
    {
        var last = request.Headers["Last-Event-ID"].FirstOrDefault() ?? request.Query["after"].FirstOrDefault();
        return long.TryParse(last, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private async IAsyncEnumerable<SseItem<string>> FollowAsync(
        IResource resource, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await using var lines = consoles.Of(resource).FollowAsync(after, ended.Token).GetAsyncEnumerator(ended.Token);
        while (await MoveAsync(lines))
        {
            yield return new SseItem<string>(ResourcePage.Text(lines.Current))
            {
                EventId = lines.Current.Number.ToString(CultureInfo.InvariantCulture),
            };
        }
    }

    private static async Task<bool> MoveAsync(IAsyncEnumerator<ConsoleLine> lines)
    {
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
