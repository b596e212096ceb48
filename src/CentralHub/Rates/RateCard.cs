using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Rates;

/// <summary>Whose adopters they are, when they are not the region's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RateProvider>))]
internal enum RateProvider : short
{
    /// <summary>Another council's, or another regional agency's.</summary>
    Council = 1,

    /// <summary>A voluntary adoption agency's.</summary>
    VoluntaryAgency = 2,
}

/// <summary>What is paid to another agency whose adopters take children of the region.</summary>
/// <param name="Provider">Whose adopters.</param>
/// <param name="Children">For how many children together.</param>
/// <param name="Pounds">The fee, in whole pounds.</param>
internal sealed record Fee(RateProvider Provider, ChildCounts Children, int Pounds);

/// <summary>Fees from a day on, until the next rates.</summary>
internal sealed class RateRow
{
    public required DateOnly From { get; init; }

    /// <summary>Rises by one with each change of the rate card.</summary>
    public required long Version { get; set; }

    public required Fee[] Fees { get; set; }

    /// <summary>Added for agencies in London, in per cent.</summary>
    public required short LondonPercent { get; set; }

    /// <summary>Where the figures are from.</summary>
    public required string Source { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>Fees from a day on.</summary>
/// <param name="From">The first day; the fee is that of the day on which the child moves in.</param>
/// <param name="Fees">By provider and number of children.</param>
/// <param name="LondonPercent">Added for agencies in London, in per cent.</param>
/// <param name="Source">Where the figures are from.</param>
internal sealed record ShownRates(DateOnly From, IReadOnlyList<Fee> Fees, int LondonPercent, string Source)
{
    /// <summary>What is known until a region enters its own.</summary>
    internal static ShownRates Initial { get; } = new(
        new DateOnly(2025, 4, 1),
        [
            new Fee(RateProvider.Council, ChildCounts.One, 27_000),
            new Fee(RateProvider.Council, ChildCounts.Two, 43_000),
            new Fee(RateProvider.Council, ChildCounts.ThreeOrMore, 60_000),
            new Fee(RateProvider.VoluntaryAgency, ChildCounts.One, 39_245),
        ],
        10,
        "Inter-agency fees of councils (scale used between English agencies) and of voluntary adoption agencies for 2025/26 (one child; fees for more were not seen)");

    internal static ShownRates Of(RateRow row) => new(row.From, row.Fees, row.LondonPercent, row.Source);

    /// <summary>The fee for so many children; null where the rates have none.</summary>
    internal int? For(RateProvider provider, ChildCounts children, bool london) =>
        Fees.FirstOrDefault(fee => fee.Provider == provider && fee.Children == children) is { } found
            ? (int)decimal.Round(found.Pounds * (1 + ((london ? LondonPercent : 0) / 100m)), MidpointRounding.AwayFromZero)
            : null;
}
