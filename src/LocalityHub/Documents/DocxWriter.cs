using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Partnership.LocalityHub.Documents;

/// <summary>Writes a document as docx, with styles that a screen reader knows as headings, for a person to go on with.</summary>
internal static class DocxWriter
{
    public static byte[] Write(WrittenDocument document)
    {
        using var file = new MemoryStream();
        using (var package = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            package.PackageProperties.Title = document.Title;
            var main = package.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = Styles();
            main.Document = new Document(new Body([
                Paragraph(document.Title, "Title"),
                .. document.Blocks.Select(block => Paragraph(block.Kind == DocumentBlockKind.Item ? $"• {block.Text}" : block.Text, block.Kind == DocumentBlockKind.Heading ? "Heading1" : "Normal")),
                new SectionProperties(new PageSize { Width = 11906, Height = 16838 }, new PageMargin { Top = 1240, Bottom = 1240, Left = 1240, Right = 1240 }),
            ]));
        }

        return file.ToArray();
    }

    private static Paragraph Paragraph(string text, string style)
    {
        var run = new Run();
        foreach (var (n, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            if (n > 0)
            {
                run.AppendChild(new Break());
            }

            run.AppendChild(new Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }

        return new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = style }), run);
    }

    private static Styles Styles() => new(
        Style("Normal", "Normal", 21, false, 140),
        Style("Title", "Title", 32, true, 240),
        Style("Heading1", "heading 1", 24, true, 80));

    private static Style Style(string id, string name, int halfPoints, bool bold, int after)
    {
        var letters = new StyleRunProperties(new RunFonts { Ascii = "Arial", HighAnsi = "Arial" });
        if (bold)
        {
            letters.AppendChild(new Bold());
        }

        letters.AppendChild(new FontSize { Val = $"{halfPoints}" });
        var paragraph = new StyleParagraphProperties(new SpacingBetweenLines { After = $"{after}" });
        if (id == "Heading1")
        {
            paragraph.AppendChild(new OutlineLevel { Val = 0 });
        }

        return new Style(new StyleName { Val = name }, paragraph, letters) { Type = StyleValues.Paragraph, StyleId = id, Default = id == "Normal" };
    }
}
