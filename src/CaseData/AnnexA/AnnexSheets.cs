using Partnership.CaseData.CodeSets;

namespace Partnership.CaseData.AnnexA;

/// <summary>Finds the lists among the sheets of a workbook, and the columns within them.</summary>
internal sealed class AnnexSheets(AnnexMap map, int mostRejected)
{
    /// <summary>What is longer is no heading.</summary>
    private const int LongestHeading = 200;

    private static readonly AnnexList[] Lists = Enum.GetValues<AnnexList>();

    private readonly List<AnnexRow> _rows = [];
    private readonly List<RejectedAnnexRow> _rejected = [];
    private readonly List<HeadingSuggestion> _suggestions = [];
    private readonly ValueTally _values = new();
    private readonly Dictionary<(AnnexList List, AnnexColumn Column), int> _noCodes = [];
    private readonly HashSet<AnnexList> _found = [];
    private readonly Dictionary<AnnexList, (object?[] Headings, Dictionary<AnnexColumn, int> Columns)> _incomplete = [];

    internal bool IsEmpty => _found.Count == 0 && _incomplete.Count == 0;

    /// <summary>The lists that a sheet is named after and that cannot be read, each with the headings that are missing.</summary>
    internal IEnumerable<(AnnexList List, IEnumerable<string> Missing)> Incomplete =>
        _incomplete.OrderBy(each => each.Key).Select(each => (each.Key, Required(each.Key).Where(column => !each.Value.Columns.ContainsKey(column)).Select(column => column.Heading)));

    internal AnnexReturn Result() => new(
        _rows, _rejected, _suggestions, _found, [.. _noCodes.Select(each => new UnreadValues(each.Key.List, each.Key.Column.Heading, each.Value)).OrderBy(each => each.List).ThenBy(each => each.Column, StringComparer.Ordinal)]);

    /// <summary>Suggestions for every list, those too that cannot be read yet: of these for each heading, since any may stand for what is missing.</summary>
    internal IReadOnlyList<HeadingSuggestion> Suggestions()
    {
        foreach (var (list, (headings, columns)) in _incomplete)
        {
            Suggest(list, headings, columns, all: true);
        }

        return _suggestions;
    }

    /// <summary>What the values of the lists that were read may stand for that are no codes.</summary>
    internal ValueSuggestions SuggestedValues() => _values.Suggest(AnnexCodes.Suggest);

    /// <summary>The key of the column that a heading says; null when it is not known, or is to be read past.</summary>
    internal string? KeyOf(AnnexList list, string heading) => Find(list, heading)?.Key;

    /// <summary>Suggestions for headings that no workbook was read for.</summary>
    internal IReadOnlyList<HeadingSuggestion> SuggestFor(AnnexList list, object?[] headings)
    {
        Suggest(list, headings, ColumnsOf(list, headings));
        return _suggestions;
    }

    internal void Read(IEnumerable<object?[]> rows, string sheet)
    {
        AnnexList? list = null;
        var named = Named(sheet);
        var columns = new Dictionary<AnnexColumn, int>();
        var number = 0;
        foreach (var cells in rows)
        {
            number++;
            if (list is { } known)
            {
                ReadRow(known, number, cells, columns);
            }
            else if (number > AnnexReader.Junk)
            {
                return;
            }
            else if (Recognise(named, cells) is { } found)
            {
                if (_found.Add(found))
                {
                    list = found;
                    columns = ColumnsOf(found, cells);
                    _incomplete.Remove(found);
                    Suggest(found, cells, columns);
                }
            }
            else if (named is { } wanting && !_found.Contains(wanting) && ColumnsOf(wanting, cells) is var some && some.ContainsKey(AnnexColumns.Of(wanting)[0])
                && !(_incomplete.TryGetValue(wanting, out var other) && other.Columns.Count >= some.Count))
            {
                // The sheet says which list it is, and this row whose rows they are: its headings, but for one that is not known. A whole one may follow.
                _incomplete[wanting] = (cells, some);
            }
        }
    }

    /// <summary>The list that a sheet is named after: List 10, list_10, List 10 - Adoption.</summary>
    private static AnnexList? Named(string sheet)
    {
        var name = HeadingText.Normalised(sheet);
        foreach (var list in Lists)
        {
            var start = $"list{(int)list}";
            if (name.StartsWith(start, StringComparison.Ordinal) && (name.Length == start.Length || !char.IsAsciiDigit(name[start.Length])))
            {
                return list;
            }
        }

        return null;
    }

    private static IEnumerable<AnnexColumn> Required(AnnexList list) => AnnexColumns.Of(list).Where(column => column.IsRequired);

