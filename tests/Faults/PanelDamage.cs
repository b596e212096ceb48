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
        ("a raised case lost on its way", "panels", Effect.Lost, () => region.Panels.DamageAsync("delete from panel_case where id = (select id from panel_case order by id desc limit 1)")),
    ];
}
