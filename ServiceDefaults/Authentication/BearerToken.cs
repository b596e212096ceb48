using Microsoft.AspNetCore.Http;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>The token of a request's <c>Authorization: Bearer</c> header.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Null when there is none. Two such headers are no token: which one counts must not be a matter of who reads.</summary>
    public static ReadOnlyMemory<char>? Of(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return header.AsMemory(Scheme.Length).Trim();
        }

        return null;
    }
}
