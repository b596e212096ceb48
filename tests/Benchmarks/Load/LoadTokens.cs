using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Partnership.Benchmarks.Load;

/// <summary>Tokens for many invented people, signed with the development identity's own key: signing each of them in would be another measurement.</summary>
internal sealed class LoadTokens : IDisposable
{
    private readonly RSA _rsa = RSA.Create();
    private readonly SigningCredentials _signing;
    private readonly string _issuer;

    public LoadTokens(string issuer, string pem, string keyId)
    {
        _issuer = issuer;
        _rsa.ImportFromPem(pem);
        _signing = new SigningCredentials(new RsaSecurityKey(_rsa) { KeyId = keyId }, SecurityAlgorithms.RsaSha256);
    }

    public string For(string subject, string client, string role, TimeSpan validFor, params string[] councils)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _issuer,
            Audience = "partnership",
            IssuedAt = now,
            NotBefore = now.AddMinutes(-1),
            Expires = now + validFor,
            SigningCredentials = _signing,
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["client_id"] = client, ["roles"] = new[] { role }, ["councils"] = councils },
        });
    }

    public void Dispose() => _rsa.Dispose();
}
