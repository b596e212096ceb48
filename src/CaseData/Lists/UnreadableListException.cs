namespace Partnership.CaseData.Lists;

/// <summary>A file that cannot be taken for the list that it should be; the message names the file and says how to mend it.</summary>
/// <param name="message">For the person who put the file there. Names files, columns and row numbers, never the contents of a row.</param>
/// <param name="cause">What went wrong below; null when there is nothing more to say.</param>
public sealed class UnreadableListException(string message, Exception? cause = null) : Exception(message, cause);
