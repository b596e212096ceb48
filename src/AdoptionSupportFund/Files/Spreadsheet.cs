using System.Globalization;
using System.IO.Compression;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Files;

/// <summary>The first sheet of a spreadsheet, as text: days as 2025-06-03, numbers as they are.</summary>
internal static class Spreadsheet
{
    /// <summary>Far more than the largest sheet that is read here; its texts, one object each, come to some four times as much in memory.</summary>
    private const int MostUnpacked = 16 * 1024 * 1024;

    // The library asks for Windows' code page even where a file is none of those that need it.
    static Spreadsheet() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    public static List<IReadOnlyList<string>> Read(byte[] bytes, int mostRows, int mostColumns)
    {
        try
        {
            DemandSize(bytes);
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(bytes));
            if (reader.FieldCount > mostColumns)
            {
                throw new InvalidRequestException("file.unreadable", $"A sheet has at most {mostColumns} columns.", "files");
            }

            var rows = new List<IReadOnlyList<string>>();
            while (reader.Read() && rows.Count <= mostRows + 1)
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column)))]);
            }

            return rows;
        }
        catch (Exception exception) when (exception is ExcelReaderException or InvalidDataException or System.Xml.XmlException or IOException or IndexOutOfRangeException or ArgumentException or NullReferenceException
            or NotSupportedException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw new InvalidRequestException("file.unreadable", "The spreadsheet cannot be read: save it as .xlsx, or as CSV in UTF-8.", "files");
        }
    }

    /// <summary>A workbook is an archive, and a small one can unpack to any size: it is unpacked once into nothing, and stopped.</summary>
    private static void DemandSize(byte[] bytes)
    {
        var (unpacked, buffer) = (0L, new byte[64 * 1024]);
        using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                unpacked += read;
                if (unpacked > MostUnpacked)
                {
                    throw new InvalidRequestException("file.too-long", "The spreadsheet unpacks to more than 16 MiB: send the one sheet alone.", "files");
                }
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        DateTime day => day.TimeOfDay == TimeSpan.Zero ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : day.ToString("s", CultureInfo.InvariantCulture),
        double number => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
