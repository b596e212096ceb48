namespace Partnership.CaseData.Ssda903;

/// <summary>
/// A date cell of a return. A date is written exactly <c>dd/mm/yyyy</c>, of a year from <see cref="FirstYear"/> to <see cref="LastYear"/>; anything
/// else, such as the first or last day that a program can hold, is malformed, which counts as blank when dates are compared but as present when a
/// rule asks whether a cell is filled.
/// </summary>
public readonly record struct ReturnDate
{
    /// <summary>The first year of which a day is read: nobody in a return was born before.</summary>
    public const int FirstYear = 1800;

    /// <summary>The last year of which a day is read: rules reckon with what lies months and years after it.</summary>
    public const int LastYear = 2199;

    private readonly string? _malformed;

    private ReturnDate(DateOnly? value, string? malformed)
    {
        Value = value;
        _malformed = malformed;
    }

    /// <summary>The day, or null when the cell is blank or malformed. A calendar date of the United Kingdom, no time of day.</summary>
    public DateOnly? Value { get; }

    /// <summary>Whether the cell holds nothing.</summary>
    public bool IsBlank => Value is null && _malformed is null;

    /// <summary>Whether the cell holds something, be it a date or not.</summary>
    public bool IsPresent => !IsBlank;

    /// <summary>Whether the cell holds something that is not a date.</summary>
    public bool IsMalformed => _malformed is not null;

    /// <summary>The cell as handed in, trimmed and in upper case; null when blank.</summary>
    public string? Text => _malformed ?? (Value is { } date ? Written(date) : null);

    /// <summary>Reads a cell; null, empty and spaces are blank.</summary>
    public static ReturnDate Parse(string? text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty)
        {
            return default;
        }

        return TryParse(trimmed, out var date) ? new ReturnDate(date, null) : new ReturnDate(null, trimmed.ToString().ToUpperInvariant());
    }

    /// <summary>The cell of a known day.</summary>
    public static ReturnDate From(DateOnly date) => new(date, null);

    /// <summary>The cell's text.</summary>
    public override string ToString() => Text ?? string.Empty;

    internal static bool TryParse(ReadOnlySpan<char> text, out DateOnly date)
    {
        Span<byte> ascii = stackalloc byte[10];
        if (text.Length == 10)
        {
            for (var i = 0; i < 10; i++)
            {
                ascii[i] = text[i] < 128 ? (byte)text[i] : (byte)0;
            }

            return TryParse(ascii, out date);
        }

        date = default;
        return false;
    }

    /// <summary>Exactly dd/mm/yyyy, read without culture machinery: an import spends much of its time here.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[2] != '/' || text[5] != '/')
        {
            return false;
        }

        var (day, month, year) = (0, 0, 0);
        for (var i = 0; i < 10; i++)
        {
            if (i is 2 or 5)
            {
                continue;
            }

            var digit = text[i] - '0';
            if ((uint)digit > 9)
            {
                return false;
            }

            switch (i)
            {
                case < 2:
                    day = (day * 10) + digit;
                    break;
                case < 5:
                    month = (month * 10) + digit;
                    break;
                default:
                    year = (year * 10) + digit;
                    break;
            }
        }

        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>As <c>dd/mm/yyyy</c>, by hand for the same reason.</summary>
    private static string Written(DateOnly date) => string.Create(10, date, static (text, day) =>
    {
        var (year, month, dayOfMonth) = day;
        text[0] = (char)('0' + (dayOfMonth / 10));
        text[1] = (char)('0' + (dayOfMonth % 10));
        text[2] = '/';
        text[3] = (char)('0' + (month / 10));
        text[4] = (char)('0' + (month % 10));
        text[5] = '/';
        text[6] = (char)('0' + (year / 1000));
        text[7] = (char)('0' + (year / 100 % 10));
        text[8] = (char)('0' + (year / 10 % 10));
        text[9] = (char)('0' + (year % 10));
    });

    internal static ReturnDate Malformed(string text) => new(null, text);
}
