namespace Partnership.ServiceDefaults.Problems;

/// <summary>The resource has changed since the caller read it (<c>If-Match</c> names an older version): answered 412.</summary>
public sealed class StaleVersionException() : Exception("The resource has changed since it was read. Read it again and repeat the change.");
