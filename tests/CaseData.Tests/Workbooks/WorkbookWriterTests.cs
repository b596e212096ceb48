using System.Text;
using ExcelDataReader;
using Partnership.CaseData.Workbooks;

namespace Partnership.CaseData.Tests.Workbooks;

public class WorkbookWriterTests
{
    [Fact]
    public void AddSheet_TextThatLooksLikeAFormula_StaysText()
    {
        string[] hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "=HYPERLINK(\"http://example.org\")", "a\0b\u0001c", "<&>\""];

        using var file = new MemoryStream();
        using (var workbook = new WorkbookWriter(file))
        {
            workbook.AddSheet("Findings", ["Text", "Number"], hostile.Select((text, i) => (IReadOnlyList<object?>)[text, i]));
            workbook.AddSheet("Empty", ["Nothing"], []);
        }

        var sheets = Read(file);
        Assert.Equal(["Findings", "Empty"], sheets.Select(sheet => sheet.Name));
        Assert.Equal(hostile.Select(text => text.Replace("\0", "", StringComparison.Ordinal).Replace("\u0001", "", StringComparison.Ordinal)), sheets[0].Rows.Skip(1).Select(row => row[0]?.ToString()));
        Assert.Equal(3d, sheets[0].Rows[4][1]);
        file.Position = 0;
        using var archive = new System.IO.Compression.ZipArchive(file);
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.Contains("sheet", StringComparison.OrdinalIgnoreCase)))
        {
            using var reader = new StreamReader(entry.Open());
            Assert.DoesNotContain("<x:f>", reader.ReadToEnd(), StringComparison.Ordinal);
        }
    }

    internal static List<(string Name, List<object?[]> Rows)> Read(Stream file)
    {
        file.Position = 0;
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateReader(file, new ExcelReaderConfiguration { LeaveOpen = true });
        var sheets = new List<(string, List<object?[]>)>();
        do
        {
            var rows = new List<object?[]>();
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
            }

            sheets.Add((reader.Name, rows));
        }
        while (reader.NextResult());
        return sheets;
    }
}
