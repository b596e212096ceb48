using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Partnership.CaseData.Milestones;

namespace Partnership.Faults;

/// <summary>
/// Whether the whole way is open again: a milestone is entered through the gateway, with a new token, and its news read in the central
/// hub's database. Some children of each council are kept for this: of one whose time in care a return ends, nothing is news any more, and the next
/// serves.
/// </summary>
internal sealed class Probe(RunningRegion region, Writes writes, IReadOnlyDictionary<string, Queue<Guid>> children, DateOnly today)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, int> _turns = [];
    private readonly ConcurrentDictionary<string, bool> _answered = new();

    /// <summary>Goes the whole way once for each council and returns how long that took.</summary>
    /// <exception cref="TimeoutException">A way stayed closed for two minutes.</exception>
    public async Task<TimeSpan> WaitAsync(IEnumerable<string> councils)
    {
        region.Tokens.ForgetAll();
        var watch = Stopwatch.StartNew();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await Task.WhenAll(councils.Select(council => GoAsync(council, patience.Token)));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"The system did not recover within two minutes: {string.Join("; ", await Task.WhenAll(councils.Select(WhereAsync)))}");
        }

        return watch.Elapsed;
    }

    /// <summary>Enters the next milestone of the council's child, without waiting for the region to hear of it.</summary>
    public async Task WriteAsync(string council, CancellationToken ct)
    {
        // Another band of waiting each time: news to the region, whatever it last heard.
        int turn;
        lock (_turns)
        {
            turn = _turns[council] = _turns.GetValueOrDefault(council) + 1;
        }

        var date = today.AddDays(turn % 2 == 0 ? -30 : -120);
        while (children[council].TryPeek(out var child))
        {
            var before = await ToldAsync(council, child, ct);
            if (await writes.WriteAsync(council, child, MilestoneKind.ShouldBePlaced, "should-be-placed", date, ct) && await ToldAsync(council, child, ct) != before)
            {
                return;
            }

            children[council].Dequeue();
        }

        throw new InvalidOperationException($"Nothing is news any more of the children of {council} that were kept for the probe.");
    }

    /// <summary>What the hub has noted for the region of a child; waits for a database that is away.</summary>
    private async Task<(Guid Reference, long Version)?> ToldAsync(string council, Guid child, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await using var told = region.Hubs[council].CreateCommand("select reference, version from sealed.regional_reference where child_id = $1 and purpose = 1");
                told.Parameters.Add(new() { Value = child });
                await using var reader = await told.ExecuteReaderAsync(ct);
                return await reader.ReadAsync(ct) ? (reader.GetGuid(0), reader.GetInt64(1)) : null;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                await Task.Delay(Pause, ct);
            }
        }
    }

    private async Task GoAsync(string council, CancellationToken ct)
    {
        _answered.TryRemove(council, out _);
        await WriteAsync(council, ct);
        _answered[council] = true;
        while (!await HasArrivedAsync(council, ct))
        {
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>How far the last probe of a council came.</summary>
    private async Task<string> WhereAsync(string council)
    {
        if (!_answered.ContainsKey(council))
        {
            return $"{council} was not answered";
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await using var waiting = region.Hubs[council].CreateCommand("select count(*) from outbox");
            return await HasArrivedAsync(council, patience.Token)
                ? $"{council} is through"
                : $"{council} was answered, {await waiting.ExecuteScalarAsync(patience.Token)} messages wait in its outbox";
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            return $"{council} cannot be asked ({exception.GetType().Name})";
        }
    }

    private async Task<bool> HasArrivedAsync(string council, CancellationToken ct)
    {
        if (await ToldAsync(council, children[council].Peek(), ct) is not { } told)
        {
            return false;
        }

        try
        {
            await using var heard = region.Central.CreateCommand("select count(*) from regional_state where reference = $1 and version >= $2");
            heard.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = told.Reference }, new() { Value = told.Version } });
            return (long)(await heard.ExecuteScalarAsync(ct))! == 1;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }
}
