using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>
/// Authenticates each request: by memory when its token was found good before, has not expired, the authority's keys are still
/// those that it was checked with and its client has not been removed; by the bearer handler otherwise.
/// </summary>
internal sealed class KnownTokens(RequestDelegate next, ValidatedTokens tokens, RemovedClients removed, AuthorityKeys keys)
{
    private static readonly object Last = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (BearerToken.Of(context.Request) is { } token
            && keys.Current is { } current
            && FindGood(context, token, current) is { } known
            && !removed.Contains(known.Principal.Caller.ClientId))
        {
            context.User = known.Principal;
            return next(context);
        }

        return CheckAsync(context);
    }

    /// <summary>
    /// A client sends the same token with every request of a connection, and the server then hands out the same string: only the
    /// first of them is hashed. Over HTTP/1.1 alone, where a connection has one request at a time and its items one user.
    /// </summary>
    private KnownToken? FindGood(HttpContext context, ReadOnlyMemory<char> token, object current)
    {
        var header = context.Request.Headers.Authorization[0];
        var items = HttpProtocol.IsHttp11(context.Request.Protocol) ? context.Features.Get<IConnectionItemsFeature>()?.Items : null;
        if (items is not null
            && items.TryGetValue(Last, out var last)
            && last is Tuple<string?, KnownToken> (var seen, var before)
            && ReferenceEquals(seen, header)
            && tokens.IsGood(before, current))
        {
            return before;
        }

        // What the connection remembers may be of earlier keys, and the token good again by these.
        if (tokens.Find(token.Span) is not { } known || !tokens.IsGood(known, current))
        {
            return null;
        }

        if (items is not null)
        {
            items[Last] = Tuple.Create(header, known);
        }

        return known;
    }

    private async Task CheckAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync();
        if (result.Principal is { } checkedNow)
        {
            context.User = checkedNow;
        }

        await next(context);
    }
}

internal static class KnownTokensExtensions
{
    /// <summary>Takes the place of <c>UseAuthentication</c>.</summary>
    public static void UseKnownTokens(this IApplicationBuilder app)
    {
        // The mark that UseAuthentication leaves. Without it the host puts that middleware before all of ours, where it would check
        // every token in full and answer its failures without problem details.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseMiddleware<KnownTokens>();
    }
}
