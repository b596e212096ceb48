using Partnership.Faults.Reconciliation;

namespace Partnership.Faults;

/// <summary>The ways in which links, their steps, decisions and releases are damaged, each with the check that must find it.</summary>
internal static class LinkDamage
{
    public static IEnumerable<(string Damage, string Check, Effect Effect, Func<Task> Plant)> All(RunningRegion region) =>
    [
        ("a hub's copy of a link a step behind", "families", Effect.Wrong, () => region.Hubs["861"].DamageAsync(
            "update family_link set link_version = link_version - 1, state = 4 where id = (select id from family_link where state <> 9 order by id desc limit 1)")),
        ("a link's step lost", "links", Effect.Wrong, () => region.Central.DamageAsync(
            "delete from link_step where (link, version) = (select link, version from link_step where version = 2 order by link desc limit 1)")),
        ("a link proposed twice", "links", Effect.Twice, () => region.Central.DamageAsync(
            """
            insert into link select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid()))).* from link l where state = 10 limit 1
            """)),

        // Ids of the centre rise with time: the newest are the stream's, and what was there before is compared with nothing.
        ("a release open that was taken back", "links", Effect.Wrong, () => region.Central.DamageAsync(
            "update disclosure set \"end\" = 0, hub_state = 2 where id = (select id from disclosure where \"end\" = 2 order by id desc limit 1)")),
        ("a release made twice", "links", Effect.Twice, () => region.Central.DamageAsync(
            """
            insert into disclosure select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid()))).* from disclosure d where hub_state = 3 limit 1
            """)),
        ("an accepted release lost", "links", Effect.Lost, () => region.Central.DamageAsync(
            """
            do $$ begin
                set local session_replication_role = replica;
                delete from disclosure where id = (select disclosure from disclosure_step order by disclosure desc limit 1);
            end $$
            """)),
        ("a selection that stands though it was withdrawn", "links", Effect.Wrong, () => region.Hubs[LinkWrites.Home].DamageAsync(
            "delete from link_decision where sequence = (select max(sequence) from link_decision where decision = 2)")),
        ("a council's decision lost", "links", Effect.Lost, () => region.Hubs[LinkWrites.Home].DamageAsync(
            "delete from link_decision where link_id = (select link_id from link_decision order by sequence desc limit 1)")),
        ("what was written of a child lost", "links", Effect.Lost, () => region.Hubs[LinkWrites.Home].DamageAsync(
            """
            do $$ begin
                set local session_replication_role = replica;
                delete from profile_version where id = (select id from profile_version where child_id is not null order by written_at desc limit 1);
            end $$
            """)),
        ("a sister lost from the link that both were matched by", "links", Effect.Lost, () => region.Central.DamageAsync(
            """
            delete from link_child where (link, child) = (
                select link, max(child::text)::uuid from link_child where part is not null group by link having count(*) = 2 order by link desc limit 1)
            """)),
        ("what has become of a match unheard", "links", Effect.Wrong, () => region.Central.DamageAsync(
            "update link_child set part = 2, disrupted_at = null where (link, child) = (select link, child from link_child where part = 3 order by link desc limit 1)")),
        ("a match that its hub never heard of", "families", Effect.Wrong, () => region.Hubs["861"].DamageAsync(
            "update family_link set state = 8, link_version = link_version - 1 where id = (select id from family_link where state = 9 order by id limit 1)")),
        ("a placement undone", "links", Effect.Lost, () => region.Hubs[LinkWrites.Home].DamageAsync("delete from placement where id = (select id from placement where kind = 1 order by id desc limit 1)")),
        ("a sister's decision lost from her group", "links", Effect.Wrong, () => region.Hubs[LinkWrites.Home].DamageAsync(
            "delete from sibling_group_member where child_id = (select p.child_id from placement p join sibling_group_member m on m.child_id = p.child_id order by p.id limit 1)")),

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
