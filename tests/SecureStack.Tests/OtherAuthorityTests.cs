using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Partnership.LocalHosting;
using Partnership.LocalHosting.Testing;
using Partnership.TestSupport;

namespace Partnership.SecureStack.Tests;

/// <summary>The system under an authority that is not ours, as every council would bring one.</summary>
public sealed class OtherAuthorityTests : IAsyncLifetime
{
    private const string DevSecret = "secure-stack-tests-only";
    private const string Children = "/api/v1/councils/893/children";

    private OpenIdProvider _provider = null!;
    private StackOfTheRegion _stack = null!;
    private HttpClient _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await OpenIdProvider.StartAsync();
        _stack = await StackOfTheRegion.StartAsync([$"--Authentication:Authority={_provider.Issuer}"], AddDevIdentity);
        _gateway = _stack.App.CreateHttpClient("gateway");
    }

    public async ValueTask DisposeAsync()
    {
        _gateway?.Dispose();
        await (_stack?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_provider?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task SignIn_SystemsAndPeopleOfTheProvider_ReadTheirOwnCouncilOnly()
    {
        var own = await _provider.TokenOfClientAsync("case-system-893");
        var other = await _provider.TokenOfClientAsync("case-system-894");
        var person = await _provider.TokenOfPersonAsync("social.worker.893");

        // A system hands a return in; a person of the same council reads the child, at the gateway and at the hub's own port.
        var child = $"{Children}/{await ImportAsync(own)}";
        using var hub = _stack.App.CreateHttpClient("locality-hub-893");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_gateway, own, child));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_gateway, person, child));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hub, person, child));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_gateway, other, "/api/v1/councils/894/children"));

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_gateway, other, child));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(hub, other, child));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_gateway, person, "/api/v1/councils/894/children"));

        // The roles are the provider's too: a social worker hands no return in.
        using var refused = await PostAsync(person, "/api/v1/councils/893/imports?year=2025", Return());
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        // DevIdentity runs beside, and nobody asked it to be believed: its token for the same client is refused everywhere.
        var foreign = await TokenOfDevIdentityAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_gateway, foreign, child));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hub, foreign, child));
        using var central = _stack.App.CreateHttpClient("central-hub");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(central, own, "/api/v1/region/tracker"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(central, foreign, "/api/v1/region/tracker"));
    }

    private static void AddDevIdentity(IDistributedApplicationBuilder builder)
    {
        Assert.DoesNotContain(builder.Resources, resource => resource.Name == "identity");
        var identity = builder.AddProject<Projects.DevIdentity>("dev-identity")
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health")
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development")
            .WithEnvironment("DevIdentity__ClientSecret", DevSecret)
            .WithEnvironment("Region__Councils__0__Code", "893")
            .WithEnvironment("Region__Councils__0__Name", "Staffordshire");
        identity.WithEnvironment("DevIdentity__Issuer", identity.GetEndpoint("http"));
    }

    private async Task<string> TokenOfDevIdentityAsync()
    {
        await _stack.App.ResourceNotifications.WaitForResourceHealthyAsync("dev-identity", TestContext.Current.CancellationToken);
        using var identity = _stack.App.CreateHttpClient("dev-identity");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "case-system-893",
            ["client_secret"] = DevSecret,
        });
        using var response = await identity.PostAsync(new Uri("connect/token", UriKind.Relative), form);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>Hands a return of one child in and tells the hub's id of that child.</summary>
    private async Task<string> ImportAsync(string token)
    {
        using var accepted = await PostAsync(token, "/api/v1/councils/893/imports?year=2025", Return());
        Assert.True(accepted.IsSuccessStatusCode, await accepted.Content.ReadAsStringAsync());
        await Eventually.TrueAsync(
            async () => (await GetAsync(token, accepted.Headers.Location!.ToString())).GetProperty("state").GetString() == "done",
            "the import's end");
        return (await GetAsync(token, Children)).GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    private static MultipartFormDataContent Return() => new()
    {
        { Csv("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", "PROVIDERTEST,F,03/02/2012,WBRI,UN1,0,"), "files", "header.csv" },
        {
            Csv(
                "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
                "PROVIDERTEST,05/01/2024,S,C1,N1,U6,PR1,,,,ST16 2LH,ST17 4AA,SC000001"),
            "files",
            "episodes.csv"
        },
    };

    private static ByteArrayContent Csv(params string[] lines) =>
        new(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n")) { Headers = { ContentType = new("text/csv") } };

    private static async Task<HttpStatusCode> StatusAsync(HttpClient door, string token, string path)
    {
        using var response = await SendAsync(door, HttpMethod.Get, token, path);
        return response.StatusCode;
    }

    private async Task<JsonElement> GetAsync(string token, string path)
    {
        using var response = await SendAsync(_gateway, HttpMethod.Get, token, path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private Task<HttpResponseMessage> PostAsync(string token, string path, HttpContent content) => SendAsync(_gateway, HttpMethod.Post, token, path, content);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient door, HttpMethod method, string token, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await door.SendAsync(request);
    }
}
