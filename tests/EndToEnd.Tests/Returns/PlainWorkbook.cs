using System.IO.Compression;
using System.Security;

namespace Partnership.EndToEnd.Tests.Returns;

/// <summary>A workbook of one sheet of text, with no more in it than a reader of workbooks asks for.</summary>
internal static class PlainWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006";
    private const string Content = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    public static void Write(string file, string sheet, params string[][] rows)
    {
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        Add("[Content_Types].xml", $"""
            <Types xmlns="{Packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{Content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Content}.worksheet+xml"/></Types>
            """);
        Add("_rels/.rels", $"""<Relationships xmlns="{Packages}/relationships"><Relationship Id="r1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Add("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Packages}/relationships"><Relationship Id="r1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
        Add("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="{SecurityElement.Escape(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>""");
        var cells = rows.Select(row => $"<row>{string.Concat(row.Select(cell => $"""<c t="inlineStr"><is><t>{SecurityElement.Escape(cell)}</t></is></c>"""))}</row>");
        Add("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{Main}"><sheetData>{string.Concat(cells)}</sheetData></worksheet>""");

        void Add(string name, string text)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
    }
}
