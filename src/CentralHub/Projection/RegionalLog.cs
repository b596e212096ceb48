using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;

namespace Partnership.CentralHub.Projection;

/// <summary>
/// Adds what was received to the log and brings the newest snapshot of each reference up to date, in one statement a batch. The
/// caller's transaction holds the inbox too, so that a message counts once.
/// </summary>
internal static class RegionalLog
{
    private const string Columns =
        "kind, reference, council, epoch, version, withdrawn, year, entry_to_placed_days, entry_to_moved_in_days, order_to_match_days, within, exclusions, wait, stage, band, definition, restricted_to";

    // Within a batch the newest of each reference is taken, or one row would be updated twice. A reference stays with the council
    // that minted it: another council's message about it is kept in the log and changes nothing.
    private const string KeepNewest = $"""
        insert into regional_state ({Columns})
        select distinct on (kind, reference) {Columns} from arrived order by kind, reference, epoch desc, version desc
        on conflict (kind, reference) do update set
            epoch = excluded.epoch, version = excluded.version, withdrawn = excluded.withdrawn, year = excluded.year,
            entry_to_placed_days = excluded.entry_to_placed_days, entry_to_moved_in_days = excluded.entry_to_moved_in_days,
            order_to_match_days = excluded.order_to_match_days, within = excluded.within, exclusions = excluded.exclusions,
            wait = excluded.wait, stage = excluded.stage, band = excluded.band, definition = excluded.definition,
            restricted_to = excluded.restricted_to
        where excluded.council = regional_state.council
            and (excluded.epoch, excluded.version) > (regional_state.epoch, regional_state.version)
        """;

    private const string Append = $"""
        with arrived as (
            insert into received_event ({Columns})
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            returning {Columns})
        {KeepNewest}
        """;

    // In the log too, so that a rebuild comes to the same. Version 0: whatever the hub says of a reference under its new epoch counts,
    // also when it comes late. A stage ends, as it would have been told; a measure is withdrawn.
    private const string WithdrawForgotten = $"""
        with arrived as (
            insert into received_event ({Columns})
            select kind, reference, council, $2, 0, kind <> $3, year, entry_to_placed_days, entry_to_moved_in_days, order_to_match_days, within, exclusions,
                wait, case when kind = $3 then 0 end, case when kind = $3 then 0 end, definition, restricted_to
            from regional_state
            where council = $1 and epoch < $2 and not withdrawn and stage is distinct from 0
            returning {Columns})
        {KeepNewest}
        """;

    private const string Newest = $"""
        select distinct on (log.kind, log.reference) {Columns} from received_event log
        where log.council = (
            select first.council from received_event first
            where first.kind = log.kind and first.reference = log.reference order by first.id limit 1)
        order by log.kind, log.reference, log.epoch desc, log.version desc, log.id
        """;

    // Consumers wait: what they append while this runs must not be missed, nor meet a row of its own.
    private const string Lock = "lock table regional_state in share row exclusive mode";

    private const string CountDiffering = $"""
        with newest as ({Newest})
        select count(distinct (kind, reference)) from (
            (select {Columns} from newest except select {Columns} from regional_state)
            union all (select {Columns} from regional_state except select {Columns} from newest)) differing
        """;

    private const string Replay = $"insert into regional_state ({Columns}) {Newest}";

    internal static async Task AppendAsync(CentralHubDbContext db, IReadOnlyList<RegionalFact> facts, CancellationToken ct)
    {
        foreach (var part in Speakers.Apart(facts, fact => ((fact.Kind, fact.Reference), fact.Council)))
        {
            await AppendPartAsync(db, part, ct);
        }
    }

    /// <summary>Withdraws what is held of a council under epochs before this one, and returns how much that was.</summary>
    internal static async Task<int> WithdrawForgottenAsync(CentralHubDbContext db, CouncilCode council, int epoch, CancellationToken ct)
    {
        await using var command = await CommandAsync(db, WithdrawForgotten, ct);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = (short)council.Number }, new() { Value = epoch }, new() { Value = (short)FactKind.Stage },
        });
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Drops the newest snapshots and replays the log, in the caller's transaction: readers and the release see the old state or the
    /// new one. Returns how many references there are and how many had differed from the log.
    /// </summary>
    internal static async Task<(int Replayed, int Mended)> ReplayAsync(CentralHubDbContext db, CancellationToken ct)
    {
        await using var prepare = await CommandAsync(db, Lock, ct);
        await prepare.ExecuteNonQueryAsync(ct);
        await using var compare = await CommandAsync(db, CountDiffering, ct);
        var mended = (int)(long)(await compare.ExecuteScalarAsync(ct))!;
        await db.States.ExecuteDeleteAsync(ct);
        await using var replay = await CommandAsync(db, Replay, ct);
        return (await replay.ExecuteNonQueryAsync(ct), mended);
    }

    private static async Task AppendPartAsync(CentralHubDbContext db, IReadOnlyList<RegionalFact> facts, CancellationToken ct)
    {
        await using var command = await CommandAsync(db, Append, ct);
        void Add<T>(NpgsqlDbType type, Func<RegionalFact, T> value) =>
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = facts.Select(value).ToArray() });

        Add(NpgsqlDbType.Smallint, fact => (short)fact.Kind);
        Add(NpgsqlDbType.Uuid, fact => fact.Reference);
        Add(NpgsqlDbType.Smallint, fact => fact.Council);
        Add(NpgsqlDbType.Integer, fact => fact.Epoch);
        Add(NpgsqlDbType.Bigint, fact => fact.Version);
        Add(NpgsqlDbType.Boolean, fact => fact.Withdrawn);
        Add(NpgsqlDbType.Smallint, fact => fact.Year);
        Add(NpgsqlDbType.Integer, fact => fact.EntryToPlacedDays);
        Add(NpgsqlDbType.Integer, fact => fact.EntryToMovedInDays);
        Add(NpgsqlDbType.Integer, fact => fact.OrderToMatchDays);
        Add(NpgsqlDbType.Boolean, fact => fact.Within);
        Add(NpgsqlDbType.Smallint, fact => (short)fact.Exclusions);
        Add(NpgsqlDbType.Smallint, fact => (short?)fact.Wait);
        Add(NpgsqlDbType.Smallint, fact => (short?)fact.Stage);
        Add(NpgsqlDbType.Smallint, fact => (short?)fact.Band);
        Add(NpgsqlDbType.Smallint, fact => fact.Definition);
        Add(NpgsqlDbType.Smallint, fact => (short)fact.RestrictedTo);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<NpgsqlCommand> CommandAsync(CentralHubDbContext db, string statement, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
#pragma warning disable CA2100 // Constants of this file.
        return new NpgsqlCommand(statement, connection, db.Database.CurrentTransaction?.GetDbTransaction() as NpgsqlTransaction);
#pragma warning restore CA2100
    }
}
