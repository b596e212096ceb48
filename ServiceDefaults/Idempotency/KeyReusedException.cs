namespace Partnership.ServiceDefaults.Idempotency;

/// <summary>An <c>Idempotency-Key</c> came back with another request: answered 422.</summary>
internal sealed class KeyReusedException() : Exception("The Idempotency-Key was used with another request.");
