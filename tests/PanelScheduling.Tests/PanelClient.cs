using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Partnership.PanelScheduling.Tests;

/// <summary>Somebody at the API. What is sent with a version reads it first, as a person's screen does.</summary>
internal sealed class PanelClient(HttpClient http)
{
    public HttpClient Http => http;

    public async Task<JsonNode> GetAsync(string path)
    {
        var (status, body) = await TryAsync(HttpMethod.Get, path);
        Assert.True(status == HttpStatusCode.OK, $"{(int)status} for {path}: {body}");
        return body!;
    }

    /// <summary>Sends what must succeed.</summary>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body = null, string? version = null)
    {
        var (status, answer) = await TryAsync(method, path, body, version);
        Assert.True((int)status is >= 200 and < 300, $"{(int)status} for {method} {path}: {answer}");
        return answer ?? new JsonObject();
    }

    /// <summary>Sends what must be refused, and returns the problem's code.</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string path, object? body = null, string? version = null)
    {
        var (status, answer) = await TryAsync(method, path, body, version);
        Assert.True((int)status >= 400, $"{(int)status} for {method} {path}: {answer}");
        return answer!["code"]!.GetValue<string>();
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> TryAsync(HttpMethod method, string path, object? body = null, string? version = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/panels" + path) { Content = body is null ? null : JsonContent.Create(body) };
        if (version is not null)
        {
            using var read = await http.GetAsync("/api/v1/panels" + version);
            request.Headers.IfMatch.Add(read.Headers.ETag ?? new EntityTagHeaderValue("\"0\""));
        }

        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 || text[0] is not ('{' or '[') ? null : JsonNode.Parse(text));
    }
}
