using System.ComponentModel.DataAnnotations;

namespace Partnership.Gateway;

/// <summary>The region that this door leads to (<c>Region</c>).</summary>
internal sealed class RegionOptions
{
    public string Name { get; init; } = "Region";

    [Required, MinLength(1)]
    public IReadOnlyList<CouncilOptions> Councils { get; init; } = [];
}

internal sealed class CouncilOptions
{
    [Range(100, 999)]
    public int Code { get; init; }

    public string Name { get; init; } = string.Empty;
}
