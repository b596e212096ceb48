using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting.Tests.Dashboard;

/// <summary>A host with its dashboard on a free port and one small service, <c>back</c>.</summary>
public sealed class DashboardHost : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public HttpClient Client { get; } = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

    public string Data => _host.Data;

    internal DashboardSecrets Secrets { get; private set; } = null!;

    internal DashboardServer Server { get; private set; } = null!;

    public string Origin => Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public async Task<DistributedApplication> StartAsync(params string[] arguments)
    {
        var builder = _host.NewBuilder(["--LocalHosting:DashboardPort=0", .. arguments]);
        builder.Environment.EnvironmentName = Environments.Development;
        builder.AddProject("back", TestHost.SampleService).WithHttpEndpoint().WithHttpHealthCheck("/health");
        var app = await _host.StartAsync(builder);
        await app.HealthyAsync("back");
        Server = app.Services.GetRequiredService<DashboardServer>();
        Secrets = app.Services.GetRequiredService<DashboardEndpoint>().Secrets;
        Client.BaseAddress = Server.Address;
        return app;
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? cookie = null) => SendAsync(HttpMethod.Get, path, request => AddCookie(request, cookie));

    public Task<HttpResponseMessage> PostAsync(string path, string? cookie, string? origin, string? authorization = null) => SendAsync(HttpMethod.Post, path, request =>
    {
        AddCookie(request, cookie);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }
    });

    public Task<HttpResponseMessage> ExportAsync(string signal, byte[] body, string? key = null, string type = "application/x-protobuf") =>
        SendAsync(HttpMethod.Post, $"/v1/{signal}", request =>
        {
            request.Headers.Add("x-otlp-api-key", key ?? Secrets.TelemetryKey);
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        });

    public async Task<string> ReadAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path, request => request.Headers.Authorization = new("Bearer", Secrets.Token));
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Opens the printed address, as a browser would, and gives back the cookie.</summary>
    public async Task<string> LogInAsync()
    {
        using var response = await GetAsync($"/login?t={Secrets.Token}");
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestMessage> with)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        with(request);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static void AddCookie(HttpRequestMessage request, string? cookie)
    {
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }
    }
}
