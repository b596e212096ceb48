using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Partnership.LocalityHub.Webhooks;

/// <summary>How a call went: a status, or a fault.</summary>
internal sealed record CallOutcome(int? Status, string? Fault)
{
    public bool IsDelivered => Status is >= 200 and < 300;
}

/// <summary>Calls webhooks: no redirect is followed, no proxy asked, no answer read beyond its status.</summary>
internal sealed class WebhookCaller : IDisposable
{
    /// <summary>How many webhooks are called at a time. All of them may lead to one server.</summary>
    public const int AtOnce = 4;

    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;

    public WebhookCaller(WebhookOptions options, TimeProvider clock)
    {
        _clock = clock;
        _patience = options.Patience;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = new Addresses(options).ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
            MaxConnectionsPerServer = AtOnce,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("Partnership-Webhooks/1");
    }

    public async Task<CallOutcome> CallAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_patience);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(webhook.Secret, _clock.GetUtcNow(), delivery.Body));
        request.Headers.Add("Partnership-Event", delivery.Event);
        request.Headers.Add("Partnership-Delivery", delivery.Id.ToString());
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return new CallOutcome((int)response.StatusCode, null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new CallOutcome(null, "timed-out");
        }
        catch (HttpRequestException fault)
        {
            return new CallOutcome(null, NameOf(fault));
        }
    }

    public void Dispose() => _http.Dispose();

    private static string NameOf(Exception fault)
    {
        for (var each = fault; each is not null; each = each.InnerException!)
        {
            switch (each)
            {
                case AddressNotAllowedException:
                    return "address-not-allowed";
                case AuthenticationException:
                    return "certificate";
                case SocketException:
                    return "unreachable";
            }

            if (each.InnerException is null)
            {
                break;
            }
        }

        return "unreachable";
    }
}
