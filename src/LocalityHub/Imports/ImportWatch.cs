using System.Diagnostics.Metrics;
using Npgsql;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.LocalityHub.Imports;

/// <summary>Tells the telemetry how the hub's imports stand: counts alone, from the table of jobs, so that a restart forgets nothing.</summary>
internal sealed class ImportWatch : BackgroundService
{
    private const string Count = """
        select count(*) filter (where state = 0), count(*) filter (where state = 1),
            coalesce(sum(done) filter (where state = 1), 0), coalesce(sum(total) filter (where state = 1), 0),
            count(*) filter (where state = 2), count(*) filter (where state = 3)
        from import
        """;

    private static readonly TimeSpan AtWork = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AtRest = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private readonly Instrument _waiting;
    private Figures? _figures;

    public ImportWatch(NpgsqlDataSource database, Council council, TimeProvider clock, IMeterFactory meters)
    {
        (_database, _clock) = (database, clock);
        KeyValuePair<string, object?>[] tags = [new("council", council.Code.ToString()), new("council.name", council.Name)];
        var meter = meters.Create("Partnership.LocalityHub");
        _waiting = meter.CreateObservableGauge("imports.waiting", () => Of(figures => figures.Waiting), "{import}", "Imports that wait for their turn.");
        meter.CreateObservableGauge("imports.running", () => Of(figures => figures.Running), "{import}", "Imports at work.");
        meter.CreateObservableGauge("imports.children_done", () => Of(figures => figures.ChildrenDone), "{child}", "Children that the running imports have taken in.");
        meter.CreateObservableGauge("imports.children_total", () => Of(figures => figures.ChildrenTotal), "{child}", "Children of the running imports.");
        meter.CreateObservableCounter("imports.ended", () => Ended(), "{import}", "Imports that have ended, by outcome.");

        IEnumerable<Measurement<long>> Of(Func<Figures, long> read) => _figures is { } figures ? [new(read(figures), tags)] : [];

        IEnumerable<Measurement<long>> Ended() => _figures is { } figures
            ? [new(figures.Done, [.. tags, new("outcome", "done")]), new(figures.Failed, [.. tags, new("outcome", "failed")])]
            : [];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            // Asked by nobody, it asks nothing of the database.
            if (_waiting.Enabled)
            {
                await LookAsync(stoppingToken);
            }

            await Task.Delay(_figures is { Waiting: 0, Running: 0 } ? AtRest : AtWork, _clock, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await using var command = _database.CreateCommand(Count);
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            _figures = new Figures(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
        }
        catch (Exception exception) when (DatabaseFaults.MayBe(exception))
        {
            // Figures that are not known are not told: the database's own health says why.
            _figures = null;
        }
    }

    private sealed record Figures(long Waiting, long Running, long ChildrenDone, long ChildrenTotal, long Done, long Failed);
}
