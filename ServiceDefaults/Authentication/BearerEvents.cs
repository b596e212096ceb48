using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Net.Http.Headers;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>
/// Remembers each validated token until it expires, and refuses removed clients whether their token is remembered or not.
/// </summary>
internal sealed class BearerEvents(ValidatedTokens tokens, RemovedClients removed, AuthorityKeys keys) : JwtBearerEvents
{
    private const string Scheme = "Bearer ";

    public override async Task MessageReceived(MessageReceivedContext context)
    {
        if (Read(context) is not { } token)
        {
            context.NoResult();
            return;
        }

        if (tokens.Find(token) is { } known)
        {
            context.Principal = known;
            if (removed.Contains(known.Caller.ClientId))
            {
                context.Fail("The client has been removed.");
                return;
            }

            context.Success();
            return;
        }

        await keys.EnsureReadAsync(context.HttpContext.RequestAborted);
        context.Token = token;
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        var principal = new CallerPrincipal(context.Principal!);
        context.Principal = principal;
        if (removed.Contains(principal.Caller.ClientId))
        {
            context.Fail("The client has been removed.");
        }
        else
        {
            tokens.Add(Read(context)!, principal, context.SecurityToken.ValidTo);
        }

        return Task.CompletedTask;
    }

    private static string? Read(Microsoft.AspNetCore.Authentication.BaseContext<JwtBearerOptions> context)
    {
        var header = context.Request.Headers[HeaderNames.Authorization].ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }
}
