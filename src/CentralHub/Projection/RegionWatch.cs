using System.Diagnostics.Metrics;
using System.Globalization;
using Npgsql;

namespace Partnership.CentralHub.Projection;

/// <summary>Tells the telemetry how long ago the region last heard of each council. Councils and times, nothing else.</summary>
internal sealed class RegionWatch : BackgroundService
{
    // Events that were numbered early and committed late lie a little behind the last one seen.
    private const long LookBack = 5000;
    private const string Latest = "select council, max(received_at), max(id) from received_event where id > $1 group by council";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private readonly Instrument _age;
    private IReadOnlyDictionary<short, DateTimeOffset> _last = new Dictionary<short, DateTimeOffset>();
    private long _lastId;

    public RegionWatch(NpgsqlDataSource database, TimeProvider clock, IMeterFactory meters)
    {
        (_database, _clock) = (database, clock);
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
            await using var command = _database.CreateCommand(Latest);
            command.Parameters.Add(new() { Value = Math.Max(0, _lastId - LookBack) });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                last[reader.GetInt16(0)] = reader.GetFieldValue<DateTimeOffset>(1);
                _lastId = Math.Max(_lastId, reader.GetInt64(2));
            }

            Volatile.Write(ref _last, last);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            // The age grows on from what is known; the database's own health says why.
        }
    }
}
