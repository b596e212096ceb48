using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Partnership.DevIdentity.Users;

namespace Partnership.DevIdentity.SignIn;

/// <summary>What a code stands for.</summary>
internal sealed record Grant(string ClientId, string RedirectUri, string Challenge, string Scope, string? Nonce, SeededUser User, DateTimeOffset Until);

/// <summary>Codes between sign-in and token: good once, for a minute, and only with the verifier of their challenge (PKCE, S256).</summary>
internal sealed class AuthorizationCodes(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Grant> _grants = new();

    public string Issue(string clientId, string redirectUri, string challenge, string scope, string? nonce, SeededUser user)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, grant) in _grants)
        {
            if (grant.Until <= now)
            {
                _grants.TryRemove(old, out _);
            }
        }

        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        _grants[code] = new Grant(clientId, redirectUri, challenge, scope, nonce, user, now + Lifetime);
        return code;
    }

    /// <summary>Gives what the code stands for and forgets it, even when the rest does not fit: a code that was tried is spent.</summary>
    public Grant? Redeem(string? code, string clientId, string? redirectUri, string? verifier) =>
        code is not null
        && _grants.TryRemove(code, out var grant)
        && grant.Until > clock.GetUtcNow()
        && grant.ClientId == clientId
        && grant.RedirectUri == redirectUri
        && verifier is { Length: >= 43 and <= 128 }
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            Encoding.ASCII.GetBytes(grant.Challenge))
            ? grant
            : null;
}
