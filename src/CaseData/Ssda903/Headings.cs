using System.Text;
using System.Text.Unicode;

namespace Partnership.CaseData.Ssda903;

/// <summary>The first line of a file: which table it is, and where each column stands.</summary>
internal static class Headings
{
    /// <summary>
    /// Recognises the table by its exact set of columns and gives, for each column in the table's own order, its place in the file, and of how many columns.
    /// </summary>
    internal static (Table Table, int[] Places, int Columns) Recognise(ReadOnlySpan<byte> line, string file, ReturnMap map)
    {
        var names = NamesOf(line, file);
        var (table, places) = map.Recognise(names) ?? throw Unknown(names, line, file);
        return (table, places, names.Length);
    }

    /// <summary>The headings of a file in upper case, as far as they can be read; none when it has no first line.</summary>
    internal static string[] NamesOf(Stream stream, string file)
    {
        var lines = new LineReader(stream);
        while (true)
        {
            switch (lines.TryTake(out var line))
            {
                case LineReader.Found.Line when !line.Trim(" \t,"u8).IsEmpty:
                    return NamesOf(line, file);
                case LineReader.Found.NeedsMore:
                    lines.Fill();
                    break;
                case LineReader.Found.TooLong or LineReader.Found.End:
                    return [];
            }
        }
    }

    private static string[] NamesOf(ReadOnlySpan<byte> line, string file)
    {
        ReadOnlySpan<byte> littleEndian = [0xFF, 0xFE];
        ReadOnlySpan<byte> bigEndian = [0xFE, 0xFF];
        if (line.StartsWith(littleEndian) || line.StartsWith(bigEndian) || line.Contains((byte)0))
        {
            throw NotText(file, "is saved as UTF-16 text or is not text at all: save it again as CSV (UTF-8)");
        }

        if (line.StartsWith("PK"u8) && line.IndexOfAnyInRange((byte)1, (byte)8) >= 0)
        {
            throw NotText(file, "is a workbook or an archive, not a CSV file: save the sheet as CSV (UTF-8)");
        }

        if (!Utf8.IsValid(line) || line.IndexOfAnyInRange((byte)1, (byte)8) >= 0)
        {
            throw NotText(file, "is not UTF-8 text: save it again as CSV (UTF-8)");
        }

        if (line.StartsWith(Encoding.UTF8.Preamble))
        {
            line = line[Encoding.UTF8.Preamble.Length..];
        }

        var splitter = new CellSplitter(LineReader.LongestLine);
        if (!splitter.TrySplit(line, out var text))
        {
            throw new UnreadableReturnException("unknown-columns", $"{file} has a broken quote in its first line, which must name the columns.");
        }

        var names = new string[splitter.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Encoding.UTF8.GetString(splitter.Cell(text, i)).Trim().ToUpperInvariant();
        }

        return names;
    }

    private static UnreadableReturnException NotText(string file, string what) => new("not-text", $"{file} {what}.");

    private static UnreadableReturnException Unknown(string[] names, ReadOnlySpan<byte> line, string file)
    {
        // A file without headings starts with a child's details, which no message may repeat: only names known to some table are quoted,
        // and others only when most of the line is headings.
        var nearest = Tables.All.MaxBy(table => (2 * Tables.ColumnsOf(table).Count(names.Contains)) - Tables.ColumnsOf(table).Count);
        var columns = Tables.ColumnsOf(nearest);
        var known = columns.Count(names.Contains);
        var repeated = names.Where(columns.Contains).GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        if (repeated.Count > 0)
        {
            return new UnreadableReturnException(
                "duplicate-columns", $"{file} has the column {string.Join(", ", repeated)} more than once: keep one of each.");
        }

        if (known * 2 < columns.Count)
        {
            var hint = line.Contains((byte)';') || line.Contains((byte)'\t') ? " Cells must be separated by commas." : string.Empty;
            return new UnreadableReturnException(
                "unknown-columns", $"{file} is none of the tables of the return: its first line must name the columns of one of them.{hint}");
        }

        var missing = columns.Except(names).ToList();
        var extra = names.Except(columns).Select(name => name.Length is 0 ? "(no name)" : name.Length > 40 ? name[..40] : name).ToList();
        var mend = string.Join(
            "; ",
            new[]
            {
                missing.Count > 0 ? $"add {string.Join(", ", missing)}" : null,
                extra.Count > 0 ? $"take out {string.Join(", ", extra)}" : null,
            }.OfType<string>());
        return new UnreadableReturnException(
            "unknown-columns", $"{file} does not have the exact columns of any table. To make it {nearest}: {mend}.");
    }
}
