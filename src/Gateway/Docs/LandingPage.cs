using System.Text.Encodings.Web;

namespace Partnership.Gateway.Docs;

/// <summary>What a person sees who opens the gateway's address.</summary>
internal static class LandingPage
{
    public static string Render(RegionOptions region) => $"""
        <!DOCTYPE html>
        <html lang="en-GB">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Encode(region.Name)} partnership</title><link rel="stylesheet" href="/docs/style.css"></head>
        <body>
        <header>{Encode(region.Name)} partnership</header>
        <main class="landing">
        <h1>One door to the region</h1>
        <p>{region.Councils.Count} councils, each with its own locality hub, and the central hub share this address. Every request to the API carries a token.</p>
        <ul>
        <li><a href="/docs">The API, to read</a></li>
        <li><a href="/openapi/v1.json">The API as OpenAPI 3.1</a></li>
        <li><a href="/health">Is the gateway well?</a></li>
        </ul>
        </main>
        </body>
        </html>
        """;

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
