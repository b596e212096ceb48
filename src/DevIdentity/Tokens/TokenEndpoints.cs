using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Partnership.DevIdentity.Clients;
using Partnership.DevIdentity.SignIn;
using Partnership.DevIdentity.Users;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.DevIdentity.Tokens;

/// <summary>
/// Tokens for a system (<c>grant_type=client_credentials</c> with <c>client_id</c> and <c>client_secret</c>, in the form or as Basic)
/// and for a person (<c>grant_type=authorization_code</c> with <c>code</c>, <c>redirect_uri</c>, <c>client_id</c>, <c>code_verifier</c>).
/// </summary>
internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder app)
    {
        // Called by programs, never by a page with cookies: there is nothing for another site to ride on.
        app.MapPost("/connect/token", HandleAsync).DisableAntiforgery().AllowAnonymous();
        app.MapGet("/connect/userinfo", (HttpContext context, SeededUsers users) =>
                users.Find(context.User.FindFirst("sub")?.Value) is { } user
                    ? Results.Ok(new { Sub = user.Id, user.Name, Roles = new[] { user.Role }, Councils = user.Councils })
                    : Results.Unauthorized())
            .RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<Results<Ok<TokenAnswer>, JsonHttpResult<TokenRefusal>>> HandleAsync(
        HttpContext context, RegisteredClients clients, IOptions<IssuerOptions> options, TokenIssuer issuer, AuthorizationCodes codes)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType)
        {
            return Refuse("invalid_request", "The request must be a form.");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (id, secret) = Credentials(context.Request, form);
        if (clients.Find(id) is not { } client)
        {
            return Refuse("invalid_client", "The client is not registered.", StatusCodes.Status401Unauthorized);
        }

        switch ((string?)form["grant_type"])
        {
            case "client_credentials" when client.RedirectUri is not null:
                return Refuse("unauthorized_client", "A public client has no tokens of its own.");

            case "client_credentials":
                return IsSecret(secret, options.Value.ClientSecret)
                    ? Answer(issuer.ForClient(client, TokenIssuer.Audience), TokenIssuer.Audience)
                    : Refuse("invalid_client", "The client's secret is wrong.", StatusCodes.Status401Unauthorized);

            case "authorization_code":
                return codes.Redeem(form["code"], client.Id, form["redirect_uri"], form["code_verifier"]) is { } grant
                    ? Answer(
                        issuer.ForUser(grant.User, client.Id, grant.Scope),
                        grant.Scope,
                        grant.Scope.Split(' ').Contains("openid") ? issuer.IdFor(grant.User, client.Id, grant.Nonce) : null)
                    : Refuse("invalid_grant", "The code is unknown, used, too old, or for another client, redirect address or verifier.");

            default:
                return Refuse("unsupported_grant_type", "Use client_credentials or authorization_code.");
        }
    }

    private static (string? Id, string? Secret) Credentials(HttpRequest request, IFormCollection form)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers[HeaderNames.Authorization], out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
        {
            return (form["client_id"], form["client_secret"]);
        }

        Span<byte> bytes = new byte[header.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(header.Parameter ?? string.Empty, bytes, out var written))
        {
            return (null, null);
        }

        var parts = Encoding.UTF8.GetString(bytes[..written]).Split(':', 2);
        return parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])) : (null, null);
    }

    /// <summary>Compares hashes in constant time: neither the length nor the first wrong letter shows in how long it takes.</summary>
    private static bool IsSecret(string? given, string secret) =>
        given is not null && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static Ok<TokenAnswer> Answer(string token, string scope, string? idToken = null) =>
        TypedResults.Ok(new TokenAnswer(token, "Bearer", (int)TokenIssuer.Lifetime.TotalSeconds, scope, idToken));

    private static JsonHttpResult<TokenRefusal> Refuse(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Json(new TokenRefusal(error, description), statusCode: status);
}

/// <summary>The answer of RFC 6749 §5.1.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope")] string Scope,
    [property: JsonPropertyName("id_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IdToken);

/// <summary>The refusal of RFC 6749 §5.2.</summary>
internal sealed record TokenRefusal(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description);
