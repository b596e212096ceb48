namespace Partnership.CentralHub.Indicators;

/// <summary>The adoption indicators that the region publishes. Numbers are stored: never reuse one.</summary>
internal enum Indicator : short
{
    A1 = 1,
    A2 = 2,
    A3 = 3,
    A10 = 10,
}

/// <summary>Settings of the indicators, from configuration <c>Indicators</c>.</summary>
internal sealed class IndicatorSettings
{
    /// <summary>
    /// Whether A3 counts a child who still waits, and not yet longer than the threshold, as within it; otherwise such a child is
    /// left out until it is known. What the published guides say is not certain (docs/indicators.md).
    /// </summary>
    public bool CountWaiting { get; init; } = true;
}
