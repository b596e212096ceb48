namespace Partnership.CaseData.Ssda903;

/// <summary>
/// Splits one line into cells, quoted or not. No cell of a return can hold a line break, so a quote that does not close on its own line is
/// broken: that row is given back and the next is read as if nothing had happened. (A general CSV reader would swallow the rows below.)
/// </summary>
internal sealed class CellSplitter
{
    private readonly byte[] _unquoted = new byte[LineReader.LongestLine];
    private readonly Range[] _cells;

    internal CellSplitter(int columns) => _cells = new Range[columns];

    /// <summary>How many cells the last line had; may be more than were expected.</summary>
    internal int Count { get; private set; }

    /// <summary>Splits a line. False when a quote is broken; the cells before it are still there.</summary>
    internal bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> text)
    {
        Count = 0;
        if (line.Contains((byte)'"'))
        {
            return TrySplitQuoted(line, out text);
        }

        text = line;
        var from = 0;
        while (true)
        {
            var length = line[from..].IndexOf((byte)',');
            var to = length < 0 ? line.Length : from + length;
            Add(from, to);
            if (length < 0)
            {
                return true;
            }

            from = to + 1;
        }
    }

    /// <summary>The bytes of a cell, without the white space around them.</summary>
    internal ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> text, int index) =>
        text[_cells[index]].Trim(" \t"u8);

    private void Add(int from, int to)
    {
        if (Count < _cells.Length)
        {
            _cells[Count] = from..to;
        }

        Count++;
    }

    private bool TrySplitQuoted(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> text)
    {
        var written = 0;
        var at = 0;
        text = _unquoted;
        while (true)
        {
            var from = written;
            while (at < line.Length && line[at] is (byte)' ' or (byte)'\t')
            {
                at++;
            }

            if (at < line.Length && line[at] == '"')
            {
                at++;
                while (true)
                {
                    if (at >= line.Length)
                    {
                        return false;
                    }

                    if (line[at] != '"')
                    {
                        _unquoted[written++] = line[at++];
                    }
                    else if (at + 1 < line.Length && line[at + 1] == '"')
                    {
                        _unquoted[written++] = (byte)'"';
                        at += 2;
                    }
                    else
                    {
                        at++;
                        break;
                    }
                }

                while (at < line.Length && line[at] is (byte)' ' or (byte)'\t')
                {
                    at++;
                }

                if (at < line.Length && line[at] != ',')
                {
                    return false;
                }
            }
            else
            {
                while (at < line.Length && line[at] != ',')
                {
                    if (line[at] == '"')
                    {
                        return false;
                    }

                    _unquoted[written++] = line[at++];
                }
            }

            Add(from, written);
            if (at >= line.Length)
            {
                return true;
            }

            at++;
        }
    }
}
