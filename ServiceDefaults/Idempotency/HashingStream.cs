using System.Security.Cryptography;
using Partnership.ServiceDefaults.Uploads;

namespace Partnership.ServiceDefaults.Idempotency;

/// <summary>Passes a request's body on and hashes what goes by; with a boundary, without the lines that begin with it.</summary>
internal sealed class HashingStream(Stream body, IncrementalHash hash, string? boundary) : Stream
{
    private readonly MultipartLines? _lines = boundary is null ? null : new MultipartLines(boundary, hash.AppendData);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        Append(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = body.Read(buffer, offset, count);
        Append(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush() => _lines?.End();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_lines is null)
        {
            hash.AppendData(bytes);
        }
        else
        {
            _lines.Append(bytes);
        }
    }
}
