using System.Security.Cryptography;
using System.Text;

namespace Partnership.ServiceDefaults.Idempotency;

/// <summary>Passes a request's body on and hashes what goes by; with a boundary, without the lines that begin with it.</summary>
internal sealed class HashingStream(Stream body, IncrementalHash hash, string? boundary) : Stream
{
    private readonly byte[]? _delimiter = boundary is null ? null : Encoding.ASCII.GetBytes("--" + boundary);

    // The beginning of a line, held back until it is known whether it is the delimiter.
    private int _matched;
    private Line _line = Line.Beginning;

    private enum Line
    {
        Beginning,
        Content,
        Delimiter,
    }

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

    /// <summary>Hashes a beginning of a line that was held back when the body ended.</summary>
    public override void Flush()
    {
        if (_line == Line.Beginning && _matched > 0)
        {
            hash.AppendData(_delimiter.AsSpan(0, _matched));
            _matched = 0;
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_delimiter is null)
        {
            hash.AppendData(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            if (_line == Line.Beginning)
            {
                if (bytes[0] == _delimiter[_matched])
                {
                    bytes = bytes[1..];
                    _line = ++_matched == _delimiter.Length ? Line.Delimiter : Line.Beginning;
                }
                else
                {
                    Flush();
                    _line = Line.Content;
                }

                continue;
            }

            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..(end + 1)];
            if (_line == Line.Content)
            {
                hash.AppendData(part);
            }

            if (end >= 0)
            {
                _line = Line.Beginning;
                _matched = 0;
            }

            bytes = bytes[part.Length..];
        }
    }
}
