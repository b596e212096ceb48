using Npgsql;
using Partnership.Faults.Reconciliation;

namespace Partnership.Faults;

/// <summary>
/// A check that never fails shows nothing. Once the run has been reconciled, its data are damaged on purpose in the ways that a bug
/// could damage them, and the reconciliation must say so each time.
/// </summary>
internal sealed class PlantedDamage(RunningRegion region, Probe probe, Reconciler reconciler)
{
    // What is damaged at one place must not be damaged at another too, or nothing more is found: messages and writes in this council, the
    // projection in 861, an effect of nobody's in 893.
    private const string Council = "860";
    private const string DeletedFromOutbox = "a row deleted from an outbox";
    private const string SentAgain = "a message sent again under a new id";
    private const string GivenUp = "a message given up by the broker";
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>Those after which something is still under way.</summary>
    private static readonly string[] Moving = [DeletedFromOutbox, SentAgain, GivenUp];

    /// <summary>Plants one damage after the other and returns, for each, what was to be found and whether it was.</summary>
    public async Task<List<(string Damage, bool Found)>> RunAsync()
    {
        var results = new List<(string, bool)>();
        foreach (var (damage, check, effect, plant) in Damages())
        {
            // Each time anew: to look for the damage before mends some of it.
            var before = Count(await reconciler.RunAsync(check));
            await plant();
            if (Moving.Contains(damage))
            {
                await reconciler.SettleAsync(Settling);
            }

            results.Add((damage, Count(await reconciler.RunAsync(check)) > before));

            int Count(List<Disagreement> found) => found.Count(each => each.Check == check && each.Effect == effect);
        }

        return results;
    }

