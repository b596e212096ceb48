using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Projection;

/// <summary>Tells the telemetry how long ago the region last heard of each council. Councils and times, nothing else.</summary>
internal sealed class RegionWatch : BackgroundService
{
    // Events that were numbered early and committed late lie a little behind the last one seen.
    private const long LookBack = 5000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SystemScopes _scopes;
    private readonly TimeProvider _clock;
    private readonly Instrument _age;
    private IReadOnlyDictionary<short, DateTimeOffset> _last = new Dictionary<short, DateTimeOffset>();
    private long _lastId;

    public RegionWatch(SystemScopes scopes, TimeProvider clock, IMeterFactory meters)
    {
        (_scopes, _clock) = (scopes, clock);
        _age = meters.Create("Partnership.CentralHub").CreateObservableGauge(
            "region.last_received_age", Measure, "s", "How long ago the region last received a message of the council.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        do
        {
            // Asked by nobody, it asks nothing of the database.
            if (_age.Enabled)
            {
                await LookAsync(stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<double>> Measure()
    {
        var now = _clock.GetUtcNow();
        return [.. Volatile.Read(ref _last).Select(council => new Measurement<double>(
            Math.Max(0, (now - council.Value).TotalSeconds),
            new KeyValuePair<string, object?>("council", council.Key.ToString(CultureInfo.InvariantCulture))))];
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            var last = new Dictionary<short, DateTimeOffset>(_last);
            await using var scope = _scopes.Create("watch");
            var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
            var after = Math.Max(0, _lastId - LookBack);
            foreach (var heard in await db.Events.Where(log => log.Id > after)
                .GroupBy(log => log.Council)
                .Select(logs => new { Council = logs.Key, At = logs.Max(log => log.ReceivedAt), Id = logs.Max(log => log.Id) })
                .ToListAsync(ct))
            {
                last[heard.Council] = heard.At;
                _lastId = Math.Max(_lastId, heard.Id);
            }

            Volatile.Write(ref _last, last);
        }
        catch (Exception exception) when (DatabaseFaults.MayBe(exception))
        {
            // The age grows on from what is known; the database's own health says why.
        }
    }
}
