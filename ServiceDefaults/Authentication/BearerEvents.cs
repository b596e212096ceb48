using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>
/// Reads the token, makes sure that there are keys to check it with, refuses removed clients, and remembers what was found good
/// for <see cref="KnownTokens"/>.
/// </summary>
internal sealed class BearerEvents(ValidatedTokens tokens, RemovedClients removed, AuthorityKeys keys) : JwtBearerEvents
{
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        if (BearerToken.Of(context.Request) is not { } token)
        {
            context.NoResult();
            return;
        }

        // Asked for before the token is checked: a token checked while the keys change is remembered under the old ones, so it is checked again.
        context.HttpContext.Items[this] = await keys.ReadAsync(context.HttpContext.RequestAborted);
        context.Token = new string(token.Span);
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        var principal = new CallerPrincipal(context.Principal!);
        context.Principal = principal;
        if (removed.Contains(principal.Caller.ClientId))
        {
            context.Fail("The client has been removed.");
        }
        else if (BearerToken.Of(context.Request) is { } token)
        {
            tokens.Add(token.Span, principal, context.SecurityToken.ValidTo, context.HttpContext.Items[this]!);
        }

        return Task.CompletedTask;
    }
}
