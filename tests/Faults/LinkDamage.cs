using Partnership.Faults.Reconciliation;

namespace Partnership.Faults;

/// <summary>The ways in which links and their steps are damaged, each with the check that must find it.</summary>
internal static class LinkDamage
{
    public static IEnumerable<(string Damage, string Check, Effect Effect, Func<Task> Plant)> All(RunningRegion region) =>
    [
        ("a hub's copy of a link a step behind", "families", Effect.Wrong, () => region.Hubs["861"].DamageAsync(
            "update family_link set link_version = link_version - 1, state = 4 where id = (select id from family_link order by id desc limit 1)")),
        ("a link's step lost", "links", Effect.Wrong, () => region.Central.DamageAsync(
            "delete from link_step where (link, version) = (select link, version from link_step where version = 2 order by link desc limit 1)")),
        ("a link proposed twice", "links", Effect.Twice, () => region.Central.DamageAsync(
            """
            insert into link select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid()))).* from link l where state = 10 limit 1
            """)),

        // One with steps: the one proposed twice above has none, and nobody would miss it.
        ("an accepted link lost", "links", Effect.Lost, () => region.Central.DamageAsync(
            """
            do $$ begin
                set local session_replication_role = replica;
                delete from link where id = (select link from link_step order by link desc limit 1);
            end $$
            """)),
    ];
}
