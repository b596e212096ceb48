using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.TestSupport;

/// <summary>
/// An authority for tests: its own key, a discovery document and key set on a loopback port, and any token that a test wants,
/// good or bad. Give its <see cref="Settings"/> to the service under test.
/// </summary>
public sealed class TestTokens : IAsyncDisposable
{
    private const string Audience = "partnership";

    // One for all hosts of a test program: making a key takes longer than many a test, and an authority is told from another by its address.
    private static readonly RSA FirstKey = RSA.Create(2048);

    private RSA _rsa = FirstKey;
    private RsaSecurityKey _key;
    private readonly WebApplication _server;
    private int _keyReads;

    private TestTokens()
    {
        _key = new RsaSecurityKey(_rsa) { KeyId = "test-key" };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>The issuer's address.</summary>
    public string Authority { get; private set; } = string.Empty;

    /// <summary>How often the key set was read.</summary>
    public int KeyReads => _keyReads;

    /// <summary>Configuration that makes a service trust this authority.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Authentication:Authority"] = Authority,
        ["Authentication:Audience"] = Audience,
    };

    public static async Task<TestTokens> StartAsync()
    {
        var tokens = new TestTokens();
        await tokens._server.StartAsync();
        tokens.Authority = tokens._server.Urls.Single();
        return tokens;
    }

    /// <summary>Withdraws the key for a new one: what was signed before must be believed no more.</summary>
    public void ChangeKey()
    {
        DisposeOfOwnKey();
        _rsa = RSA.Create(2048);
        _key = new RsaSecurityKey(_rsa) { KeyId = $"test-key-{Guid.NewGuid():n}" };
    }

    /// <summary>A council's case management system.</summary>
    public string CaseSystem(int council) => For([Roles.CaseSystem], [council], $"case-system-{council}");

    /// <summary>A person or system with one role.</summary>
    public string With(string role, params int[] councils) => For([role], councils);

