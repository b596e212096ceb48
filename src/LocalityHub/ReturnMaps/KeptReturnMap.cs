using Partnership.CaseData.Ssda903;

namespace Partnership.LocalityHub.ReturnMaps;

/// <summary>What the council's own export of the return calls things, as a person has confirmed it: one row.</summary>
internal sealed class KeptReturnMap
{
    public const short OnlyId = 1;

    public short Id { get; init; } = OnlyId;

    /// <summary>A list of <see cref="ReadReturnMap.Heading"/>, as JSON.</summary>
    public string Headings { get; set; } = "[]";

    /// <summary>A list of <see cref="ReadReturnMap.Meaning"/>, as JSON.</summary>
    public string Values { get; set; } = "[]";

    public string? ConfirmedBy { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    public long Version { get; set; }

    /// <summary>The map as the reader of files takes it.</summary>
    public static ReturnMap ToMap(string headings, string values) => ReturnMap.Of(
        MapEntries.Read<ReadReturnMap.Heading>(headings).Select(heading => (Tables.Named(heading.Table)!.Value, heading.Text, heading.Column)),
        MapEntries.Read<ReadReturnMap.Meaning>(values).Select(value => (value.Column, value.Text, value.Means)));
}
