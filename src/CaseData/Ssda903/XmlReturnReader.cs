using System.Text;
using System.Xml;

namespace Partnership.CaseData.Ssda903;

/// <summary>
/// Reads the XML form of the return (EXPSSDA903): for each CHILD a HEADER, which also holds the adoption and the care leaver's details and,
/// as elements of their own, reviews, times missing, the earlier permanence, outcomes and decisions; and the EPISODEs beside it. Rows come
/// out as those of the CSV tables, numbered in the order of the document. An unaccompanied child is one whose UASC is 1.
/// </summary>
internal sealed class XmlReturnReader : ReturnReader
{
    private const string Root = "EXPSSDA903";
    private const int LongestCell = 200;

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
    private readonly string _file;
    private readonly int[] _rows = new int[Enum.GetValues<Table>().Length];
    private readonly char[] _text = new char[LongestCell + 1];
    private int _children;

    private XmlReturnReader(XmlReader xml, string file)
        : base(file)
    {
        _xml = xml;
        _file = file;
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
    internal static async Task<ReturnReader> OpenAsync(Stream stream, string file)
    {
        // No document type, no entity, nothing fetched: a return needs none of them and each is a way to use up a machine.
        var xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            Async = true,
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
            ? new XmlReturnReader(xml, file)
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
                if (!await _xml.ReadAsync().ConfigureAwait(false))
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
            while (await _xml.ReadAsync().ConfigureAwait(false) && !(_xml.NodeType is XmlNodeType.EndElement && _xml.Depth == 1))
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
        if (child is null || isTooLong)
        {
            Meet(1);
            Reject(
                Table.Header,
                ++_rows[(int)Table.Header],
                child,
                child is null ? "CHILDID is blank: every CHILD must say which child it is about" : $"an element of the child is longer than {LongestCell} characters");
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
            string?[] values = [.. Ssda903.Tables.ColumnsOf(table).Skip(1).Select(column => cells.GetValueOrDefault(column) ?? (column == "DOB" ? header.GetValueOrDefault(column) : null))];
            var row = RowCells.Build(table, ++_rows[(int)table], child, values);
            rows.Add(row is HeaderRow who ? who with { Uasc = header.GetValueOrDefault("UASC", string.Empty) } : row);
            Meet(1);
        }
    }

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
            cells[name] = value;
        }

        return true;
    }

    private static string ColumnOf(string element) => element switch
    {
        "CHILDID" => "CHILD",
        "PL" => "PLACE",
        _ => element,
    };
}
