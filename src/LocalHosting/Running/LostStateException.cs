namespace Partnership.LocalHosting;

/// <summary>
/// A health check's word that a server runs on without what it was started with and will not find it again: only another start of its process helps.
/// Said by every look for as long as <see cref="ResourceHealth"/> has patience, it ends the process, which is then started again.
/// </summary>
internal sealed class LostStateException(string message) : Exception(message);
