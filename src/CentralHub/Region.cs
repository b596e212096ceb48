using System.Globalization;
using Partnership.Contracts;

namespace Partnership.CentralHub;

/// <summary>Which councils form the region, from configuration <c>Region</c>.</summary>
internal sealed class Region
{
    public Region(IConfiguration configuration)
    {
        Councils = [.. configuration.GetSection("Region:Councils").GetChildren()
            .Select(council => CouncilCode.Parse(council["Code"] ?? throw new InvalidOperationException($"{council.Path}:Code is not set."), CultureInfo.InvariantCulture))
            .Order()];
        if (Councils.Count == 0)
        {
            throw new InvalidOperationException("Region:Councils names no council.");
        }

        CouncilNumbers = [.. Councils.Select(council => (short)council.Number)];
    }

    public IReadOnlyList<CouncilCode> Councils { get; }

    public IReadOnlyList<short> CouncilNumbers { get; }
}
