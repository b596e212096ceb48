using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;

namespace Partnership.LocalityHub.Documents;

/// <summary>
/// A copy of a PDF or picture for one reader: who reads and when stands across every page. It is a new file of the pages alone: scripts, forms,
/// attachments and links of the original do not come along.
/// </summary>
internal static class ReadingCopy
{
    /// <summary>Pages beyond which a document is split before it is uploaded.</summary>
    public const int MostPages = 1_000;

    private const double EdgeSize = 7.5;

    /// <param name="bytes">What was uploaded.</param>
    /// <param name="type">What it was found to be.</param>
    /// <param name="mark">Who reads it and when.</param>
    /// <exception cref="UnreadableFileException">It cannot be opened, is locked by a password or has too many pages.</exception>
    public static byte[] Write(byte[] bytes, SniffedType type, string mark) => Write([(bytes, type)], mark);

    /// <summary>Several documents one after another, as one file for one reader.</summary>
    /// <param name="parts">What was uploaded or written, and what it was found to be.</param>
    /// <param name="mark">Who reads it and when.</param>
    /// <exception cref="UnreadableFileException">One cannot be opened, is locked by a password or has too many pages.</exception>
    public static byte[] Write(IReadOnlyList<(byte[] Bytes, SniffedType Type)> parts, string mark)
    {
        DocumentFonts.Use();
        using var copy = new PdfDocument();
        copy.Info.Creator = "Partnership";
        try
        {
            foreach (var (bytes, type) in parts)
            {
                if (type == SniffedType.Pdf)
                {
                    AddPages(copy, bytes);
                }
                else
                {
                    AddPicture(copy, bytes);
                }
            }

            foreach (var page in copy.Pages)
            {
                Mark(page, mark);
            }

            using var file = new MemoryStream();
            copy.Save(file, closeStream: false);
            return file.ToArray();
        }
        catch (Exception exception) when (exception is not UnreadableFileException and not OutOfMemoryException)
        {
            // Whatever the library meets in a damaged file, the answer is the same.
            throw new UnreadableFileException("The file cannot be opened: it is damaged, or locked by a password.", exception);
        }
    }

    private static void AddPages(PdfDocument copy, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        using var original = PdfReader.Open(stream, PdfDocumentOpenMode.Import);
        if (original.PageCount is 0 or > MostPages)
        {
            throw new UnreadableFileException($"A document has between 1 and {MostPages} pages: split it.", null);
        }

        foreach (var page in original.Pages)
        {
            var added = copy.AddPage(page);
            foreach (var active in new[] { "/Annots", "/AA", "/PieceInfo", "/Metadata" })
            {
                added.Elements.Remove(active);
            }
        }
    }

    private static void AddPicture(PdfDocument copy, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true);
        using var picture = XImage.FromStream(stream);
        var page = copy.AddPage();
        page.Size = PdfSharp.PageSize.A4;
        using var graphics = XGraphics.FromPdfPage(page);
        var scale = Math.Min((graphics.PageSize.Width - 60) / picture.PixelWidth, (graphics.PageSize.Height - 60) / picture.PixelHeight);
        graphics.DrawImage(picture, 30, 30, picture.PixelWidth * scale, picture.PixelHeight * scale);
    }

    private static void Mark(PdfPage page, string mark)
    {
        using var graphics = XGraphics.FromPdfPage(page, XGraphicsPdfPageOptions.Append);
        var (width, height) = (graphics.PageSize.Width, graphics.PageSize.Height);
        var edge = new XFont(DocumentFonts.Family, EdgeSize);
        graphics.DrawRectangle(new XSolidBrush(XColor.FromArgb(220, 255, 255, 255)), new XRect(0, height - 16, width, 16));
        graphics.DrawString(mark, edge, XBrushes.Black, new XRect(12, height - 15, width - 24, 13), XStringFormats.CenterLeft);

        // Across the page as large as it fits: cutting the edge off does not take the reader off.
        var across = new XFont(DocumentFonts.Family, 20, XFontStyleEx.Bold);
        var diagonal = Math.Sqrt((width * width) + (height * height));
        var size = Math.Clamp(20 * diagonal * 0.8 / graphics.MeasureString(mark, across).Width, 6, 42);
        across = new XFont(DocumentFonts.Family, size, XFontStyleEx.Bold);
        graphics.TranslateTransform(width / 2, height / 2);
        graphics.RotateTransform(-Math.Atan2(height, width) * 180 / Math.PI);
        graphics.DrawString(mark, across, new XSolidBrush(XColor.FromArgb(46, 90, 90, 90)), new XPoint(0, 0), XStringFormats.Center);
    }
}

/// <summary>A file is not what it says it is, or cannot be shown.</summary>
internal sealed class UnreadableFileException(string message, Exception? inner) : Exception(message, inner);
