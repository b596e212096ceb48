using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting.Tests.Dashboard;

/// <summary>New values for generated secrets while the system runs, asked for by names alone.</summary>
public sealed class SecretRotationTests : IAsyncDisposable
{
    private readonly TestHost _host = new();
    private readonly HttpClient _client = new();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Rotate_GeneratedSecret_IsInTheNextProcessAndMaskedBeforeAndAfter()
    {
        var app = await StartAsync();
        var before = Kept("hub-password");
        await app.ReachesAsync("hub", KnownResourceStates.Running);

        // Running is a process that may not have come to its first line.
        await WaitForAsync(() => Greetings(app) == 1);

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync("/secrets/hub-password/rotate"));
        var after = Kept("hub-password");
        Assert.NotEqual(before, after);
        Assert.Equal(before.Length, after.Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_host.Data, "parameters.json")));

        var starts = app.Snapshot("hub").Starts;
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync("/resources/hub/restart"));
        await app.ReachesAsync("hub", snapshot => snapshot.Starts == starts + 1);

        // The sample writes its password to the console, and the one that it was given before.
        await WaitForAsync(() => Greetings(app) == 2);
        Assert.All(ConsoleLines(app), line => Assert.DoesNotContain(after, line, StringComparison.Ordinal));
        Assert.All(ConsoleLines(app), line => Assert.DoesNotContain(before, line, StringComparison.Ordinal));
        // Written beside the console: it may come a moment later.
        await WaitForAsync(() => File.ReadAllText(Path.Combine(_host.Root, "got")) == after);
    }

    [Fact]
    public async Task Secrets_AreListedByNameAlone()
    {
        await StartAsync();

        var list = await GetAsync("/api/secrets");

        Assert.Equal(
            ["chosen configured", "dashboard-telemetry-key proposed", "dashboard-token at-once", "hub-password at-once", "pg-password proposed"],
            JsonDocument.Parse(list).RootElement.GetProperty("secrets").EnumerateArray()
                .Select(secret => $"{secret.GetProperty("name")} {secret.GetProperty("change")}").Order());
        Assert.DoesNotContain(Kept("hub-password"), list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TelemetryKey_BetweenProposalAndAcceptance_OldAndNewAreTaken()
    {
        var app = await StartAsync();
        var secrets = app.Services.GetRequiredService<DashboardEndpoint>().Secrets;
        var before = secrets.TelemetryKey;

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync($"/secrets/{DashboardSecrets.TelemetryKeyName}/propose"));
        var after = secrets.TelemetryKey;
        Assert.NotEqual(before, after);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await ExportAsync(before), await ExportAsync(after)));

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync($"/secrets/{DashboardSecrets.TelemetryKeyName}/accept"));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await ExportAsync(before), await ExportAsync(after)));
        Assert.Equal(after, Kept(DashboardSecrets.TelemetryKeyName));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync($"/secrets/{DashboardSecrets.TelemetryKeyName}/accept"));
    }

    [Fact]
    public async Task Token_Rotated_TheOldOneAndItsCookieOpenNothing()
    {
        var app = await StartAsync();
        var secrets = app.Services.GetRequiredService<DashboardEndpoint>().Secrets;
        var (token, cookie) = (secrets.Token, secrets.Cookie);

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync($"/secrets/{DashboardSecrets.TokenName}/rotate"));

        Assert.NotEqual(cookie, secrets.Cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/secrets/hub-password/rotate", token));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync("/secrets/hub-password/rotate", Kept(DashboardSecrets.TokenName)));
    }

    [Theory]
    [InlineData("/secrets/chosen/rotate", HttpStatusCode.Conflict)]
    [InlineData("/secrets/pg-password/rotate", HttpStatusCode.Conflict)]
    [InlineData("/secrets/pg-password/accept", HttpStatusCode.Conflict)]
    [InlineData("/secrets/hub-password/propose", HttpStatusCode.Conflict)]
    [InlineData("/secrets/none/rotate", HttpStatusCode.NotFound)]
    [InlineData("/secrets/hub-password.next/rotate", HttpStatusCode.NotFound)]
    public async Task Change_ThatCannotBe_IsRefusedAndChangesNothing(string path, HttpStatusCode expected)
    {
        await StartAsync();
        var before = await File.ReadAllTextAsync(Path.Combine(_host.Data, "parameters.json"), TestContext.Current.CancellationToken);

        Assert.Equal(expected, await PostAsync(path));
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(_host.Data, "parameters.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Change_WithoutToken_IsRefused()
    {
        await StartAsync();
        var before = Kept("hub-password");

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/secrets/hub-password/rotate", "wrong"));
        Assert.Equal(before, Kept("hub-password"));
    }

    private async Task<DistributedApplication> StartAsync()
    {
        var builder = _host.NewBuilder("--LocalHosting:DashboardPort=0", "--Parameters:chosen=by-somebody-else");
        var secret = builder.AddParameter("hub-password", new GenerateParameterDefault { MinLength = 24, Special = false }, secret: true, persist: true);
        builder.AddParameter("chosen", new GenerateParameterDefault(), secret: true, persist: true);

        // A server's password, without the server.
        var server = builder.AddParameter("pg-password", new GenerateParameterDefault { MinLength = 24 }, secret: true, persist: true);
        builder.AddResource(new PostgresServerResource("pg", null, server.Resource));
        builder.AddExecutable("hub", "sh", _host.Root, "-c", "echo \"starts with $PASSWORD\"; printf %s \"$PASSWORD\" > got; exec sleep 60").WithEnvironment("PASSWORD", secret);
        var app = await _host.StartAsync(builder);
        _client.BaseAddress = app.Services.GetRequiredService<DashboardServer>().Address;
        return app;
    }

    private string Kept(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(_host.Data, "parameters.json"))).RootElement.GetProperty(name).GetString()!;

    private async Task<HttpStatusCode> PostAsync(string path, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new("Bearer", token ?? Kept(DashboardSecrets.TokenName));
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private async Task<string> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", Kept(DashboardSecrets.TokenName));
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<HttpStatusCode> ExportAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/logs") { Content = new ByteArrayContent([]) { Headers = { ContentType = new("application/x-protobuf") } } };
        request.Headers.Add("x-otlp-api-key", key);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static List<string> ConsoleLines(DistributedApplication app) =>
        [.. app.Services.GetRequiredService<ResourceConsoles>().Of(app.Services.GetRequiredService<IReadOnlyList<IResource>>().Single(resource => resource.Name == "hub")).LastLines().Select(line => line.Text)];

    private static int Greetings(DistributedApplication app) => ConsoleLines(app).Count(line => line.EndsWith("with ******", StringComparison.Ordinal));

    private static Task WaitForAsync(Func<bool> condition) => TestSupport.Eventually.TrueAsync(() => Task.FromResult(condition()), "the console's lines");
}
