using Npgsql;
using Partnership.Contracts;

namespace Partnership.LocalityHub.Tests.Audit;

/// <summary>The trail as it lies in the table.</summary>
internal static class StoredTrail
{
    public static async Task<List<AuditRecord>> ReadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "select id, council, sequence, at, subject, client, roles, operation, ids, outcome, reason, trace_id, hash from audit_entry where sequence is not null order by sequence", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<AuditRecord>();
        while (await reader.ReadAsync())
        {
            entries.Add(new AuditRecord(
                reader.GetInt64(0), reader.GetInt16(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4), reader.GetString(5),
                reader.GetFieldValue<string[]>(6), reader.GetString(7), reader.GetFieldValue<Guid[]>(8), reader.GetString(9),
                reader.IsDBNull(10) ? null : reader.GetString(10), reader.IsDBNull(11) ? null : reader.GetString(11), new AuditHash(reader.GetFieldValue<byte[]>(12))));
        }

        return entries;
    }
}
