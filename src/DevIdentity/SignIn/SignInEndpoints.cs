using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Partnership.DevIdentity.Clients;
using Partnership.DevIdentity.Tokens;
using Partnership.DevIdentity.Users;

namespace Partnership.DevIdentity.SignIn;

/// <summary>
/// Sign-in for people: authorization code with PKCE.
/// <para>
/// A program without a browser does the same in three requests: (1) POST <c>/connect/authorize</c>, a form with
/// <c>response_type=code</c>, <c>client_id=partnership-cli</c>, <c>redirect_uri=http://localhost:8082/callback</c>,
/// <c>scope=openid partnership</c>, a random <c>state</c>, <c>code_challenge</c> (base64url of the SHA-256 of the verifier, without
/// padding), <c>code_challenge_method=S256</c> and <c>user=social.worker.860</c>; (2) not following the 302, it checks <c>state</c> and takes
/// <c>code</c> from the Location header's query; (3) POST <c>/connect/token</c>, a form with <c>grant_type=authorization_code</c>,
/// <c>client_id</c>, the same <c>redirect_uri</c>, <c>code</c> and <c>code_verifier</c> (43 to 128 characters). Unknown users answer (1) with 400.
/// </para>
/// </summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => Results.Redirect("/.well-known/openid-configuration")).AllowAnonymous();
        app.MapGet("/connect/authorize", Show).AllowAnonymous();

        // There is no cookie to ride on: signing in is choosing a person on the page itself.
        app.MapPost("/connect/authorize", ChooseAsync).DisableAntiforgery().AllowAnonymous();
    }

    private static IResult Show(HttpContext context, RegisteredClients clients, SeededUsers users, IOptions<RegionOptions> region, IOptions<IssuerOptions> options)
    {
        var request = AuthorizationRequest.Read(name => context.Request.Query[name]);
        return Check(request, clients, options.Value.Issuer) ?? Page(context, SignInPage.Render(region.Value.Name, request, users.All, null), StatusCodes.Status200OK, request);
    }

    private static async Task<IResult> ChooseAsync(
        HttpContext context, RegisteredClients clients, SeededUsers users, AuthorizationCodes codes, IOptions<RegionOptions> region, IOptions<IssuerOptions> options)
    {
        if (!context.Request.HasFormContentType)
        {
            return Results.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var request = AuthorizationRequest.Read(name => form[name]);
        if (Check(request, clients, options.Value.Issuer) is { } refusal)
        {
            return refusal;
        }

        if (users.Find(form["user"]) is not { } user)
        {
            return Page(context, SignInPage.Render(region.Value.Name, request, users.All, "Choose one of the people listed."), StatusCodes.Status400BadRequest, request);
        }

        var code = codes.Issue(request.ClientId!, request.RedirectUri!, request.CodeChallenge!, request.Scope ?? "partnership", request.Nonce, user);
        return Back(request, options.Value.Issuer, ("code", code));
    }

    /// <summary>
    /// Null when the request is good. An unknown client or redirect address gets a page, never a redirect: it could lead anywhere.
    /// </summary>
    private static IResult? Check(AuthorizationRequest request, RegisteredClients clients, string issuer)
    {
        if (clients.Find(request.ClientId) is not { RedirectUri: { } registered } || request.RedirectUri != registered)
        {
            return Results.Content(SignInPage.Refusal("The client is not registered for sign-in with this redirect address."), "text/html; charset=utf-8", statusCode: StatusCodes.Status400BadRequest);
        }

        return request switch
        {
            { ResponseType: not "code" } => Back(request, issuer, ("error", "unsupported_response_type"), ("error_description", "response_type must be code.")),
            { CodeChallengeMethod: not "S256" } or { CodeChallenge: not { Length: 43 } } =>
                Back(request, issuer, ("error", "invalid_request"), ("error_description", "PKCE is required: code_challenge with code_challenge_method S256.")),
            _ => null,
        };
    }

    private static IResult Back(AuthorizationRequest request, string issuer, params (string Name, string Value)[] values)
    {
        var query = values.ToDictionary(value => value.Name, value => (string?)value.Value);
        query["iss"] = issuer;
        if (request.State is not null)
        {
            query["state"] = request.State;
        }

        return Results.Redirect(QueryHelpers.AddQueryString(request.RedirectUri!, query));
    }

    private static IResult Page(HttpContext context, string html, int status, AuthorizationRequest request)
    {
        // Browsers apply form-action to the redirect after the form as well, so the client's origin is named.
        var client = new Uri(request.RedirectUri!).GetLeftPart(UriPartial.Authority);
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'unsafe-inline'; form-action 'self' {client}; frame-ancestors 'none'; base-uri 'none'";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Content(html, "text/html; charset=utf-8", statusCode: status);
    }
}

/// <summary>The parameters of an authorization request (RFC 6749 §4.1.1, RFC 7636).</summary>
internal sealed record AuthorizationRequest(
    string? ResponseType, string? ClientId, string? RedirectUri, string? Scope, string? State, string? CodeChallenge, string? CodeChallengeMethod, string? Nonce)
{
    public static AuthorizationRequest Read(Func<string, string?> value) => new(
        value("response_type"), value("client_id"), value("redirect_uri"), value("scope"), value("state"), value("code_challenge"), value("code_challenge_method"), value("nonce"));

    public IEnumerable<(string Name, string? Value)> Fields() =>
    [
        ("response_type", ResponseType), ("client_id", ClientId), ("redirect_uri", RedirectUri), ("scope", Scope), ("state", State),
        ("code_challenge", CodeChallenge), ("code_challenge_method", CodeChallengeMethod), ("nonce", Nonce),
    ];
}
