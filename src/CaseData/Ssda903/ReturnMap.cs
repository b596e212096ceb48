using Partnership.CaseData.CodeSets;

namespace Partnership.CaseData.Ssda903;

/// <summary>
/// What one council's export of the return calls things: headings that are not the return's own, and values of its case system. Suggested from
/// files, confirmed by a person, kept as that council's configuration. The XML form has names of its own, which no map changes; values are read by the map in both.
/// </summary>
/// <param name="Headings">For each table and normalised heading, the column that it stands for; an empty one for a heading that is to be read past.</param>
/// <param name="Values">For each column and value in upper case, what the value stands for; empty for one that stands for nothing.</param>
public sealed record ReturnMap(IReadOnlyDictionary<(Table Table, string Heading), string> Headings, IReadOnlyDictionary<(string Column, string Value), string> Values)
{
    /// <summary>Nothing but the return's own columns and codes.</summary>
    public static ReturnMap None { get; } = new(new Dictionary<(Table, string), string>(), new Dictionary<(string, string), string>());

    /// <summary>A map as people write it down and councils keep it. Of two entries for one heading or value the later one counts.</summary>
    public static ReturnMap Of(IEnumerable<(Table Table, string Text, string Column)> headings, IEnumerable<(string Column, string Text, string Means)> values)
    {
        ArgumentNullException.ThrowIfNull(headings);
        ArgumentNullException.ThrowIfNull(values);
        var byHeading = new Dictionary<(Table, string), string>();
        foreach (var (table, text, column) in headings)
        {
            byHeading[(table, HeadingText.Normalised(text))] = column;
        }

        var byValue = new Dictionary<(string, string), string>();
        foreach (var (column, text, means) in values)
        {
            byValue[(column, Written(text))] = Written(means);
        }

        return new ReturnMap(byHeading, byValue);
    }

    /// <summary>Whether values of a column can stand for others. A child's number stands for itself: mapped, it would join one child's rows to another's.</summary>
    public static bool MayMean(string column) => column != Tables.ColumnsOf(Table.Header)[0];

    /// <summary>What the headings of a file may stand for that neither the return nor the map knows: for a person to look over.</summary>
    /// <param name="stream">The file; only its headings are read.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <returns>Nothing for a file that is known already, and for one that is hardly a table of the return.</returns>
    /// <exception cref="UnreadableReturnException">The file is not text.</exception>
    public IReadOnlyList<ReturnHeadingSuggestion> Suggest(Stream stream, string file) => Suggest(Ssda903.Headings.NamesOf(stream, file)).Suggestions;

    /// <summary>The same of headings without their file.</summary>
    /// <param name="headings">The headings, as they are written.</param>
    public ReturnHeadings Suggest(IEnumerable<string> headings)
    {
        ArgumentNullException.ThrowIfNull(headings);
        string[] names = [.. headings.Select(Written)];
        return names.Length == 0 ? new ReturnHeadings(null, false, [])
            : Recognise(names) is { } known ? new ReturnHeadings(known.Table, true, [])
            : SuggestFor(names);
    }

    /// <summary>What values under a heading may stand for that are no codes, and that the map does not know.</summary>
    /// <param name="found">What the headings of their file were taken for.</param>
    /// <param name="heading">Theirs. Nothing is said where it stands for no column that holds codes, or does so not for sure.</param>
    /// <param name="texts">The values, as they are written. What looks like a number, a day or an address of somebody is not repeated.</param>
    /// <param name="year">The year in which the return's 31 March falls: its codes are suggested.</param>
    public IReadOnlyList<ValueSuggestion> SuggestValues(ReturnHeadings found, string heading, IEnumerable<string> texts, int year)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(heading);
        ArgumentNullException.ThrowIfNull(texts);
        var written = Written(heading);
        if (found.Table is not { } table
            || (ColumnOf(table, written) ?? found.Suggestions.FirstOrDefault(each => each.Heading == written)?.Column) is not { } column
            || !CodeSet.Columns.Contains(column))
        {
            return [];
        }

