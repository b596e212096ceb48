using System.Buffers;
using System.Data;
using Npgsql;
using Partnership.CaseData;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// Reads a staged file piece by piece: one piece is in memory at a time, and all in the same place, for an array of that size anew for each would have the
/// collector look through everything there is.
/// </summary>
internal sealed class StagedFileStream(NpgsqlDataSource database, Guid importId, short file) : ForwardStream
{
    private byte[] _piece = [];
    private int _length;
    private int _position;
    private int _next;

    public override int Read(Span<byte> buffer)
    {
        if (_position == _length)
        {
            using var command = Command();
            using var reader = command.ExecuteReader(CommandBehavior.SequentialAccess);
            if (reader.Read())
            {
                using var bytes = reader.GetStream(0);
                Begin(bytes);
                bytes.ReadExactly(_piece, 0, _length);
            }
        }

        return Copy(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _length)
        {
            await using var command = Command();
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            if (await reader.ReadAsync(cancellationToken))
            {
                await using var bytes = await reader.GetStreamAsync(0, cancellationToken);
                Begin(bytes);
                await bytes.ReadExactlyAsync(_piece.AsMemory(0, _length), cancellationToken);
            }
        }

        return Copy(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (_piece.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_piece);
            _piece = [];
            _length = _position = 0;
        }

        base.Dispose(disposing);
    }

    private NpgsqlCommand Command()
    {
        var command = database.CreateCommand("select bytes from import_chunk where import_id = $1 and file = $2 and number = $3");
        command.Parameters.Add(new() { Value = importId });
        command.Parameters.Add(new() { Value = file });
        command.Parameters.Add(new() { Value = _next++ });
        return command;
    }

    private void Begin(Stream bytes)
    {
        (_length, _position) = ((int)bytes.Length, 0);
        if (_piece.Length < _length)
        {
            ArrayPool<byte>.Shared.Return(_piece);
            _piece = ArrayPool<byte>.Shared.Rent(_length);
        }
    }

    private int Copy(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _length - _position);
        _piece.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
