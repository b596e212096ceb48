using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Partnership.LocalityHub.Documents;

/// <summary>Writes a document as PDF: A4, one column, pages numbered.</summary>
internal sealed class PdfWriter : IDisposable
{
    private const double Margin = 62;
    private const double BodySize = 10.5;
    private const double TitleSize = 16;
    private const double HeadingSize = 12;
    private const double Indent = 14;

    private readonly PdfDocument _document = new();
    private XGraphics? _page;
    private double _y;

    private PdfWriter(string title)
    {
        DocumentFonts.Use();
        (_document.Info.Title, _document.Info.Creator) = (title, "Partnership");
    }

    public static byte[] Write(WrittenDocument document)
    {
        using var writer = new PdfWriter(document.Title);
        return writer.Render(document);
    }

    public void Dispose()
    {
        _page?.Dispose();
        _document.Dispose();
    }

    private byte[] Render(WrittenDocument document)
    {
        Text(document.Title, new XFont(DocumentFonts.Family, TitleSize, XFontStyleEx.Bold), 0, 12);
        foreach (var block in document.Blocks)
        {
            switch (block.Kind)
            {
                case DocumentBlockKind.Heading:
                    _y += 6;
                    Text(block.Text, new XFont(DocumentFonts.Family, HeadingSize, XFontStyleEx.Bold), 0, 4);
                    break;
                case DocumentBlockKind.Item:
                    Text($"• {block.Text}", new XFont(DocumentFonts.Family, BodySize), Indent, 3);
                    break;
                default:
                    Text(block.Text, new XFont(DocumentFonts.Family, BodySize), 0, 7);
                    break;
            }
        }

        _page?.Dispose();
        _page = null;
        Number();
        using var file = new MemoryStream();
        _document.Save(file, closeStream: false);
        return file.ToArray();
    }

    private void Text(string text, XFont font, double indent, double after)
    {
        var height = font.GetHeight() * 1.2;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').SelectMany(paragraph => Wrap(paragraph, font, indent)))
        {
            if (_page is null || _y + height > _page.PageSize.Height - Margin)
            {
                Turn();
            }

            _page!.DrawString(line, font, XBrushes.Black, new XPoint(Margin + indent, _y + font.GetHeight()));
            _y += height;
        }

        _y += after;
    }

    /// <summary>Lines that fit the column; a word that alone is longer is cut.</summary>
    private List<string> Wrap(string paragraph, XFont font, double indent)
    {
        if (_page is null)
        {
            Turn();
        }

        var width = _page!.PageSize.Width - (2 * Margin) - indent;
        var lines = new List<string>();
        var line = string.Empty;
        foreach (var word in paragraph.Split(' '))
        {
            var rest = word;
            while (_page.MeasureString(rest, font).Width > width)
            {
                var fits = Enumerable.Range(1, rest.Length - 1).TakeWhile(length => _page.MeasureString(rest[..length], font).Width <= width).LastOrDefault(1);
                if (line.Length > 0)
                {
                    lines.Add(line);
                    line = string.Empty;
                }

                lines.Add(rest[..fits]);
                rest = rest[fits..];
            }

            var longer = line.Length == 0 ? rest : $"{line} {rest}";
            if (_page.MeasureString(longer, font).Width > width)
            {
                lines.Add(line);
                line = rest;
            }
            else
            {
                line = longer;
            }
        }

        lines.Add(line);
        return lines;
    }

    private void Turn()
    {
        _page?.Dispose();
        var page = _document.AddPage();
        page.Size = PageSize.A4;
        _page = XGraphics.FromPdfPage(page);
        _y = Margin;
    }

    private void Number()
    {
        var font = new XFont(DocumentFonts.Family, 8);
        for (var n = 0; n < _document.PageCount; n++)
        {
            using var page = XGraphics.FromPdfPage(_document.Pages[n]);
            page.DrawString($"{n + 1} / {_document.PageCount}", font, XBrushes.DimGray, new XPoint(page.PageSize.Width - Margin, page.PageSize.Height - (Margin / 2)), XStringFormats.BottomRight);
        }
    }
}
