namespace Partnership.LocalHosting.Dashboard;

/// <summary>The gateway's requests: how many a second now and over time, and how long 95% of the latest took at most, in seconds.</summary>
internal sealed record RequestFigures(double PerSecond, double P95, IReadOnlyList<(long, double)> Points);
