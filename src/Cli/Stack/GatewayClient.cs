using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Partnership.Cli.Stack;

/// <summary>Calls the gateway with one client's or person's token, and turns refusals into what a person can act on.</summary>
internal sealed class GatewayClient : IDisposable
{
    private const int Attempts = 5;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http;
    private readonly TokenSource _tokens;
    private readonly TimeProvider _clock;

    public GatewayClient(Uri gateway, TokenSource tokens, TimeProvider clock)
    {
        _http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromMinutes(5) };
        _tokens = tokens;
        _clock = clock;
    }

    public async Task<T> GetAsync<T>(string path, CancellationToken ct)
    {
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), ct);
        return (await response.Content.ReadFromJsonAsync<T>(Json, ct))!;
    }

    /// <summary>The answer as it came, for <c>--json</c>.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken ct)
    {
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), ct);
        return await response.Content.ReadAsStringAsync(ct);
    }

    /// <summary>Hands the answer's bytes on as they come, however many they are; whether it leads to a next one.</summary>
    public async Task<bool> DownloadAsync(string path, Stream target, CancellationToken ct)
    {
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), ct, whole: false);
        try
        {
            await response.Content.CopyToAsync(target, ct);
            return response.Headers.TryGetValues("Link", out var links) && links.Any(link => link.Contains("rel=\"next\"", StringComparison.Ordinal));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new CommandFailedException($"The answer to {path} was broken off.", "Try again.", broken) { MayPass = true };
        }
    }

    /// <summary>A resource with its version, or nothing when it is not there.</summary>
    public async Task<(T Found, EntityTagHeaderValue? Version)?> FindAsync<T>(string path, CancellationToken ct)
    {
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), ct, orNothing: true);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : ((await response.Content.ReadFromJsonAsync<T>(Json, ct))!, response.Headers.ETag);
    }

    /// <summary>Every item of a list, page after page.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(string path, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        var limited = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=200";
        do
        {
            var page = await GetAsync<ListPage<T>>($"{limited}{(cursor is null ? "" : $"&cursor={cursor}")}", ct);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>
    /// Posts under one idempotency key, so that a repeat after a lost answer is no second request; answers the job's address. Whoever may have to ask
    /// again after this process has ended gives a key of their own.
    /// </summary>
    public async Task<string> StartAsync(string path, Func<HttpContent?> content, CancellationToken ct, string? key = null)
    {
        using var response = await WriteAsync(HttpMethod.Post, path, content, null, ct, key);
        return response.Headers.Location?.OriginalString
            ?? throw new CommandFailedException($"The gateway took the request to {path} but named no job to follow.");
    }

    /// <summary>Posts under one idempotency key a change of the version given.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, Func<HttpContent?> content, EntityTagHeaderValue? version, CancellationToken ct) =>
        WriteAsync(HttpMethod.Post, path, content, version, ct);

    /// <summary>Puts under one idempotency key what takes the place of the version given.</summary>
    public Task<HttpResponseMessage> PutAsync(string path, Func<HttpContent?> content, EntityTagHeaderValue? version, CancellationToken ct) =>
        WriteAsync(HttpMethod.Put, path, content, version, ct);

    /// <summary>Deletes under one idempotency key the version given.</summary>
    public Task<HttpResponseMessage> DeleteAsync(string path, EntityTagHeaderValue? version, CancellationToken ct) =>
        WriteAsync(HttpMethod.Delete, path, () => null, version, ct);

    private async Task<HttpResponseMessage> WriteAsync(HttpMethod method, string path, Func<HttpContent?> content, EntityTagHeaderValue? version, CancellationToken ct, string? key = null)
    {
        key ??= Guid.NewGuid().ToString();
        return await SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(method, path) { Content = content() };
                request.Headers.Add("Idempotency-Key", key);
                if (version is not null)
                {
                    request.Headers.IfMatch.Add(version);
                }

                return request;
            },
            ct);
    }

    /// <summary>Whether an answer says only that nobody had time for the request. A fault of the system's own would come again.</summary>
    internal static bool MayPass(HttpStatusCode status) => status
        is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    public void Dispose()
    {
        _http.Dispose();
        _tokens.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken ct, bool orNothing = false, bool whole = true)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = make();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _tokens.GetAsync(ct));
            HttpResponseMessage response;
            try
            {
                response = await _http.SendAsync(request, whole ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead, ct);
            }
            catch (HttpRequestException away)
            {
                throw new CommandFailedException(
                    $"The gateway does not answer at {_http.BaseAddress}.", "Start the system with ./partnership up", away) { MayPass = true };
            }
            catch (TaskCanceledException slow) when (!ct.IsCancellationRequested)
            {
                throw new CommandFailedException($"The gateway took too long over {request.RequestUri}.", cause: slow) { MayPass = true };
            }

            if (response.IsSuccessStatusCode || (orNothing && response.StatusCode == HttpStatusCode.NotFound))
            {
                return response;
            }

            using (response)
            {
                var again = attempt < Attempts
                    && response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.Unauthorized;
                if (!again || (response.StatusCode == HttpStatusCode.Unauthorized && attempt > 1))
                {
                    throw await RefusedAsync(response, ct);
                }

                _tokens.Forget();
                var wait = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(500 * attempt);
                await Task.Delay(wait < TimeSpan.FromSeconds(10) ? wait : TimeSpan.FromSeconds(10), _clock, ct);
            }
        }
    }

    private async Task<CommandFailedException> RefusedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var mayPass = MayPass(response.StatusCode);
        try
        {
            if (response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json"
                && await response.Content.ReadFromJsonAsync<Problem>(Json, ct) is { } problem)
            {
                var field = problem.Field is null ? "" : $" (field {problem.Field})";
                return new CommandFailedException(
                    $"{status} {problem.Code ?? problem.Title}{field}: {problem.Detail ?? problem.Title}", problem.Next) { MayPass = mayPass };
            }
        }
        catch (JsonException)
        {
            // Not a problem document after all: the status alone has to do.
        }

        return new CommandFailedException($"The gateway answered {status} {response.ReasonPhrase} to '{_tokens.Who}'.") { MayPass = mayPass };
    }

    private sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);

    private sealed record Problem(string? Code, string? Title, string? Detail, string? Field, string? Next);
}
