using Npgsql;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.ReturnMaps;

namespace Partnership.LocalityHub.Imports;

/// <summary>The council's map as it stood when an import was handed in: the import is read by it whenever it runs, or runs again.</summary>
internal sealed class ImportMap
{
    public Guid ImportId { get; init; }

    /// <summary>Which version of the council's map it is.</summary>
    public long Version { get; init; }

    public required string Headings { get; init; }

    public required string Values { get; init; }

    /// <summary>The map of an import; the return's own names when nobody had confirmed one.</summary>
    public static async Task<ReturnMap> OfAsync(NpgsqlDataSource database, Guid importId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""select headings, "values" from import_map where import_id = $1""");
        command.Parameters.Add(new() { Value = importId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? KeptReturnMap.ToMap(reader.GetString(0), reader.GetString(1)) : ReturnMap.None;
    }
}
