using Partnership.Contracts.FamilyFinding;

namespace Partnership.Matching;

/// <summary>Single values of what is also said in sets.</summary>
internal static class Enumerated
{
    public static IReadOnlyList<ChildCounts> Numbers { get; } = [ChildCounts.One, ChildCounts.Two, ChildCounts.ThreeOrMore];

    public static IReadOnlyList<AgeBands> Bands { get; } = [.. Enum.GetValues<AgeBands>().Where(band => band != AgeBands.None)];

    public static IReadOnlyList<NeedLevel> Levels { get; } = [NeedLevel.Low, NeedLevel.Medium, NeedLevel.High];
}
