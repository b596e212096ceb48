using System.ComponentModel.DataAnnotations;
using Partnership.Contracts;

namespace Partnership.DevIdentity.Clients;

/// <summary>The region whose councils have clients and users here (<c>Region</c>).</summary>
internal sealed class RegionOptions
{
    public string Name { get; init; } = "Region";

    [Required, MinLength(1)]
    public IReadOnlyList<CouncilOptions> Councils { get; init; } = [];

    public IEnumerable<CouncilCode> Codes => Councils.Select(council => new CouncilCode(council.Code));
}

internal sealed class CouncilOptions
{
    [Range(100, 999)]
    public int Code { get; init; }

    [Required]
    public string Name { get; init; } = string.Empty;
}
