using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Partnership.LocalHosting.Testing;

namespace Partnership.EndToEnd.Tests.Access;

/// <summary>Tokens that the running system's own authority would sign, and ones that look so and must be refused.</summary>
internal sealed class StackTokens
{
    /// <summary>A client that every service is told to refuse.</summary>
    public const string RemovedClient = "removed-client";

    private readonly string _issuer;
    private readonly RSA _rsa = RSA.Create();
    private readonly RsaSecurityKey _key;
    private readonly RsaSecurityKey _stranger;
    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> _tokens = new();

    private StackTokens(string issuer, string pem, string keyId)
    {
        _issuer = issuer;
        _rsa.ImportFromPem(pem);
        _key = new RsaSecurityKey(_rsa) { KeyId = keyId };
        _stranger = new RsaSecurityKey(RSA.Create(2048)) { KeyId = keyId };
    }

    public static async Task<StackTokens> ReadAsync(RunningStack stack)
    {
        using var identity = stack.App.CreateHttpClient("identity");
        var configuration = await identity.GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration");
        var keys = await identity.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json");
        var pem = await File.ReadAllTextAsync(Path.Combine(stack.IdentityFolder.FullName, "signing-key.pem"));
        return new StackTokens(configuration.GetProperty("issuer").GetString()!, pem, keys.GetProperty("keys")[0].GetProperty("kid").GetString()!);
    }

    /// <summary>A good token, or one that is bad in the way that the optional parts say.</summary>
    public string For(
        string role, IEnumerable<string> councils, string client = "access-tests", TimeSpan? validFor = null, string audience = "partnership", string? issuer = null, SigningCredentials? signedWith = null)
    {
        // As a client does, for as long as it is good: to sign each request anew would be most of the work.
        var (now, whose) = (TimeProvider.System.GetUtcNow(), $"{role} {string.Join(',', councils)} {client} {validFor} {audience} {issuer} {signedWith?.Algorithm} {signedWith?.Key.GetHashCode()}");
        if (!_tokens.TryGetValue(whose, out var kept) || kept.Until < now)
        {
            kept = (Sign(role, councils, client, now + (validFor ?? TimeSpan.FromMinutes(10)), audience, issuer, signedWith), now.AddMinutes(3));
            _tokens[whose] = kept;
        }

        return kept.Token;
    }

    private string Sign(string role, IEnumerable<string> councils, string client, DateTimeOffset ends, string audience, string? issuer, SigningCredentials? signedWith)
    {
        var begins = ends - TimeSpan.FromMinutes(20);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? _issuer,
            Audience = audience,
            IssuedAt = begins.UtcDateTime,
            NotBefore = begins.UtcDateTime,
            Expires = ends.UtcDateTime,
            SigningCredentials = signedWith ?? new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = client,
                ["client_id"] = client,
                ["roles"] = new[] { role },
                ["councils"] = councils.ToArray(),
            },
        });
    }

    /// <summary>What must be refused everywhere, by what is wrong with it; apart from that it is the token of somebody who is let in.</summary>
    public IEnumerable<(string What, string? Token)> Refused(string role, string[] councils)
    {
        var good = For(role, councils);
        var parts = good.Split('.');
        var publicKeyAsSecret = new SymmetricSecurityKey(Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = _key.KeyId };
        return
        [
            ("no token", null),
            ("expired", For(role, councils, validFor: TimeSpan.FromMinutes(-1))),
            ("wrong audience", For(role, councils, audience: "elsewhere")),
            ("wrong issuer", For(role, councils, issuer: "http://elsewhere.example")),
            ("forged signature", For(role, councils, signedWith: new SigningCredentials(_stranger, SecurityAlgorithms.RsaSha256))),
            ("HS256 by the public key", For(role, councils, signedWith: new SigningCredentials(publicKeyAsSecret, SecurityAlgorithms.HmacSha256))),
            ("alg none", $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}."),
            ("claims changed", $"{parts[0]}.{Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("access-tests", "somebody-else", StringComparison.Ordinal))}.{parts[2]}"),
            ("removed client", For(role, councils, RemovedClient)),
        ];
    }
}
