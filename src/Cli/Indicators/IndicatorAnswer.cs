using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Cli.Indicators;

/// <summary>The gateway's answer; a figure that the reader may not see is suppressed and has nothing else.</summary>
internal sealed record IndicatorAnswer(
    IndicatorWindow Window, Dictionary<string, IndicatorFigure> Region, Dictionary<string, Dictionary<string, IndicatorFigure>>? Councils);

internal sealed record IndicatorWindow(DateOnly From, DateOnly To);

/// <summary>One indicator: a mean with its children and days, or a share within a time. An exclusion is a number, or an object when suppressed.</summary>
internal sealed record IndicatorFigure(
    bool Suppressed,
    int? N,
    [property: JsonPropertyName("sum_days")] long? SumDays,
    decimal? Mean,
    int? Rounded,
    int? Within,
    int? Of,
    Dictionary<string, JsonElement>? Excluded);
