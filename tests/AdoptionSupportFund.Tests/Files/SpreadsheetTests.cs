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
}
