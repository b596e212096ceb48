using System.Diagnostics;
using Npgsql;

namespace Partnership.Faults;

/// <summary>
/// What waits in the outboxes when a fault is over, and how long it takes until all of that has gone out, while work goes on. How much quicker than it came is
/// the one divided by the other: what came in ten minutes and has gone in one, went ten times as fast, and what came meanwhile besides.
/// </summary>
internal sealed class Backlog(RunningRegion region)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How many messages waited at the moment of the call, and after how long the last of them was gone.</summary>
    public async Task<(long Waiting, TimeSpan Drained)> DrainAsync()
    {
        var began = Stopwatch.StartNew();
        var each = await Task.WhenAll(region.Databases.Select(async database =>
        {
            var (waiting, last) = await AskAsync(database.Value, "select count(*), coalesce(max(id), 0) from outbox", []);
            for (var left = waiting; left > 0; left = (await AskAsync(database.Value, "select count(*), 0::bigint from outbox where id <= $1", [last])).Count)
            {
                if (began.Elapsed > Patience)
                {
                    throw new TimeoutException($"{left} of {waiting} messages still wait in the outbox of {database.Key} after {Patience}.");
                }

                await Task.Delay(Pause);
            }

            return (Waiting: waiting, began.Elapsed);
        }));
        return (each.Sum(one => one.Waiting), each.Max(one => one.Elapsed));
    }

    /// <summary>Asks until there is an answer: the database may have been the one that was away.</summary>
    private static async Task<(long Count, long Last)> AskAsync(NpgsqlDataSource database, string question, long[] values)
    {
        var began = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var command = database.CreateCommand(question);
                foreach (var value in values)
                {
                    command.Parameters.Add(new() { Value = value });
                }

                await using var reader = await command.ExecuteReaderAsync();
                await reader.ReadAsync();
                return (reader.GetInt64(0), reader.GetInt64(1));
            }
            catch (NpgsqlException) when (began.Elapsed < Patience)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
