namespace Partnership.LocalityHub.Settings;

/// <summary>What the council sets for its own hub: one row.</summary>
internal sealed class CouncilSettings
{
    public const short OnlyId = 1;

    public short Id { get; init; } = OnlyId;

    /// <summary>How the adoption service calls itself.</summary>
    public string? ServiceTitle { get; set; }

    /// <summary>The role, not the person, whom other councils and the region turn to.</summary>
    public string? ContactRole { get; set; }

    /// <summary>The office that decides for the agency (Adoption Agencies Regulations 2005).</summary>
    public string? DecisionMakerRole { get; set; }

    public long Version { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }
}
