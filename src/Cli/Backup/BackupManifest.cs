using System.Text.Json;

namespace Partnership.Cli.Backup;

/// <summary>What a backup holds, sealed with it: by this a restore is checked, table by table.</summary>
/// <param name="Format">Rises when a reader of before would misread it.</param>
/// <param name="Id">The backup; also in the audit trails of what was backed up.</param>
/// <param name="MadeAt">When it was begun (UTC).</param>
/// <param name="Server">The version of PostgreSQL that it was taken from.</param>
/// <param name="Databases">Each database.</param>
internal sealed record BackupManifest(int Format, Guid Id, DateTimeOffset MadeAt, string Server, IReadOnlyList<BackedUpDatabase> Databases)
{
    public const int PresentFormat = 1;
    public const string FileName = "manifest";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public Task WriteAsync(Stream stream, CancellationToken ct) => JsonSerializer.SerializeAsync(stream, this, Json, ct);

    public static async Task<BackupManifest> ReadAsync(Stream stream, CancellationToken ct)
    {
        try
        {
            var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(stream, Json, ct);
            return manifest is { Format: PresentFormat }
                ? manifest
                : throw new CommandFailedException($"The backup is of format {manifest?.Format}; this program reads format {PresentFormat}.", "Restore it with the release that made it.");
        }
        catch (JsonException unreadable)
        {
            throw new CommandFailedException("The backup's manifest cannot be read.", "Restore it with the release that made it.", unreadable);
        }
    }

    /// <summary>The databases to restore: all, or the one council's.</summary>
    public IReadOnlyList<BackedUpDatabase> Chosen(string? council) => council is null
        ? Databases
        : Databases.FirstOrDefault(database => database.Database.Council == council) is { } one
            ? [one]
            : throw new CommandFailedException(
                $"The backup holds no council {council}; it holds {string.Join(", ", Databases.Select(database => database.Database.Service))}.");
}

/// <summary>A database as it was at one moment.</summary>
/// <param name="Database">Which.</param>
/// <param name="Connect">The roles that might connect.</param>
/// <param name="Migrations">The migrations that it had seen.</param>
/// <param name="Tables">Every table.</param>
internal sealed record BackedUpDatabase(
    ServiceDatabase Database, IReadOnlyList<string> Connect, IReadOnlyList<string> Migrations, IReadOnlyList<TableDigest> Tables);
