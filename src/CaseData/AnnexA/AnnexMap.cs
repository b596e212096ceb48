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
/// <param name="Key">The column whose very words it says; null when it says none for sure.</param>
/// <param name="Likeness">How like it is to the column that it is most like, from 0 to 100.</param>
/// <param name="Alternatives">Where it says none for sure, the keys of those that it is like, the most like first: for a person to choose from.</param>
public sealed record HeadingSuggestion(AnnexList List, string Heading, string? Key, int Likeness, IReadOnlyList<string> Alternatives);
