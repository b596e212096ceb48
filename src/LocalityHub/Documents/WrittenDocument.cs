namespace Partnership.LocalityHub.Documents;

/// <summary>A document that this hub writes itself: a letter, a decision record, minutes. The same as PDF and as docx.</summary>
/// <param name="Title">The title, which the file carries too.</param>
/// <param name="Blocks">What follows, from top to bottom.</param>
internal sealed record WrittenDocument(string Title, IReadOnlyList<DocumentBlock> Blocks)
{
    public const string PdfType = "application/pdf";
    public const string DocxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
}

/// <summary>A part of a document.</summary>
/// <param name="Kind">How it looks.</param>
/// <param name="Text">Plain text; line breaks are kept.</param>
internal sealed record DocumentBlock(DocumentBlockKind Kind, string Text)
{
    public static DocumentBlock Heading(string text) => new(DocumentBlockKind.Heading, text);

    public static DocumentBlock Paragraph(string text) => new(DocumentBlockKind.Paragraph, text);

    public static DocumentBlock Item(string text) => new(DocumentBlockKind.Item, text);
}

internal enum DocumentBlockKind
{
    Paragraph,
    Heading,

    /// <summary>One of a list.</summary>
    Item,
}
