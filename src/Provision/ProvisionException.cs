namespace Partnership.Provision;

/// <summary>Something that the person who runs this can mend; the message says what, and never holds a password.</summary>
public sealed class ProvisionException(string message, Exception? innerException = null) : Exception(message, innerException);
