using System.Globalization;
using System.Text;

namespace Partnership.LocalityHub.IdentityGuard;

/// <summary>
/// A text as it is searched: accents and full width taken away, odd spaces, quotation marks and dashes made plain, what cannot be seen left out. Each
/// of its characters knows the place that it came from, so that tricks of spelling hide nothing and offsets are those of the text itself.
/// </summary>
internal sealed class FoldedText
{
    private readonly List<int> _origins = [];
    private readonly string _source;

    public FoldedText(string source)
    {
        _source = source;
        var folded = new StringBuilder(source.Length);
        for (var index = 0; index < source.Length; index++)
        {
            if (char.IsSurrogate(source[index]))
            {
                Add('\u25a1');
                continue;
            }

            foreach (var letter in Plain(source[index]))
            {
                Add(letter);
            }

            void Add(char letter)
            {
                folded.Append(letter);
                _origins.Add(index);
            }
        }

        Text = folded.ToString();
    }

    public string Text { get; }

    /// <summary>A place of the folded text as one of the text itself.</summary>
    public Identifier At(IdentifierKind kind, int offset, int length)
    {
        var (first, last) = (_origins[offset], _origins[offset + length - 1]);
        return new Identifier(kind, first, Math.Min(last + 1, _source.Length) - first);
    }

    /// <summary>A word without its accents, as it is compared.</summary>
    public static string Fold(string text) => new FoldedText(text).Text;

    private static string Plain(char letter) => letter switch
    {
        '\u2019' or '\u2018' or '\u02bc' or '\u00b4' or '`' => "'",
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => "-",
        'ł' => "l",
        'Ł' => "L",
        'ø' => "o",
        'Ø' => "O",
        'đ' => "d",
        'Đ' => "D",
        '\n' or '\r' or '\t' => " ",
        _ when letter < 128 => letter.ToString(),
        _ when CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.SpaceSeparator => " ",
        _ => string.Concat(letter.ToString().Normalize(NormalizationForm.FormKD)
            .Where(part => CharUnicodeInfo.GetUnicodeCategory(part) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control))),
    };
}
