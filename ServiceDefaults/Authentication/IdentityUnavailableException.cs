namespace Partnership.ServiceDefaults.Authentication;

/// <summary>The authority's signing keys have never been read and cannot be reached now: no token can be checked. Answered 503.</summary>
internal sealed class IdentityUnavailableException(Exception inner) : Exception("The authority cannot be reached.", inner);
