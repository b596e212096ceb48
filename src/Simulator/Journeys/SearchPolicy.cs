using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Journeys;

/// <summary>How a region searches.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="OwnCouncilWeeks">So many weeks among the child's own council's households alone; then the whole region.</param>
/// <param name="Learns">Reasons for not progressing a link go into what the household says, once it has confirmed them.</param>
public sealed record SearchPolicy(string Name, int OwnCouncilWeeks, bool Learns)
{
    /// <summary>What is compared; the first is what the others are held against.</summary>
    public static IReadOnlyList<SearchPolicy> Compared { get; } =
    [
        new("own council first", 13, Learns: false),
        new("own council first, learning", 13, Learns: true),
        new("whole region", 0, Learns: false),
        new("whole region, learning", 0, Learns: true),
    ];
}

/// <summary>What to simulate. One set of options gives the same figures for ever.</summary>
public sealed record JourneyOptions
{
    public required IReadOnlyList<SimulatedCouncil> Councils { get; init; }

    /// <summary>The first and last collection years, named by the year in which they end.</summary>
    public required int FirstYear { get; init; }

    public required int LastYear { get; init; }

    public required long Seed { get; init; }

    /// <summary>How many times the region's years are lived, each time with other children and households.</summary>
    public required int Repeats { get; init; }
}

/// <summary>Numbers drawn for one thing that may happen, whatever else happens: the same under every policy.</summary>
internal sealed class Fate(long seed)
{
    public SeededRandom Of(string what, int one, int other = 0) => SeededRandom.For(seed, $"{what}/{one}/{other}");
}
