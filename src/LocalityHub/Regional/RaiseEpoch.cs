using Npgsql;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Regional;

/// <summary>
/// The verb <c>raise-epoch</c>, run once after the hub's database was restored from a backup: what the hub sent after that backup
/// was made is forgotten here and still known to the region, under higher versions. A higher epoch outranks it, and what the hub has
/// forgotten altogether the region drops (<see cref="HubRestored"/>, <see cref="SupportRestated"/>, <see cref="PanelCasesRestated"/>).
/// <para>
/// <c>--above N</c>: the epoch becomes higher than N, whatever the backup says. One backup restored twice would otherwise begin the same
/// epoch twice. With <c>ConnectionStrings:owner</c> a database of an earlier release is migrated first.
/// </para>
/// </summary>
internal static class RaiseEpoch
{
    public static async Task<int> RunAsync(IConfiguration configuration, TextWriter output, CancellationToken ct)
    {
        var council = Council.From(configuration).Code;
        if (configuration.GetConnectionString("owner") is { } owner)
        {
            await MigrateHubs.MigrateAsync(owner, ct);
        }

        await using var database = NpgsqlDataSource.Create(configuration.GetConnectionString("locality-hub")
            ?? throw new InvalidOperationException("ConnectionStrings:locality-hub is not set."));
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("update hub_state set epoch = greatest(epoch, $1) + 1 returning epoch", connection, transaction)
        {
            Parameters = { new() { Value = configuration.GetValue("above", 0) } },
        };
        var epoch = (int)(await command.ExecuteScalarAsync(ct))!;

        // The numbers of transactions begin anew in a restored database, and with them readers of changes and those who are called.
        await using var restamp = new NpgsqlCommand("update child set version = version; update forgotten_child set changed_in = pg_current_xact_id(); update webhook set told_up_to = '0'", connection, transaction);
        await restamp.ExecuteNonQueryAsync(ct);
        var count = await RegionalRepublication.RunAsync(connection, transaction, council, TimeProvider.System, afterRestore: true, ct);

        // A release that waited to be opened when the backup was made may have been ended since, and a member of a panel may not be drawn any more: only what
        // the ledger and panel scheduling state from now on counts.
        await using var unheard = new NpgsqlCommand("with tried as (delete from retry where name = any($1)) delete from parked where name = any($1)", connection, transaction)
        {
            Parameters = { new() { Value = new[] { MessageCatalogue.NameOf(typeof(RecordDisclosure)), MessageCatalogue.NameOf(typeof(OpenPapers)) } } },
        };
        await unheard.ExecuteNonQueryAsync(ct);
        await using var shut = new NpgsqlCommand("delete from paper_opening", connection, transaction);
        await shut.ExecuteNonQueryAsync(ct);

        // After all that is known: whoever reads it has read those.
        await OutboxBulk.WriteAsync(
            connection,
            transaction,
            [
                new HubRestored(HubOf(council, Told.Centre), council, epoch, 1), new SupportRestated(HubOf(council, Told.SupportFund), council, epoch, 1),
                new PanelCasesRestated(HubOf(council, Told.Panels), council, epoch, 1),
            ],
            ct);
        await transaction.CommitAsync(ct);
        await output.WriteLineAsync($"Epoch {epoch}: {count} references are sent again.");
        return 0;
    }

    // One hub to a council: its name needs no chance. One to each who is told: the outbox takes a version of one aggregate once.
    private static Guid HubOf(CouncilCode council, Told told) => new(council.Number, 0, 0, [0x72, 0x65, 0x73, 0x74, 0x6f, 0x72, 0x65, (byte)told]);

    /// <summary>Who is told that a hub was restored. The numbers are part of the names and stay.</summary>
    private enum Told : byte
    {
        Centre = 0,
        SupportFund = 1,
        Panels = 2,
    }
}
