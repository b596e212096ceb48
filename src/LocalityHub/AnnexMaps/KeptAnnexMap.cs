using Partnership.CaseData;
using Partnership.CaseData.AnnexA;

namespace Partnership.LocalityHub.AnnexMaps;

/// <summary>What the council's own Annex A workbook calls things, as a person has confirmed it: one row.</summary>
internal sealed class KeptAnnexMap
{
    public const short OnlyId = 1;

    public short Id { get; init; } = OnlyId;

    /// <summary>A list of <see cref="ReadAnnexMap.Heading"/>, as JSON.</summary>
    public string Headings { get; set; } = "[]";

    /// <summary>A list of <see cref="ReadAnnexMap.Meaning"/>, as JSON.</summary>
    public string Values { get; set; } = "[]";

    public string? ConfirmedBy { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    public long Version { get; set; }

    /// <summary>The map as the reader of workbooks takes it. Of two entries for one heading or value the later one counts.</summary>
    public static AnnexMap ToMap(ReadAnnexMap.Response kept) => new(
        kept.Headings.GroupBy(heading => ((AnnexList)heading.List, HeadingText.Normalised(heading.Text))).ToDictionary(group => group.Key, group => group.Last().Column),
        kept.Values.GroupBy(value => (value.Column, value.Text.ToUpperInvariant())).ToDictionary(group => group.Key, group => group.Last().Means));
}
