using System.Globalization;
using System.Text;
using System.Xml;

namespace Partnership.CaseData.Ssda903;

/// <summary>
/// Reads the XML form of the return (EXPSSDA903): for each CHILD a HEADER, which also holds the adoption and the care leaver's details and,
/// as elements of their own, reviews, times missing, the earlier permanence, outcomes and decisions; and the EPISODEs beside it. Rows come
/// out as those of the CSV tables, numbered in the order of the document; dates may be dd/mm/yyyy or, as XML writes them, yyyy-mm-dd. An
/// unaccompanied child is one whose UASC is 1.
/// </summary>
internal sealed class XmlReturnReader : ReturnReader
{
    private const string Root = "EXPSSDA903";
    private const int LongestCell = 200;

    // A return has some eighty names, five levels, and no attribute or comment of any length.
    private const int MostNames = 1_000;
    private const int LongestName = 200;
    private const int MostLevels = 32;
    private const int LongestNode = 1024 * 1024;

    /// <summary>No child has more: a year of days, for each of the tables.</summary>
    private const int MostRowsOfAChild = 5_000;

    private static readonly Table[] Present =
    [
        Table.Header, Table.Episodes, Table.Reviews, Table.UASC, Table.OC2, Table.OC3, Table.AD1, Table.PlacedAdoption, Table.PrevPerm, Table.Missing,
    ];

    private static readonly Dictionary<string, Table> Groups = new(StringComparer.Ordinal)
    {
        ["EPISODE"] = Table.Episodes,
        ["AREVIEW"] = Table.Reviews,
        ["AMISSING"] = Table.Missing,
        ["PERMANENCE"] = Table.PrevPerm,
        ["OC2"] = Table.OC2,
        ["AD_PLACED"] = Table.PlacedAdoption,
    };

    private readonly XmlReader _xml;
    private readonly SteppedStream _bytes;
    private readonly string _file;
    private readonly int[] _rows = new int[Enum.GetValues<Table>().Length];
    private readonly char[] _text = new char[LongestCell + 1];
    private readonly Dictionary<Table, IReadOnlyDictionary<string, string>?[]?> _values;
    private readonly char[] _rest = new char[4096];
    private int _children;

