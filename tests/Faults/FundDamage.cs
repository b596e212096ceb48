using Partnership.Faults.Reconciliation;

namespace Partnership.Faults;

/// <summary>The ways in which the fund's data are damaged, each with the check that must find it.</summary>
internal static class FundDamage
{
    public static IEnumerable<(string Damage, string Check, Effect Effect, Func<Task> Plant)> All(RunningRegion region) =>
    [
        ("a child's assessment lost in the fund", "assessments", Effect.Lost, () => region.Fund.DamageAsync("delete from needs_assessment where child_id = (select id from fund_child where council = 861 limit 1)")),
        ("an assessment unlike its hub's", "assessments", Effect.Wrong, () => region.Fund.DamageAsync(
            "update needs_assessment set narratives_checked = not narratives_checked where child_id = (select id from fund_child where council = 893 limit 1)")),
        ("a child in the fund who is nobody's", "assessments", Effect.Twice, () => region.Fund.DamageAsync(
            """
            insert into fund_child (id, council, family_id, route, born_in, has_plan, basis, needs, assessment_id, epoch, version)
            select gen_random_uuid(), council, family_id, route, born_in, has_plan, basis, needs, assessment_id, epoch, version from fund_child limit 1
            """)),
        ("a narrative of the fund's undone in its hub", "fund", Effect.Wrong, () => region.Hubs["894"].DamageAsync(
            "update support_narrative set text = 'of nobody' where assessment_id = (select id from support_assessment order by id desc limit 1)")),
        ("an application made twice", "fund", Effect.Twice, () => region.Fund.DamageAsync(
            """
            insert into application (id, council, assessment_id, status, exceptions, findings, checked_on, created_by, created_at, updated_at, version)
            select gen_random_uuid(), council, assessment_id, 1, exceptions, findings, checked_on, created_by, created_at, updated_at, 1 from application limit 1
            """)),
        ("an invoice changed", "fund", Effect.Wrong, () => region.Fund.DamageAsync("update invoice set hours = hours + 1 where id = (select id from invoice order by id desc limit 1)")),
        ("a rule pack's adoption undone", "fund", Effect.Wrong, () => region.Fund.DamageAsync("update rule_pack set adopted_from = null where id = (select pack_id from rule_job where kind = 2 order by requested_at desc limit 1)")),
        ("a recheck lost", "fund", Effect.Lost, () => region.Fund.DamageAsync("delete from rule_job where id = (select id from rule_job where kind = 2 order by requested_at desc limit 1)")),
        ("a chase a step behind in its hub", "chases", Effect.Wrong, () => region.Hubs["860"].DamageAsync(
            "update support_chase set version = version - 1 where id = (select id from support_chase order by id desc limit 1)")),
        ("a chase unheard in its hub", "chases", Effect.Lost, () => region.Hubs["860"].DamageAsync("delete from support_chase where id = (select id from support_chase order by id desc limit 1)")),
        ("a chase that the fund knows nothing of", "chases", Effect.Twice, () => region.Fund.DamageAsync(
            "delete from chase where id = (select id from chase where council = 860 order by id limit 1)")),
        ("a line of the ledger removed", "ledger", Effect.Wrong, () => region.Fund.DamageAsync(
            "delete from posting where (journal_id, ordinal) = (select journal_id, ordinal from posting order by journal_id limit 1)")),
        ("an entry of the ledger changed, though even", "ledger", Effect.Wrong, () => region.Fund.DamageAsync(
            "update posting set pence = pence + sign(pence) where journal_id = (select id from journal where kind = 2 order by id desc limit 1)")),
        ("an entry of the ledger entered twice", "ledger", Effect.Twice, () => region.Fund.DamageAsync(
            """
            insert into journal (id, council, kind, occurred_on, recorded_at, recorded_by, application_id)
            select gen_random_uuid(), council, kind, occurred_on, recorded_at, recorded_by, application_id from journal where kind = 1 limit 1
            """)),

        // One with lines: the one made twice above has none, and nobody would miss it.
        ("an accepted application lost", "fund", Effect.Lost, () => region.Fund.DamageAsync(
            """
            do $$ begin
                set local session_replication_role = replica;
                delete from application where id = (select application_id from application_line order by id desc limit 1);
            end $$
            """)),
    ];
}
