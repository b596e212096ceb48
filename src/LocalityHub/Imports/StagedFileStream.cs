using Npgsql;
using Partnership.CaseData;

namespace Partnership.LocalityHub.Imports;

/// <summary>Reads a staged file piece by piece: one piece is in memory at a time.</summary>
internal sealed class StagedFileStream(NpgsqlDataSource database, Guid importId, short file) : ForwardStream
{
    private byte[] _piece = [];
    private int _position;
    private int _next;

    public override int Read(Span<byte> buffer)
    {
        if (_position == _piece.Length)
        {
            using var command = Command();
            Take(command.ExecuteScalar());
        }

        return Copy(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _piece.Length)
        {
            await using var command = Command();
            Take(await command.ExecuteScalarAsync(cancellationToken));
        }

        return Copy(buffer.Span);
    }

    private NpgsqlCommand Command()
    {
        var command = database.CreateCommand("select bytes from import_chunk where import_id = $1 and file = $2 and number = $3");
        command.Parameters.Add(new() { Value = importId });
        command.Parameters.Add(new() { Value = file });
        command.Parameters.Add(new() { Value = _next++ });
        return command;
    }

    private void Take(object? piece)
    {
        _piece = piece as byte[] ?? [];
        _position = 0;
    }

    private int Copy(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _piece.Length - _position);
        _piece.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
