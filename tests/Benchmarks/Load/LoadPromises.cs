using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Npgsql;

namespace Partnership.Benchmarks.Load;

/// <summary>A child whose plan is written again and again, and what the system has promised of it.</summary>
internal sealed class WrittenChild(string council, Guid id, long version)
{
    public string Council => council;

    public Guid Id => id;

    public long Version { get; set; } = version;

    /// <summary>The day last acknowledged; null when no write was.</summary>
    public DateOnly? Date { get; set; }
}

/// <summary>One write: the same request however often it is sent.</summary>
internal sealed record PlannedWrite(WrittenChild Child, DateOnly Date, string Key)
{
    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/{Child.Council}/children/{Child.Id}/milestones/should-be-placed") { Content = JsonContent.Create(new { date = Date }) };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{Child.Version}\"");
        request.Headers.Add("Idempotency-Key", Key);
        return request;
    }
}

/// <summary>
/// Keeps account of what was acknowledged, and afterwards compares it with the councils' databases and the region's: each write that
/// got 2xx is there, each that was refused is not, and the region knows the newest of every reference.
/// </summary>
internal sealed class LoadPromises(IEnumerable<WrittenChild> children)
{
    private readonly ConcurrentQueue<WrittenChild> _free = new(children);
    private readonly ConcurrentQueue<WrittenChild> _written = new();
    private readonly ConcurrentQueue<PlannedWrite> _unknown = new();
    private readonly ConcurrentQueue<(string Council, Guid Import)> _imports = new();
    private readonly ConcurrentQueue<string> _broken = new();
    private int _kept;

    public void ImportAccepted(string council, Guid import) => _imports.Enqueue((council, import));

    /// <summary>The next write, to a child whom nobody else writes at the moment; null when none is free.</summary>
    public PlannedWrite? Take(Random random) => _free.TryDequeue(out var child)
        ? new PlannedWrite(child, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1 - random.Next(5)), Guid.NewGuid().ToString())
        : null;

    public void Answered(PlannedWrite write, int status, string? etag)
    {
        switch (status)
        {
            case >= 200 and < 300:
                Acknowledged(write, etag);
                _free.Enqueue(write.Child);
                break;
            case 429 or 503:
                // Refused: it has changed nothing, so the child's version still holds. Where that is not true the next write says 412.
                _free.Enqueue(write.Child);
                break;
            case 0 or >= 500:
                _unknown.Enqueue(write);
                break;
            case 412:
                _broken.Enqueue($"{write.Child.Council}/{write.Child.Id}: version {write.Child.Version} was not the newest, though nothing else was acknowledged");
                break;
        }
    }

    /// <summary>Asks again, with the same keys, what came of the writes that were never answered; then compares.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(HttpClient gateway, LoadPeople people, Func<string, NpgsqlDataSource> database)
    {
        while (_unknown.TryDequeue(out var write))
        {
            using var request = write.ToRequest();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", people.Worker(write.Child.Council, Random.Shared).Token);
            using var response = await gateway.SendAsync(request);
            if (response.IsSuccessStatusCode)
            {
                Acknowledged(write, response.Headers.ETag?.ToString());
            }
            else
            {
                _broken.Enqueue($"{write.Child.Council}/{write.Child.Id}: {(int)response.StatusCode} when asked again with its key");
            }
        }

        foreach (var council in _written.Distinct().GroupBy(child => child.Council))
        {
            await CompareAsync(council.Key, [.. council], database($"locality_hub_{council.Key}"));
        }

        foreach (var council in _imports.GroupBy(import => import.Council))
        {
            await ImportsAsync(council.Key, [.. council.Select(import => import.Import)], database($"locality_hub_{council.Key}"));
        }

        return [.. _broken];
    }

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
                return $"{_kept:N0} acknowledged writes to {_written.Distinct().Count():N0} children and {_imports.Count} imports kept; the region has the newest of {references:N0} references, {deadline.Elapsed.TotalSeconds:N1} s after the last request";
            }

            if (deadline.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"The region lacks the newest of {behind} of {references} references.");
            }

            await Task.Delay(200);
        }
    }

    private void Acknowledged(PlannedWrite write, string? etag)
    {
        write.Child.Version = long.Parse(etag!.Trim('"'), System.Globalization.CultureInfo.InvariantCulture);
        write.Child.Date = write.Date;
        _written.Enqueue(write.Child);
        Interlocked.Increment(ref _kept);
    }

    private async Task CompareAsync(string council, List<WrittenChild> children, NpgsqlDataSource hub)
    {
        await using var command = hub.CreateCommand("""
            select c.id, c.version, g.date, exists (select from sealed.regional_reference r where r.child_id = c.id and r.purpose = 1)
            from child c left join given_milestone g on g.child_id = c.id and g.entered_by like 'worker.%'
            where c.id = any($1)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = children.Select(child => child.Id).ToArray() });
        var found = new Dictionary<Guid, (long Version, DateOnly? Date, bool HasReference)>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                found[reader.GetGuid(0)] = (reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateOnly>(2), reader.GetBoolean(3));
            }
        }

        foreach (var child in children)
        {
            if (!found.TryGetValue(child.Id, out var row) || row.Version != child.Version || row.Date != child.Date || !row.HasReference)
            {
                _broken.Enqueue($"{council}/{child.Id}: acknowledged version {child.Version} of {child.Date}, found {row}");
            }
        }
    }

    private async Task ImportsAsync(string council, Guid[] imports, NpgsqlDataSource hub)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        await using var command = hub.CreateCommand("select count(*) from import where id = any($1) and finished_at is not null and problem_code is null");
        command.Parameters.Add(new NpgsqlParameter { Value = imports });
        while ((long)(await command.ExecuteScalarAsync())! != imports.Length)
        {
            if (waited.Elapsed > TimeSpan.FromMinutes(2))
            {
                _broken.Enqueue($"{council}: not all of {imports.Length} accepted imports were done");
                return;
            }

            await Task.Delay(200);
        }
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
