using System.Net;
using System.Net.Http.Headers;

namespace Partnership.Faults;

/// <summary>
/// Asks through the gateway. Whatever happens, a request is repeated until it is answered one way or the other: what a careful client
/// does, with an Idempotency-Key where it writes.
/// </summary>
internal sealed class CarefulClient(HttpClient gateway, ClientTokens tokens)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private long _repeats;

    /// <summary>How often a request had to be sent again.</summary>
    public long Repeats => Interlocked.Read(ref _repeats);

    /// <summary>The client of a council's case system.</summary>
    public static string CaseSystemOf(string council) => $"case-system-{council}";

    /// <summary>As a council's case system.</summary>
    public Task<HttpResponseMessage> OfCouncilAsync(string council, HttpMethod method, string path, Action<HttpRequestMessage> with, CancellationToken ct) =>
        SendAsync(CaseSystemOf(council), method, $"/api/v1/councils/{council}/{path}", with, ct);

    /// <summary>Sends until there is an answer that is not about the weather.</summary>
    public async Task<HttpResponseMessage> SendAsync(string client, HttpMethod method, string path, Action<HttpRequestMessage> with, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var pause = Pause;
            if (await tokens.FindAsync(client) is { } token)
            {
                using var request = new HttpRequestMessage(method, path);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                with(request);
                try
                {
                    var response = await gateway.SendAsync(request, ct);
                    switch (response.StatusCode)
                    {
                        case HttpStatusCode.Unauthorized:
                            // The provider was restarted, or the hub's clock is wrong.
                            tokens.Forget(client);
                            response.Dispose();
                            break;
                        case HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError:
                            pause = response.Headers.RetryAfter?.Delta is { } asked && asked < LongestPause ? asked : pause;
                            response.Dispose();
                            break;
                        default:
                            return response;
                    }
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is TaskCanceledException && !ct.IsCancellationRequested))
                {
                    // No answer: it may have been done or not, and only the same key asks again safely.
                }
            }

            Interlocked.Increment(ref _repeats);
            await Task.Delay(pause, ct);
        }
    }
}
