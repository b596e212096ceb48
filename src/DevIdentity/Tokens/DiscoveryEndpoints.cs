using Microsoft.Extensions.Options;

namespace Partnership.DevIdentity.Tokens;

/// <summary>What a client or a service needs to know of this issuer.</summary>
internal static class DiscoveryEndpoints
{
    public static void MapDiscovery(this IEndpointRouteBuilder app)
    {
        app.MapGet("/.well-known/openid-configuration", (IOptions<IssuerOptions> options) =>
        {
            var issuer = options.Value.Issuer;
            return TypedResults.Ok(new Dictionary<string, object>
            {
                ["issuer"] = issuer,
                ["authorization_endpoint"] = issuer + "/connect/authorize",
                ["token_endpoint"] = issuer + "/connect/token",
                ["userinfo_endpoint"] = issuer + "/connect/userinfo",
                ["jwks_uri"] = issuer + "/.well-known/jwks.json",
                ["response_types_supported"] = List("code"),
                ["response_modes_supported"] = List("query"),
                ["grant_types_supported"] = List("authorization_code", "client_credentials"),
                ["code_challenge_methods_supported"] = List("S256"),
                ["token_endpoint_auth_methods_supported"] = List("client_secret_basic", "client_secret_post", "none"),
                ["subject_types_supported"] = List("public"),
                ["id_token_signing_alg_values_supported"] = List("RS256"),
                ["scopes_supported"] = List("openid", "profile", "partnership"),
                ["claims_supported"] = List("sub", "name", "councils", "roles", "client_id", "scope"),
                ["authorization_response_iss_parameter_supported"] = true,
            });
        }).AllowAnonymous();

        app.MapGet("/.well-known/jwks.json", (SigningKey key) => TypedResults.Ok(new KeySet([key.Public]))).AllowAnonymous();
    }

    /// <summary>A JSON Web Key Set (RFC 7517).</summary>
    internal sealed record KeySet(IReadOnlyList<PublicKey> Keys);

    private static string[] List(params string[] values) => values;
}
