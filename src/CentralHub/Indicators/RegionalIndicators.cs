using System.Text.Json.Serialization;

namespace Partnership.CentralHub.Indicators;

/// <summary>The region's adoption indicators for three years ending 31 March.</summary>
internal sealed record RegionalIndicators(
    Window Window,
    Definition Definition,
    IReadOnlyDictionary<string, Figure> Region,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, Figure>> Councils);

internal sealed record Window(DateOnly From, DateOnly To);

/// <summary>By which rules the figures were made: the version of the derivation, and thresholds in days.</summary>
internal sealed record Definition(
    int Version,
    IReadOnlyDictionary<string, int> Thresholds,
    [property: JsonPropertyName("waiting_counts_as_within")] bool WaitingCountsAsWithin);

/// <summary>
/// One indicator's figure. Sums and unrounded means are for a council's own reader alone; a hidden figure has nothing but
/// <c>suppressed</c>.
/// </summary>
internal sealed record Figure
{
    internal static Figure Hidden { get; } = new() { Suppressed = true };

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Suppressed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? N { get; init; }

    [JsonPropertyName("sum_days")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SumDays { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Mean { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Rounded { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Within { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Of { get; init; }

    /// <summary>By code a number of children, or <c>{"suppressed":true}</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, object>? Excluded { get; init; }
}

internal sealed record Suppressed([property: JsonPropertyName("suppressed")] bool IsSuppressed)
{
    internal static Suppressed Yes { get; } = new(true);
}
