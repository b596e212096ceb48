using System.Globalization;
using Npgsql;

namespace Partnership.Cli.Backup;

/// <summary>A table's content in one number: the sum of a hash of each row, so that the order of rows does not matter.</summary>
/// <param name="Table">Schema and name.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Digest">The sum of the first eight bytes of each row's MD5. Against mishap, not against malice: the seal is against that.</param>
internal sealed record TableDigest(string Table, long Rows, string Digest)
{
    private const string Names = """
        select format('%I.%I', n.nspname, c.relname)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
        order by 1
        """;

    // However the server or the database is set: the same row reads the same.
    private const string SameText =
        "set local datestyle = 'ISO'; set local timezone = 'UTC'; set local bytea_output = 'hex'; set local extra_float_digits = 1; set local intervalstyle = 'postgres'";

    /// <summary>Every table of a database, as the transaction sees it.</summary>
    public static async Task<IReadOnlyList<TableDigest>> OfAllAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using (var same = new NpgsqlCommand(SameText, connection, transaction))
        {
            await same.ExecuteNonQueryAsync(ct);
        }

        var tables = new List<string>();
        await using (var names = new NpgsqlCommand(Names, connection, transaction))
        await using (var reader = await names.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                tables.Add(reader.GetString(0));
            }
        }

        var digests = new List<TableDigest>(tables.Count);
        foreach (var table in tables)
        {
#pragma warning disable CA2100 // The name comes quoted out of the catalogue.
            await using var command = new NpgsqlCommand(
                $"select count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0)::text from {table} t", connection, transaction);
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            digests.Add(new TableDigest(table, reader.GetInt64(0), reader.GetString(1)));
        }

        return digests;
    }

    /// <summary>Where two readings of a database differ, in words; nothing when they are the same.</summary>
    public static IEnumerable<string> Differences(IReadOnlyList<TableDigest> expected, IReadOnlyList<TableDigest> found)
    {
        var there = found.ToDictionary(table => table.Table);
        foreach (var table in expected)
        {
            if (!there.Remove(table.Table, out var now))
            {
                yield return $"{table.Table} is missing";
            }
            else if (now.Rows != table.Rows)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{table.Table} has {now.Rows} rows of {table.Rows}");
            }
            else if (now.Digest != table.Digest)
            {
                yield return $"{table.Table} has other rows";
            }
        }

        foreach (var table in there.Keys)
        {
            yield return $"{table} was not in the backup";
        }
    }
}
