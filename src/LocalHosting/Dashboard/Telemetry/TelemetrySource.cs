namespace Partnership.LocalHosting.Dashboard;

/// <summary>Who sent it: a service, and which of its processes.</summary>
internal readonly record struct TelemetrySource(string Service, string Instance);
