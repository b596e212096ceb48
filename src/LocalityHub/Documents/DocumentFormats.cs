using Microsoft.AspNetCore.Http.HttpResults;

namespace Partnership.LocalityHub.Documents;

/// <summary>As what a document is handed out.</summary>
internal enum FileFormat
{
    Pdf,
    Docx,
}

internal static class DocumentFormats
{
    /// <summary>A document as a file that is not kept on the way.</summary>
    public static FileContentHttpResult File(WrittenDocument document, FileFormat format, string name) => format == FileFormat.Docx
        ? TypedResults.File(DocxWriter.Write(document), WrittenDocument.DocxType, $"{name}.docx")
        : TypedResults.File(PdfWriter.Write(document), WrittenDocument.PdfType, $"{name}.pdf");
}