    /// <summary>Any good token, or one that is bad in the way that the optional parts say.</summary>
    public string For(
        IEnumerable<string> roles,
        IEnumerable<int> councils,
        string clientId = "test-client",
        string? subject = null,
        TimeSpan? validFor = null,
        string audience = Audience,
        string? issuer = null,
        SigningCredentials? signedWith = null)
    {
        // A token that ended is one that was valid once: issued before it ended.
        var now = TimeProvider.System.GetUtcNow();
        var ends = now + (validFor ?? TimeSpan.FromMinutes(5));
        var begins = ends < now ? ends - TimeSpan.FromMinutes(10) : now - TimeSpan.FromMinutes(5);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority,
            Audience = audience,
            IssuedAt = begins.UtcDateTime,
            NotBefore = begins.UtcDateTime,
            Expires = ends.UtcDateTime,
            SigningCredentials = signedWith ?? new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = subject ?? clientId,
                ["client_id"] = clientId,
                ["roles"] = roles.ToArray(),
                ["councils"] = councils.Select(code => new CouncilCode(code).ToString()).ToArray(),
                ["jti"] = Guid.NewGuid().ToString("N"),
            },
        });
    }

    /// <summary>Tokens that every service must refuse, by what is wrong with them; apart from that they are the case system's.</summary>
    /// <param name="council">Whose case system's token it would be.</param>
    /// <param name="keysElsewhere">An address that tokens name; nobody may ask there.</param>
    public IReadOnlyDictionary<string, string> Refused(int council, string keysElsewhere = "http://127.0.0.1:9/keys.json")
    {
        string Make(TimeSpan? validFor = null, string audience = Audience, string? issuer = null, SigningCredentials? signedWith = null) =>
            For([Roles.CaseSystem], [council], $"case-system-{council}", null, validFor, audience, issuer, signedWith);

        var good = Make();
        var stranger = new RsaSecurityKey(RSA.Create(2048)) { KeyId = _key.KeyId };
        var unknown = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "another-key" };
        var publicKeyAsSecret = new SymmetricSecurityKey(Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = _key.KeyId };
        var jwk = JsonSerializer.Serialize(new { kty = "RSA", n = Base64UrlEncoder.Encode(stranger.Rsa.ExportParameters(false).Modulus), e = "AQAB", alg = "RS256", use = "sig" });
        var certificate = Convert.ToBase64String(new CertificateRequest("CN=elsewhere", stranger.Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100)).RawData);
        return new Dictionary<string, string>
        {
            ["expired beyond the leeway"] = Make(validFor: TimeSpan.FromSeconds(-40)),
            ["for another audience"] = Make(audience: "elsewhere"),
            ["of another issuer"] = Make(issuer: "http://elsewhere.example"),
            ["signed with a stranger's key under our key id"] = Make(signedWith: new SigningCredentials(stranger, SecurityAlgorithms.RsaSha256)),
            ["signed with an unknown key"] = Make(signedWith: new SigningCredentials(unknown, SecurityAlgorithms.RsaSha256)),
            ["HS256 with the public key as secret"] = Make(signedWith: new SigningCredentials(publicKeyAsSecret, SecurityAlgorithms.HmacSha256)),
            ["RS512, an algorithm that we do not use"] = Make(signedWith: new SigningCredentials(_key, SecurityAlgorithms.RsaSha512)),
            ["alg none"] = Unsigned(good),
            ["claims changed after signing"] = WithPayload(good, payload => payload.Replace(new CouncilCode(council).ToString(), council == 861 ? "862" : "861", StringComparison.Ordinal)),
            ["signature cut off"] = good[..(good.LastIndexOf('.') + 1)],
            ["not a token"] = "x.y.z",
            ["naming a stranger's keys by jku"] = ByStranger($$"""{"alg":"RS256","typ":"JWT","kid":"{{_key.KeyId}}","jku":"{{keysElsewhere}}"}"""),
            ["naming a stranger's keys by jku, under a key id of theirs"] = ByStranger($$"""{"alg":"RS256","typ":"JWT","kid":"elsewhere","jku":"{{keysElsewhere}}"}"""),
            ["naming a stranger's certificate by x5u"] = ByStranger($$"""{"alg":"RS256","typ":"JWT","kid":"elsewhere","x5u":"{{keysElsewhere}}"}"""),
            ["bringing its own key as jwk"] = ByStranger($$"""{"alg":"RS256","typ":"JWT","jwk":{{jwk}}}"""),
            ["bringing its own certificate as x5c"] = ByStranger($$"""{"alg":"RS256","typ":"JWT","x5c":["{{certificate}}"]}"""),
            ["with a key id that is a path"] = ByStranger("""{"alg":"RS256","typ":"JWT","kid":"../../../../../../dev/null"}"""),
            ["HS256 with nothing as secret, the key id a path to nothing"] = ByNothing("""{"alg":"HS256","typ":"JWT","kid":"../../../../../../dev/null"}"""),
            ["with a key id that is a statement"] = ByStranger("""{"alg":"RS256","typ":"JWT","kid":"x' or '1'='1"}"""),
            ["with a key id that is an address"] = ByStranger($$"""{"alg":"RS256","typ":"JWT","kid":"{{keysElsewhere}}"}"""),
            ["with a key id that is none"] = ByStranger("""{"alg":"RS256","typ":"JWT","kid":["x"]}"""),
            ["with two algorithms"] = ByStranger($$"""{"alg":"RS256","alg":"none","typ":"JWT","kid":"{{_key.KeyId}}"}"""),
        };

        string ByStranger(string header) => SignedBy(stranger.Rsa, header, good);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        DisposeOfOwnKey();
    }

    private void DisposeOfOwnKey()
    {
        if (_rsa != FirstKey)
        {
            _rsa.Dispose();
        }
    }

    private static string SignedBy(RSA key, string header, string token)
    {
        var said = $"{Base64UrlEncoder.Encode(header)}.{token.Split('.')[1]}";
        return $"{said}.{Base64UrlEncoder.Encode(key.SignData(Encoding.ASCII.GetBytes(said), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private string ByNothing(string header)
    {
        var said = $"{Base64UrlEncoder.Encode(header)}.{For([Roles.CaseSystem], [860]).Split('.')[1]}";
        return $"{said}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(Array.Empty<byte>(), Encoding.ASCII.GetBytes(said)))}";
    }

    private static string Unsigned(string token) =>
        Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""") + "." + token.Split('.')[1] + ".";

    private static string WithPayload(string token, Func<string, string> change)
    {
        var parts = token.Split('.');
        return string.Join('.', parts[0], Base64UrlEncoder.Encode(change(Base64UrlEncoder.Decode(parts[1]))), parts[2]);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/.well-known/openid-configuration":
                await WriteAsync(context, new { issuer = Authority, jwks_uri = Authority + "/jwks" });
                break;
            case "/jwks":
                Interlocked.Increment(ref _keyReads);
                var key = _rsa.ExportParameters(false);
                await WriteAsync(context, new
                {
                    keys = new[]
                    {
                        new { kty = "RSA", use = "sig", alg = "RS256", kid = _key.KeyId, n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) },
                    },
                });
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static Task WriteAsync(HttpContext context, object value)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(value));
    }
}
