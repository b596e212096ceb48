using System.Buffers;

namespace Partnership.CaseData.Workbooks;

/// <summary>Cells of a CSV file that a spreadsheet program will open: text that it would take for a formula is made plain by an apostrophe.</summary>
public static class CsvCells
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <summary>The cell as it is to be written.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        // The wide forms are what some keyboards write, and some programs read them as the narrow ones.
        var safe = text.TrimStart(' ', '\0') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? "'" + text : text;
        safe = safe.Replace("\0", string.Empty, StringComparison.Ordinal);
        return safe.AsSpan().ContainsAny(Quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    /// <summary>A line of cells.</summary>
    public static string Line(params string?[] cells) => string.Join(',', cells.Select(Of)) + "\r\n";
}