        return
        [
            .. texts.Select(Written).Where(text => text.Length > 0 && !CodeSet.Of(column).Knows(text) && !Values.ContainsKey((column, text)) && ValueTally.MayBeRepeated(text)).Distinct().Select(text =>
            {
                var meaning = CodeNames.Suggest(column, text, new CensusYear(year));
                return new ValueSuggestion(column, text, 0, meaning.Code, meaning.Alternatives);
            }),
        ];
    }

    /// <summary>The table whose columns these are, each once, and where each stands; null when there is none.</summary>
    internal (Table Table, int[] Places)? Recognise(string[] names)
    {
        foreach (var table in Tables.All)
        {
            if (PlacesOf(table, names) is { } places)
            {
                return (table, places);
            }
        }

        return null;
    }

    /// <summary>What the values of a table's columns stand for; null when the map says nothing of them.</summary>
    internal IReadOnlyDictionary<string, string>?[]? ValuesOf(Table table)
    {
        if (Values.Count == 0)
        {
            return null;
        }

        var values = Values.ToLookup(value => value.Key.Column, value => (Written: value.Key.Value, Means: value.Value));
        IReadOnlyDictionary<string, string>?[] byColumn =
        [
            .. Tables.ColumnsOf(table).Select(column => values.Contains(column) ? values[column].ToDictionary(value => value.Written, value => value.Means, StringComparer.Ordinal) : null),
        ];
        return Array.Exists(byColumn, column => column is not null) ? byColumn : null;
    }

    private int[]? PlacesOf(Table table, string[] names)
    {
        string[] columns = [.. Tables.ColumnsOf(table)];
        var places = new int[columns.Length];
        Array.Fill(places, -1);
        for (var i = 0; i < names.Length; i++)
        {
            var column = ColumnOf(table, names[i]);
            if (column is "")
            {
                continue;
            }

            var at = column is null ? -1 : Array.IndexOf(columns, column);
            if (at < 0 || places[at] >= 0)
            {
                return null;
            }

            places[at] = i;
        }

        return Array.Exists(places, place => place < 0) ? null : places;
    }

    /// <summary>The column that a heading stands for, empty to read past it; null when it is not known.</summary>
    private string? ColumnOf(Table table, string heading)
    {
        var normalised = HeadingText.Normalised(heading);
        return Headings.TryGetValue((table, normalised), out var column)
            ? column
            : Tables.ColumnsOf(table).FirstOrDefault(known => HeadingText.Normalised(known) == normalised);
    }

    private static string Written(string text) => text.Trim().ToUpperInvariant();

    private ReturnHeadings SuggestFor(string[] names)
    {
        // A file without headings starts with a child's details, and nothing of it may be repeated: half of a table must be told, and two of its columns for sure.
        var nearest = Tables.All.Select(table => ReadAs(table, names)).Where(reading => reading.Told.Any(ColumnNames.TellsTable))
            .MaxBy(reading => (2 * reading.Told.Count) + reading.Open.Count - Tables.ColumnsOf(reading.Table).Count);
        return nearest is null || nearest.Told.Count < 2 || (nearest.Told.Count + nearest.Open.Count) * 2 < Tables.ColumnsOf(nearest.Table).Count
            ? new ReturnHeadings(null, false, [])
            : new ReturnHeadings(nearest.Table, false, nearest.Suggestions);
    }

    /// <summary>What the headings would say as those of a table.</summary>
    private Reading ReadAs(Table table, string[] names)
    {
        var known = names.Select(name => ColumnOf(table, name)).ToList();
        string[] unknown = [.. names.Where((_, index) => known[index] is null)];
        var ranked = HeadingRanking.Rank(unknown, ColumnNames.Of(table), column => !known.Contains(column));
        var told = known.Concat(ranked.Select(heading => heading.Column)).OfType<string>().Where(column => column.Length > 0).ToHashSet();
        return new Reading(
            table,
            told,
            ranked.SelectMany(heading => heading.Alternatives.Take(1)).Except(told).ToHashSet(),
            [.. unknown.Zip(ranked, (name, heading) => new ReturnHeadingSuggestion(table, name, heading.Column, heading.Likeness, heading.Alternatives))]);
    }

    /// <param name="Table">The table.</param>
    /// <param name="Told">Its columns that the headings say.</param>
    /// <param name="Open">Those that they may say.</param>
    /// <param name="Suggestions">What is to be looked over.</param>
    private sealed record Reading(Table Table, IReadOnlySet<string> Told, IReadOnlySet<string> Open, IReadOnlyList<ReturnHeadingSuggestion> Suggestions);
}

/// <summary>A heading that is not known, and what it may stand for.</summary>
/// <param name="Table">The table that the file is most like.</param>
/// <param name="Heading">The heading, in upper case.</param>
/// <param name="Column">The column whose very words it says, as no other heading of the file does; null when it says none: then it is one to be read past, or to be told.</param>
/// <param name="Likeness">How like it is to the column that it is most like, from 0 to 100.</param>
/// <param name="Alternatives">Where it says none for sure, the columns that it is like, the most like first: for a person to choose from.</param>
public sealed record ReturnHeadingSuggestion(Table Table, string Heading, string? Column, int Likeness, IReadOnlyList<string> Alternatives);

/// <summary>What headings are taken for.</summary>
/// <param name="Table">The table that they are of, or most like; null when they are hardly those of any.</param>
/// <param name="AreKnown">Whether a file with these headings can be read as it is.</param>
/// <param name="Suggestions">What those may stand for that are not known, for a person to look over.</param>
public sealed record ReturnHeadings(Table? Table, bool AreKnown, IReadOnlyList<ReturnHeadingSuggestion> Suggestions);
