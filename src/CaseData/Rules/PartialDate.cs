using System.Globalization;

namespace Partnership.CaseData.Rules;

/// <summary>
/// A DATE_PERM, of which any part may be unknown and written ZZ (the year ZZZZ): zz/05/2020, zz/zz/2021, zz/zz/zzzz.
/// </summary>
internal static class PartialDate
{
    /// <summary>Reads the cell. False when it is no date even with parts unknown.</summary>
    /// <param name="text">The cell, in upper case.</param>
    /// <param name="earliest">The earliest day that it can mean; null when the year is unknown.</param>
    internal static bool TryRead(string text, out DateOnly? earliest)
    {
        earliest = null;
        if (text.Length != 10 || text[2] != '/' || text[5] != '/'
            || !TryPart(text.AsSpan(0, 2), out var day) || !TryPart(text.AsSpan(3, 2), out var month) || !TryPart(text.AsSpan(6, 4), out var year))
        {
            return false;
        }

        // A leap year and a long month stand in for what is not known, so that nothing possible is refused.
        if (year is 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year ?? 2000, month ?? 1))
        {
            return false;
        }

        // The 30th of an unknown month cannot be in February, but January holds every day.
        earliest = year is { } known ? new DateOnly(known, month ?? 1, day ?? 1) : null;
        return true;
    }

    private static bool TryPart(ReadOnlySpan<char> text, out int? part)
    {
        part = null;
        if (text.IndexOfAnyExcept('Z') < 0)
        {
            return true;
        }

        if (text.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        part = int.Parse(text, CultureInfo.InvariantCulture);
        return true;
    }
}
