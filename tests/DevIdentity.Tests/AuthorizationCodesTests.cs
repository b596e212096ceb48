using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Partnership.DevIdentity.SignIn;
using Partnership.DevIdentity.Users;
using Partnership.TestSupport;

namespace Partnership.DevIdentity.Tests;

public sealed class AuthorizationCodesTests
{
    private const string Client = "partnership-cli";
    private const string Redirect = "http://localhost:8082/callback";
    private static readonly string Verifier = new('v', 43);
    private static readonly string Challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2025, 6, 2, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void Redeem_AfterSeconds_IsGoodForAMinute(int seconds, bool good)
    {
        var codes = new AuthorizationCodes(_clock);
        var code = codes.Issue(Client, Redirect, Challenge, "openid", null, new SeededUser("someone", "Some One", "Group", "auditor", []));
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(good, codes.Redeem(code, Client, Redirect, Verifier) is not null);
    }
}
