namespace Partnership.LocalHosting.Dashboard;

/// <summary>What a metric says of itself.</summary>
internal sealed record MetricHeader(string Meter, string Name, MetricKind Kind, string Unit, string Description);
