using System.IO.Compression;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.AnnexA;

/// <summary>
/// Reads an Annex A workbook (xlsx or xls) as it comes from a case system: sheets by name or by their headings, headings below rows of junk,
/// serial dates, merged cells, codes with letters before them. A row that cannot be read is given back, and the others are kept.
/// </summary>
public static class AnnexReader
{
    /// <summary>What a workbook may unpack to: some three million cells, when every council's lists together have fewer. Its texts are held in memory.</summary>
    private const long MostUnpacked = 64L * 1024 * 1024;
    private const int MostRows = 200_000;

    /// <summary>Columns further right are read past, and at no row are more ranges merged.</summary>
    private const int MostColumns = 256;
    private const int RowsOfJunk = 25;
    private const int MostRejected = 10_000;

    private static readonly string[] Errors = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"];

    static AnnexReader() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    /// <summary>Reads a workbook.</summary>
    /// <param name="stream">The workbook; it must be possible to seek in it. It is left open.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="map">What the council's workbook calls things.</param>
    /// <exception cref="UnreadableReturnException">It is no workbook, is too large, holds none of the lists, or one without a column that it needs.</exception>
    public static AnnexReturn Read(Stream stream, string file, AnnexMap map)
    {
        var sheets = ReadSheets(stream, file, map);
        List<string> wanting = [.. sheets.Incomplete.Select(each => $"List {(int)each.List} without {string.Join(" and ", each.Missing.Select(heading => $"'{heading}'"))}")];
        return wanting.Count == 0
            ? sheets.Result()
            : throw new UnreadableReturnException("missing-columns", $"{file} has {string.Join("; ", wanting)}: a map tells which heading stands for it, if one does.");
    }

    /// <summary>What headings of a workbook's lists may stand for that neither the published layouts nor the map know; of a list that cannot be read without one, all that are not known.</summary>
    /// <param name="stream">The workbook; it must be possible to seek in it. It is left open.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="map">What the council's workbook calls things.</param>
    /// <exception cref="UnreadableReturnException">It is no workbook, is too large, or holds none of the lists.</exception>
    public static IReadOnlyList<HeadingSuggestion> Suggest(Stream stream, string file, AnnexMap map) => ReadSheets(stream, file, map).Suggestions();

    /// <summary>
    /// What values of a workbook's coded columns may stand for that are no codes and that the map does not know: of the lists that can be read once what headings say for sure is taken for
    /// what they say. Numbers and dates are no such values; of words no more is kept than each and how many there are.
    /// </summary>
    /// <param name="stream">The workbook; it must be possible to seek in it. It is left open.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="map">What the council's workbook calls things.</param>
    /// <exception cref="UnreadableReturnException">It is no workbook, is too large, or holds none of the lists.</exception>
    public static ValueSuggestions SuggestValues(Stream stream, string file, AnnexMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var headings = new Dictionary<(AnnexList, string), string>(map.Headings);
        foreach (var suggestion in Suggest(stream, file, map))
        {
            headings.TryAdd((suggestion.List, HeadingText.Normalised(suggestion.Heading)), suggestion.Key ?? string.Empty);
        }

        return ReadSheets(stream, file, map with { Headings = headings }).SuggestedValues();
    }

