using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Searches;

/// <summary>
/// What only the clock can tell of searches: a list for early permanence that is not there within the hour, and a group that lacks one of its children for a
/// day. The owner of each child's plan is told once, and once more when it is over. What was told stands in the table, so that neither a restart nor a second
/// process tells it again.
/// </summary>
internal sealed class SearchAlarms(CentralHubDbContext db, TimeProvider clock)
{
    /// <summary>How long a group may lack one of its children: hubs do not tell their parts in the same minute.</summary>
    internal static readonly TimeSpan GroupWithin = TimeSpan.FromDays(1);

    /// <summary>In a transaction of the caller's.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        foreach (var alarm in await RaiseAsync(ct))
        {
            Tell(alarm);
        }

        foreach (var alarm in await EndAsync(ct))
        {
            Tell(alarm);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// Tells a hub again of its children's newest alarms, which nothing else would when it was restored from before them, or from before their end. Under the
    /// same ids; one that has not left yet needs no repeating.
    /// </summary>
    public async Task RestateAsync(short council, CancellationToken ct)
    {
        var waiting = (await db.Database.SqlQuery<Guid>($"select aggregate_id as \"Value\" from outbox where name = 'escalate-search'").ToListAsync(ct)).ToHashSet();
        var told = await db.SearchAlarms.AsNoTracking().Where(alarm => alarm.Council == council && db.Children.Any(child => child.Reference == alarm.Child && child.Live)).ToListAsync(ct);
        foreach (var alarm in told.GroupBy(alarm => (alarm.Search, alarm.Child, alarm.Cause)).Select(same => same.MaxBy(alarm => alarm.RaisedAt)!))
        {
            if (!waiting.Contains(RequestOf(alarm)))
            {
                Tell(alarm);
            }
        }
    }

    // Searches are locked: a run of the register that is about to note the list has the first word, and its search is looked at again at the next sweep.
    private async Task<List<SearchAlarm>> RaiseAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.SearchAlarms.FromSql(
            $"""
            with due as (
                select id,
                    case when incomplete_since is null then {(short)SearchAlarmCause.SearchListLate} else {(short)SearchAlarmCause.GroupIncomplete} end as cause,
                    coalesce(incomplete_since, early_permanence_asked_at) as since
                from search
                where ended_at is null
                    and (incomplete_since <= {now - GroupWithin}
                        or (incomplete_since is null and early_permanence_listed_at is null and early_permanence_asked_at < {now - ReadSearches.EarlyPermanenceWithin}))
                for update skip locked)
            insert into search_alarm (id, search, child, council, cause, since, raised_at)
            select gen_random_uuid(), due.id, member.child, member.council, due.cause, due.since, {now}
            from due join search_child member on member.search = due.id
            where not exists (
                select from search_alarm told where told.search = due.id and told.child = member.child and told.cause = due.cause and told.since = due.since)
            on conflict (search, child, cause, since) do nothing
            returning *
            """).AsNoTracking().ToListAsync(ct);
    }

    private Task<List<SearchAlarm>> EndAsync(CancellationToken ct) => db.SearchAlarms.FromSql(
        $"""
        update search_alarm alarm set over_at = {clock.GetUtcNow()}
        where alarm.over_at is null and not exists (
            select from search join search_child member on member.search = search.id and member.child = alarm.child
            where search.id = alarm.search and search.ended_at is null and case alarm.cause
                when {(short)SearchAlarmCause.GroupIncomplete} then search.incomplete_since = alarm.since
                else search.early_permanence_asked_at = alarm.since and search.early_permanence_listed_at is null end)
        returning *
        """).AsNoTracking().ToListAsync(ct);

    private void Tell(SearchAlarm alarm) => db.Publish(new EscalateSearch(
        RequestOf(alarm), new CouncilCode(alarm.Council), alarm.Child, SearchLength.None, Feasible: false, alarm.Cause, alarm.OverAt is not null, alarm.Id));

    /// <summary>The same whenever it is told; another one of its end, which may be told while its beginning waits to leave.</summary>
    private static Guid RequestOf(SearchAlarm alarm) => alarm.OverAt is null ? alarm.Id : new(SHA256.HashData(alarm.Id.ToByteArray()).AsSpan(0, 16));
}