    /// <summary>A row of headings has every column without which its list cannot be read; which list it is the sheet's name says, or else the headings.</summary>
    private AnnexList? Recognise(AnnexList? named, object?[] cells)
    {
        foreach (var list in Lists.Where(list => named is null || list == named).OrderByDescending(list => ColumnsOf(list, cells).Count))
        {
            if (Required(list).All(ColumnsOf(list, cells).ContainsKey))
            {
                return list;
            }
        }

        return null;
    }

    private Dictionary<AnnexColumn, int> ColumnsOf(AnnexList list, object?[] cells)
    {
        var columns = new Dictionary<AnnexColumn, int>();
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i] is string { Length: <= LongestHeading } heading && Find(list, heading) is { } column)
            {
                columns.TryAdd(column, i);
            }
        }

        return columns;
    }

    private AnnexColumn? Find(AnnexList list, string heading)
    {
        var normalised = HeadingText.Normalised(heading);
        var columns = AnnexColumns.Of(list);
        return map.Headings.TryGetValue((list, normalised), out var key)
            ? columns.FirstOrDefault(column => column.Key == key)
            : columns.FirstOrDefault(column => HeadingText.Normalised(column.Heading) == normalised || column.Aliases.Any(alias => HeadingText.Normalised(alias) == normalised));
    }

    private void Suggest(AnnexList list, object?[] cells, Dictionary<AnnexColumn, int> columns, bool all = false)
    {
        var missing = AnnexColumns.Of(list).Where(column => !columns.ContainsKey(column)).Select(column => column.Key).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        string[] unknown =
        [
            .. cells.OfType<string>().Where(heading => heading.Length <= LongestHeading && heading.Trim().Length > 0)
                .Where(heading => Find(list, heading) is null && !map.Headings.ContainsKey((list, HeadingText.Normalised(heading)))).Select(heading => heading.Trim()),
        ];
        foreach (var (heading, ranked) in unknown.Zip(HeadingRanking.Rank(unknown, AnnexColumns.NamesOf(list), missing.Contains)))
        {
            if (all || ranked.Column is not null || ranked.Alternatives.Count > 0)
            {
                _suggestions.Add(new HeadingSuggestion(list, heading, ranked.Column, ranked.Likeness, ranked.Alternatives));
            }
        }
    }

    private void ReadRow(AnnexList list, int number, object?[] cells, Dictionary<AnnexColumn, int> columns)
    {
        if (Array.TrueForAll(cells, cell => cell is null || (cell is string text && string.IsNullOrWhiteSpace(text))))
        {
            return;
        }

        var family = columns.FirstOrDefault(column => column.Key.Key == "family") is { Key: not null } named && named.Value < cells.Length ? AnnexCells.Code("family", cells[named.Value]) : null;
        var idColumn = AnnexColumns.Of(list)[0];
        var id = AnnexCells.Text(cells[columns[idColumn]])?.ToUpperInvariant();
        if (id is null or { Length: > 20 })
        {
            // Totals, notes and the like below a list have no id and little else.
            if (columns.Values.Count(column => column < cells.Length && AnnexCells.Text(cells[column]) is not null) > 2)
            {
                Reject(list, number, null, family, idColumn.Heading, id is null ? "the identifier is blank" : "the identifier is longer than 20 characters");
            }

            return;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var dates = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var (column, place) in columns.Where(column => column.Key != idColumn))
        {
            var cell = place < cells.Length ? cells[place] : null;
            if (!column.IsDate && AnnexCells.Text(cell) is { } text)
            {
                if (map.Values.TryGetValue((column.Key, text.ToUpperInvariant()), out var meant))
                {
                    cell = meant;
                }
                else if (AnnexCodes.Are(column.Key) && !AnnexCodes.Knows(column.Key, cell))
                {
                    // No code of the column's: taken for one it would be told on as a fact.
                    _values.Count(column.Key, text, id);
                    _noCodes[(list, column)] = _noCodes.GetValueOrDefault((list, column)) + 1;
                    continue;
                }
            }

            if (!column.IsDate)
            {
                if (AnnexCells.Code(column.Key, cell) is { } code)
                {
                    texts[column.Key] = code;
                }
            }
            else if (AnnexCells.TryDate(cell, out var date))
            {
                if (date is { } day)
                {
                    dates[column.Key] = day;
                }
            }
            else
            {
                Reject(list, number, id, family, column.Heading, "the cell does not hold a date: write it as one, or leave it empty");
                return;
            }
        }

        // A word in the first column and nothing else is a note below the list.
        if (texts.Count + dates.Count > 0)
        {
            _rows.Add(new AnnexRow(list, number, id, texts, dates));
        }
    }

    private void Reject(AnnexList list, int row, string? id, string? family, string? column, string reason)
    {
        if (_rejected.Count == mostRejected)
        {
            throw new Ssda903.UnreadableReturnException("too-many-unreadable-rows", $"The workbook has more than {mostRejected} rows that cannot be read.");
        }

        _rejected.Add(new RejectedAnnexRow(list, row, id, family, column, reason));
    }
}
