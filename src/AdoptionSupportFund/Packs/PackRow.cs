using System.Text.Json;
using Partnership.AdoptionSupportFund.Rules;

namespace Partnership.AdoptionSupportFund.Packs;

/// <summary>A rule pack that the service keeps: a draft, or adopted from a day by a named person. Its content never changes.</summary>
internal sealed class PackRow
{
    public Guid Id { get; init; }

    /// <summary>The financial year, by the calendar year in which it ends.</summary>
    public short Year { get; init; }

    public short Revision { get; init; }

    /// <summary>The rules as JSON.</summary>
    public required string Content { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The subject of the token that it came with; null for one that came with the product.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>The first day on which applications are held against it; null while it is a draft.</summary>
    public DateOnly? AdoptedFrom { get; set; }

    /// <summary>Who adopted it; null for one that came with the product already adopted.</summary>
    public string? AdoptedBy { get; set; }

    public DateTimeOffset? AdoptedAt { get; set; }

    public RulePack Read() => JsonSerializer.Deserialize<RulePack>(Content, PackReader.Json)!;

    public static string Write(RulePack pack) => JsonSerializer.Serialize(pack, PackReader.Json);
}