    /// <summary>The same of values without their workbook.</summary>
    /// <param name="list">The list.</param>
    /// <param name="heading">Under which they stand. Nothing is said where it stands for no column that holds codes, or does so not for sure.</param>
    /// <param name="suggested">What was suggested for the headings of the list.</param>
    /// <param name="texts">The values, as they are written. What looks like a number, a day or an address of somebody is not repeated.</param>
    /// <param name="map">What the council's workbook calls things.</param>
    public static IReadOnlyList<ValueSuggestion> SuggestValues(AnnexList list, string heading, IReadOnlyList<HeadingSuggestion> suggested, IEnumerable<string> texts, AnnexMap map)
    {
        ArgumentNullException.ThrowIfNull(heading);
        ArgumentNullException.ThrowIfNull(suggested);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(map);
        var key = new AnnexSheets(map, MostRejected).KeyOf(list, heading) ?? suggested.FirstOrDefault(each => each.Heading == heading.Trim())?.Key;
        return key is null || !AnnexCodes.Are(key)
            ? []
            :
            [
                .. texts.Select(AnnexCells.Text).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)
                    .Where(text => !AnnexCodes.Knows(key, text) && !map.Values.ContainsKey((key, text.ToUpperInvariant())) && ValueTally.MayBeRepeated(text))
                    .Select(text => (Text: text, Meaning: AnnexCodes.Suggest(key, text))).Select(each => new ValueSuggestion(key, each.Text, 0, each.Meaning.Code, each.Meaning.Alternatives)),
            ];
    }

    private static AnnexSheets ReadSheets(Stream stream, string file, AnnexMap map)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(map);
        DemandSize(stream, file);
        try
        {
            using var reader = ExcelReaderFactory.CreateReader(stream, new ExcelReaderConfiguration { LeaveOpen = true });
            var sheets = new AnnexSheets(map, MostRejected);
            do
            {
                sheets.Read(RowsOf(reader, file), reader.Name);
            }
            while (reader.NextResult());
            return sheets.IsEmpty
                ? throw new UnreadableReturnException("no-list", $"{file} holds none of the lists 8, 10 and 11 of Annex A: name the sheets List 8, List 10 and List 11, with their headings.")
                : sheets;
        }
        catch (Exception broken) when (broken is ExcelReaderException or InvalidDataException or System.Xml.XmlException or EndOfStreamException or IndexOutOfRangeException
            or ArgumentException or NullReferenceException or NotSupportedException or FormatException or KeyNotFoundException)
        {
            // The library tells a broken workbook by whatever it stumbles over.
            throw new UnreadableReturnException("not-a-workbook", $"{file} is not a whole workbook: save it again as xlsx.");
        }
    }

    /// <summary>What headings of a list may stand for that neither the published layouts nor the map know: for a person to look over.</summary>
    /// <param name="list">The list.</param>
    /// <param name="headings">Its headings as they are written.</param>
    /// <param name="map">What the council's workbook calls things.</param>
    public static IReadOnlyList<HeadingSuggestion> Suggest(AnnexList list, IReadOnlyList<string> headings, AnnexMap map)
    {
        ArgumentNullException.ThrowIfNull(headings);
        ArgumentNullException.ThrowIfNull(map);
        return new AnnexSheets(map, MostRejected).SuggestFor(list, [.. headings]);
    }

    private static IEnumerable<object?[]> RowsOf(IExcelDataReader reader, string file)
    {
        var merged = new Queue<CellRange>((reader.MergeCells ?? []).OrderBy(range => range.FromRow));
        var open = new List<(CellRange Range, object? Value)>();
        for (var row = 0; reader.Read(); row++)
        {
            if (row == MostRows)
            {
                throw new UnreadableReturnException("too-many-rows", $"{file} has a sheet of more than {MostRows} rows.");
            }

            var cells = new object?[Math.Min(reader.FieldCount, MostColumns)];
            for (var column = 0; column < cells.Length; column++)
            {
                cells[column] = reader.GetValue(column) is var value && value is string text && Errors.Contains(text) ? CellError.Instance : value;
            }

            // What is merged stands in the first cell alone, and is meant for all of them.
            while (merged.TryPeek(out var next) && next.FromRow <= row)
            {
                open.Add((merged.Dequeue(), next.FromRow == row && next.FromColumn < cells.Length ? cells[next.FromColumn] : null));
                if (open.Count > MostColumns && open.RemoveAll(each => each.Range.ToRow < row) == 0)
                {
                    throw new UnreadableReturnException("not-a-workbook", $"{file} merges cells that are merged already: save it again as xlsx.");
                }
            }

            open.RemoveAll(each => each.Range.ToRow < row);
            foreach (var (range, value) in open)
            {
                for (var column = range.FromColumn; column <= range.ToColumn && column < cells.Length; column++)
                {
                    cells[column] = value;
                }
            }

            yield return cells;
        }
    }

    /// <summary>A workbook is an archive, and a small one can unpack to any size: it is unpacked once into nothing, and stopped.</summary>
    private static void DemandSize(Stream stream, string file)
    {
        var tooLarge = new UnreadableReturnException("too-large-inside", $"{file} unpacks to more than {MostUnpacked / 1024 / 1024} MiB: send a workbook of the three lists alone.");
        if (stream.Length > MostUnpacked)
        {
            throw tooLarge;
        }

        Span<byte> start = stackalloc byte[2];
        stream.Position = 0;
        var isArchive = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start.SequenceEqual("PK"u8);
        stream.Position = 0;
        if (!isArchive)
        {
            return;
        }

        try
        {
            var unpacked = 0L;
            var buffer = new byte[64 * 1024];
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in archive.Entries)
            {
                using var bytes = entry.Open();
                for (int read; (read = bytes.Read(buffer)) > 0;)
                {
                    unpacked += read;
                    if (unpacked > MostUnpacked)
                    {
                        throw tooLarge;
                    }
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new UnreadableReturnException("not-a-workbook", $"{file} is not a whole workbook: save it again as xlsx.");
        }

        stream.Position = 0;
    }

    /// <summary>A cell that holds an error, such as #REF!.</summary>
    internal sealed class CellError
    {
        internal static readonly CellError Instance = new();
    }

    /// <summary>How many rows at the start of a sheet may be anything but headings.</summary>
    internal static int Junk => RowsOfJunk;
}
