using CsvHelper;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Files;

/// <summary>A row of an uploaded file: its number as a person counts it in the file, and its cells by heading.</summary>
internal sealed record TableRow(int Number, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>The trimmed text of a cell; null when it is empty or has no column.</summary>
    public string? this[string heading] => Cells.TryGetValue(heading, out var text) && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}

/// <summary>Reads one CSV file or spreadsheet of a multipart request. Bounded: what is larger is split by whoever sends it.</summary>
internal static class UploadedTable
{
    public const int MostBytes = 4 * 1024 * 1024;
    public const int MostRows = 5_000;
    private const int MostColumns = 100;

    // Comma, semicolon or tab, as the spreadsheet that wrote it likes; an empty line counts as a row, as it does for a person.
    private static readonly CsvReaderOptions Options = new() { HasHeader = false, SkipEmptyLines = false, MaxRecordSize = 64 * 1024, IncludeValuesInExceptions = false };

    /// <summary>Reads the first file of the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="required">Headings that must be there; others are allowed.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidRequestException">There is no file, or it cannot be read as a whole.</exception>
    public static async Task<IReadOnlyList<TableRow>> ReadAsync(HttpRequest request, IReadOnlyCollection<string> required, CancellationToken ct)
    {
        var bytes = await FirstFileAsync(request, ct);
        var rows = IsSpreadsheet(bytes) ? Spreadsheet.Read(bytes, MostRows, MostColumns) : Csv(bytes);
        if (rows.Count == 0)
        {
            throw new InvalidRequestException("file.empty", "The file has no heading.", "files");
        }

        var headings = rows[0].Select(heading => heading.Trim().ToLowerInvariant().Replace(' ', '_')).ToList();
        var missing = required.Except(headings).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidRequestException("file.headings", $"The file lacks the columns {string.Join(", ", missing)}.", "files");
        }

        if (headings.Where(heading => heading.Length > 0).Distinct().Count() != headings.Count(heading => heading.Length > 0))
        {
            throw new InvalidRequestException("file.headings", "A column is there twice.", "files");
        }

        if (rows.Count > MostRows + 1)
        {
            throw new InvalidRequestException("file.too-long", $"A file has at most {MostRows} rows: split it.", "files");
        }

        return
        [
            .. rows.Skip(1).Select((cells, index) => new TableRow(
                index + 2, headings.Select((heading, column) => (heading, Text: column < cells.Count ? cells[column] : string.Empty)).Where(cell => cell.heading.Length > 0).ToDictionary(cell => cell.heading, cell => cell.Text)))
                .Where(row => row.Cells.Values.Any(text => !string.IsNullOrWhiteSpace(text))),
        ];
    }

    private static async Task<byte[]> FirstFileAsync(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
        {
            throw new InvalidRequestException("file.not-multipart", "Send the file as multipart/form-data.", "Content-Type");
        }

        try
        {
            var parts = new MultipartReader(boundary.Value!, request.Body);
            while (await parts.ReadNextSectionAsync(ct) is { } part)
            {
                if (ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) && (disposition.FileName.Length > 0 || disposition.FileNameStar.Length > 0))
                {
                    using var file = new MemoryStream();
                    var buffer = new byte[64 * 1024];
                    for (int read; (read = await part.Body.ReadAsync(buffer, ct)) > 0;)
                    {
                        if (file.Length + read > MostBytes)
                        {
                            throw new InvalidRequestException("file.too-long", "A file is at most 4 MiB long: split it.", "files");
                        }

                        file.Write(buffer, 0, read);
                    }

                    return file.ToArray();
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new InvalidRequestException("file.not-multipart", "The multipart body ends too early or is malformed.", "files");
        }

        throw new InvalidRequestException("file.missing", "The request holds no file: send it as a part with a file name.", "files");
    }

    // A ZIP archive, which no CSV begins like.
    private static bool IsSpreadsheet(byte[] bytes) => bytes is [(byte)'P', (byte)'K', 3, 4, ..];

    private static List<IReadOnlyList<string>> Csv(byte[] bytes)
    {
        var rows = new List<IReadOnlyList<string>>();
        try
        {
            using var text = new StreamReader(new MemoryStream(bytes), new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            using var reader = CsvReader.Create(text, Options);
            while (reader.Read() && rows.Count <= MostRows + 1)
            {
                if (reader.FieldCount > MostColumns)
                {
                    throw new InvalidRequestException("file.unreadable", $"A file has at most {MostColumns} columns.", "files");
                }

                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
            }
        }
        catch (Exception exception) when (exception is CsvFormatException or System.Text.DecoderFallbackException)
        {
            throw new InvalidRequestException("file.unreadable", "The file is neither CSV in UTF-8 nor a spreadsheet (.xlsx).", "files");
        }

        return rows;
    }
}
