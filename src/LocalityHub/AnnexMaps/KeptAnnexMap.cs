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
}
