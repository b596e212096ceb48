namespace Partnership.LocalHosting.Dashboard;

internal sealed record TraceFilter(string? Service = null, string? Text = null, bool ErrorsOnly = false, TimeSpan? AtLeast = null);
