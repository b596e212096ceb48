using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Telemetry;

/// <summary>
/// Gives the server's span what .NET leaves out: route, status, name and council. The path goes when the route has
/// parameters, for then it holds an identifier; a span never tells who asked or whom it was about, nor repeats what callers may
/// spell as they like: their program's name, the host that they ask for, a method unheard of, the state of their own trace.
/// </summary>
internal sealed class TraceEnricher(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Before anything begins a span of its own, which would inherit it.
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { TraceStateString: not null } traced)
        {
            traced.TraceStateString = null;
        }

        try
        {
            await next(context);
        }
        finally
        {
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
            {
                Enrich(activity, context);
            }
        }
    }

    private static void Enrich(Activity activity, HttpContext context)
    {
        var status = context.Response.StatusCode;
        activity.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            activity.SetStatus(ActivityStatusCode.Error);
            if (activity.GetTagItem("error.type") is null)
            {
                activity.SetTag("error.type", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        activity.SetTag("user_agent.original", null);
        activity.SetTag("server.address", null);
        activity.SetTag("server.port", null);
        activity.SetTag("http.request.method_original", null);
        var method = activity.GetTagItem("http.request.method") is "_OTHER" ? "HTTP" : context.Request.Method;
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern: { RawText: { } route } pattern })
        {
            // An address that leads nowhere may be anything, a mistyped name included.
            activity.DisplayName = method;
            activity.SetTag("url.path", null);
            return;
        }

        activity.SetTag("http.route", route);
        activity.DisplayName = $"{method} {route}";
        if (pattern.Parameters.Count > 0)
        {
            activity.SetTag("url.path", null);
        }

        if (CouncilCode.TryParse(context.GetRouteValue("code") as string, null, out var council))
        {
            activity.SetTag("partnership.council", council.ToString());
        }
    }
}
