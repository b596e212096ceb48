using System.Text;

namespace Partnership.ServiceDefaults.Uploads;

/// <summary>
/// Tells the lines of a multipart body's boundary from its content while the body streams by, in pieces of any size.
/// Not safe for use by several threads at once.
/// </summary>
/// <param name="boundary">The boundary of the Content-Type header, without quotes.</param>
/// <param name="content">Gets every byte but those of boundary lines, in order.</param>
/// <param name="partBegins">Told after each boundary line's delimiter.</param>
public sealed class MultipartLines(string boundary, Action<ReadOnlySpan<byte>> content, Action? partBegins = null)
{
    private readonly byte[] _delimiter = Encoding.ASCII.GetBytes("--" + boundary);

    // The beginning of a line is held back until it is known whether it is the delimiter.
    private int _matched;
    private Line _line = Line.Beginning;

    private enum Line
    {
        Beginning,
        Content,
        Delimiter,
    }

    /// <summary>Takes the next piece of the body.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_line == Line.Beginning)
            {
                bytes = MatchDelimiter(bytes);
                continue;
            }

            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..(end + 1)];
            if (_line == Line.Content)
            {
                content(part);
            }

            if (end >= 0)
            {
                _line = Line.Beginning;
                _matched = 0;
            }

            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Gives back a beginning of a line that was held back when the body ended.</summary>
    public void End()
    {
        if (_line == Line.Beginning && _matched > 0)
        {
            content(_delimiter.AsSpan(0, _matched));
            _matched = 0;
        }
    }

    private ReadOnlySpan<byte> MatchDelimiter(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != _delimiter[_matched])
        {
            End();
            _line = Line.Content;
            return bytes;
        }

        if (++_matched == _delimiter.Length)
        {
            _line = Line.Delimiter;
            partBegins?.Invoke();
        }

        return bytes[1..];
    }
}
