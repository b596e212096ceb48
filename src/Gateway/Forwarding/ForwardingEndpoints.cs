using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Partnership.Contracts;
using Partnership.Gateway.Limits;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;
using Partnership.ServiceDefaults.Tenancy;
using Yarp.ReverseProxy.Forwarder;

namespace Partnership.Gateway.Forwarding;

/// <summary>
/// The ways in: a council's own hub, the services that all councils share, and what a council has released to somebody of another. YARP's forwarder is used directly: routes and destinations come from
/// the region's settings and never change while the gateway runs, so its routing tables would only cost time.
/// </summary>
internal static class ForwardingEndpoints
{
    public static void AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<Destinations>();
        builder.Services.AddSingleton(_ => new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(5),

            // Headers go on as they came: what the server read as UTF-8 the client would otherwise refuse to send.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,

            // ForwardedRequest passes the trace on; a span of the client besides the gateway's own would tell nothing more.
            ActivityHeadersPropagator = null,
        }));
        builder.Services.AddSingleton<Forwarding>();
        builder.Services.AddSingleton<IRefusalNotice, RefusalNotice>();
    }

    public static void MapForwarding(this WebApplication app)
    {
        var forwarding = app.Services.GetRequiredService<Forwarding>();
        app.Map("/api/v1/councils/{code}/{**rest}", forwarding.ToLocalityHubAsync).RequireAuthorization(Policies.SignedIn).RequireOwnCouncil();

        // Whom it was released to is the hub's to know.
        app.Map("/api/v1/released/{code}/{**rest}", forwarding.ToLocalityHubAsync).RequireAuthorization(Policies.SignedIn);
        // Calendar programs cannot sign in: the service lets in by the key in the address, which nobody can guess.
        app.Map("/api/v1/panels/feeds/{key}", context => forwarding.ToSharedAsync(context, Topology.PanelScheduling)).AllowAnonymous();
        foreach (var (service, segment) in Destinations.SharedServices)
        {
            app.Map($"/api/v1/{segment}/{{**rest}}", context => forwarding.ToSharedAsync(context, service)).RequireAuthorization(Policies.SignedIn);
        }
    }
}

/// <summary>Sends a request on and answers for the service behind when that cannot.</summary>
internal sealed class Forwarding(IHttpForwarder forwarder, HttpMessageInvoker client, Destinations destinations, ServiceLimits limits, IOptions<GatewayOptions> options, ILogger<Forwarding> logger)
{
    private readonly GatewayOptions _options = options.Value;
    private readonly ForwarderRequestConfig _request = Config(options.Value.Timeout);
    private readonly ForwarderRequestConfig _upload = Config(options.Value.UploadTimeout);

    public Task ToLocalityHubAsync(HttpContext context) =>
        CouncilCode.TryParse(context.GetRouteValue("code") as string, null, out var council) && destinations.NextLocalityHub(council) is { } hub
            ? ForwardAsync(context, hub)
            : ProblemWriter.WriteAsync(context, ProblemTypes.NotFound());

    public Task ToSharedAsync(HttpContext context, string service) => ForwardAsync(context, destinations.NextShared(service));

    private async Task ForwardAsync(HttpContext context, string destination)
    {
        if (HttpMethods.IsConnect(context.Request.Method))
        {
            await ProblemWriter.WriteAsync(context, ProblemTypes.ForStatus(StatusCodes.Status405MethodNotAllowed));
            return;
        }

        var boundary = RequestSize.BoundaryOf(context.Request);
        if (!RequestSize.TryLimit(context, _options, boundary))
        {
            await ProblemWriter.WriteAsync(context, ProblemTypes.ForStatus(StatusCodes.Status413PayloadTooLarge));
            return;
        }

        using var place = await limits.EnterAsync(destination, boundary is not null, context.RequestAborted);
        if (place is null)
        {
            await ProblemWriter.WriteAsync(context, ProblemTypes.Unavailable("service.overloaded", "The service has more requests than it can work on."));
            return;
        }

        var error = await forwarder.SendAsync(context, destination, client, boundary is null ? _request : _upload, ForwardedRequest.Instance);
        if (error != ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var problem = Problem(error, context.GetForwarderErrorFeature()?.Exception);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                logger.LogWarning("{Destination} did not answer: {Error}", destination, error);
            }

            context.Response.Clear();
            await ProblemWriter.WriteAsync(context, problem);
        }
    }

    private static ForwarderRequestConfig Config(TimeSpan timeout) =>
        new() { ActivityTimeout = timeout, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private static Microsoft.AspNetCore.Mvc.ProblemDetails Problem(ForwarderError error, Exception? exception)
    {
        for (var each = exception; each is not null; each = each.InnerException)
        {
            switch (each)
            {
                case BadHttpRequestException bad:
                    return ProblemTypes.ForStatus(bad.StatusCode);
                case HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }:
                    return ProblemTypes.Unavailable("service.unavailable", "The service behind the gateway cannot be reached.");
            }
        }

        return error switch
        {
            ForwarderError.RequestTimedOut => ProblemTypes.Make(
                StatusCodes.Status504GatewayTimeout, "service.timed-out", "The service behind the gateway did not answer in time.", next: "Repeat the request with the same Idempotency-Key."),
            ForwarderError.RequestBodyClient => ProblemTypes.Make(StatusCodes.Status400BadRequest, "request.broken-off", "The request's body broke off."),
            _ => ProblemTypes.Make(
                StatusCodes.Status502BadGateway, "service.broken-off", "The service behind the gateway broke the connection off.", next: "Repeat the request with the same Idempotency-Key."),
        };
    }
}