    private IEnumerable<(string Damage, string Check, Effect Effect, Func<Task> Plant)> Damages() =>
    [
        // Before any other damage to it: a rebuild mends the projection, whoever has damaged it.
        ("a projection unlike its log", "rebuild", Effect.Wrong, () => CentralAsync(
            "update regional_state set definition = 99 where reference = (select reference from regional_state where kind = 2 order by reference limit 1)")),
        (DeletedFromOutbox, "snapshots", Effect.Lost, DeleteFromOutboxAsync),
        ("a row left in an outbox", "outbox", Effect.Waiting, () => HubAsync(
            """
            insert into outbox (aggregate_id, epoch, version, message_id, name, routing_key, body, headers, parked_at)
            values (gen_random_uuid(), 0, 1, gen_random_uuid(), 'child-stage-changed', '860.child-stage-changed', '', '{}', now())
            """)),
        ("a row deleted from the inbox", "inbox", Effect.Lost, () => CentralAsync("delete from inbox where message_id = (select message_id from inbox limit 1)")),
        (SentAgain, "versions", Effect.Twice, () => region.Wire.RenameAsync(region.Wire.Seen.Last(message => message.Name == "child-stage-changed"))),
        ("an effect that no message had", "effects", Effect.Twice, () => CentralAsync(
            """
            insert into received_event (kind, reference, council, epoch, version, withdrawn, exclusions)
            select kind, gen_random_uuid(), 893, epoch, 1, withdrawn, exclusions from received_event limit 1
            """)),
        ("a message parked", "parked", Effect.Waiting, () => CentralAsync(
            "insert into parked (message_id, consumer, name, body, headers, attempts, reason) values (gen_random_uuid(), 'nobody', 'of-no-known-name', '', '{}', 0, 'planted')")),
        (GivenUp, "dead queues", Effect.Waiting, () => region.Wire.BuryAsync()),
        ("a row of the projection edited", "snapshots", Effect.Wrong, () => CentralAsync(
            "update regional_state set band = (band + 1) % 6 where reference = (select reference from regional_state where kind = 1 and stage > 0 and council = 861 limit 1)")),
        ("a row of the projection deleted", "snapshots", Effect.Lost, () => CentralAsync(
            "delete from regional_state where reference = (select reference from regional_state where kind = 1 and council = 861 limit 1)")),
        ("a row of the log deleted", "versions", Effect.Lost, () => CentralAsync(
            "delete from received_event where id = (select e.id from received_event e where version = 1 and exists (select from received_event l where l.reference = e.reference and l.version = 2) limit 1)")),
        ("an accepted write undone", "writes", Effect.Lost, () => HubAsync(
            "delete from given_milestone where child_id = (select child_id from given_milestone order by child_id limit 1)")),
        ("a write done twice", "writes", Effect.Twice, () => HubAsync(
            """
            insert into audit_entry (council, subject, client, roles, operation, ids, outcome)
            select council, subject, client, roles, operation, ids, outcome from audit_entry where operation = 'child.milestone' and client like 'case-system-%' limit 1
            """)),
        ("an import undone", "imports", Effect.Lost, () => HubAsync("update import set state = 3 where id = (select id from import limit 1)")),
        ("a child's profile edited", "families", Effect.Wrong, () => CentralAsync(
            "update child_profile set snapshot = jsonb_set(snapshot, '{version}', '999') where reference = (select reference from child_profile where live order by reference limit 1)")),
        ("a profile that is nobody's", "families", Effect.Twice, () => CentralAsync(
            "insert into child_profile select gen_random_uuid(), council, epoch, version, live, snapshot, first_seen_at from child_profile where live limit 1")),
        ("a household's offer deleted", "families", Effect.Lost, () => CentralAsync(
            "delete from household_offer where reference = (select reference from household_offer where live and council = 894 limit 1)")),
        ("a household changed in its hub unheard", "families", Effect.Wrong, () => HubAsync("update household set identity_support = identity_support # 1", "893")),
        ("a link changed in a hub", "families", Effect.Wrong, () => HubAsync("update family_link set state = state + 1 where id = (select id from family_link order by id limit 1)")),
        ("a link that a hub was never told of", "families", Effect.Lost, () => CentralAsync(
            "insert into link_party (link, council, side, taken) select link, 894, side, taken from link_party where council = 861 limit 1")),
        ("a release open in its hub though it has ended", "families", Effect.Wrong, () => HubAsync(
            "update disclosure set asked_end = 0 where id = (select id from disclosure where asked_end <> 0 order by id limit 1)")),
        ("a child's identity lost", "identities", Effect.Lost, () => CentralAsync("delete from child_identity where reference = (select reference from child_identity limit 1)")),
        ("a child's identity edited", "identities", Effect.Wrong, () => CentralAsync(
            "update child_identity set version = version + 1 where reference = (select reference from child_identity order by reference limit 1)")),
        ("a match of records that share nothing", "identities", Effect.Twice, () => CentralAsync(
            """
            with made as (insert into identity_match (id, councils, found_at, by, version) values (gen_random_uuid(), '{860,893}', now(), 1, 1) returning id)
            insert into identity_match_side (match, council, reference) select made.id, council, gen_random_uuid() from made, unnest('{860,893}'::smallint[]) council
            """)),
        ("two records of one child unmatched", "identities", Effect.Lost, () => CentralAsync(
            """
            insert into child_identity (reference, council, epoch, version, by_nhs_number)
            select gen_random_uuid(), council, 0, 1, '00000000-0000-0000-0000-000000000001' from unnest('{860,893}'::smallint[]) council
            """)),
        ("a child of a return lost", "imports", Effect.Lost, () => HubAsync("delete from header where child_id = (select child_id from header limit 1)")),
        .. RestrictionDamage.All(region),
        .. FundDamage.All(region),
        .. PanelDamage.All(region),
        .. LinkDamage.All(region),
    ];

    /// <summary>A write whose message never gets to the broker, which is cut off meanwhile.</summary>
    private async Task DeleteFromOutboxAsync()
    {
        region.Network.Cut();
        try
        {
            await probe.WriteAsync(Council, CancellationToken.None);
            await HubAsync("delete from outbox where name = 'child-stage-changed'");
        }
        finally
        {
            region.Network.Mend();
        }
    }

    private Task CentralAsync(string statement) => region.Central.DamageAsync(statement);

    private Task HubAsync(string statement, string council = Council) => region.Hubs[council].DamageAsync(statement);
}

/// <summary>Damages a database.</summary>
internal static class Damaging
{
    /// <exception cref="InvalidOperationException">The statement changed nothing.</exception>
    public static async Task DamageAsync(this NpgsqlDataSource database, string statement)
    {
        await using var command = database.CreateCommand(statement);
        if (await command.ExecuteNonQueryAsync() == 0)
        {
            throw new InvalidOperationException($"There was nothing to damage: {statement}");
        }
    }
}
