using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>Style, script and mark, out of the assembly. Their addresses change with their content, so browsers may keep them.</summary>
internal static class Assets
{
    private static readonly Dictionary<string, (byte[] Content, string Type, string Path)> All = new[]
    {
        ("dashboard.css", "text/css; charset=utf-8"),
        ("dashboard.js", "text/javascript; charset=utf-8"),
        ("mark.svg", "image/svg+xml"),
    }.ToDictionary(asset => asset.Item1, asset => Read(asset.Item1, asset.Item2), StringComparer.Ordinal);

    public static string Path(string name) => All[name].Path;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet(DashboardAccess.AssetsPath + "/{name}", (HttpContext context, string name) =>
    {
        if (!All.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Content, asset.Type);
    });

    private static (byte[] Content, string Type, string Path) Read(string name, string type)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream($"dashboard/{name}")
            ?? throw new InvalidOperationException($"The asset {name} is not in the assembly.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, type, $"{DashboardAccess.AssetsPath}/{name}?{Convert.ToHexStringLower(SHA256.HashData(content))[..12]}");
    }
}
