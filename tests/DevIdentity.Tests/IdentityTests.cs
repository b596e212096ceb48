using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using AngleSharp.Html.Parser;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Partnership.DevIdentity.Tests;

public sealed class IdentityTests(RunningIdentity running) : IClassFixture<RunningIdentity>
{
    private const string Redirect = "http://localhost:8082/callback";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk-and-more";

    private readonly IdentityService _identity = running.Service;

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Start_OutsideDevelopment_Refuses(string environment)
    {
        var (exitCode, error) = await IdentityService.RunAsync(environment);
        Assert.Equal(1, exitCode);
        Assert.Contains("Development only", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ForACaseSystem_HasTheClaimsThatServicesRead()
    {
        var token = await ValidateAsync(await ClientTokenAsync("case-system-860"));
        Assert.Equal("case-system-860", token.Subject);
        Assert.Equal(["case-system"], token.Claims.Where(c => c.Type == "roles").Select(c => c.Value));
        Assert.Equal(["860"], token.Claims.Where(c => c.Type == "councils").Select(c => c.Value));
        Assert.Equal("case-system-860", token.GetClaim("client_id").Value);
        Assert.Equal(["partnership"], token.Audiences);
        Assert.Equal("RS256", token.Alg);
        Assert.Equal(TimeSpan.FromMinutes(5), token.ValidTo - token.IssuedAt);
    }

    [Theory]
    [InlineData("hub-operations", "hub-operations", 0)]
    [InlineData("board", "board-member", 0)]
    [InlineData("auditor", "auditor", 0)]
    [InlineData("operator", "operator", 2)]
    public async Task Token_ForARegionalClient_HasItsRole(string client, string role, int councils)
    {
        var token = await ValidateAsync(await ClientTokenAsync(client));
        Assert.Equal(role, token.GetClaim("roles").Value);
        Assert.Equal(councils, token.Claims.Count(c => c.Type == "councils"));
    }

    [Theory]
    [InlineData("case-system-860", "wrong secret of the tests", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("case-system-860", "", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("case-system-999", IdentityService.Secret, HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("partnership-cli", IdentityService.Secret, HttpStatusCode.BadRequest, "unauthorized_client")]
    public async Task Token_WrongClientOrSecret_IsRefused(string client, string secret, HttpStatusCode status, string error)
    {
        using var response = await PostAsync("/connect/token", ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(error, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Token_SecretAsBasic_IsAccepted()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"case-system-861:{Uri.EscapeDataString(IdentityService.Secret)}")));
        using var response = await _identity.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("refresh_token")]
    [InlineData("")]
    public async Task Token_AnotherGrant_IsRefused(string grant)
    {
        using var response = await PostAsync("/connect/token", ("grant_type", grant), ("client_id", "case-system-860"), ("client_secret", IdentityService.Secret));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("unsupported_grant_type", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task SignIn_OfAPerson_GivesATokenOnceForTheRightVerifier()
    {
        using var chosen = await ChooseAsync("social.worker.860");
        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        var location = chosen.Headers.Location!;
        Assert.StartsWith(Redirect + "?", location.ToString(), StringComparison.Ordinal);
        var query = HttpUtility.ParseQueryString(location.Query);
        Assert.Equal("the state", query["state"]);
        Assert.Equal(_identity.Address, query["iss"]);

        using var answer = await RedeemAsync(query["code"]!);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var token = await ValidateAsync(tokens.GetProperty("access_token").GetString()!);
        Assert.Equal("social.worker.860", token.Subject);
        Assert.Equal("social-worker", token.GetClaim("roles").Value);
        Assert.Equal("860", token.GetClaim("councils").Value);
        Assert.Equal("partnership-cli", token.GetClaim("client_id").Value);
        var id = new JsonWebToken(tokens.GetProperty("id_token").GetString());
        Assert.Equal(["partnership-cli"], id.Audiences);
        Assert.Equal("the nonce", id.GetClaim("nonce").Value);
        Assert.True(answer.Headers.CacheControl?.NoStore);

        using var again = await RedeemAsync(query["code"]!);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Theory]
    [InlineData(Verifier + "x", Redirect, "partnership-cli")]
    [InlineData(null, Redirect, "partnership-cli")]
    [InlineData(Verifier, "http://localhost:8082/other", "partnership-cli")]
    [InlineData(Verifier, Redirect, "case-system-860")]
    public async Task Redeem_WrongVerifierAddressOrClient_IsRefusedAndSpendsTheCode(string? verifier, string redirect, string client)
    {
        using var chosen = await ChooseAsync("hub.operations");
        var code = HttpUtility.ParseQueryString(chosen.Headers.Location!.Query)["code"]!;
        using var wrong = await RedeemAsync(code, verifier, redirect, client);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var right = await RedeemAsync(code);
        Assert.Equal("invalid_grant", (await right.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("redirect_uri", "http://localhost:8082/callback/")]
    [InlineData("redirect_uri", "http://evil.example/callback")]
    [InlineData("client_id", "case-system-860")]
    [InlineData("client_id", "nobody")]
    public async Task Authorize_UnregisteredClientOrAddress_NeverRedirects(string name, string value)
    {
        using var response = await _identity.Client.GetAsync("/connect/authorize?" + Query(name, value));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Theory]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    public async Task Authorize_WithoutPkceOrCode_GoesBackWithTheError(string name, string value, string error)
    {
        using var response = await _identity.Client.GetAsync("/connect/authorize?" + Query(name, value));
        var query = HttpUtility.ParseQueryString(response.Headers.Location!.Query);
        Assert.Equal(error, query["error"]);
        Assert.Equal("the state", query["state"]);
        Assert.Null(query["code"]);
    }

    [Fact]
    public async Task Authorize_Page_ListsPeopleByCouncilAndWorksWithoutScripts()
    {
        using var response = await _identity.Client.GetAsync("/connect/authorize?" + Query("state", "\"><script>alert(1)</script>"));
        var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());

        Assert.Equal("en-GB", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.Equal(["Staffordshire (860)", "Stoke-on-Trent (861)", "The region"], page.QuerySelectorAll("h2").Select(heading => heading.TextContent));
        var people = page.QuerySelectorAll("form button[type=submit][name=user]").Select(button => button.GetAttribute("value")).ToList();
        Assert.Contains("social.worker.860", people);
        Assert.Contains("family.finder.861", people);
        Assert.Contains("hub.operations", people);
        Assert.Equal(people.Count, people.Distinct().Count());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserInfo_TellsThePersonOfTheTokenAndNobodyElse()
    {
        using var chosen = await ChooseAsync("family.finder.861");
        using var answer = await RedeemAsync(HttpUtility.ParseQueryString(chosen.Headers.Location!.Query)["code"]!);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo") { Headers = { Authorization = new("Bearer", token) } };
        using var told = await _identity.Client.SendAsync(request);
        Assert.Equal("family.finder.861", (await told.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sub").GetString());

        using var nobody = await _identity.Client.GetAsync("/connect/userinfo");
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal("application/problem+json", nobody.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task SignIn_UnknownPerson_ShowsThePageAgain()
    {
        using var response = await ChooseAsync("nobody.860");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("role=\"alert\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Restart_KeepsTheKeyForItsOwnersEyesOnly()
    {
        var token = await ClientTokenAsync("case-system-860");
        var file = Path.Combine(running.Folder, "signing-key.pem");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        await using var second = await IdentityService.StartAsync(running.Folder);
        Assert.Equal(await _identity.Client.GetStringAsync("/.well-known/jwks.json"), await second.Client.GetStringAsync("/.well-known/jwks.json"));
        Assert.Equal("case-system-860", (await ValidateAsync(token)).Subject);
    }

    private static string Query(string name, string value)
    {
        var query = HttpUtility.ParseQueryString(string.Empty);
        foreach (var (key, usual) in Request())
        {
            query[key] = key == name ? value : usual;
        }

        return query.ToString()!;
    }

    private static (string Name, string Value)[] Request() =>
    [
        ("response_type", "code"), ("client_id", "partnership-cli"), ("redirect_uri", Redirect), ("scope", "openid partnership"), ("state", "the state"), ("nonce", "the nonce"),
        ("code_challenge", Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))), ("code_challenge_method", "S256"),
    ];

    private async Task<string> ClientTokenAsync(string client)
    {
        using var response = await PostAsync("/connect/token", ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", IdentityService.Secret));
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(300, answer.GetProperty("expires_in").GetInt32());
        return answer.GetProperty("access_token").GetString()!;
    }

    private Task<HttpResponseMessage> ChooseAsync(string user) => PostAsync("/connect/authorize", [.. Request(), ("user", user)]);

    private Task<HttpResponseMessage> RedeemAsync(string code, string? verifier = Verifier, string redirect = Redirect, string client = "partnership-cli") =>
        PostAsync(
            "/connect/token",
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("client_id", client), ("code_verifier", verifier ?? string.Empty));

    private Task<HttpResponseMessage> PostAsync(string address, params (string Name, string Value)[] fields) =>
        _identity.Client.PostAsync(address, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>Validates as a service would: by the discovery document and the keys that it names.</summary>
    private async Task<JsonWebToken> ValidateAsync(string token)
    {
        var manager = new ConfigurationManager<OpenIdConnectConfiguration>(
            _identity.Address + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = false });
        var configuration = await manager.GetConfigurationAsync();
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = "partnership",
            IssuerSigningKeys = configuration.SigningKeys,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }
}
