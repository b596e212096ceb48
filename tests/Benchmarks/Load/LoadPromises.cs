using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;

namespace Partnership.Benchmarks.Load;

/// <summary>
/// Keeps account of what was acknowledged, and afterwards compares it with its owners' databases and the region's: each write that
/// got 2xx is there, each that was refused is not, and the region knows the newest of every reference.
/// </summary>
internal sealed class LoadPromises(IReadOnlyList<IWritten> things)
{
    private readonly Dictionary<string, ConcurrentQueue<IWritten>> _free = things.GroupBy(thing => thing.Desk).ToDictionary(desk => desk.Key, desk => new ConcurrentQueue<IWritten>(desk));
    private readonly ConcurrentDictionary<string, int> _kept = new();
    private readonly ConcurrentQueue<PlannedWrite> _unknown = new();
    private readonly ConcurrentQueue<(string Council, Guid Import)> _imports = new();
    private readonly ConcurrentQueue<string> _broken = new();

    public void ImportAccepted(string council, Guid import) => _imports.Enqueue((council, import));

    /// <summary>A desk's next write, to something that nobody else writes at the moment; null when nothing is free.</summary>
    public PlannedWrite? Take(string desk, Random random)
    {
        while (_free[desk].TryDequeue(out var thing))
        {
            // What has nothing more to be done to it is not put back.
            if (thing.Next(random) is { } write)
            {
                return write;
            }
        }

        return null;
    }

    /// <summary>It was not sent after all.</summary>
    public void GiveBack(PlannedWrite write) => _free[write.Thing.Desk].Enqueue(write.Thing);

    /// <summary>Takes an answer to account; what the same person goes on to, if anything.</summary>
    public PlannedWrite? Answered(PlannedWrite write, int status, string body, string? etag, Random random)
    {
        switch (status)
        {
            case >= 200 and < 300:
                Acknowledged(write, body, etag);
                if (write.GoesOn)
                {
                    return write.Thing.Next(random);
                }

                GiveBack(write);
                break;
            case 429 or 503:
                // Refused: it has changed nothing, so the version still holds. Where that is not true the next write says 412.
                GiveBack(write);
                break;
            case 0 or >= 500:
                _unknown.Enqueue(write);
                break;
            default:
                // Also 412: the version was not the newest, though nothing else was acknowledged.
                _broken.Enqueue($"{Name(write)}: {status} {Code(body)}");
                break;
        }

        return null;
    }

    /// <summary>Asks again, with the same keys, what came of the writes that were never answered; then compares.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(HttpClient gateway, LoadPeople people, Func<string, NpgsqlDataSource> database)
    {
        while (_unknown.TryDequeue(out var write))
        {
            using var request = write.ToRequest();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", people.At(write.Thing.Desk, write.Thing.Council, Random.Shared).Token);
            using var response = await gateway.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode)
            {
                Acknowledged(write, body, response.Headers.ETag?.ToString());
            }
            else
            {
                _broken.Enqueue($"{Name(write)}: {(int)response.StatusCode} {Code(body)} when asked again with its key");
            }
        }

        var broken = new List<string>(_broken);
        foreach (var council in things.OfType<WrittenChild>().GroupBy(child => child.Council))
        {
            broken.AddRange(await WrittenChild.CompareAsync(council, database($"locality_hub_{council.Key}")));
        }

        broken.AddRange(await WrittenFamily.CompareAsync(things.OfType<WrittenFamily>(), database("support_fund")));
        broken.AddRange(await WrittenCase.CompareAsync(things.OfType<WrittenCase>(), database("panel_scheduling")));
        foreach (var council in _imports.GroupBy(import => import.Council))
        {
            broken.AddRange(await ImportsAsync(council.Key, [.. council.Select(import => import.Import)], database($"locality_hub_{council.Key}")));
        }

        return broken;
    }

    /// <summary>What was promised and is not there, is there otherwise, or is there and was not promised.</summary>
    public static IEnumerable<string> Differences<T>(string of, IReadOnlyDictionary<Guid, T> promised, IReadOnlyDictionary<Guid, T> found)
        where T : struct =>
        promised.Keys.Union(found.Keys)
            .Select(key => (Key: key, Promised: promised.TryGetValue(key, out var told) ? told : (T?)null, Found: found.TryGetValue(key, out var row) ? row : (T?)null))
            .Where(each => !EqualityComparer<T?>.Default.Equals(each.Promised, each.Found))
            .Select(each => $"{of}: {each.Key} was acknowledged as {(object?)each.Promised ?? "nothing"}, found {(object?)each.Found ?? "nothing"}");

    /// <summary>Waits until the region has the newest of every reference of every council, and tells how many writes and references were compared.</summary>
    public async Task<string> RegionAsync(IEnumerable<string> councils, Func<string, NpgsqlDataSource> database)
    {
        var deadline = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var behind = 0;
            var references = 0;
            var region = await StatesAsync(database("central_hub"), "select reference, epoch, version from regional_state");
            foreach (var council in councils)
            {
                var own = await StatesAsync(database($"locality_hub_{council}"), "select reference, epoch, version from sealed.regional_reference where version > 0 and purpose <= 3");
                references += own.Count;
                behind += own.Count(reference => !region.TryGetValue(reference.Key, out var known) || known != reference.Value);
            }

            if (behind == 0)
            {
                var kept = string.Join(", ", _kept.OrderBy(route => route.Key, StringComparer.Ordinal).Select(route => $"{route.Key} {route.Value:N0}"));
                return $"{_kept.Values.Sum():N0} acknowledged writes ({kept}) and {_imports.Count} imports kept; the region has the newest of {references:N0} references, {deadline.Elapsed.TotalSeconds:N1} s after the last request";
            }

            if (deadline.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"The region lacks the newest of {behind} of {references} references.");
            }

            await Task.Delay(200);
        }
    }

    private void Acknowledged(PlannedWrite write, string body, string? etag)
    {
        using var answer = JsonDocument.Parse(body);
        write.Acknowledge(answer.RootElement, PlannedWrite.VersionOf(etag));
        _kept.AddOrUpdate(write.Route, 1, (_, count) => count + 1);
    }

    private static string Name(PlannedWrite write) => $"{write.Thing.Council}, {write.Route} of version {write.Version}";

    private static string? Code(string body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        using var problem = JsonDocument.Parse(body);
        return problem.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
    }

    private static async Task<IReadOnlyList<string>> ImportsAsync(string council, Guid[] imports, NpgsqlDataSource hub)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        await using var command = hub.CreateCommand("select count(*) from import where id = any($1) and finished_at is not null and problem_code is null");
        command.Parameters.Add(new NpgsqlParameter { Value = imports });
        while ((long)(await command.ExecuteScalarAsync())! != imports.Length)
        {
            if (waited.Elapsed > TimeSpan.FromMinutes(2))
            {
                return [$"{council}: not all of {imports.Length} accepted imports were done"];
            }

            await Task.Delay(200);
        }

        return [];
    }

    private static async Task<Dictionary<Guid, (int Epoch, long Version)>> StatesAsync(NpgsqlDataSource database, string sql)
    {
#pragma warning disable CA2100 // Constants of this file.
        await using var command = database.CreateCommand(sql);
#pragma warning restore CA2100
        var states = new Dictionary<Guid, (int, long)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            states[reader.GetGuid(0)] = (reader.GetInt32(1), reader.GetInt64(2));
        }

        return states;
    }
}
