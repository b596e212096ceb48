using System.Buffers.Binary;
using System.Text;

namespace Partnership.CaseData.Tests.AnnexA;

/// <summary>
/// Writes a workbook as Excel 97 to 2003 did (xls): records of the format BIFF8 in a compound file of sectors. No more of either than a few sheets of text and numbers need;
/// from Microsoft's published [MS-XLS] and [MS-CFB].
/// </summary>
internal static class OldWorkbook
{
    private const int Sector = 512;

    /// <summary>Streams shorter than this are kept elsewhere, in small sectors.</summary>
    private const int ShortestStream = 4096;
    private const int EndOfChain = -2;

    /// <summary>A workbook of sheets, each with its rows and with its merged ranges as first and last row, first and last column, from 0.</summary>
    public static MemoryStream Of(params (string Name, object?[][] Rows, (int FirstRow, int LastRow, int FirstColumn, int LastColumn)[] Merged)[] sheets)
    {
        var bodies = sheets.Select(sheet => Sheet(sheet.Rows, sheet.Merged)).ToList();
        var start = Beginning(5).Length + sheets.Sum(sheet => Record(0x85, Bound(0, sheet.Name)).Length) + Record(0x0A).Length;
        var book = new List<byte>(Beginning(5));
        foreach (var (index, sheet) in sheets.Index())
        {
            book.AddRange(Record(0x85, Bound(start + bodies.Take(index).Sum(body => body.Length), sheet.Name)));
        }

        book.AddRange(Record(0x0A));
        bodies.ForEach(book.AddRange);
        return Compound([.. book]);
    }

    private static byte[] Sheet(object?[][] rows, (int FirstRow, int LastRow, int FirstColumn, int LastColumn)[] merged)
    {
        var body = new List<byte>(Beginning(0x10));
        foreach (var (row, cells) in rows.Index())
        {
            foreach (var (column, cell) in cells.Index().Where(cell => cell.Item is not null))
            {
                byte[] place = [.. Two(row), .. Two(column), .. Two(0)];
                body.AddRange(cell is string text
                    ? Record(0x0204, [.. place, .. Two(text.Length), 1, .. Encoding.Unicode.GetBytes(text)])
                    : Record(0x0203, [.. place, .. BitConverter.GetBytes(Convert.ToDouble(cell, System.Globalization.CultureInfo.InvariantCulture))]));
            }
        }

        if (merged.Length > 0)
        {
            body.AddRange(Record(0xE5, [.. Two(merged.Length), .. merged.SelectMany(range => (byte[])[.. Two(range.FirstRow), .. Two(range.LastRow), .. Two(range.FirstColumn), .. Two(range.LastColumn)])]));
        }

        return [.. body, .. Record(0x0A)];
    }

    private static byte[] Beginning(int kind) => Record(0x0809, [.. Two(0x0600), .. Two(kind), .. Two(0x0DBB), .. Two(1996), .. Four(0), .. Four(6)]);

    private static byte[] Bound(int start, string name) => [.. Four(start), 0, 0, (byte)name.Length, 1, .. Encoding.Unicode.GetBytes(name)];

    private static byte[] Record(int kind, params byte[] body) => [.. Two(kind), .. Two(body.Length), .. body];

    /// <summary>One stream in a compound file: its header, a sector that says which sector follows which, the directory, and the stream.</summary>
    private static MemoryStream Compound(byte[] stream)
    {
        var sectors = (Math.Max(stream.Length, ShortestStream) + Sector - 1) / Sector;
        var next = Enumerable.Repeat(-1, Sector / 4).ToArray();
        (next[0], next[1]) = (-3, EndOfChain);
        for (var i = 0; i < sectors; i++)
        {
            next[i + 2] = i == sectors - 1 ? EndOfChain : i + 3;
        }

        byte[] header =
        [
            0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[16], .. Two(0x3E), .. Two(3), .. Two(0xFFFE), .. Two(9), .. Two(6), .. new byte[10], .. Four(1), .. Four(1), .. Four(0), .. Four(ShortestStream),
            .. Four(EndOfChain), .. Four(0), .. Four(EndOfChain), .. Four(0), .. Four(0), .. Enumerable.Repeat(Four(-1), 108).SelectMany(each => each),
        ];
        byte[] directory = [.. Entry("Root Entry", 5, 1, EndOfChain, 0), .. Entry("Workbook", 2, -1, 2, sectors * Sector), .. Entry("", 0, -1, 0, 0), .. Entry("", 0, -1, 0, 0)];
        var file = new MemoryStream();
        file.Write(header);
        file.Write([.. next.SelectMany(Four)]);
        file.Write(directory);
        file.Write(stream);
        file.SetLength((sectors + 3) * Sector);
        file.Position = 0;
        return file;
    }

    private static byte[] Entry(string name, byte kind, int child, int start, int length)
    {
        var text = new byte[64];
        Encoding.Unicode.GetBytes(name, text);
        return [.. text, .. Two(name.Length == 0 ? 0 : (name.Length + 1) * 2), kind, 1, .. Four(-1), .. Four(-1), .. Four(child), .. new byte[36], .. Four(start), .. Four(length), .. Four(0)];
    }

    private static byte[] Two(int number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)number);
        return bytes;
    }

    private static byte[] Four(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
