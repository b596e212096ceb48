using System.Globalization;
using Npgsql;

namespace Partnership.Cli.Backup;

/// <summary>
/// A backup is a reading of everything and a restore an undoing of something: each is entered in the audit trail of the database that it
/// concerns, under the name of whoever ran it on this machine.
/// </summary>
internal static class TrailEntry
{
    public const string BackedUp = "backup.made";

    /// <summary>Enters it; nothing for a database without a trail.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, ServiceDatabase database, string operation, Guid backup, CancellationToken ct)
    {
        await using var hasTrail = new NpgsqlCommand("select to_regclass('public.audit_entry') is not null", connection);
        if (await hasTrail.ExecuteScalarAsync(ct) is not true)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            insert into public.audit_entry (council, subject, client, roles, operation, ids, outcome)
            values ($1, $2, 'partnership-cli', '{operator}', $3, $4, 'done')
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = short.Parse(database.Council ?? "0", CultureInfo.InvariantCulture) },
                new() { Value = Environment.UserName },
                new() { Value = operation },
                new() { Value = new[] { backup } },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
