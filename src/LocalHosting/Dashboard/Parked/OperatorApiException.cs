namespace Partnership.LocalHosting.Dashboard;

/// <summary>Why the operator's API did not do as asked, in words for the page.</summary>
internal sealed class OperatorApiException(string message, Exception? inner = null) : Exception(message, inner);
