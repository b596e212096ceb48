using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Identities;

/// <summary>
/// Keeps the newest digests and the candidate matches that follow from them, in the caller's transaction. A match ends with what it was found by; not while one hub
/// of the two has taken a new key already and the other has not, when digests say nothing about each other.
/// </summary>
internal sealed class IdentityBook(CentralHubDbContext db, TimeProvider clock)
{
    // Records that share a number: the same digest under the same key, whose mark is its first eight digits.
    private const string Same = """
        coalesce(one.by_nhs_number = other.by_nhs_number, false) or coalesce(one.by_pupil_number = other.by_pupil_number, false)
        """;

    private const string Incomparable = """
        left(coalesce(one.by_nhs_number, one.by_pupil_number)::text, 8) <> left(coalesce(other.by_nhs_number, other.by_pupil_number)::text, 8)
        """;

    /// <summary>Takes in what hubs stated, in any order and any number of times.</summary>
    public async Task TakeAsync(IReadOnlyList<ChildIdentityStated> messages, CancellationToken ct)
    {
        // One at a time: two who took in one record each at once would both miss the match of the two.
        await db.Database.ExecuteSqlAsync($"lock table child_identity in share row exclusive mode", ct);
        var newest = messages.GroupBy(message => message.Reference).Select(group => group.MaxBy(message => (message.Epoch, message.Version))!).ToArray();
        var changed = await db.Database.SqlQuery<Guid>(
            $"""
            insert into child_identity (reference, council, epoch, version, by_nhs_number, by_pupil_number)
            select * from unnest(
                {Array.ConvertAll(newest, message => message.Reference)},
                {Array.ConvertAll(newest, message => (short)message.Council.Number)},
                {Array.ConvertAll(newest, message => message.Epoch)},
                {Array.ConvertAll(newest, message => message.Version)},
                {Array.ConvertAll(newest, message => message.Standing == IdentityStanding.Stated ? message.ByNhsNumber : null)},
                {Array.ConvertAll(newest, message => message.Standing == IdentityStanding.Stated ? message.ByPupilNumber : null)})
            on conflict (reference) do update set
                epoch = excluded.epoch, version = excluded.version, by_nhs_number = excluded.by_nhs_number, by_pupil_number = excluded.by_pupil_number
            where excluded.council = child_identity.council and (excluded.epoch, excluded.version) > (child_identity.epoch, child_identity.version)
            returning reference as "Value"
            """).ToListAsync(ct);
        await FollowAsync([.. changed], ct);
    }

    /// <summary>Forgets what a hub said before it was restored and has not said again.</summary>
    public async Task<int> EndForgottenAsync(short council, int epoch, CancellationToken ct)
    {
        var forgotten = await db.Database.SqlQuery<Guid>(
            $"""
            update child_identity set epoch = {epoch}, version = 0, by_nhs_number = null, by_pupil_number = null
            where council = {council} and epoch < {epoch} and (by_nhs_number is not null or by_pupil_number is not null)
            returning reference as "Value"
            """).ToListAsync(ct);
        await FollowAsync([.. forgotten], ct);
        return forgotten.Count;
    }

    private async Task FollowAsync(Guid[] changed, CancellationToken ct)
    {
        if (changed.Length == 0)
        {
            return;
        }

#pragma warning disable EF1002 // Conditions are constants of this file.
        await db.Database.ExecuteSqlRawAsync(
            $$"""
            delete from identity_match m using identity_match_side first, identity_match_side second, child_identity one, child_identity other
            where first.match = m.id and second.match = m.id and first.council < second.council
                and one.reference = first.reference and other.reference = second.reference
                and (first.reference = any({0}) or second.reference = any({0}))
                and not ({{Same}})
                and not coalesce({{Incomparable}}, false)
            """,
            [changed],
            ct);
        await db.Database.ExecuteSqlRawAsync(
            $$"""
            with pair as (
                select distinct
                    least(one.reference, other.reference) as first, greatest(one.reference, other.reference) as second,
                    (case when one.by_nhs_number = other.by_nhs_number then 1 else 0 end + case when one.by_pupil_number = other.by_pupil_number then 2 else 0 end)::smallint as by
                from child_identity one
                cross join lateral (
                    select * from child_identity same where same.by_nhs_number = one.by_nhs_number
                    union
                    select * from child_identity same where same.by_pupil_number = one.by_pupil_number) other
                where one.reference = any({0}) and other.council <> one.council),
            fresh as (
                select gen_random_uuid() as id, pair.* from pair
                where not exists (
                    select from identity_match_side known join identity_match_side beside on beside.match = known.match
                    where known.reference = pair.first and beside.reference = pair.second)),
            side as (
                select fresh.id, identity.council, identity.reference, fresh.by from fresh join child_identity identity on identity.reference in (fresh.first, fresh.second)),
            made as (
                insert into identity_match (id, councils, found_at, by, version)
                select id, array_agg(council order by council), {1}, min(by), 1 from side group by id)
            insert into identity_match_side (match, council, reference) select id, council, reference from side
            """,
            [changed, clock.GetUtcNow()],
            ct);
#pragma warning restore EF1002
    }
}
