using PdfSharp.Fonts;

namespace Partnership.LocalityHub.Documents;

/// <summary>
/// The letters of everything that this hub writes on paper: DejaVu Sans, which comes with the program, so that a PDF looks the same on every machine
/// and has every letter of people's names.
/// </summary>
internal sealed class DocumentFonts : IFontResolver
{
    public const string Family = "DejaVu Sans";
    private const string Regular = "DejaVuSans";
    private const string Bold = "DejaVuSans-Bold";
    private static readonly Lock s_lock = new();

    /// <summary>Makes them known to the library, which has one resolver for the process.</summary>
    public static void Use()
    {
        lock (s_lock)
        {
            if (GlobalFontSettings.FontResolver is not DocumentFonts)
            {
                GlobalFontSettings.FontResolver = new DocumentFonts();
            }
        }
    }

    public FontResolverInfo? ResolveTypeface(string familyName, bool bold, bool italic) => new(bold ? Bold : Regular, false, italic);

    public byte[]? GetFont(string faceName)
    {
        using var font = typeof(DocumentFonts).Assembly.GetManifestResourceStream($"{faceName}.ttf") ?? throw new InvalidOperationException($"The font {faceName} is not in the program.");
        var bytes = new byte[font.Length];
        font.ReadExactly(bytes);
        return bytes;
    }
}
