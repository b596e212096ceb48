using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Npgsql;
using Partnership.Cli.Machine;
using Partnership.Provision.Databases;

namespace Partnership.Cli.Backup;

/// <summary>A database of the product: a council's hub's, or one that a service of the region has.</summary>
/// <param name="Name">Its name, such as <c>locality_hub_860</c> or <c>central_hub</c>.</param>
/// <param name="Owner">The role that owns its tables.</param>
internal sealed partial record ServiceDatabase(string Name, string Owner)
{
    private const string RestoringSuffix = "_restoring";
    private const string SetAsideInfix = "_set_aside_";

    /// <summary>The council's three digits; null for a service of the region.</summary>
    [JsonIgnore]
    public string? Council => HubName().Match(Name) is { Success: true } hub ? hub.Groups[1].Value : null;

    /// <summary>The service that uses it, as the host and the broker call it.</summary>
    [JsonIgnore]
    public string Service => Name.Replace('_', '-');

    /// <summary>What it is called while it is restored, beside the one that is in use.</summary>
    [JsonIgnore]
    public string Restoring => Name + RestoringSuffix;

    /// <summary>What it is called once another has taken its place.</summary>
    public string SetAside(int number) => $"{Name}{SetAsideInfix}{number}";

    /// <summary>Every database of the product in this cluster. Each belongs to an owner role that provision made; what else is there is none of ours.</summary>
    public static async Task<IReadOnlyList<ServiceDatabase>> AllAsync(CancellationToken ct)
    {
        await using var connection = await Servers.OpenAsync("postgres", ct);
        await using var command = new NpgsqlCommand(
            @"select d.datname, o.rolname from pg_database d join pg_roles o on o.oid = d.datdba where o.rolname like '%\_owner' order by d.datname", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<ServiceDatabase>();
        while (await reader.ReadAsync(ct))
        {
            var database = new ServiceDatabase(reader.GetString(0), reader.GetString(1));
            if (database.Name != DatabaseCluster.LocalityHubTemplate
                && !database.Name.EndsWith(RestoringSuffix, StringComparison.Ordinal)
                && !database.Name.Contains(SetAsideInfix, StringComparison.Ordinal))
            {
                found.Add(database);
            }
        }

        return found;
    }

    [GeneratedRegex("^locality_hub_([0-9]{3})$", RegexOptions.CultureInvariant)]
    private static partial Regex HubName();
}
