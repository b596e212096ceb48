using Partnership.CaseData.CodeSets;

namespace Partnership.CaseData.Ssda903;

/// <summary>
/// What a council's files call things that neither the return nor its map knows, gathered file by file: headings, and values of coded columns that are no codes. For a person
/// to look over. Of cells no more than values and how many there are is kept, and of no column but those that hold codes.
/// </summary>
/// <param name="map">What is known already.</param>
/// <param name="year">The year in which the return's 31 March falls: its codes are suggested.</param>
public sealed class ReturnSuggestions(ReturnMap map, int year)
{
    private readonly List<ReturnHeadingSuggestion> _headings = [];
    private readonly List<string> _notRead = [];
    private readonly ValueTally _tally = new();

    /// <summary>The headings that are not known.</summary>
    public IReadOnlyList<ReturnHeadingSuggestion> Headings => _headings;

    /// <summary>The values that are no codes.</summary>
    public ValueSuggestions Values => _tally.Suggest((column, text) => CodeNames.Suggest(column, text, new CensusYear(year)));

    /// <summary>The files whose values cannot be told before a person has said what their headings stand for, or that are no tables.</summary>
    public IReadOnlyList<string> NotRead => _notRead;

    /// <summary>Looks at a file: its headings, and its values under the columns that these say for sure.</summary>
    /// <param name="stream">The file; it must be possible to seek in it. It is left open.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="UnreadableReturnException">The file is not text.</exception>
    public void Read(Stream stream, string file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var suggested = map.Suggest(stream, file);
        _headings.AddRange(suggested);
        stream.Position = 0;
        try
        {
            var reader = ReturnReader.Open(stream, file, With(suggested));
            for (var rows = new List<ReturnRow>(); reader.ReadRows(rows); rows.Clear())
            {
                rows.ForEach(Count);
            }
        }
        catch (UnreadableReturnException)
        {
            _notRead.Add(file);
        }
    }

    private void Count(ReturnRow row)
    {
        foreach (var (column, text) in CodedCells.Of(row))
        {
            if (text is not null && !CodeSet.Of(column).Knows(text))
            {
                _tally.Count(column, text, row.Child);
            }
        }
    }

    /// <summary>The map with what headings say for sure; the others are read past.</summary>
    private ReturnMap With(IReadOnlyList<ReturnHeadingSuggestion> suggested)
    {
        var headings = new Dictionary<(Table, string), string>(map.Headings);
        foreach (var suggestion in suggested)
        {
            headings[(suggestion.Table, HeadingText.Normalised(suggestion.Heading))] = suggestion.Column ?? string.Empty;
        }

        return map with { Headings = headings };
    }
}
