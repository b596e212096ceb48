using Npgsql;

namespace Partnership.LocalityHub.Regional;

/// <summary>
/// The verb <c>raise-epoch</c>, run once after the hub's database was restored from a backup: what the hub sent after that backup
/// was made is forgotten here and still known to the region, under higher versions. A higher epoch outranks it.
/// </summary>
internal static class RaiseEpoch
{
    public static async Task<int> RunAsync(IConfiguration configuration, TextWriter output, CancellationToken ct)
    {
        var council = Council.From(configuration).Code;
        await using var database = NpgsqlDataSource.Create(configuration.GetConnectionString("locality-hub")
            ?? throw new InvalidOperationException("ConnectionStrings:locality-hub is not set."));
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("update hub_state set epoch = epoch + 1 returning epoch", connection, transaction);
        var epoch = (int)(await command.ExecuteScalarAsync(ct))!;
        var count = await RegionalRepublication.RunAsync(connection, transaction, council, TimeProvider.System, ct);
        await transaction.CommitAsync(ct);
        await output.WriteLineAsync($"Epoch {epoch}: {count} references are sent again.");
        return 0;
    }
}
