using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Partnership.Cli.Machine;
using Partnership.Provision.Databases;

namespace Partnership.Cli.Backup;

/// <summary>
/// A hub that comes out of a backup begins a new epoch, by its own verb <c>raise-epoch</c>: what it says from then on outranks what it said
/// and has forgotten. The epoch must be beyond all that were ever begun, which the backup alone cannot know.
/// </summary>
internal static class HubEpoch
{
    private const string OfHub = "select epoch from hub_state";

    private const string OfRegion = """
        select greatest(
            (select coalesce(max(epoch), 0) from received_event where council = $1),
            (select coalesce(max(epoch), 0) from audit_anchor where council = $1))
        """;

    /// <summary>The highest epoch that the hub in use, or the region, has seen.</summary>
    public static async Task<int> SeenAsync(ServiceDatabase hub, IReadOnlyList<ServiceDatabase> present, CancellationToken ct)
    {
        var council = short.Parse(hub.Council!, CultureInfo.InvariantCulture);
        var ofHub = present.Contains(hub) ? await AskAsync(hub.Name, OfHub, null, ct) : 0;
        var ofRegion = present.Any(database => database.Name == SharedDatabase.CentralHub.Name) ? await AskAsync(SharedDatabase.CentralHub.Name, OfRegion, council, ct) : 0;
        return Math.Max(ofHub, ofRegion);
    }

    /// <summary>Migrates a restored hub's database where the backup is of an earlier release, and begins an epoch above another.</summary>
    public static async Task RaiseAsync(ServiceDatabase hub, int above, CancellationToken ct)
    {
        var address = Servers.Postgres();
        address.Database = hub.Restoring;
        var start = new ProcessStartInfo(Program(), ["raise-epoch", "--above", above.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(Program()),
        };
        start.Environment["ConnectionStrings__locality-hub"] = address.ConnectionString;

        // What a migration makes must belong to the owner, not to the administrator.
        address.Options = $"-c role={hub.Owner}";
        start.Environment["ConnectionStrings__owner"] = address.ConnectionString;
        start.Environment["Council__Code"] = hub.Council;
        start.Environment["Council__Name"] = hub.Council;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
        {
            throw new CommandFailedException($"The epoch of {hub.Service} was not raised: {(await errors + await output).Trim()}");
        }
    }

    /// <summary>The hub's own program: <c>PARTNERSHIP_LOCALITY_HUB</c>, or the one that was built beside this.</summary>
    private static string Program()
    {
        var program = Environment.GetEnvironmentVariable("PARTNERSHIP_LOCALITY_HUB");
        if (program is not { Length: > 0 })
        {
            var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            program = Path.Combine(own.Parent!.Parent!.FullName, "LocalityHub", own.Name, "Partnership.LocalityHub");
        }

        return File.Exists(program)
            ? program
            : throw new CommandFailedException($"The locality hub's program, which raises the epoch, is not at {program}.", "Name it in PARTNERSHIP_LOCALITY_HUB.");
    }

    private static async Task<int> AskAsync(string database, string question, short? council, CancellationToken ct)
    {
        await using var connection = await Servers.OpenAsync(database, ct);
#pragma warning disable CA2100 // Constants of this file.
        await using var command = new NpgsqlCommand(question, connection);
#pragma warning restore CA2100
        if (council is { } number)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = number });
        }

        try
        {
            return await command.ExecuteScalarAsync(ct) as int? ?? 0;
        }
        catch (PostgresException empty) when (empty.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // Made and not migrated yet: it has seen nothing.
            return 0;
        }
    }
}
