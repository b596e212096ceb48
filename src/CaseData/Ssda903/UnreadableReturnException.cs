namespace Partnership.CaseData.Ssda903;

/// <summary>A file, or a set of files, that cannot be taken for a return at all; the message names the file and says how to mend it.</summary>
/// <param name="code">A stable code: <c>not-text</c>, <c>unknown-columns</c>, <c>duplicate-columns</c>, <c>empty-file</c>, <c>too-many-unreadable-rows</c>, <c>too-many-rows</c>, <c>too-many-rows-of-a-child</c>, <c>two-files-for-one-table</c>.</param>
/// <param name="message">For the person who handed the file in. Names files and columns, never the contents of a row.</param>
public sealed class UnreadableReturnException(string code, string message) : Exception(message)
{
    /// <summary>A stable code for programs.</summary>
    public string Code { get; } = code;
}
