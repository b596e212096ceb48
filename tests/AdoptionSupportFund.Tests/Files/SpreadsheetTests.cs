using System.IO.Compression;
using Partnership.AdoptionSupportFund.Files;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Tests.Files;

public sealed class SpreadsheetTests
{
    /// <summary>A quarter of a MiB that would be 256 MiB of cells.</summary>
    [Fact]
    public void Read_AZipBomb_IsRefusedBeforeItIsUnpacked()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Optimal).Open();
            var zeros = new byte[1024 * 1024];
            for (var n = 0; n < 256; n++)
            {
                sheet.Write(zeros);
            }
        }

        Assert.InRange(bytes.Length, 1, 1024 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Assert.Throws<InvalidRequestException>(() => Spreadsheet.Read(bytes.ToArray(), 100, 20));

        Assert.Equal("file.too-long", refusal.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
    }

    /// <summary>Just below what is refused, and as many texts as that can hold: the library reads them all before the first row.</summary>
    [Fact]
    public void Read_AsManyTextsAsUnpackAtMost_StaysWithinWhatARequestMayCost()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>""");
            Write(zip, "_rels/.rels", Relations("officeDocument", "xl/workbook.xml"));
            Write(zip, "xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r0"/></sheets></workbook>""");
            Write(zip, "xl/_rels/workbook.xml.rels", Relations("worksheet", "worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml"));
            Write(zip, "xl/worksheets/sheet1.xml", """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData></worksheet>""");
            Write(zip, "xl/sharedStrings.xml", $"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{string.Concat(Enumerable.Repeat("<si><t>x</t></si>", 970_000))}</sst>""");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("x", Assert.Single(Assert.Single(Spreadsheet.Read(bytes.ToArray(), 100, 20))));

        // All that was allocated, what was let go meanwhile with it.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 64 * 1024 * 1024);
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var entry = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Optimal).Open());
        entry.Write(text);
    }

    private static string Relations(params string[] typesAndTargets) =>
        $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(typesAndTargets.Chunk(2).Select((each, index) =>
            $"""<Relationship Id="r{index}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{each[0]}" Target="{each[1]}"/>"""))}</Relationships>""";
}
