using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Partnership.CaseData.Workbooks;

/// <summary>
/// Writes a workbook (xlsx), sheet after sheet and row after row. Text is written as text and never as a formula, whatever it starts with;
/// characters that a workbook cannot hold are left out.
/// </summary>
public sealed class WorkbookWriter : IDisposable
{
    /// <summary>As many rows as a sheet can hold, the headings among them.</summary>
    private const int MostRows = 1_048_576;
    private const int LongestText = 32_767;

    private readonly SpreadsheetDocument _document;
    private readonly WorkbookPart _workbook;
    private readonly List<(string Id, string Name)> _sheets = [];
    private bool _isDone;

    /// <param name="stream">Where to write; it must be possible to read and to seek in it. It is left open.</param>
    public WorkbookWriter(Stream stream)
    {
        _document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook);
        _workbook = _document.AddWorkbookPart();
        var styles = _workbook.AddNewPart<WorkbookStylesPart>();
        styles.Stylesheet = new Stylesheet(
            new Fonts(new Font(), new Font(new Bold())),
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(new Border()),
            new CellFormats(new CellFormat(), new CellFormat { FontId = 1, ApplyFont = true }));
    }

    /// <summary>Adds a sheet; what does not fit goes on in further ones.</summary>
    /// <param name="name">Its name, at most 25 characters.</param>
    /// <param name="headings">The first row.</param>
    /// <param name="rows">The rows: text, whole numbers or null.</param>
    public void AddSheet(string name, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(headings);
        using var all = (rows ?? throw new ArgumentNullException(nameof(rows))).GetEnumerator();
        var more = all.MoveNext();
        for (var number = 1; number == 1 || more; number++)
        {
            var part = _workbook.AddNewPart<WorksheetPart>();
            _sheets.Add((_workbook.GetIdOfPart(part), number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {number}")));
            using var writer = OpenXmlWriter.Create(part);
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            Write(writer, headings, style: 1);
            for (var row = 1; more && row < MostRows; row++)
            {
                Write(writer, all.Current, style: 0);
                more = all.MoveNext();
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }
    }

    /// <summary>Finishes the workbook.</summary>
    public void Dispose()
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;
        _workbook.Workbook = new Workbook(new Sheets(_sheets.Select((sheet, i) => new Sheet { Id = sheet.Id, Name = sheet.Name, SheetId = (uint)(i + 1) })));
        _document.Dispose();
    }

    private static void Write(OpenXmlWriter writer, IReadOnlyList<object?> cells, uint style)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells)
        {
            writer.WriteElement(Cell(cell, style));
        }

        writer.WriteEndElement();
    }

    private static Cell Cell(object? value, uint style) => value switch
    {
        null => new Cell { StyleIndex = style },
        int or long => new Cell { CellValue = new CellValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)), DataType = CellValues.Number, StyleIndex = style },
        _ => new Cell { InlineString = new InlineString(new Text(Storable(value.ToString()!)) { Space = SpaceProcessingModeValues.Preserve }), DataType = CellValues.InlineString, StyleIndex = style },
    };

    private static string Storable(string text)
    {
        if (text.Length > LongestText)
        {
            text = text[..LongestText];
        }

        return text.All(XmlConvert.IsXmlChar) ? text : new string([.. text.Where(XmlConvert.IsXmlChar)]);
    }
}
