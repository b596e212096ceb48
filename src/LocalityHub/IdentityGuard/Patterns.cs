using System.Text.RegularExpressions;

namespace Partnership.LocalityHub.IdentityGuard;

/// <summary>The forms of identifiers that need no knowledge of the family. Each repetition is bounded, so that no text makes them slow.</summary>
internal static partial class Patterns
{
    [GeneratedRegex(@"\d{3}[ \-.]?\d{3}[ \-.]?\d{4}", RegexOptions.CultureInvariant)]
    public static partial Regex TenDigits();

    [GeneratedRegex(@"[A-Za-z0-9._%+\-]{1,64}(?:@| ?\(at\) ?| ?\[at\] ?)[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,6}", RegexOptions.CultureInvariant)]
    public static partial Regex Email();

    [GeneratedRegex(@"(?:\+|00)44[ \-.]?(?:\(0\))?(?:[ \-.()]{0,2}\d){9,10}|\(?0[1-9](?:[ \-.()]{0,2}\d){8,9}", RegexOptions.CultureInvariant)]
    public static partial Regex Phone();

    [GeneratedRegex(@"(?<area>[A-Za-z]{1,2})\d[A-Za-z\d]?[ \-]{0,2}\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}", RegexOptions.CultureInvariant)]
    public static partial Regex Postcode();

    [GeneratedRegex(@"(?<d>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ ,\-./]{1,2}(?<m>\d{1,2}|[A-Za-z]{3,9})[ ,\-./]{1,2}(?<y>\d{4}|\d{2})", RegexOptions.CultureInvariant)]
    public static partial Regex DayMonthYear();

    [GeneratedRegex(@"(?<m>[A-Za-z]{3,9})[ .]{1,2}(?<d>\d{1,2})(?:st|nd|rd|th)?,?[ ]{1,2}(?<y>\d{4})", RegexOptions.CultureInvariant)]
    public static partial Regex MonthDayYear();

    [GeneratedRegex(@"(?<y>\d{4})[\-./](?<m>\d{1,2})[\-./](?<d>\d{1,2})", RegexOptions.CultureInvariant)]
    public static partial Regex YearMonthDay();

    /// <summary>Words that call a day one of birth.</summary>
    [GeneratedRegex(@"\b(?:d\.?o\.?b|born|birth|birthday|birthdate)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    public static partial Regex CallsItBirth();

    [GeneratedRegex(
        @"(?:(?:[Ff]lat|[Aa]partment|[Uu]nit) \d{1,4}[A-Za-z]?,? )?\d{1,4}[A-Za-z]?,? (?:[A-Z][A-Za-z'\-]+ ){1,4}(?:Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Drive|Dr|Way|Crescent|Cres|Court|Ct|Place|Pl|Gardens|Gdns|Grove|Terrace|Hill|Square|Sq|Park|Mews|Walk|Row|Green|Rise|View|Cottages?|Villas?|Parade|Embankment|Croft|Fold|Mount|Meadows?|Bank|Wharf|Quay|Yard|Circus|Vale|Common)\b",
        RegexOptions.CultureInvariant)]
    public static partial Regex Street();

    /// <summary>The areas of United Kingdom postcodes (Royal Mail): letters and digits in other orders are no postcodes.</summary>
    public static readonly HashSet<string> PostcodeAreas = [.. ("AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE "
        + "KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE").Split(' ')];

    /// <summary>Whether ten digits are an NHS number: by its check digit (modulus 11, weights 10 to 2).</summary>
    public static bool IsNhsNumber(ReadOnlySpan<char> text)
    {
        var (sum, place, last) = (0, 0, 0);
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter))
            {
                last = letter - '0';
                sum += place < 9 ? last * (10 - place) : 0;
                place++;
            }
        }

        return place == 10 && (11 - (sum % 11)) % 11 == last && (sum % 11) != 1;
    }
}
