using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>Asks the broker now and then how deep its queues are, and remembers the last answer and the sums before it.</summary>
internal sealed class BrokerQueues(IReadOnlyList<IResource> resources, ResourceNotificationService notifications, TimeProvider clock, ILogger logger) : IDisposable
{
    private const int PointsKept = 360;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Queue<MetricPoint> _waiting = new();
    private IReadOnlyList<QueueDepth>? _last;
    private IReadOnlyList<QueueDepth>? _before;
    private Task _watching = Task.CompletedTask;
    private HttpClient? _client;
    private bool _isTold = true;

    /// <summary>Null while the broker has not answered, or no longer does.</summary>
    public IReadOnlyList<QueueDepth>? Last => Volatile.Read(ref _last);

    /// <summary>The look before the last one; null where there was none.</summary>
    public IReadOnlyList<QueueDepth>? Before => Volatile.Read(ref _before);

    /// <summary>Messages in all queues together.</summary>
    public List<MetricPoint> Waiting()
    {
        lock (_gate)
        {
            return [.. _waiting];
        }
    }

    public void Start()
    {
        if (resources.OfType<RabbitMQServerResource>().FirstOrDefault(server => server.ManagementEndpoint.Exists) is { } broker)
        {
            _watching = Task.Run(() => WatchAsync(broker));
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _watching.ContinueWith(
            _ =>
            {
                _stop.Dispose();
                _client?.Dispose();
            },
            TaskScheduler.Default);
    }

    /// <summary>Remembers an answer, or that there is none.</summary>
    internal void Remember(IReadOnlyList<QueueDepth>? depths)
    {
        Volatile.Write(ref _before, _last);
        Volatile.Write(ref _last, depths);
        if (depths is null)
        {
            return;
        }

        lock (_gate)
        {
            _waiting.Enqueue(new MetricPoint(clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000, depths.Sum(queue => queue.Ready + queue.Unacknowledged)));
            if (_waiting.Count > PointsKept)
            {
                _waiting.Dequeue();
            }
        }
    }

    private async Task WatchAsync(RabbitMQServerResource broker)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                Remember(await LookAsync(broker));
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Null when the broker is not up, or answers otherwise than it should: the next look may go better.</summary>
    private async Task<IReadOnlyList<QueueDepth>?> LookAsync(RabbitMQServerResource broker)
    {
        if (!ResourceNotificationService.IsReady(notifications.Current(broker)))
        {
            return null;
        }

        try
        {
            var depths = await AskAsync(broker, _stop.Token);
            _isTold = true;
            return depths;
        }
        catch (Exception fault) when (!_stop.IsCancellationRequested)
        {
            // Once for each time that it goes wrong, not every five seconds.
            if (_isTold)
            {
                logger.LogWarning("The broker does not tell its queues, so the dashboard shows none: {Fault}", fault.Message);
            }

            _isTold = false;
            return null;
        }
    }

    private async Task<IReadOnlyList<QueueDepth>> AskAsync(RabbitMQServerResource broker, CancellationToken ct)
    {
        _client ??= new HttpClient(LocalCertificates.NewHandler(broker.Certificates)) { Timeout = TimeSpan.FromSeconds(5) };
        var user = await broker.UserNameReference.GetValueAsync(ct);
        var password = await broker.PasswordParameter.GetValueAsync(ct);
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri($"{broker.ManagementEndpoint.Url}/api/queues?columns=name,messages_ready,messages_unacknowledged,consumers,message_stats.ack_details.rate"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        using var response = await _client.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(ct));
        return [.. answer.RootElement.EnumerateArray().Select(Read).OrderBy(queue => queue.Name, StringComparer.Ordinal)];
    }

    private static QueueDepth Read(JsonElement queue)
    {
        var rate = queue.TryGetProperty("message_stats", out var stats)
            && stats.ValueKind == JsonValueKind.Object
            && stats.TryGetProperty("ack_details", out var acknowledged)
            && acknowledged.TryGetProperty("rate", out var perSecond)
            ? perSecond.GetDouble()
            : 0;
        return new QueueDepth(queue.GetProperty("name").GetString() ?? "", Number("messages_ready"), Number("messages_unacknowledged"), (int)Number("consumers"), rate);

        // A queue that was declared a moment ago has no figures yet.
        long Number(string name) => queue.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
    }
}