    // A declaration may name a code page, as older systems do; whatever else has run in the process, it is known here.
    static XmlReturnReader() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    private XmlReturnReader(XmlReader xml, SteppedStream bytes, string file, ReturnMap map)
        : base(file)
    {
        _xml = xml;
        _bytes = bytes;
        _file = file;
        _values = Present.ToDictionary(table => table, map.ValuesOf);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Table> Tables => Present;

    /// <summary>Whether a file starts as XML does, in any of the encodings in which it is written.</summary>
    internal static bool LooksLikeXml(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> littleEndian = [0xFF, 0xFE, (byte)'<'];
        ReadOnlySpan<byte> bigEndian = [0xFE, 0xFF, 0, (byte)'<'];
        if (start.StartsWith(Encoding.UTF8.Preamble))
        {
            start = start[Encoding.UTF8.Preamble.Length..];
        }

        return start.StartsWith(littleEndian) || start.StartsWith(bigEndian) || start.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }

    /// <summary>Reads as far as the root element.</summary>
    internal static async Task<ReturnReader> OpenAsync(Stream stream, string file, ReturnMap map)
    {
        // No document type, no entity, nothing fetched: a return needs none of them and each is a way to use up a machine.
        var bytes = new SteppedStream(stream, LongestNode, () => new UnreadableReturnException("too-long-inside", $"{file} has an attribute, a comment or a name of more than 1 MiB, which no return has."));
        var names = new BoundedNames(MostNames, LongestName, () => new UnreadableReturnException("too-many-names", $"{file} has more than {MostNames} different names of elements and attributes, or one of more than {LongestName} characters, which no return has."));
        var xml = XmlReader.Create(bytes, new XmlReaderSettings
        {
            Async = true,
            NameTable = names,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CheckCharacters = true,
        });
        try
        {
            while (await xml.ReadAsync().ConfigureAwait(false) && xml.NodeType is not XmlNodeType.Element)
            {
            }
        }
        catch (XmlException broken)
        {
            throw Broken(file, broken);
        }

        return xml.LocalName == Root
            ? new XmlReturnReader(xml, bytes, file, map)
            : throw new UnreadableReturnException("unknown-columns", $"{file} is XML but not a return: its root must be {Root}.");
    }

    /// <inheritdoc/>
    public override bool ReadRows(ICollection<ReturnRow> rows) => ReadRowsAsync(rows).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override async ValueTask<bool> ReadRowsAsync(ICollection<ReturnRow> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        cancellationToken.ThrowIfCancellationRequested();
        var before = rows.Count;
        try
        {
            while (rows.Count == before)
            {
                if (!await NextAsync().ConfigureAwait(false))
                {
                    return false;
                }

                if (_xml is { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "CHILD" })
                {
                    await ReadChildAsync(rows).ConfigureAwait(false);
                }
            }
        }
        catch (XmlException broken)
        {
            throw Broken(_file, broken);
        }

        return true;
    }

    private static UnreadableReturnException Broken(string file, XmlException broken) => new(
        "broken-xml", $"{file} is not whole XML: it breaks off or is malformed at line {broken.LineNumber}. Export it again.");

    /// <summary>Goes on to the next node. What is left of a long text is passed over piece by piece.</summary>
    private async Task<bool> NextAsync()
    {
        while (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
        {
            _bytes.Step();
            if (await _xml.ReadValueChunkAsync(_rest, 0, _rest.Length).ConfigureAwait(false) == 0)
            {
                break;
            }
        }

        _bytes.Step();
        var found = await _xml.ReadAsync().ConfigureAwait(false);
        return _xml.Depth <= MostLevels
            ? found
            : throw new UnreadableReturnException("too-deep", $"{_file} has elements within elements, more than {MostLevels} deep, which no return has.");
    }

    private async Task ReadChildAsync(ICollection<ReturnRow> rows)
    {
        _children++;
        var header = new Dictionary<string, string>(StringComparer.Ordinal);
        var groups = new List<(Table Table, Dictionary<string, string> Cells)>();
        var isTooLong = false;
        if (!_xml.IsEmptyElement)
        {
            var cells = header;
            string? name = null;
            while (await NextAsync().ConfigureAwait(false) && !(_xml.NodeType is XmlNodeType.EndElement && _xml.Depth == 1))
            {
                switch (_xml.NodeType)
                {
                    case XmlNodeType.Element when Groups.TryGetValue(_xml.LocalName, out var table):
                        if (groups.Count == MostRowsOfAChild)
                        {
                            throw new UnreadableReturnException("too-many-rows-of-a-child", $"{_file} has more than {MostRowsOfAChild} rows of one child, at CHILD {_children}.");
                        }

                        var group = new Dictionary<string, string>(StringComparer.Ordinal);
                        groups.Add((table, group));
                        cells = _xml.IsEmptyElement ? header : group;
                        break;
                    case XmlNodeType.Element:
                        name = _xml.IsEmptyElement ? null : ColumnOf(_xml.LocalName);
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA when name is not null:
                        isTooLong |= !await TryReadAsync(cells, name).ConfigureAwait(false);
                        break;
                    case XmlNodeType.EndElement:
                        cells = Groups.ContainsKey(_xml.LocalName) ? header : cells;
                        name = null;
                        break;
                }
            }
        }

        Add(rows, header, groups, isTooLong);
    }

    private void Add(ICollection<ReturnRow> rows, Dictionary<string, string> header, List<(Table Table, Dictionary<string, string> Cells)> groups, bool isTooLong)
    {
        var child = header.GetValueOrDefault("CHILD");
        if (child is not { Length: <= LongestChild } || isTooLong)
        {
            GiveBack(
                groups,
                child is { Length: <= LongestChild } ? child : null,
                isTooLong ? $"an element of the child is longer than {LongestCell} characters, so none of the child's rows was taken"
                : child is null ? "CHILDID is blank: every CHILD must say which child it is about"
                : $"CHILDID is longer than {LongestChild} characters: no child can be known by it");
            return;
        }

        Build(Table.Header, header);
        if (header.GetValueOrDefault("UASC") == "1" || header.ContainsKey("DUC"))
        {
            Build(Table.UASC, header);
        }

        foreach (var table in (ReadOnlySpan<Table>)[Table.AD1, Table.OC3])
        {
            if (Ssda903.Tables.ColumnsOf(table).Skip(2).Any(header.ContainsKey))
            {
                Build(table, header);
            }
        }

        foreach (var (table, cells) in groups)
        {
            Build(table, cells);
        }

        void Build(Table table, Dictionary<string, string> cells)
        {
            // The date of birth is told once for all the child's rows.
            string?[] values = [.. Ssda903.Tables.ColumnsOf(table).Select((column, place) => Meant(table, place, Written(column))).Skip(1)];
            string? Written(string column) => cells.GetValueOrDefault(column) ?? (column == "DOB" ? header.GetValueOrDefault(column) : null);
            var row = RowCells.Build(table, ++_rows[(int)table], child, values);
            rows.Add(row is HeaderRow who ? who with { Uasc = header.GetValueOrDefault("UASC", string.Empty) } : row);
            Meet(1);
        }
    }

    /// <summary>
    /// Gives all rows of a child back, table by table: what is lost of the child's episodes and decisions holds the child, as a row of a file that
    /// cannot be read does. A child without episodes is given back under them too, as row 0: not even that there are none is known for sure, and
    /// a number would be that of the next child's first.
    /// </summary>
    private void GiveBack(List<(Table Table, Dictionary<string, string> Cells)> groups, string? child, string reason)
    {
        Meet(1);
        foreach (var lost in groups.Select(group => group.Table).Append(Table.Header).Append(Table.Episodes).GroupBy(table => table).OrderBy(table => table.Key))
        {
            var rows = lost.Key == Table.Header ? 1 : groups.Count(group => group.Table == lost.Key);
            Reject(lost.Key, rows == 0 ? 0 : _rows[(int)lost.Key] + 1, child, reason);
            _rows[(int)lost.Key] += rows;
        }
    }

    private string? Meant(Table table, int column, string? written) =>
        written is not null && _values[table]?[column] is { } values && values.TryGetValue(written, out var means) ? means.Length == 0 ? null : means : written;

    /// <summary>Reads text piece by piece: however long it is, no more of it is kept than a cell may hold.</summary>
    private async Task<bool> TryReadAsync(Dictionary<string, string> cells, string name)
    {
        var length = 0;
        while (length < _text.Length)
        {
            var read = await _xml.ReadValueChunkAsync(_text, length, _text.Length - length).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        if (length > LongestCell)
        {
            return false;
        }

        var value = new string(_text, 0, length).Trim().ToUpperInvariant();
        if (value.Length > 0)
        {
            cells[name] = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)
                : value;
        }

        return true;
    }

    /// <summary>The column of an element; null of one that the return does not have, which is read past.</summary>
    private static string? ColumnOf(string element) => element switch
    {
        "CHILDID" => "CHILD",
        "PL" => "PLACE",
        "UASC" => element,
        _ => Ssda903.Tables.HaveColumn(element) ? element : null,
    };
}
