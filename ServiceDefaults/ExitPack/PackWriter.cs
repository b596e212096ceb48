using System.Buffers;
using System.Collections;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.ServiceDefaults.ExitPack;

/// <summary>
/// Writes the pack as it goes, table by table, all of one moment. The manifest comes last: a pack that was cut off has none, and the ZIP does
/// not open either.
/// </summary>
internal sealed class PackWriter(DbContext db, PackContents contents, CouncilCode council, PackManifest.Origin origin, ZipArchive zip)
{
    private const int RowsBetweenFlushes = 1000;

    // Into a file, not into a page: names need no escapes.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The apostrophe for readers that would take it for a quotation mark of theirs.
    private static readonly SearchValues<char> ToBeQuoted = SearchValues.Create(",\"'\r\n\t ");

    private readonly List<PackManifest.File> _files = [];

    public static async Task WriteAsync(DbContext db, PackContents contents, CouncilCode council, PackManifest.Origin origin, Stream output, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);

        // However long the reader takes to take it all.
        await db.Database.ExecuteSqlAsync($"select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)", ct);
        if (contents.Shared is not null)
        {
            // Whoever works for several councils takes one's away.
            await db.Database.ExecuteSqlAsync($"select set_config({RowLevelSecurity.Setting}, {council.ToString()}, true), set_config({RowLevelSecurity.AuditorSetting}, '', true)", ct);
        }

        await using var deferring = new DeferringStream(output);
        await using (var zip = await ZipArchive.CreateAsync(deferring, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct))
        {
            await new PackWriter(db, contents, council, origin, zip).WriteAsync(ct);
        }

        await deferring.FlushAsync(ct);
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        var tables = PackedTable.Of(db, contents, council);
        foreach (var table in tables)
        {
            await AddAsync($"data/{table.Name}.csv", stream => WriteCsvAsync(table, stream, ct), ct);
            await AddAsync($"data/{table.Name}.json", stream => WriteJsonAsync(table, stream, ct), ct);
        }

        await AddAsync("README.md", async stream =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(PackReadme.Of(origin, contents, tables)), ct);
            return null;
        }, ct);
        var manifest = new PackManifest(PackManifest.PresentFormat, origin, _files, contents.LeftOut);
        await using var entry = await zip.CreateEntry(PackManifest.FileName).OpenAsync(ct);
        await JsonSerializer.SerializeAsync(entry, manifest, PackManifest.Json, ct);
    }

    /// <summary>Adds a file and notes its length, its SHA-256 and its rows.</summary>
    private async Task AddAsync(string name, Func<Stream, Task<long?>> write, CancellationToken ct)
    {
        await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
        await using var measured = new MeasuredStream(entry);
        var rows = await write(measured);
        _files.Add(new PackManifest.File(name, rows, measured.Count, measured.Sum()));
    }

    /// <summary>
    /// RFC 4180, with a byte order mark for spreadsheets; cells that begin like a formula are made harmless.
    /// </summary>
    private async Task<long?> WriteCsvAsync(PackedTable table, Stream stream, CancellationToken ct)
    {
        await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        var line = new StringBuilder();
        await text.WriteAsync(line.AppendJoin(',', table.Properties.Select(property => property.GetColumnName())).Append("\r\n"), ct);
        var rows = 0L;
        await foreach (var row in table.ReadAsync(db).WithCancellation(ct))
        {
            line.Clear();
            foreach (var (column, value) in row.Index())
            {
                if (column > 0)
                {
                    line.Append(',');
                }

                // A number below zero is a number; text that looks like one is not.
                var cell = PackedTable.Text(value) ?? "";
                AppendQuoted(line, value is string or JsonText or IList ? SafeCell.Of(cell) : cell);
            }

            await text.WriteAsync(line.Append("\r\n"), ct);
            rows++;
        }

        return rows;
    }

    private static void AppendQuoted(StringBuilder line, string cell)
    {
        if (cell.AsSpan().IndexOfAny(ToBeQuoted) < 0)
        {
            line.Append(cell);
            return;
        }

        line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    /// <summary>The values as they are, for programs.</summary>
    private async Task<long?> WriteJsonAsync(PackedTable table, Stream stream, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(stream, Readable);
        var names = table.Properties.Select(property => JsonEncodedText.Encode(property.GetColumnName())).ToArray();
        var rows = 0L;
        json.WriteStartArray();
        await foreach (var row in table.ReadAsync(db).WithCancellation(ct))
        {
            json.WriteStartObject();
            for (var column = 0; column < names.Length; column++)
            {
                json.WritePropertyName(names[column]);
                Write(json, row[column]);
            }

            json.WriteEndObject();
            if (++rows % RowsBetweenFlushes == 0)
            {
                await json.FlushAsync(ct);
            }
        }

        json.WriteEndArray();
        await json.FlushAsync(ct);
        return rows;
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool yes:
                json.WriteBooleanValue(yes);
                break;
            case short or int or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case JsonText text:
                json.WriteRawValue(text.Value);
                break;
            case IList list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(PackedTable.Text(value));
                break;
        }
    }
}
