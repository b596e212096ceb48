using System.Text;

namespace Partnership.CaseData.Tests.Ssda903;

/// <summary>A beginning, and the same text again and again, without ever being in memory as a whole, nor on a disk.</summary>
internal sealed class EndlessStream : Stream
{
    private readonly byte[] _first;
    private readonly int _period;

    // As many of the texts as make a piece worth copying, and one more, so that a copy may begin anywhere in the first.
    private readonly byte[] _again;

    public EndlessStream(string first, string again, long times)
    {
        _first = Encoding.UTF8.GetBytes(first);
        _period = Encoding.UTF8.GetByteCount(again);
        _again = Encoding.UTF8.GetBytes(new StringBuilder().Insert(0, again, (64 * 1024 / _period) + 1).ToString());
        Length = _first.Length + (times * _period);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var left = Position < _first.Length ? _first.AsSpan((int)Position) : _again.AsSpan((int)((Position - _first.Length) % _period));
        var count = (int)Math.Min(Math.Min(buffer.Length, left.Length), Length - Position);
        left[..count].CopyTo(buffer);
        Position += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
