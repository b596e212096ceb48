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
            && Find(context, token) is { } known
            && tokens.IsGood(known, current)
            && !removed.Contains(known.Principal.Caller.ClientId))
        {
            context.User = known.Principal;
            return next(context);
        }

        return CheckAsync(context);
    }

    /// <summary>
    /// A client sends the same token with every request of a connection, and the server then hands out the same string: only the
    /// first of them is hashed.
    /// </summary>
    private KnownToken? Find(HttpContext context, ReadOnlyMemory<char> token)
    {
        var header = context.Request.Headers.Authorization[0];
        var items = context.Features.Get<IConnectionItemsFeature>()?.Items;
        if (items is not null && items.TryGetValue(Last, out var last) && last is Tuple<string?, KnownToken> (var seen, var before) && ReferenceEquals(seen, header))
        {
            return before;
        }

        var known = tokens.Find(token.Span);
        if (known is not null && items is not null)
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
