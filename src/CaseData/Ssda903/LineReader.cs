namespace Partnership.CaseData.Ssda903;

/// <summary>
/// The lines of a file as bytes, one at a time, from a buffer that never grows: a line past the limit is skipped and reported, so no file
/// can use up memory. A carriage return, a line feed or both end a line.
/// </summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>The longest row is about 200 bytes; this leaves room for quoting and padding.</summary>
    internal const int LongestLine = 8 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _skipping;

    internal enum Found
    {
        Line,
        TooLong,
        NeedsMore,
        End,
    }

    /// <summary>The next line that is already in memory. Blank lines come out empty; the line is valid until the next call.</summary>
    internal Found TryTake(out ReadOnlySpan<byte> line)
    {
        line = default;
        var waiting = _buffer.AsSpan(_start, _end - _start);
        var length = waiting.IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0)
        {
            if (!_ended)
            {
                if (waiting.Length > LongestLine)
                {
                    _skipping = true;
                    _start = _end;
                }

                return Found.NeedsMore;
            }

            _start = _end;
            if (_skipping || waiting.Length > LongestLine)
            {
                _skipping = false;
                return Found.TooLong;
            }

            line = waiting;
            return waiting.IsEmpty ? Found.End : Found.Line;
        }

        _start += length + 1;
        if (_skipping || length > LongestLine)
        {
            _skipping = false;
            return Found.TooLong;
        }

        line = waiting[..length];
        return Found.Line;
    }

    /// <summary>Whether the last byte of the file is in memory, or has been taken.</summary>
    internal bool HasEnded => _ended;

    /// <summary>The bytes that are in memory and not yet taken.</summary>
    internal ReadOnlySpan<byte> Waiting => _buffer.AsSpan(_start, _end - _start);

    /// <summary>What is left of the file, from the first byte that was not taken, for somebody else to read.</summary>
    internal Stream Rest() => new PrefixedStream(Waiting.ToArray(), stream);

    internal async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        Took(await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The same without waiting for anything but the stream.</summary>
    internal void Fill()
    {
        MakeRoom();
        Took(stream.Read(_buffer.AsSpan(_end)));
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
    }

    private void Took(int read)
    {
        _end += read;
        _ended = read == 0;
    }
}
