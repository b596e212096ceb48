using System.Security.Cryptography;

namespace Partnership.Cli.Sealing;

/// <summary>
/// Reads a sealed file. Nothing is given out that was not found to be as it was sealed: a piece that was changed, moved or left out, and a
/// file that was cut off, are errors before their bytes are seen.
/// </summary>
internal sealed class SealedReader : SealedStream
{
    private readonly Stream _input;
    private readonly AesGcm _cipher;
    private readonly byte[] _binding;
    private readonly string _name;

    // One byte more than a sealed piece: whether there is one tells whether this piece is the last.
    private readonly byte[] _sealed = new byte[SealHeader.Piece + SealHeader.Tag + 1];
    private readonly byte[] _piece = new byte[SealHeader.Piece];
    private int _ahead;
    private int _length;
    private int _taken;
    private uint _number;
    private bool _ended;

    private SealedReader(Stream input, SealKey key, SealHeader header, byte[] headerBytes)
    {
        _input = input;
        _cipher = key.CipherOf(header);
        _binding = SHA256.HashData(headerBytes);
        _name = header.Name;
    }

    public override bool CanRead => true;

    /// <summary>Opens a file of a set by its name.</summary>
    /// <exception cref="CommandFailedException">It is no such file.</exception>
    public static async Task<SealedReader> OpenAsync(Stream input, SealKey key, string name, CancellationToken ct)
    {
        var (header, bytes) = await SealHeader.ReadAsync(input, ct);
        return header.Name == name && key.Fits(header)
            ? new SealedReader(input, key, header, bytes)
            : throw new CommandFailedException($"'{name}' is not of this backup, but {header}.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        while (_taken == _length)
        {
            if (_ended)
            {
                return 0;
            }

            await OpenNextAsync(cancellationToken);
        }

        var count = Math.Min(buffer.Length, _length - _taken);
        _piece.AsMemory(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_piece);
        _cipher.Dispose();
        if (disposing)
        {
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task OpenNextAsync(CancellationToken ct)
    {
        var count = _ahead + await _input.ReadAtLeastAsync(_sealed.AsMemory(_ahead), _sealed.Length - _ahead, throwOnEndOfStream: false, ct);
        var isLast = count < _sealed.Length;
        var length = isLast ? count : _sealed.Length - 1;
        (_length, _taken) = (length - SealHeader.Tag, 0);
        try
        {
            _cipher.Decrypt(SealHeader.NonceOf(_number, isLast), _sealed.AsSpan(0, _length), _sealed.AsSpan(_length, SealHeader.Tag), _piece.AsSpan(0, _length), _binding);
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            _ended = true;
            _length = 0;
            throw new CommandFailedException(
                $"'{_name}' is damaged, was changed or is not complete (in its piece {_number}).", "Take another copy of the backup; nothing of this piece was used.", broken);
        }

        _ended = isLast;
        _number++;
        if (!isLast)
        {
            _sealed[0] = _sealed[^1];
            _ahead = 1;
        }
    }
}
