namespace Partnership.Gateway.Headers;

/// <summary>Headers that every answer carries, whoever made it: the door's own pages, a service behind it, a refusal.</summary>
internal static class SecurityHeaders
{
    private const string NothingMayLoad = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>For pages that bring one stylesheet from this server and nothing else.</summary>
    public const string PageWithStyle = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void UseSecurityHeaders(this WebApplication app) =>
        app.Use(next => context =>
        {
            context.Response.OnStarting(
                static state =>
                {
                    Apply((HttpContext)state);
                    return Task.CompletedTask;
                },
                context);
            return next(context);
        });

    private static void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = NothingMayLoad;
        }

        // Answers of the API are about children: no cache on the way may keep them.
        if (headers.CacheControl.Count == 0 || context.Request.Path.StartsWithSegments("/api"))
        {
            headers.CacheControl = "no-store";
        }

        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        // A service's make and version are nobody's business outside.
        headers.Remove("Server");
        headers.Remove("X-Powered-By");
    }
}
