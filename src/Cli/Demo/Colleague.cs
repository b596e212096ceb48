using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Demo;

/// <summary>One of the invented people, or a council's case system, asking through the gateway. What is refused is an answer like any other.</summary>
internal sealed class Colleague(string name, Uri gateway, TokenSource tokens) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = gateway };

    public string Name => name;

    public void Dispose()
    {
        _http.Dispose();
        tokens.Dispose();
    }

    /// <summary>Reads; what comes back is the problem when it is refused.</summary>
    public Task<(HttpStatusCode Status, JsonNode Body, EntityTagHeaderValue? Version)> AskAsync(string path, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, path, null, null, ct);

    /// <summary>Reads what must be there.</summary>
    public async Task<JsonNode> ReadAsync(string path, CancellationToken ct)
    {
        var (status, body, _) = await AskAsync(path, ct);
        return status == HttpStatusCode.OK ? body : throw Refused(path, status, body);
    }

    /// <summary>Reads a file: its bytes.</summary>
    public async Task<byte[]> DownloadAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetAsync(ct)) } };
        using var response = await _http.SendAsync(request, ct);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync(ct) : throw Refused(path, response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>(ct))!);
    }

    /// <summary>Writes under an idempotency key; where <paramref name="versionOf"/> is named, against the version that it has now.</summary>
    public async Task<JsonNode> WriteAsync(HttpMethod method, string path, object? body, CancellationToken ct, string? versionOf = null, string? mayBe = null)
    {
        var version = versionOf is null ? null : (await AskAsync(versionOf, ct)).Version;
        var (status, answer, _) = await SendAsync(method, path, body, version, ct);
        return (int)status is >= 200 and < 300 || (mayBe is not null && (string?)answer["code"] == mayBe) ? answer : throw Refused(path, status, answer);
    }

    public Task<JsonNode> PostAsync(string path, object? body, CancellationToken ct, string? versionOf = null, string? mayBe = null) =>
        WriteAsync(HttpMethod.Post, path, body, ct, versionOf, mayBe);

    public Task<JsonNode> PutAsync(string path, object body, CancellationToken ct, string? versionOf = null) => WriteAsync(HttpMethod.Put, path, body, ct, versionOf);

    private async Task<(HttpStatusCode Status, JsonNode Body, EntityTagHeaderValue? Version)> SendAsync(
        HttpMethod method, string path, object? body, EntityTagHeaderValue? version, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetAsync(ct));
        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        if (version is not null)
        {
            request.Headers.IfMatch.Add(version);
        }

        try
        {
            using var response = await _http.SendAsync(request, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!, response.Headers.ETag);
        }
        catch (HttpRequestException away)
        {
            throw new CommandFailedException($"The gateway does not answer at {gateway}.", "Start the system with ./partnership up", away);
        }
    }

    private CommandFailedException Refused(string path, HttpStatusCode status, JsonNode problem) =>
        new($"{name} got {(int)status} from {path}: {(string?)problem["code"]} {(string?)problem["detail"]}");
}
