using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests;

/// <summary>Somebody at the API. What is sent with a version reads it first, as a person's screen does.</summary>
internal sealed class PanelClient(HttpClient http, bool isPatient = false)
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
        var key = Guid.NewGuid().ToString();
        EntityTagHeaderValue? tag = null;
        if (version is not null)
        {
            await PatientlyAsync(async () =>
            {
                using var read = await http.GetAsync("/api/v1/panels" + version);
                tag = read.Headers.ETag ?? new EntityTagHeaderValue("\"0\"");
                return read.StatusCode;
            });
        }

        JsonNode? answer = null;
        var status = await PatientlyAsync(async () =>
        {
            using var request = new HttpRequestMessage(method, "/api/v1/panels" + path) { Content = body is null ? null : JsonContent.Create(body) };
            if (tag is not null)
            {
                request.Headers.IfMatch.Add(tag);
            }

            if (method != HttpMethod.Get)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            answer = text.Length == 0 || text[0] is not ('{' or '[') ? null : JsonNode.Parse(text);
            return response.StatusCode;
        });
        return (status, answer);
    }

    /// <summary>Asks again, under the same key, while the service says that it cannot answer now: as a careful client does.</summary>
    private async Task<HttpStatusCode> PatientlyAsync(Func<Task<HttpStatusCode>> ask)
    {
        var status = await ask();
        if (isPatient)
        {
            await Eventually.TrueAsync(async () => (int)status < 500 || (int)(status = await ask()) < 500, "an answer");
        }

        return status;
    }
}
