using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Partnership.Benchmarks.Load;

/// <summary>Sets up as one person, through the gateway, what the load then writes: everything must succeed.</summary>
internal sealed class LoadSetting(HttpClient gateway, Person person)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<JsonNode> ReadAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, null);
        return await AnswerAsync(path, response);
    }

    public Task<JsonNode> PostAsync(string path, object? body, string? versionOf = null) => WriteAsync(HttpMethod.Post, path, body, versionOf);

    public Task<JsonNode> PutAsync(string path, object body, string? versionOf = null) => WriteAsync(HttpMethod.Put, path, body, versionOf ?? path);

    /// <summary>Asks until what comes from another service has arrived.</summary>
    public async Task WaitAsync(string path, Func<JsonNode, bool> isThere)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            using (var response = await SendAsync(HttpMethod.Get, path, null, null))
            {
                if (response.StatusCode != HttpStatusCode.NotFound && isThere(await AnswerAsync(path, response)))
                {
                    return;
                }
            }

            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"Waited in vain for {path}.");
            }

            await Task.Delay(50);
        }
    }

    private async Task<JsonNode> WriteAsync(HttpMethod method, string path, object? body, string? versionOf)
    {
        EntityTagHeaderValue? version = null;
        if (versionOf is not null)
        {
            using var read = await SendAsync(HttpMethod.Get, versionOf, null, null);
            version = read.Headers.ETag;
        }

        using var response = await SendAsync(method, path, body, version);
        return await AnswerAsync(path, response);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, EntityTagHeaderValue? version)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        if (version is not null)
        {
            request.Headers.IfMatch.Add(version);
        }

        return await gateway.SendAsync(request);
    }

    private static async Task<JsonNode> AnswerAsync(string path, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{(int)response.StatusCode} from {path}: {text}");
    }
}
