using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Partnership.Gateway.Headers;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.Gateway.Tests;

/// <summary>Who gets through the door, and as what.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private GatewayHost _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync();

    public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/councils/860/children?limit=2", "locality-hub-860")]
    [InlineData("/api/v1/councils/861/imports/1/findings", "locality-hub-861")]
    [InlineData("/api/v1/councils/860", "locality-hub-860")]
    [InlineData("/api/v1/region/indicators?to=2025-03-31", "central-hub")]
    [InlineData("/api/v1/fund/rule-packs", "support-fund")]
    [InlineData("/api/v1/panels/clocks", "panel-scheduling")]
    public async Task Get_Route_ReachesItsServiceWithTheAddressUnchanged(string address, string service)
    {
        using var client = _gateway.Client(_gateway.Tokens.With(Roles.SocialWorker, 860, 861));
        using var response = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{{\"service\":\"{service}\"}}", await response.Content.ReadAsStringAsync());
        var received = All().Single();
        Assert.Equal(address, received.Target);
        Assert.Equal(service, received.Service);
    }

    /// <summary>What another council has released is asked of its own hub, which knows to whom.</summary>
    [Fact]
    public async Task Get_Released_ReachesTheOwnersHubWhateverTheCallersCouncil()
    {
        const string Address = "/api/v1/released/861/disclosures/3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41";
        using var client = _gateway.Client(_gateway.Tokens.With(Roles.FamilyFinder, 860));
        using var response = await client.GetAsync(Address);
        using var nowhere = await client.GetAsync(Address.Replace("861", "893", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Equal(("locality-hub-861", Address), (All().Single().Service, All().Single().Target));
    }

    [Theory]
    [InlineData("/api/v1/councils/861/children")]
    [InlineData("/api/v1/councils/893/children")]
    [InlineData("/api/v1/councils/%38%36%31/children")]
    [InlineData("/api/v1/councils/860/../861/children")]
    [InlineData("/api/v1/councils//861/children")]
    [InlineData("/api/v1/councils")]
    [InlineData("/api/v2/councils/860/children")]
    [InlineData("/nowhere")]
    public async Task Get_NotTheCallersCouncilOrNoRoute_Returns404AndReachesNobody(string address)
    {
        using var client = _gateway.Client(_gateway.Tokens.CaseSystem(860));
        using var response = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("resource.not-found", await response.ReadCodeAsync());

        // Nothing but the notice of it, for the council's audit trail.
        Assert.DoesNotContain(All(), received => !received.Target.Contains("/refusals/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/api/v1/councils/861/children/3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41/name?given=Clementina", "3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41")]
    [InlineData("POST", "/api/v1/councils/861/children/search", "00000000-0000-0000-0000-000000000000")]
    [InlineData("DELETE", "/api/v1/councils/861/anything", "00000000-0000-0000-0000-000000000000")]
    public async Task Any_NotTheCallersCouncil_TellsThatCouncilsHubAndNothingMore(string method, string address, string about)
    {
        var token = _gateway.Tokens.CaseSystem(860);
        using var client = _gateway.Client(token);
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Content = method == "POST" ? JsonContent.Create(new { localId = "C1" }) : null;
        request.Headers.Add("Idempotency-Key", "k-1");
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var notice = All().Single();
        Assert.Equal(("locality-hub-861", "GET", $"/api/v1/councils/861/refusals/{about}", 0L), (notice.Service, notice.Method, notice.Target, notice.BodyBytes));
        Assert.Equal("Bearer " + token, notice.Headers["Authorization"]);
        Assert.Equal(["Authorization", "Host", "traceparent"], notice.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Get_NotTheCallersCouncilAndItsHubIsAway_Returns404AllTheSame()
    {
        await _gateway.Stoke.DisposeAsync();
        using var client = _gateway.Client(_gateway.Tokens.CaseSystem(860));
        using var response = await client.GetAsync("/api/v1/councils/861/children");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("resource.not-found", await response.ReadCodeAsync());
    }

    [Fact]
    public async Task Get_CouncilOfTheTokenButNotOfTheRegion_Returns404()
    {
        using var client = _gateway.Client(_gateway.Tokens.CaseSystem(893));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/councils/893/children")).StatusCode);
    }

    [Fact]
    public async Task Get_NoToken_Returns401AndReachesNobody()
    {
        using var client = _gateway.Client();
        foreach (var address in new[] { "/api/v1/councils/860/children", "/api/v1/region/indicators", "/nowhere" })
        {
            using var response = await client.GetAsync(address);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("token.refused", await response.ReadCodeAsync());
        }

        Assert.Empty(All());
    }

    [Fact]
    public async Task Get_BadTokens_AreAllRefusedAndReachNobody()
    {
        foreach (var (what, token) in _gateway.Tokens.Refused(860))
        {
            using var client = _gateway.Client(token);
            using var response = await client.GetAsync("/api/v1/councils/860/children");
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"A token {what} was answered {response.StatusCode}.");
        }

        Assert.Empty(All());
    }

    [Fact]
    public async Task Get_SpoofedHeaders_AreNotPassedOn()
    {
        using var client = _gateway.Client(_gateway.Tokens.CaseSystem(860));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/councils/860/children");
        string[] spoofed = ["X-Forwarded-For", "x-forwarded-host", "X-Forwarded-Prefix", "Forwarded", "X-Real-IP", "X-Original-URL", "X-Council", "X-Council-Code", "X-User-Id", "X-Roles", "X-HTTP-Method-Override", "Cookie", "baggage", "tracestate"];
        foreach (var name in spoofed)
        {
            request.Headers.TryAddWithoutValidation(name, "861");
        }

        request.Headers.Add("Idempotency-Key", "k-1");
        request.Headers.Add("If-Match", "\"3\"");
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var headers = All().Single().Headers;
        Assert.All(spoofed, name => Assert.False(headers.ContainsKey(name), $"{name} was passed on."));
        Assert.Equal("k-1", headers["Idempotency-Key"]);
        Assert.Equal("\"3\"", headers["If-Match"]);
        Assert.StartsWith("Bearer ", headers["Authorization"], StringComparison.Ordinal);
        Assert.True(headers.ContainsKey("traceparent"), "The trace does not go on.");
    }

    [Fact]
    public async Task Get_HeaderOfAnyLetters_IsPassedOn()
    {
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = _gateway.ClientOptions.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/councils/860/children");
        request.Headers.Add("Authorization", $"Bearer {_gateway.Tokens.CaseSystem(860)}");
        request.Headers.TryAddWithoutValidation("X-Program", "Fallführung für Zoë");

        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Fallführung für Zoë", All().Single().Headers["X-Program"]);
    }

    [Fact]
    public async Task Connect_ToAnOperation_Is405()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _gateway.ClientOptions.BaseAddress.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"CONNECT /api/v1/councils/860/children HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_gateway.Tokens.CaseSystem(860)}\r\nConnection: close\r\n\r\n"));
        using var answer = new StreamReader(new NetworkStream(socket));

        Assert.StartsWith("HTTP/1.1 405 ", await answer.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/councils/860/children", HttpStatusCode.OK)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/health", HttpStatusCode.OK)]
    public async Task Get_Anything_CarriesTheSecurityHeaders(string address, HttpStatusCode status)
    {
        using var client = _gateway.Client(_gateway.Tokens.CaseSystem(860));
        using var response = await client.GetAsync(address);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("X-Powered-By"));
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Get_OverHttps_AsksBrowsersToStayThere()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        await using var app = builder.Build();
        app.UseSecurityHeaders();
        app.Run(context => context.Response.WriteAsync("well"));
        await app.StartAsync();
        using var client = app.GetTestClient();

        using var safe = await client.GetAsync(new Uri("https://gateway.example/"));
        using var plain = await client.GetAsync(new Uri("http://gateway.example/"));

        Assert.Equal("max-age=31536000; includeSubDomains", safe.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/")]
    [InlineData("/docs/style.css")]
    public async Task Get_PublicPages_NeedNoToken(string address)
    {
        using var client = _gateway.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(address)).StatusCode);
    }

    private IEnumerable<Received> All() => [.. _gateway.Staffordshire.Requests, .. _gateway.Stoke.Requests, .. _gateway.Central.Requests, .. _gateway.Fund.Requests, .. _gateway.Panels.Requests];
}
