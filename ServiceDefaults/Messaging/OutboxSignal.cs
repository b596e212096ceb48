namespace Partnership.ServiceDefaults.Messaging;

/// <summary>Tells the relay of this process that committed rows wait in the outbox; <c>db.Publish</c> does so by itself.</summary>
public sealed class OutboxSignal : WakeUp;
