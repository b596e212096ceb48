namespace Partnership.LocalHosting.Dashboard;

/// <summary>What a resource used at one moment.</summary>
/// <param name="At">Nanoseconds since 1970 (UTC).</param>
/// <param name="Cores">Processor time per time: 1 is one core, busy.</param>
/// <param name="Memory">Bytes.</param>
internal readonly record struct UsagePoint(long At, double Cores, long Memory);
