using System.Security.Cryptography;

namespace Partnership.Cli.Sealing;

/// <summary>
/// Seals what is written to it, piece by piece: AES-256-GCM over pieces of 64 KiB, each with its number and whether it is the last (the
/// construction known as STREAM). A file that does not end with its last piece was cut off, and reads as such: call
/// <see cref="CompleteAsync"/> when all is written, and only then.
/// </summary>
internal sealed class SealedWriter : SealedStream
{
    private readonly Stream _output;
    private readonly AesGcm _cipher;
    private readonly byte[] _header;
    private readonly byte[] _binding;
    private readonly byte[] _piece = new byte[SealHeader.Piece];
    private readonly byte[] _sealed = new byte[SealHeader.Piece + SealHeader.Tag];
    private int _filled;
    private uint _number;
    private bool _begun;

    public SealedWriter(Stream output, SealKey key, string name)
    {
        _output = output;
        var header = key.HeaderOf(name);
        _cipher = key.CipherOf(header);
        _header = header.ToBytes();
        _binding = SHA256.HashData(_header);
    }

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            // A full piece waits until there is more: the last one is marked.
            if (_filled == _piece.Length)
            {
                await SealAsync(isLast: false, cancellationToken);
            }

            var count = Math.Min(buffer.Length, _piece.Length - _filled);
            buffer[..count].CopyTo(_piece.AsMemory(_filled));
            _filled += count;
            buffer = buffer[count..];
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Seals the last piece.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        await SealAsync(isLast: true, ct);
        await _output.FlushAsync(ct);
    }

    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_piece);
        _cipher.Dispose();
        base.Dispose(disposing);
    }

    private async Task SealAsync(bool isLast, CancellationToken ct)
    {
        if (!_begun)
        {
            await _output.WriteAsync(_header, ct);
            _begun = true;
        }

        _cipher.Encrypt(SealHeader.NonceOf(_number, isLast), _piece.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, SealHeader.Tag), _binding);
        await _output.WriteAsync(_sealed.AsMemory(0, _filled + SealHeader.Tag), ct);
        _filled = 0;
        _number = checked(_number + 1);
    }
}
