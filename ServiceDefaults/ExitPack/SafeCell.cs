namespace Partnership.ServiceDefaults.ExitPack;

/// <summary>
/// Text that a spreadsheet takes for text. A cell that begins like a formula would be computed when the file is opened, and could send what
/// stands beside it elsewhere: whoever wrote a child's name into a case system would decide what the reader's machine does.
/// </summary>
public static class SafeCell
{
    // Also in the full width that some spreadsheets read alike, and the characters after which some look for a beginning again.
    private const string Beginnings = "=+-@\t\r\n\0＝＋－＠";

    /// <summary>The text, behind an apostrophe where it begins like a formula: spreadsheets show it without.</summary>
    public static string Of(string text) => text.Length > 0 && Beginnings.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
}
