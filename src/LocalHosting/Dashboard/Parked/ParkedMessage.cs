namespace Partnership.LocalHosting.Dashboard;

/// <summary>A parked message as its service tells of it: never its content.</summary>
internal sealed record ParkedMessage(Guid MessageId, bool Outgoing, string Name, int Attempts, DateTimeOffset ParkedAt, string Reason);
