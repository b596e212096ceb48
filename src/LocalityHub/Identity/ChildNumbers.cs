using Partnership.LocalityHub.IdentityGuard;

namespace Partnership.LocalityHub.Identity;

/// <summary>The numbers by which a child is known beyond one council, held against their check digits.</summary>
internal static class ChildNumbers
{
    // DfE, "Unique pupil numbers": the letter of the check, its remainder modulo 23.
    private const string CheckLetters = "ABCDEFGHJKLMNPQRTUVWXYZ";

    /// <summary>The ten digits of an NHS number; null when its check digit says that it is none. Numbers of ten equal digits are test numbers.</summary>
    public static string? NhsNumber(string? text)
    {
        var digits = text is null ? string.Empty : string.Concat(text.Where(letter => letter is not (' ' or '-')));
        return digits.Length == 10 && digits.All(char.IsAsciiDigit) && digits.Distinct().Count() > 1 && Patterns.IsNhsNumber(digits) ? digits : null;
    }

    /// <summary>
    /// Whether a text is a permanent pupil number with the check letter that its digits ask for. A temporary one, which ends in a letter, is changed and given
    /// again, and names nobody for long.
    /// </summary>
    public static bool IsPupilNumber(string? text)
    {
        if (text is not { Length: 13 } || !text.AsSpan(1).ContainsAnyInRange('0', '9') || text.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var sum = 0;
        for (var place = 1; place < text.Length; place++)
        {
            sum += (text[place] - '0') * (place + 1);
        }

        return text[0] == CheckLetters[sum % CheckLetters.Length];
    }
}
