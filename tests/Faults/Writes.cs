using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Partnership.CaseData.Milestones;

namespace Partnership.Faults;

/// <summary>A write that was answered with success: it must be there at the end, and have been done once.</summary>
/// <param name="Council">Whose child.</param>
/// <param name="Child">The hub's id of the child.</param>
/// <param name="Kind">The milestone.</param>
/// <param name="Date">The day entered.</param>
/// <param name="Order">Rises with each write of one child.</param>
internal sealed record AcceptedWrite(string Council, Guid Child, MilestoneKind Kind, DateOnly Date, long Order);

/// <summary>When a write was first sent and when it was answered with success, as timestamps.</summary>
internal readonly record struct TimedWrite(string Council, long Began, long Answered)
{
    public TimeSpan Took => TimeProvider.System.GetElapsedTime(Began, Answered);
}

/// <summary>Enters milestones, each under an Idempotency-Key of its own, and remembers those that were accepted.</summary>
internal sealed class Writes(CarefulClient client, DateOnly today)
{
    // The plan of a child moves through its stages, then on and on between bands of waiting: each step is news to the region.
    private static readonly (MilestoneKind Kind, string Name, int DaysAgo)[] Stages =
    [
        (MilestoneKind.ShouldBePlaced, "should-be-placed", 30),
        (MilestoneKind.PlacementOrder, "placement-order", 20),
        (MilestoneKind.Matched, "matched", 10),
    ];

    private static readonly int[] Waits = [120, 200, 30];

    private readonly ConcurrentQueue<AcceptedWrite> _accepted = new();
    private readonly ConcurrentDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<TimedWrite> _timed = new();
    private long _order;

    public IReadOnlyCollection<AcceptedWrite> Accepted => _accepted;

    /// <summary>Every write that was accepted, and how long its answer took.</summary>
    public IReadOnlyCollection<TimedWrite> Timed => _timed;

    /// <summary>Definite refusals, by their answer: when an import ended a child's time in care in between.</summary>
    public IReadOnlyDictionary<string, int> Refused => _refused;

    /// <summary>Children in care without a plan, whom a step of theirs is news about.</summary>
    public static async Task<List<Guid>> ChildrenAsync(NpgsqlDataSource hub)
    {
        await using var command = hub.CreateCommand(
            """
            select id from child c
            where stage is null and not held and date_of_birth < current_date - 400
                and exists (
                    select from episode e
                    where e.child_id = c.id and not e.held and e.dec is null and e.decom < current_date - 250
                        and e.year = (select max(year) from child_year))
                and not exists (select from episode e where e.child_id = c.id and not e.held and e.dec is null and e.decom >= current_date - 250)
            order by id
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var children = new List<Guid>();
        while (await reader.ReadAsync())
        {
            children.Add(reader.GetGuid(0));
        }

        return children;
    }

    /// <summary>Takes the children of a council step by step through their plans, until told to stop.</summary>
    public async Task RunAsync(string council, IReadOnlyList<Guid> children, TimeSpan pause, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var step = number / children.Count;
            var (kind, name, daysAgo) = step < Stages.Length
                ? Stages[step]
                : (MilestoneKind.ShouldBePlaced, "should-be-placed", Waits[step % Waits.Length]);
            await WriteAsync(council, children[number % children.Count], kind, name, today.AddDays(-daysAgo), CancellationToken.None);
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Enters a milestone; false when it was refused for good.</summary>
    public async Task<bool> WriteAsync(string council, Guid child, MilestoneKind kind, string name, DateOnly date, CancellationToken ct)
    {
        while (true)
        {
            var key = Guid.NewGuid().ToString();
            var version = await VersionAsync(council, child, ct);
            var began = TimeProvider.System.GetTimestamp();
            using var response = await client.OfCouncilAsync(
                council,
                HttpMethod.Put,
                $"children/{child}/milestones/{name}",
                request =>
                {
                    request.Content = JsonContent.Create(new { date });
                    request.Headers.TryAddWithoutValidation("If-Match", version);
                    request.Headers.Add("Idempotency-Key", key);
                },
                ct);
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    _timed.Enqueue(new TimedWrite(council, began, TimeProvider.System.GetTimestamp()));
                    _accepted.Enqueue(new AcceptedWrite(council, child, kind, date, Interlocked.Increment(ref _order)));
                    return true;
                case HttpStatusCode.PreconditionFailed:
                    // An import moved the child: look again, and ask anew.
                    break;
                default:
                    var text = await response.Content.ReadAsStringAsync(ct);
                    _refused.AddOrUpdate($"{(int)response.StatusCode} {text[..Math.Min(120, text.Length)]}", 1, (_, count) => count + 1);
                    return false;
            }
        }
    }

    private async Task<string> VersionAsync(string council, Guid child, CancellationToken ct)
    {
        using var response = await client.OfCouncilAsync(council, HttpMethod.Get, $"children/{child}", _ => { }, ct);
        response.EnsureSuccessStatusCode();
        return response.Headers.ETag!.ToString();
    }
}
