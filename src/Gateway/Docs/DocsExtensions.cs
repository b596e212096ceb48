using Microsoft.Extensions.Options;
using Partnership.Gateway.ApiDescription;
using Partnership.Gateway.Headers;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.Gateway.Docs;

/// <summary>Pages for people: the front door and the API's readable description. No scripts, nothing from elsewhere.</summary>
internal static class DocsExtensions
{
    public static void MapDocs(this WebApplication app)
    {
        app.MapGet("/", (HttpContext context, IOptions<RegionOptions> region) => Page(context, LandingPage.Render(region.Value))).AllowAnonymous();
        app.MapGet("/docs", async (HttpContext context, MergedApi api) =>
        {
            if (await api.FindAsync(context.RequestAborted) is not { } document)
            {
                await ProblemWriter.WriteAsync(context, MergedApiExtensions.Unavailable());
                return Results.Empty;
            }

            return Page(context, document.Page);
        }).AllowAnonymous();
        app.MapGet("/docs/style.css", () => Results.Text(DocsStyle.Css, "text/css; charset=utf-8")).AllowAnonymous();
    }

    private static IResult Page(HttpContext context, string html)
    {
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PageWithStyle;
        return Results.Content(html, "text/html; charset=utf-8");
    }
}
