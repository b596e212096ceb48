namespace Partnership.CaseData.AnnexA;

/// <summary>
/// What one council's workbook calls things: headings that are not the published ones, and values of its case system. Suggested from a
/// workbook, confirmed by a person, kept as that council's configuration.
/// </summary>
/// <param name="Headings">For each list and heading, the key of the column that it stands for; an empty key for one that is to be read past.</param>
/// <param name="Values">For each column's key and value, what the value stands for; empty for one that stands for nothing.</param>
public sealed record AnnexMap(IReadOnlyDictionary<(AnnexList List, string Heading), string> Headings, IReadOnlyDictionary<(string Key, string Value), string> Values)
{
    /// <summary>Nothing but the published headings and codes.</summary>
    public static AnnexMap None { get; } = new(new Dictionary<(AnnexList, string), string>(), new Dictionary<(string, string), string>());
}

/// <summary>A heading that is not known, and what it may stand for.</summary>
/// <param name="List">The list.</param>
/// <param name="Heading">The heading as it is written.</param>
/// <param name="Key">The column that it is most like; null when it is like none.</param>
/// <param name="Likeness">How like, from 0 to 100.</param>
public sealed record HeadingSuggestion(AnnexList List, string Heading, string? Key, int Likeness);
