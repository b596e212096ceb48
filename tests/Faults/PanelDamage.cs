using Partnership.Faults.Reconciliation;

namespace Partnership.Faults;

/// <summary>The ways in which cases and their places on agendas are damaged, each with the check that must find it.</summary>
internal static class PanelDamage
{
    public static IEnumerable<(string Damage, string Check, Effect Effect, Func<Task> Plant)> All(RunningRegion region) =>
    [
        ("a place on an agenda that its hub never heard of", "panels", Effect.Lost, () => region.Hubs["861"].DamageAsync("delete from case_item where id = (select id from case_item limit 1)")),
        ("a case unlike its hub's", "panels", Effect.Wrong, () => region.Panels.DamageAsync(
            "update panel_case set is_brief = not is_brief where id = (select id from panel_case where council = 893 order by id limit 1)")),
        ("a meeting planned twice", "panels", Effect.Twice, () => region.Panels.DamageAsync(
            """
            insert into meeting select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'date', m.date + 3650))).* from meeting m limit 1
            """)),
        ("a gate's statement undone", "panels", Effect.Wrong, () => region.Hubs["894"].DamageAsync(
            "delete from gate_statement where case_id = (select case_id from gate_statement limit 1)")),
        ("a raised case lost on its way", "panels", Effect.Lost, () => region.Panels.DamageAsync(
            "delete from panel_case where id = (select c.id from panel_case c where c.kind = 1 and not exists (select from decision d where d.case_id = c.id) order by c.id desc limit 1)")),
        ("a decision that its hub never heard of", "panels", Effect.Lost, () => region.Hubs["893"].DamageAsync("delete from case_decision where id = (select id from case_decision order by id limit 1)")),
        ("a decision told under another id", "panels", Effect.Twice, () => region.Hubs["860"].DamageAsync(
            """
            insert into case_decision select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid()))).* from case_decision d limit 1
            """)),
        ("an approval that its household lost", "panels", Effect.Lost, () => region.Hubs["861"].DamageAsync(
            "delete from household_decision where id = (select id from household_decision where source = 1 order by id limit 1)")),
        ("a decision turned round", "panels", Effect.Wrong, () => region.Panels.DamageAsync("update decision set outcome = 2 where id = (select id from decision order by id limit 1)")),

        // Of another council than the one whose hub has lost its decision above, and the telling with it.
        ("a telling that panel scheduling lost", "panels", Effect.Lost, () => region.Panels.DamageAsync(
            "delete from held_notice where reference = (select reference from held_notice where not 893::smallint = any(councils) order by reference limit 1)")),
        ("a reasoned record lost", "panels", Effect.Lost, () => region.Hubs["894"].DamageAsync("delete from decision_record where id = (select id from decision_record order by id limit 1)")),
    ];
}
