namespace Partnership.LocalHosting.Dashboard;

/// <summary>
/// One moment of a series: a gauge's value; a counter's or histogram's events per second since the moment before, and of a histogram
/// the three quantiles of that while. Instants are nanoseconds since 1970 (UTC).
/// </summary>
internal readonly record struct MetricPoint(long At, double Value, float Median = 0, float P95 = 0, float P99 = 0);
