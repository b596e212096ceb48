using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Authentication;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly List<TestService> _services = [];
    private TestTokens _tokens = null!;

    public async ValueTask InitializeAsync() => _tokens = await TestTokens.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }

        await _tokens.DisposeAsync();
    }

    [Fact]
    public async Task Get_GoodToken_TellsTheHandlerWhoAsks()
    {
        var service = await StartAsync();
        using var client = service.Client(_tokens.For([Roles.SocialWorker, Roles.FamilyFinder], [860, 861], "console", "person-7"));

        var answer = await client.GetFromJsonAsync<Answer>("/who");

        Assert.Equal("person-7 console 860,861 family-finder,social-worker", answer!.Who);
    }

    [Fact]
    public async Task Get_BadTokens_AreAllRefusedWith401()
    {
        var service = await StartAsync();
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        foreach (var (what, token) in _tokens.Refused(860, $"http://{elsewhere.LocalEndpoint}/keys.json"))
        {
            using var client = service.Client(token);
            using var response = await client.GetAsync("/who");
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"A token {what} was answered {response.StatusCode}.");
            Assert.Equal("token.refused", await response.ReadCodeAsync());
        }

        // Where a token says that its keys are, nobody has asked.
        Assert.False(elsewhere.Pending(), "A token's own address was asked for keys.");

        // The control: the same claims, well made, pass; so do they within the leeway.
        using var good = service.Client(_tokens.CaseSystem(860));
        Assert.Equal(HttpStatusCode.OK, (await good.GetAsync("/who")).StatusCode);
        using var late = service.Client(_tokens.For([Roles.CaseSystem], [860], validFor: TimeSpan.FromSeconds(-10)));
        Assert.Equal(HttpStatusCode.OK, (await late.GetAsync("/who")).StatusCode);
    }

    [Fact]
    public async Task Get_NoToken_Returns401()
    {
        var service = await StartAsync();
        using var client = service.Client();
        using var response = await client.GetAsync("/who");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("token.refused", await response.ReadCodeAsync());
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Get_EachPolicy_LetsInItsRolesAndNoOther()
    {
        var service = await StartAsync();
        foreach (var (policy, roles) in Policies.RolesByPolicy)
        {
            foreach (var role in Roles.All)
            {
                using var client = service.Client(_tokens.With(role, 860));
                using var response = await client.GetAsync($"/policies/{policy}");
                Assert.True(
                    response.StatusCode == (roles.Contains(role) ? HttpStatusCode.OK : HttpStatusCode.Forbidden),
                    $"{policy} answered {role} with {response.StatusCode}.");
            }
        }
    }

    [Fact]
    public async Task Get_EndpointThatNamesNoPolicy_IsRefusedToEverybody()
    {
        var service = await StartAsync();
        using var client = service.Client(_tokens.For(Roles.All, [860]));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/forgotten")).StatusCode);
        using var nobody = service.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/forgotten")).StatusCode);
    }

    [Fact]
    public async Task Get_AddressThatLeadsNowhere_Returns404ToACallerAnd401ToNobody()
    {
        var service = await StartAsync();
        using var client = service.Client(_tokens.CaseSystem(860));
        Assert.Equal("resource.not-found", await (await client.GetAsync("/nowhere")).ReadCodeAsync());
        using var nobody = service.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/nowhere")).StatusCode);
    }

    [Fact]
    public async Task Get_ManyTimes_ReadsTheAuthoritysKeysOnce()
    {
        var service = await StartAsync();
        using var client = service.Client(_tokens.CaseSystem(860));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/who")).StatusCode);
        }

        Assert.Equal(1, _tokens.KeyReads);
    }

    [Fact]
    public async Task Get_RemovedClient_IsRefusedAlthoughItsTokenWasGoodAMomentAgo()
    {
        var file = Path.Combine(Path.GetTempPath(), $"removed-clients-{Guid.NewGuid():n}");
        try
        {
            var service = await StartAsync(("Authentication:RemovedClientsFile", file), ("Authentication:RemovedClients:0", "case-system-861"));
            using var listed = service.Client(_tokens.CaseSystem(861));
            Assert.Equal(HttpStatusCode.Unauthorized, (await listed.GetAsync("/who")).StatusCode);

            using var client = service.Client(_tokens.CaseSystem(860));
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/who")).StatusCode);
            await File.WriteAllTextAsync(file, "case-system-860\n");
            await Eventually.TrueAsync(async () => (await client.GetAsync("/who")).StatusCode == HttpStatusCode.Unauthorized, "the removed client to be refused");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Get_KeyWithdrawnTwice_EachTimeTheOldTokensAreRefusedAndTheNewLetIn()
    {
        var service = await StartAsync();
        var before = service.Client(_tokens.CaseSystem(860));
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/who")).StatusCode);
        for (var change = 1; change <= 2; change++)
        {
            // The unknown key of the first token after the change is what makes the service read the keys again.
            _tokens.ChangeKey();
            var after = service.Client(_tokens.CaseSystem(860));
            await Eventually.TrueAsync(async () => (await after.GetAsync("/who")).StatusCode == HttpStatusCode.OK, "the new key's token to be let in");
            Assert.Equal(HttpStatusCode.Unauthorized, (await before.GetAsync("/who")).StatusCode);
            before.Dispose();
            before = after;
        }

        before.Dispose();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Get_KeysReadAnewWithinAConnection_ItsTokenIsCheckedOnceMoreAndNotEachTime(string version)
    {
        var service = await StartAsync(builder =>
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
                endpoint.Protocols = version == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1));
            builder.Services.AddScoped<IAuthenticationService, CountedAuthentication>().AddSingleton<Checks>();
        });
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 })
        {
            BaseAddress = new Uri(service.Address), DefaultRequestVersion = new Version(version), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        client.DefaultRequestHeaders.Authorization = new("Bearer", _tokens.CaseSystem(860));
        var checks = service.Services.GetRequiredService<Checks>();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/who")).StatusCode);
        }

        Assert.Equal(1, checks.Count);

        // The same keys, read anew: what was checked with the earlier reading is checked again.
        service.Services.GetRequiredService<AuthorityKeys>().Manager!.RequestRefresh();
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/who")).StatusCode);
                return checks.Count == 2;
            },
            "the token to be checked with the keys read anew");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/who")).StatusCode);
        }

        Assert.Equal(2, checks.Count);
    }

    [Fact]
    public async Task Get_TokensInTurnOverOneConnection_EachIsItsOwnCaller()
    {
        var service = await StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = new Uri(service.Address) };
        var tokens = Enumerable.Range(0, 3).Select(n => _tokens.For([Roles.SocialWorker], [860 + n], $"client-{n}")).ToArray();
        for (var i = 0; i < 12; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
            request.Headers.Authorization = i % 4 == 3 ? null : new("Bearer", tokens[i % 4]);
            using var response = await client.SendAsync(request);
            Assert.Equal(i % 4 == 3 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, response.StatusCode);
            if (i % 4 != 3)
            {
                Assert.StartsWith($"client-{i % 4} ", (await response.Content.ReadFromJsonAsync<Answer>())!.Who, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Get_TwoAuthorizationHeaders_IsRefusedWhicheverIsGood()
    {
        var service = await StartAsync();
        var good = _tokens.CaseSystem(860);
        foreach (var (first, second, status) in new[] { (good, null, "200"), (good, "x.y.z", "401"), ("x.y.z", good, "401"), (good, good, "401") })
        {
            // By hand: the client would put both into one line.
            using var connection = new TcpClient("127.0.0.1", new Uri(service.Address).Port);
            await using var stream = connection.GetStream();
            var headers = string.Concat(new[] { first, second }.OfType<string>().Select(token => $"Authorization: Bearer {token}\r\n"));
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET /who HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n"));
            using var reader = new StreamReader(stream);
            Assert.StartsWith($"HTTP/1.1 {status} ", await reader.ReadLineAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Start_AuthorityAway_StartsAndAnswers503UntilItIsThere()
    {
        var service = await StartAsync(("Authentication:Authority", "http://127.0.0.1:9"));
        using var nobody = service.Client();
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/alive")).StatusCode);

        using var client = service.Client(_tokens.CaseSystem(860));
        using var response = await client.GetAsync("/who");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("identity.unavailable", await response.ReadCodeAsync());
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public void Find_TokenPastItsEndOrOfEarlierKeys_IsNotGood()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2025, 6, 2, 9, 0, 0, TimeSpan.Zero));
        var tokens = new ValidatedTokens(clock);
        var keys = new object();
        tokens.Add("token", new CallerPrincipal(new System.Security.Claims.ClaimsPrincipal()), clock.GetUtcNow().AddMinutes(5).UtcDateTime, keys);

        Assert.Null(tokens.Find("another"));
        var found = tokens.Find("token");
        Assert.True(tokens.IsGood(found!, keys));
        Assert.False(tokens.IsGood(found!, new object()));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(tokens.IsGood(found!, keys));
    }

    [Fact]
    public void Add_MoreThanItsCapacity_StaysBoundedAndForgetsTheExpiredFirst()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2025, 6, 2, 9, 0, 0, TimeSpan.Zero));
        var tokens = new ValidatedTokens(clock);
        var keys = new object();
        var principal = new CallerPrincipal(new System.Security.Claims.ClaimsPrincipal());
        void Add(string prefix, int count, int minutes)
        {
            for (var i = 0; i < count; i++)
            {
                tokens.Add($"{prefix}{i}", principal, clock.GetUtcNow().AddMinutes(minutes).UtcDateTime, keys);
            }
        }

        Add("short", 9_999, 1);
        Add("long", 1, 5);
        clock.Advance(TimeSpan.FromMinutes(2));
        Add("later", 1, 5);
        Assert.NotNull(tokens.Find("long0"));
        Assert.Equal(2, tokens.Count);

        Add("flood", 30_000, 5);
        Assert.InRange(tokens.Count, 1, 10_000);
        Assert.NotNull(tokens.Find("flood29999"));
    }

    private Task<TestService> StartAsync(params (string Key, string Value)[] more) => StartAsync(null, more);

    private async Task<TestService> StartAsync(Action<WebApplicationBuilder>? configure, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>(_tokens.Settings);
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        var service = await TestService.StartAsync(settings, app =>
        {
            app.MapGet("/who", (Caller caller) => new Answer(
                    $"{caller.Subject} {caller.ClientId} {string.Join(',', caller.Councils.Order())} {string.Join(',', caller.Roles.Order())}"))
                .RequireAuthorization(Policies.SignedIn);
            app.MapGet("/forgotten", () => "anything");
            foreach (var policy in Policies.RolesByPolicy.Keys)
            {
                app.MapGet($"/policies/{policy}", () => Results.Ok()).RequireAuthorization(policy);
            }
        }, configure);
        _services.Add(service);
        return service;
    }

    private sealed record Answer(string Who);

    /// <summary>How often a token was checked in full.</summary>
    private sealed class Checks
    {
        private int _count;

        public int Count => _count;

        public void Add() => Interlocked.Increment(ref _count);
    }

    private sealed class CountedAuthentication(
        IAuthenticationSchemeProvider schemes, IAuthenticationHandlerProvider handlers, IClaimsTransformation transform, IOptions<AuthenticationOptions> options, Checks checks)
        : AuthenticationService(schemes, handlers, transform, options)
    {
        public override Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
        {
            checks.Add();
            return base.AuthenticateAsync(context, scheme);
        }
    }
}
