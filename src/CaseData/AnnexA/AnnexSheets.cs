namespace Partnership.CaseData.AnnexA;

/// <summary>Finds the lists among the sheets of a workbook, and the columns within them.</summary>
internal sealed class AnnexSheets(AnnexMap map, int mostRejected)
{
    private static readonly AnnexList[] Lists = Enum.GetValues<AnnexList>();

    private readonly List<AnnexRow> _rows = [];
    private readonly List<RejectedAnnexRow> _rejected = [];
    private readonly List<HeadingSuggestion> _suggestions = [];
    private readonly HashSet<AnnexList> _found = [];

    internal bool IsEmpty => _found.Count == 0;

    internal AnnexReturn Result() => new(_rows, _rejected, _suggestions, _found);

    /// <summary>Suggestions for headings that no workbook was read for.</summary>
    internal IReadOnlyList<HeadingSuggestion> SuggestFor(AnnexList list, object?[] headings)
    {
        Suggest(list, headings, ColumnsOf(list, headings));
        return _suggestions;
    }

    internal void Read(IEnumerable<object?[]> rows, string sheet)
    {
        AnnexList? list = null;
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
            else if (Recognise(sheet, cells) is { } found && _found.Add(found))
            {
                list = found;
                columns = ColumnsOf(found, cells);
                Suggest(found, cells, columns);
            }
        }
    }

    /// <summary>A row of headings has every column without which its list cannot be read; which list it is the sheet's name says, or else the headings.</summary>
    private AnnexList? Recognise(string sheet, object?[] cells)
    {
        var named = Lists.Where(list => HeadingText.Normalised(sheet) == $"list{(int)list}").ToList();
        foreach (var list in named.Count > 0 ? named : [.. Lists.OrderByDescending(list => ColumnsOf(list, cells).Count)])
        {
            var columns = ColumnsOf(list, cells);
            if (AnnexColumns.Of(list).Where(column => column.IsRequired).All(columns.ContainsKey))
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
            if (cells[i] is string heading && Find(list, heading) is { } column)
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

    private void Suggest(AnnexList list, object?[] cells, Dictionary<AnnexColumn, int> columns)
    {
        var missing = AnnexColumns.Of(list).Where(column => !columns.ContainsKey(column)).ToList();
        foreach (var heading in cells.OfType<string>().Where(heading => heading.Trim().Length > 0))
        {
            var normalised = HeadingText.Normalised(heading);
            if (missing.Count == 0 || Find(list, heading) is not null || map.Headings.ContainsKey((list, normalised)))
            {
                continue;
            }

            var best = missing.Select(column => (Column: column, Likeness: HeadingText.Likeness(normalised, HeadingText.Normalised(column.Heading)))).MaxBy(each => each.Likeness);
            if (best.Likeness >= 60)
            {
                _suggestions.Add(new HeadingSuggestion(list, heading.Trim(), best.Column.Key, best.Likeness));
            }
        }
    }

    private void ReadRow(AnnexList list, int number, object?[] cells, Dictionary<AnnexColumn, int> columns)
    {
        if (Array.TrueForAll(cells, cell => cell is null || (cell is string text && string.IsNullOrWhiteSpace(text))))
        {
            return;
        }

        var idColumn = AnnexColumns.Of(list)[0];
        var id = AnnexCells.Text(cells[columns[idColumn]])?.ToUpperInvariant();
        if (id is null or { Length: > 20 })
        {
            // Totals, notes and the like below a list have no id and little else.
            if (columns.Values.Count(column => column < cells.Length && AnnexCells.Text(cells[column]) is not null) > 2)
            {
                Reject(list, number, null, idColumn.Heading, id is null ? "the identifier is blank" : "the identifier is longer than 20 characters");
            }

            return;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var dates = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var (column, place) in columns.Where(column => column.Key != idColumn))
        {
            var cell = place < cells.Length ? cells[place] : null;
            if (cell is string written && map.Values.TryGetValue((column.Key, written.Trim().ToUpperInvariant()), out var meant))
            {
                cell = meant;
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
                Reject(list, number, id, column.Heading, "the cell does not hold a date: write it as one, or leave it empty");
                return;
            }
        }

        // A word in the first column and nothing else is a note below the list.
        if (texts.Count + dates.Count > 0)
        {
            _rows.Add(new AnnexRow(list, number, id, texts, dates));
        }
    }

    private void Reject(AnnexList list, int row, string? id, string? column, string reason)
    {
        if (_rejected.Count == mostRejected)
        {
            throw new Ssda903.UnreadableReturnException("too-many-unreadable-rows", $"The workbook has more than {mostRejected} rows that cannot be read.");
        }

        _rejected.Add(new RejectedAnnexRow(list, row, id, column, reason));
    }
}
