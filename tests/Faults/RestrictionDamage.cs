using Partnership.Faults.Reconciliation;

namespace Partnership.Faults;

/// <summary>The ways in which restrictions are damaged, in the hub that holds one or with a service that was told of it, each with the check that must find it.</summary>
internal static class RestrictionDamage
{
    private const string Check = "restrictions";

    public static IEnumerable<(string Damage, string Check, Effect Effect, Func<Task> Plant)> All(RunningRegion region) =>
    [
        ("a child's profile open to all though its record is restricted", Check, Effect.Wrong, () => region.Central.DamageAsync(
            "update child_profile set snapshot = jsonb_set(snapshot, '{restrictedTo}', '\"None\"') where reference = (select reference from child_profile where live and restricted_to <> 0 limit 1)")),
        ("a child counted for the guardian alone though its record is not restricted", Check, Effect.Wrong, () => region.Central.DamageAsync(
            "update regional_state set restricted_to = 1 where reference = (select reference from regional_state where kind = 1 and stage <> 0 and restricted_to = 0 limit 1)")),
        ("a child's part in a match open to all though its record is restricted", Check, Effect.Wrong, () => region.Central.DamageAsync(
            "update link_child set restricted_to = 0 where child = (select child from link_child where restricted_to <> 0 limit 1)")),
        ("a household's offer open to one more", Check, Effect.Wrong, () => region.Central.DamageAsync(
            """
            update household_offer set snapshot = jsonb_set(snapshot, '{restrictedTo}', to_jsonb((snapshot ->> 'restrictedTo') || ', PanelMember'))
            where reference = (select reference from household_offer where restricted_to <> 0 and restricted_to & 128 = 0 limit 1)
            """)),
        ("a case for panel hidden from one who may see it", Check, Effect.Wrong, () => region.Panels.DamageAsync(
            "update panel_case set restricted_to = restricted_to - 64 where id = (select id from panel_case where restricted_to & 64 <> 0 and kind = 1 and state <> 9 limit 1)")),
        ("a child at the fund open to one fewer", Check, Effect.Wrong, () => region.Fund.DamageAsync(
            "update fund_child set restricted_to = restricted_to - 4 where id = (select id from fund_child where restricted_to & 4 <> 0 limit 1)")),
        ("an accepted restriction of a household lost", Check, Effect.Lost, () => region.Hubs[LinkWrites.Home].DamageAsync(
            "delete from household_restriction where household_id = (select household_id from household_restriction limit 1)")),
        ("a child's restriction to other roles", Check, Effect.Wrong, () => region.Hubs[LinkWrites.Home].DamageAsync(
            "update child_restriction set roles = '{social-worker}' where child_id = (select child_id from child_restriction limit 1)")),
    ];
}
