using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Net.Http.Headers;
using Npgsql;
using NpgsqlTypes;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// Puts the files of a multipart request into the hub's database piece by piece as they arrive, so that neither their size nor a
/// slow line costs memory. The pieces are part of the request's transaction, so an upload that comes to nothing leaves nothing.
/// </summary>
internal sealed class StagedUpload(int year, LocalityHubDbContext db)
{
    public const long MaximumFile = 64L * 1024 * 1024;
    public const long MaximumRequest = 256L * 1024 * 1024;
    private const int ChunkLength = 256 * 1024;
    private const int MaximumFiles = 50;
    private const int MaximumName = 120;

    private readonly List<ImportFile> _files = [];
    private readonly SortedDictionary<int, Guid> _imports = [];

    public IReadOnlyList<ImportFile> Files => _files;

    /// <summary>The imports that the files make, one for each year, the earliest first.</summary>
    public IReadOnlyDictionary<int, Guid> Imports => _imports;

    /// <summary>Reads the whole request.</summary>
    /// <exception cref="InvalidRequestException">It is not multipart, or holds no file.</exception>
    /// <exception cref="UploadTooLargeException">A file is longer than 64 MiB.</exception>
    public async Task ReceiveAsync(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
        {
            throw new InvalidRequestException("import.not-multipart", "Send the files as multipart/form-data, one part for each.", "Content-Type");
        }

        var parts = new MultipartReader(boundary.Value!, request.Body, ChunkLength);
        try
        {
            // The next piece may be longer in coming than a transaction is normally allowed to stand idle.
            await db.Database.ExecuteSqlRawAsync("set local idle_in_transaction_session_timeout = '15min'", ct);
            while (await parts.ReadNextSectionAsync(ct) is { } part)
            {
                await ReceiveAsync(part, ct);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new InvalidRequestException("import.not-multipart", "The multipart body ends too early or is malformed.", null);
        }

        if (_files.Count == 0)
        {
            throw new InvalidRequestException("import.no-files", "The request holds no file: send each as a part with a file name.", null);
        }
    }

    private async Task ReceiveAsync(MultipartSection part, CancellationToken ct)
    {
        if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
            || (disposition.FileNameStar.Length == 0 && disposition.FileName.Length == 0))
        {
            // A field without a file name: nothing that an import asks for.
            return;
        }

        if (_files.Count == MaximumFiles)
        {
            throw new InvalidRequestException("import.too-many-files", "An upload holds at most 50 files.", null);
        }

        var importId = ImportOf(disposition);
        var ordinal = (short)_files.Count;
        var buffer = new byte[ChunkLength];
        var (length, number) = (0L, 0);
        while (true)
        {
            var filled = await part.Body.ReadAtLeastAsync(buffer, ChunkLength, throwOnEndOfStream: false, ct);
            if (filled == 0)
            {
                break;
            }

            length += filled;
            if (length > MaximumFile)
            {
                throw new UploadTooLargeException();
            }

            await WriteAsync(importId, ordinal, number++, buffer.AsMemory(0, filled), ct);
        }

        _files.Add(new ImportFile { ImportId = importId, Ordinal = ordinal, Name = NameOf(disposition, ordinal), Length = length });
    }

    private async Task WriteAsync(Guid importId, short file, int number, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        // Not through the context, which would keep every piece in memory until the request ends.
        await using var command = new NpgsqlCommand(
            "insert into import_chunk (import_id, file, number, bytes) values ($1, $2, $3, $4)",
            (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction())
        {
            Parameters =
            {
                new() { Value = importId },
                new() { Value = file },
                new() { Value = number },
                new() { Value = bytes, NpgsqlDbType = NpgsqlDbType.Bytea },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A part that is named after a year is of that year, any other of the request's.</summary>
    private Guid ImportOf(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.Name);
        var ofYear = name.Length == 4 && int.TryParse(name.AsSpan(), NumberStyles.None, CultureInfo.InvariantCulture, out var named) ? named : year;
        if (!_imports.TryGetValue(ofYear, out var id))
        {
            _imports.Add(ofYear, id = Guid.NewGuid());
        }

        return id;
    }

    private static string NameOf(ContentDispositionHeaderValue disposition, short ordinal)
    {
        var given = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.Length > 0 ? disposition.FileNameStar : disposition.FileName).ToString();
        var name = new string([.. given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Where(letter => !char.IsControl(letter))]);
        return name.Length switch
        {
            0 => $"file-{ordinal + 1}",

            // Not in the middle of a letter of two: half of one cannot be kept.
            > MaximumName => name[..(char.IsHighSurrogate(name[MaximumName - 1]) ? MaximumName - 1 : MaximumName)],
            _ => name,
        };
    }
}

/// <summary>A file of an upload is longer than <see cref="StagedUpload.MaximumFile"/>: answered 413.</summary>
internal sealed class UploadTooLargeException() : Exception("A file is longer than 64 MiB.");
