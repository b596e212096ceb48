using System.Globalization;

namespace Partnership.CaseData.AnnexA;

/// <summary>What the cells of a list mean.</summary>
internal static class AnnexCells
{
    /// <summary>Serial dates count from here: the day before 1900 began, less one, since the calendar of workbooks has a 29 February 1900.</summary>
    private static readonly DateOnly Epoch = new(1899, 12, 30);

    /// <summary>Case systems write this for a date that they do not have.</summary>
    private static readonly DateOnly Placeholder = new(1900, 1, 1);

    private static readonly string[] Formats = ["dd/MM/yyyy", "d/M/yyyy", "yyyy-MM-dd", "dd-MM-yyyy", "dd.MM.yyyy", "dd MMM yyyy", "d MMM yyyy", "d MMMM yyyy", "dd-MMM-yyyy"];

    private static readonly string[] Nothings = ["N/A", "NA", "NONE", "NULL", "-", "NOT RECORDED", "NOT KNOWN", "UNKNOWN", "NOT APPLICABLE", "NOT YET"];

    /// <summary>The cell as text; null when it says nothing.</summary>
    internal static string? Text(object? cell)
    {
        var text = cell switch
        {
            null or AnnexReader.CellError => null,
            double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => ((long)number).ToString(CultureInfo.InvariantCulture),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString(),
        };
        text = text?.Trim();
        return text is null or "" || Nothings.Contains(text.ToUpperInvariant()) ? null : text;
    }

    /// <summary>Reads a date: null when the cell is empty; false when it holds something else.</summary>
    internal static bool TryDate(object? cell, out DateOnly? date)
    {
        date = null;
        switch (cell)
        {
            case DateTime moment:
                date = DateOnly.FromDateTime(moment);
                break;
            case double serial when serial is >= 1 and < 2_958_466:
                date = Epoch.AddDays((int)serial);
                break;
            default:
                if (Text(cell) is not { } text)
                {
                    return cell is not AnnexReader.CellError;
                }

                // Written as text, perhaps with a time, or as the serial number itself.
                if (double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and < 2_958_466)
                {
                    date = Epoch.AddDays((int)number);
                    break;
                }

                var day = text.Split(' ', 'T') is [{ Length: >= 8 } first, .. var rest] && rest is [{ Length: >= 4 } time] && time.Contains(':', StringComparison.Ordinal) ? first : text;
                if (!DateOnly.TryParseExact(day, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
                {
                    return false;
                }

                date = parsed;
                break;
        }

        date = date == Placeholder ? null : date;
        return date is null or { Year: >= Ssda903.ReturnDate.FirstYear and <= Ssda903.ReturnDate.LastYear };
    }

    /// <summary>The cell's code: what the letter before it stands for, or the text without the letter.</summary>
    internal static string? Code(string key, object? cell)
    {
        if (Text(cell) is not { } text)
        {
            return null;
        }

        var letter = text.Length > 1 && text[1] == ')' ? char.ToLowerInvariant(text[0]) : '\0';
        var rest = (letter == '\0' ? text : text[2..]).Trim().ToUpperInvariant();
        return key switch
        {
            "gender" => FirstWord(rest) switch
            {
                "M" or "MALE" => "M",
                "F" or "FEMALE" => "F",
                _ => letter switch
                {
                    'a' => "M",
                    'b' => "F",
                    _ => null,
                },
            },
            "reversal-reason" => rest is "RD1" or "RD2" or "RD3" or "RD4" ? rest : letter switch
            {
                'a' => "RD1",
                'b' => "RD2",
                'c' => "RD3",
                'd' => "RD4",
                _ => rest,
            },
            "fostering-for-adoption" => FirstWord(rest) switch
            {
                "Y" or "YES" => "Y",
                "N" or "NO" => "N",
                _ => null,
            },
            "left-reason" => rest is "1" or "2" or "3" ? ((char)('A' + rest[0] - '1')).ToString() : letter is 'a' or 'b' or 'c' ? char.ToUpperInvariant(letter).ToString() : rest,
            "legal-status" or "reason-ceased" => rest.Split(':', ' ', '-')[0],
            _ => rest,
        };
    }

    // "M - Male" is M; "Ms" and "N/A" only begin as a code does.
    private static string FirstWord(string text) => text.Split(' ', ':', '-', ',', '(')[0];
}
