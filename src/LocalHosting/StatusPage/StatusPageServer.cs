using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Partnership.LocalHosting;

/// <summary>Shows the resources and follows their consoles, on loopback only.</summary>
internal sealed class StatusPageServer(
    IReadOnlyList<IResource> resources, ResourceNotificationService notifications, ResourceConsoles consoles, RunnerOptions options) : IAsyncDisposable
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _app;

    /// <summary>Null when no page is wanted.</summary>
    public Uri? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.StatusPort is not >= 0)
        {
            return;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (options.StatusPort == 0)
            {
                kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            }
            else
            {
                kestrel.ListenLocalhost(options.StatusPort.Value);
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
                $"Port {options.StatusPort} is taken, but the status page needs it. Stop what listens there, or set LocalHosting:StatusPort to another port.", e);
        }

        var bound = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(bound);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private void Map(WebApplication app)
    {
        app.Use(RefuseStrangersAsync);
        app.MapGet("/", (HttpContext context) => Html(context, StatusPageHtml.Resources(ResourceStatus.All(resources, notifications))));
        app.MapGet("/resources/{name}", (HttpContext context, string name) => Find(name) is { } resource
            ? Html(context, StatusPageHtml.Console(
                ResourceStatus.All([resource], notifications).Single(), consoles.Of(resource).LastLines()))
            : Results.NotFound());
        app.MapGet("/resources/{name}/stream", (string name, HttpRequest request, CancellationToken ct) => Find(name) is { } resource
            ? TypedResults.ServerSentEvents(FollowAsync(resource, After(request), ct))
            : Results.NotFound());
        app.MapGet("/api/resources", () => Results.Json(new { resources = ResourceStatus.All(resources, notifications) }));
        app.MapGet("/api/resources/{name}/logs", (string name) => Find(name) is { } resource
            ? Results.Text(string.Concat(consoles.Of(resource).LastLines().Select(line => StatusPageHtml.Text(line) + "\n")))
            : Results.NotFound());
    }

    private IResource? Find(string name) =>
        resources.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase) && ResourceStatus.IsShown(r));

    // Another site's script could otherwise read this page by giving its own name the address 127.0.0.1.
    private static Task RefuseStrangersAsync(HttpContext context, RequestDelegate next)
    {
        if (!LoopbackNames.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    private static IResult Html(HttpContext context, StatusPageHtml.Page page)
    {
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{page.Nonce}'; script-src 'nonce-{page.Nonce}'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
        return Results.Text(page.Html, "text/html; charset=utf-8");
    }

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
            yield return new SseItem<string>(StatusPageHtml.Text(lines.Current))
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
