using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Partnership.Faults;

/// <summary>
/// What people do one step after the other: each write under an Idempotency-Key of its own and, where something is changed, by the version that was
/// read, until there is an answer.
/// </summary>
internal sealed class Steps(CarefulClient client)
{
    private readonly ConcurrentQueue<string> _refused = new();
    private long _accepted;

    /// <summary>How many writes were answered with success.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Steps refused for good: there is no reason for any.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    /// <summary>Writes; null when it was refused for good.</summary>
    /// <param name="who">A person or client.</param>
    /// <param name="method">Usually POST.</param>
    /// <param name="path">Where.</param>
    /// <param name="body">What, as JSON; null for nothing.</param>
    /// <param name="versionOf">What is changed by it, to be read before; null where nothing is.</param>
    public Task<JsonElement?> WriteAsync(string who, HttpMethod method, string path, object? body = null, string? versionOf = null) =>
        SendAsync(who, method, path, () => body is null ? null : JsonContent.Create(body), versionOf);

    /// <summary>Hands a file in; null when it was refused for good.</summary>
    public Task<JsonElement?> UploadAsync(string who, string path, Func<HttpContent> file) => SendAsync(who, HttpMethod.Post, path, file, null);

    /// <summary>Opens what has to be there, and is noted to have been read; null when it was refused for good.</summary>
    public Task<JsonElement?> OpenAsync(string who, string path) => SendAsync(who, HttpMethod.Get, path, () => null, null);

    /// <summary>Reads; null where there is nothing.</summary>
    public async Task<JsonElement?> ReadAsync(string who, string path)
    {
        using var response = await client.SendAsync(who, HttpMethod.Get, path, _ => { }, CancellationToken.None);
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>() : null;
    }

    private async Task<JsonElement?> SendAsync(string who, HttpMethod method, string path, Func<HttpContent?> body, string? versionOf)
    {
        while (true)
        {
            var key = Guid.NewGuid().ToString();
            var version = versionOf is null ? null : await VersionAsync(who, versionOf);
            using var response = await client.SendAsync(
                who,
                method,
                path,
                request =>
                {
                    request.Content = body();
                    request.Headers.Add("Idempotency-Key", key);
                    if (version is not null)
                    {
                        request.Headers.TryAddWithoutValidation("If-Match", version);
                    }
                },
                CancellationToken.None);
            if (response.StatusCode == HttpStatusCode.PreconditionFailed && versionOf is not null)
            {
                // Something else moved it: look again, and ask anew.
                continue;
            }

            var text = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref _accepted);
                return text.Length == 0 ? default(JsonElement) : JsonSerializer.Deserialize<JsonElement>(text);
            }

            _refused.Enqueue($"{method} {path}: {(int)response.StatusCode} {text[..Math.Min(200, text.Length)]}");
            return null;
        }
    }

    private async Task<string?> VersionAsync(string who, string path)
    {
        using var response = await client.SendAsync(who, HttpMethod.Get, path, _ => { }, CancellationToken.None);
        return response.Headers.ETag?.ToString();
    }
}
