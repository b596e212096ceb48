namespace Partnership.TestSupport;

/// <summary>Who is answered at an endpoint that the merged description leaves out.</summary>
public enum UndescribedAccess
{
    /// <summary>Everybody, and everybody the same: it tells nothing of anybody's.</summary>
    Everybody,

    /// <summary>Whoever has the key that is in the address; for everybody else, signed in or not, there is nothing.</summary>
    KeyHolder,

    /// <summary>Nobody: without a good token it is refused, with one there is nothing to read.</summary>
    Nobody,

    /// <summary>It hands requests on: without a good token they are refused, and what is not described behind it is not there.</summary>
    HandedOn,
}

/// <summary>An endpoint that the merged description leaves out.</summary>
/// <param name="Path">The pattern, as the service maps it.</param>
/// <param name="Access">Who is answered.</param>
/// <param name="Address">An address that it matches.</param>
public sealed record UndescribedEndpoint(string Path, UndescribedAccess Access, string? Address = null);

/// <summary>
/// Every such endpoint, by service. The architecture tests compare it with what the services map; the access matrix, which is made of the description, asks
/// each of these as well.
/// </summary>
public static class UndescribedEndpoints
{
    private const string Invented = "01970000-0000-7000-8000-00000000fade";

    private static readonly UndescribedEndpoint[] OfAll = [new("/alive", UndescribedAccess.Everybody), new("/health", UndescribedAccess.Everybody), new("/openapi/v1.json", UndescribedAccess.Everybody)];
    private static readonly UndescribedEndpoint Feed = new("/api/v1/panels/feeds/{key}", UndescribedAccess.KeyHolder, "/api/v1/panels/feeds/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics");

    public static IReadOnlyDictionary<string, IReadOnlyList<UndescribedEndpoint>> ByService { get; } = new Dictionary<string, IReadOnlyList<UndescribedEndpoint>>(StringComparer.Ordinal)
    {
        ["gateway"] =
        [
            .. OfAll, Feed, new("/", UndescribedAccess.Everybody), new("/docs", UndescribedAccess.Everybody), new("/docs/style.css", UndescribedAccess.Everybody),
            new("/api/v1/councils/{code}/{**rest}", UndescribedAccess.HandedOn, "/api/v1/councils/860/nowhere"),
            new("/api/v1/released/{code}/{**rest}", UndescribedAccess.HandedOn, "/api/v1/released/860/nowhere"),
            new("/api/v1/region/{**rest}", UndescribedAccess.HandedOn, "/api/v1/region/nowhere"),
            new("/api/v1/panels/{**rest}", UndescribedAccess.HandedOn, "/api/v1/panels/nowhere/at/all"),
            new("/api/v1/fund/{**rest}", UndescribedAccess.HandedOn, "/api/v1/fund/nowhere"),
        ],
        ["locality-hub"] = [.. OfAll, new("/api/v1/councils/{code}/refusals/{about:guid}", UndescribedAccess.Nobody, $"/api/v1/councils/860/refusals/{Invented}")],
        ["central-hub"] = OfAll,
        ["support-fund"] = OfAll,
        ["panel-scheduling"] = [.. OfAll, Feed],
    };
}
