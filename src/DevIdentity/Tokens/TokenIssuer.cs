using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Partnership.Contracts;
using Partnership.DevIdentity.Clients;
using Partnership.DevIdentity.Users;

namespace Partnership.DevIdentity.Tokens;

/// <summary>Makes the tokens: RS256, five minutes, for the audience <c>partnership</c>, with the claims that docs/security.md lists.</summary>
internal sealed class TokenIssuer(SigningKey key, IOptions<IssuerOptions> options, TimeProvider clock)
{
    public const string Audience = "partnership";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _handler = new();

    /// <summary>A token for a system itself.</summary>
    public string ForClient(RegisteredClient client, string scope) =>
        Make(Audience, new Dictionary<string, object>
        {
            ["sub"] = client.Id,
            ["name"] = client.Id,
            ["client_id"] = client.Id,
            ["roles"] = client.Roles,
            ["councils"] = Codes(client.Councils),
            ["scope"] = scope,
        });

    /// <summary>A token for a person who signed in.</summary>
    public string ForUser(SeededUser user, string clientId, string scope) =>
        Make(Audience, new Dictionary<string, object>
        {
            ["sub"] = user.Id,
            ["name"] = user.Name,
            ["client_id"] = clientId,
            ["roles"] = new[] { user.Role },
            ["councils"] = Codes(user.Councils),
            ["scope"] = scope,
        });

    /// <summary>An OpenID Connect id token: tells the client who signed in; no service accepts it.</summary>
    public string IdFor(SeededUser user, string clientId, string? nonce)
    {
        var claims = new Dictionary<string, object> { ["sub"] = user.Id, ["name"] = user.Name };
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Make(clientId, claims);
    }

    private static string[] Codes(IEnumerable<CouncilCode> councils) => [.. councils.Select(code => code.ToString())];

    private string Make(string audience, Dictionary<string, object> claims)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        claims["jti"] = Guid.NewGuid().ToString("N");
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Value.Issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            SigningCredentials = key.Credentials,
            Claims = claims,
        });
    }
}
