using Partnership.Matching;

namespace Partnership.CentralHub.Weights;

/// <summary>A declaration of weights; the one with the highest version holds.</summary>
internal sealed class WeightsRow
{
    public required int Version { get; init; }

    public required MatchingWeights Weights { get; init; }

    public required DateTimeOffset DeclaredAt { get; init; }
}
