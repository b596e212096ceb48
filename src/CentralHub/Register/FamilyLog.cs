using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Projection;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Register;

/// <summary>
/// Adds the snapshots of family finding to their log, and brings the newest of each child, household and duty up to date, in one statement a
/// batch. The caller's transaction holds the inbox too, so that a message counts once.
/// </summary>
internal static class FamilyLog
{
    private static readonly Dictionary<FamilyEventKind, Projection> Projections = new()
    {
        [FamilyEventKind.ChildProfiled] = new("child_profile", "standing", "Ended"),
        [FamilyEventKind.HouseholdOffered] = new("household_offer", "approval", "Ended"),
        [FamilyEventKind.DutyOverdue] = new("overdue_duty", "lateness", "Settled"),
    };

    private const string Append = """
        insert into family_event (kind, reference, council, epoch, version, body)
        select $1, * from unnest($2, $3, $4, $5, $6)
        """;

    /// <summary>Adds to the log, and returns the references whose newest snapshot changed by it, where newest ones are kept.</summary>
    internal static async Task<IReadOnlyList<Guid>> AppendAsync<T>(CentralHubDbContext db, FamilyEventKind kind, IReadOnlyList<T> messages, CancellationToken ct)
        where T : IRegionalSnapshot
    {
        var changed = new List<Guid>();
        foreach (var part in Speakers.Apart(messages, message => (message.AggregateId, message.Council.Number)))
        {
            changed.AddRange(await AppendPartAsync(db, kind, part, ct));
        }

        return changed;
    }

    /// <summary>
    /// Ends what is held of a council under epochs before this one: its hub has forgotten it. In the log too, so that a rebuild comes to the
    /// same, and under version 0, so that whatever the hub says under its new epoch counts, also when it comes late.
    /// </summary>
    internal static async Task<IReadOnlyList<Guid>> EndForgottenAsync(
        CentralHubDbContext db, FamilyEventKind kind, CouncilCode council, int epoch, CancellationToken ct)
    {
        await using var command = await CommandAsync(db, Projections[kind].End((short)kind), ct);
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = (short)council.Number }, new() { Value = epoch } });
        return await ReferencesAsync(command, ct);
    }

    /// <summary>
    /// Drops the newest snapshots and replays the log, in the caller's transaction. Returns how many references there are and how many had
    /// differed from the log.
    /// </summary>
    internal static async Task<(int Replayed, int Mended)> ReplayAsync(CentralHubDbContext db, CancellationToken ct)
    {
        var (replayed, mended) = (0, 0);
        foreach (var (kind, projection) in Projections)
        {
            // Consumers wait: what they append while this runs must not be missed, nor meet a row of its own.
            await using var hold = await CommandAsync(db, $"lock table {projection.Table} in share row exclusive mode", ct);
            await hold.ExecuteNonQueryAsync(ct);
            await using var compare = await CommandAsync(db, projection.CountDiffering((short)kind), ct);
            mended += (int)(long)(await compare.ExecuteScalarAsync(ct))!;
            await using var replay = await CommandAsync(db, projection.Replay((short)kind), ct);
            replayed += await replay.ExecuteNonQueryAsync(ct);
        }

        return (replayed, mended);
    }

    private static async Task<IReadOnlyList<Guid>> AppendPartAsync<T>(CentralHubDbContext db, FamilyEventKind kind, IReadOnlyList<T> messages, CancellationToken ct)
        where T : IRegionalSnapshot
    {
        await using var command = await CommandAsync(
            db, Projections.TryGetValue(kind, out var projection) ? projection.Take($"{Append} returning *") : $"{Append} returning reference", ct);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = (short)kind },
            new() { Value = messages.Select(message => message.AggregateId).ToArray() },
            new() { Value = messages.Select(message => (short)message.Council.Number).ToArray() },
            new() { Value = messages.Select(message => message.Epoch).ToArray() },
            new() { Value = messages.Select(message => message.Version).ToArray() },
            new()
            {
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
                Value = messages.Select(message => JsonSerializer.Serialize(message, MessageJson.Options)).ToArray(),
            },
        });
        return await ReferencesAsync(command, ct);
    }

    private static async Task<IReadOnlyList<Guid>> ReferencesAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var references = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            references.Add(reader.GetGuid(0));
        }

        return references;
    }

    private static async Task<NpgsqlCommand> CommandAsync(CentralHubDbContext db, string statement, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
#pragma warning disable CA2100 // Made of constants of this file.
        return new NpgsqlCommand(statement, connection, db.Database.CurrentTransaction?.GetDbTransaction() as NpgsqlTransaction);
#pragma warning restore CA2100
    }

    /// <summary>A table of newest snapshots, and how to tell from a snapshot that its subject has ended.</summary>
    private sealed record Projection(string Table, string Member, string Ended)
    {
        private const string Columns = "reference, council, epoch, version, live, snapshot, first_seen_at";

        private string Row => $"reference, council, epoch, version, body ->> '{Member}' <> '{Ended}' as live, body as snapshot";

        // Within a batch the newest of each reference is taken, or one row would be updated twice; it was seen first with the first of them, as a replay
        // finds it. A reference stays with the council that minted it: another council's message about it is kept in the log and changes nothing.
        public string Take(string arrived) => $"""
            with arrived as ({arrived})
            insert into {Table} ({Columns})
            select distinct on (reference) {Row}, first_value(received_at) over (partition by reference order by id)
            from arrived order by reference, epoch desc, version desc
            on conflict (reference) do update set
                epoch = excluded.epoch, version = excluded.version, live = excluded.live, snapshot = excluded.snapshot
            where excluded.council = {Table}.council and (excluded.epoch, excluded.version) > ({Table}.epoch, {Table}.version)
            returning reference
            """;

        public string End(short kind) => Take($"""
            insert into family_event (kind, reference, council, epoch, version, body)
            select {kind}, reference, council, $2, 0, snapshot || jsonb_build_object('epoch', $2, 'version', 0, '{Member}', '{Ended}')
            from {Table}
            where council = $1 and epoch < $2 and live
            returning *
            """);

        public string CountDiffering(short kind) => $"""
            with newest as ({Newest(kind)})
            select count(distinct reference) from (
                (select {Columns} from newest except select {Columns} from {Table})
                union all (select {Columns} from {Table} except select {Columns} from newest)) differing
            """;

        public string Replay(short kind) => $"""
            with newest as ({Newest(kind)}), gone as (
                delete from {Table} where reference not in (select reference from newest))
            insert into {Table} ({Columns}) select {Columns} from newest
            on conflict (reference) do update set
                council = excluded.council, epoch = excluded.epoch, version = excluded.version, live = excluded.live, snapshot = excluded.snapshot,
                first_seen_at = excluded.first_seen_at
            """;

        private static string Newest(short kind, string row) => $"""
            select distinct on (log.reference) {row}, first.received_at as first_seen_at
            from family_event log
            join (
                select distinct on (reference) reference, council, received_at from family_event where kind = {kind} order by reference, id) first
                using (reference, council)
            where log.kind = {kind}
            order by log.reference, log.epoch desc, log.version desc, log.id
            """;

        private string Newest(short kind) => Newest(kind, Row);
    }
}
