namespace Partnership.LocalHosting.Dashboard;

internal sealed record LogFilter(string? Service = null, int AtLeast = 0, string? Text = null, UInt128? Trace = null);
