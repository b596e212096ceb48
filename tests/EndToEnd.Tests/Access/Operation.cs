using System.Text.Json;

namespace Partnership.EndToEnd.Tests.Access;

/// <summary>One operation as the merged description declares it.</summary>
internal sealed record Operation(string Method, string Path, string Policy, IReadOnlySet<string> Roles, JsonElement Node)
{
    public string Name => $"{Method} {Path}";

    /// <summary>Whether a council's own hub answers it.</summary>
    public bool IsOfHub => Path.StartsWith("/api/v1/councils/", StringComparison.Ordinal) || IsReleased;

    /// <summary>What a council has released: for its named reader, whatever the council.</summary>
    public bool IsReleased => Path.StartsWith("/api/v1/released/", StringComparison.Ordinal);

    /// <summary>Whether the support fund answers it.</summary>
    public bool IsOfFund => Path.StartsWith("/api/v1/fund/", StringComparison.Ordinal);

    /// <summary>Whether panel scheduling answers it.</summary>
    public bool IsOfPanels => Path.StartsWith("/api/v1/panels", StringComparison.Ordinal);

    /// <summary>Whether its address names something that belongs to some councils, though no council is in it.</summary>
    public bool IsOfShared => IsOfPanels && !Path.Contains("{messageId}", StringComparison.Ordinal) && Path.Contains("Id}", StringComparison.Ordinal);

    public bool IsOfCouncil => Path.Contains("/councils/{code}", StringComparison.Ordinal);

    /// <summary>Whether the address names something of one council's in a database that councils share.</summary>
    public bool IsOfRow => IsOfShared || (!IsOfCouncil && Path.StartsWith("/api/v1/region/", StringComparison.Ordinal) && FamilySamples.OwnedBy.Any(name => Path.Contains($"{{{name}}}", StringComparison.Ordinal)));

    /// <summary>All that a description declares.</summary>
    public static IReadOnlyList<Operation> AllOf(JsonElement description) =>
    [
        .. description.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => new Operation(
            operation.Name.ToUpperInvariant(),
            path.Name,
            operation.Value.GetProperty("x-policy").GetString()!,
            operation.Value.GetProperty("x-roles").EnumerateArray().Select(role => role.GetString()!).ToHashSet(),
            operation.Value))),
    ];
}
