using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Partnership.LocalityHub.Tests;

/// <summary>An answer of the hub.</summary>
internal sealed record HubAnswer(HttpStatusCode Status, JsonElement Body, string? ETag)
{
    /// <summary>The problem's code; null of an answer that is none.</summary>
    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    public JsonElement this[string member] => Body.GetProperty(member);

    /// <summary>The answer, which must be a success.</summary>
    public HubAnswer Good()
    {
        Assert.True((int)Status is >= 200 and < 300, $"{(int)Status} {Body}");
        return this;
    }

    public void Refused(HttpStatusCode status, string code) => Assert.Equal((status, code), (Status, Code));
}

/// <summary>Somebody who asks the hub of Staffordshire. Paths are below the council's.</summary>
internal sealed class HubClient(HttpClient client) : IDisposable
{
    private const string Council = "/api/v1/councils/860";

    public Task<HubAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HubAnswer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>Changes something under the version that it has now, read from the record that it belongs to.</summary>
    public async Task<HubAnswer> ChangeAsync(HttpMethod method, string path, object? body, string record) =>
        await SendAsync(method, path, body, (await GetAsync(record)).Good().ETag);

    public async Task<HubAnswer> SendAsync(HttpMethod method, string path, object? body = null, string? version = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("/api/", StringComparison.Ordinal) ? path : Council + path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        if (version is not null)
        {
            request.Headers.Add("If-Match", version);
        }

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new HubAnswer(response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response.Headers.ETag?.ToString());
    }

    public void Dispose() => client.Dispose();
}
