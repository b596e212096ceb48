using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>
/// Who may see and do what: everyone on this machine may ask which resources run (<c>./partnership status</c>), services that know
/// the key may send telemetry, and the rest takes the token, by cookie or as a bearer token.
/// </summary>
internal sealed class DashboardAccess(DashboardSecrets secrets)
{
    public const string LoginPath = "/login";
    public const string AssetsPath = "/assets";
    public const string TelemetryPath = "/v1";
    public const string ResourcesApi = "/api/resources";

    private const string TelemetryKeyHeader = "x-otlp-api-key";
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    public async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);

        // Another site's script could otherwise read these pages by giving its own name the address 127.0.0.1.
        if (!LoopbackNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return;
        }

        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;

        // Not no-referrer: under that, browsers hide the origin of our own forms too.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (request.Path.StartsWithSegments(TelemetryPath))
        {
            if (!secrets.IsTelemetryKey(request.Headers[TelemetryKeyHeader]))
            {
                response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }
        }
        else if (!IsOpen(request) && !IsKnown(request))
        {
            await RefuseAsync(context);
            return;
        }
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !IsFromOurOwnPage(request))
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            await response.WriteAsync("Refused: this request came from another site's page.\n", context.RequestAborted);
            return;
        }

        await next(context);
    }

    /// <summary>Takes the token of the printed address and gives the cookie for it.</summary>
    public IResult LogIn(HttpContext context)
    {
        if (!DashboardSecrets.Same(context.Request.Query["t"], secrets.Token))
        {
            return DashboardHtml.Page(AccessPages.Refused(), StatusCodes.Status401Unauthorized);
        }

        context.Response.Cookies.Append(CookieName(context.Request), secrets.Cookie, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            MaxAge = TimeSpan.FromDays(30),
        });

        // A page that goes on by itself, not a redirect: after a link from elsewhere a redirect would come without the strict cookie.
        return DashboardHtml.Page(AccessPages.GoOn());
    }

    private static bool IsOpen(HttpRequest request) =>
        request.Path == LoginPath || request.Path.StartsWithSegments(AssetsPath) || request.Path == ResourcesApi;

    private bool IsKnown(HttpRequest request) =>
        DashboardSecrets.Same(request.Cookies[CookieName(request)], secrets.Cookie)
        || HasToken(request);

    private bool HasToken(HttpRequest request) =>
        request.Headers.Authorization is [{ } bearer] && DashboardSecrets.Same(bearer, $"Bearer {secrets.Token}");

    /// <summary>
    /// Pages on other ports of this host count as the same site, so the cookie comes with their requests too: what changes something
    /// must come from a page of exactly our own origin, or from a program, which sends no origin but knows the token.
    /// </summary>
    private bool IsFromOurOwnPage(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return StringValues.IsNullOrEmpty(origin)
            ? request.Headers["Sec-Fetch-Site"] is ["same-origin"] || HasToken(request)
            : origin == $"{request.Scheme}://{request.Host}";
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        var wantsPage = HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        if (wantsPage)
        {
            await DashboardHtml.Page(AccessPages.Refused(), StatusCodes.Status401Unauthorized).ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    }

    /// <summary>By port, so that two hosts on one machine do not log each other out.</summary>
    private static string CookieName(HttpRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"partnership-dashboard-{request.HttpContext.Connection.LocalPort}");
}
