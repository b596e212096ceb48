namespace Partnership.LocalHosting.Dashboard;

/// <summary>What a list shows of a trace.</summary>
internal sealed record TraceSummary(
    UInt128 Id, string Name, IReadOnlyList<string> Services, long Start, long Duration, int Spans, int Errors);
