namespace Partnership.LocalHosting.Dashboard;

/// <summary>Whose series it is and what it counts, apart from its attributes.</summary>
internal sealed record MetricName(string Service, string Meter, string Name);
