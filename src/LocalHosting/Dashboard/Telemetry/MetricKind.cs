namespace Partnership.LocalHosting.Dashboard;

internal enum MetricKind
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>Something counted: shown per second.</summary>
    Counter,

    /// <summary>Something measured each time: shown as how often and how much.</summary>
    Histogram,
}
