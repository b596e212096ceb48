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

    /// <summary>Plans for permanence are awaited of children who came into care on this day or later; null: of none.</summary>
    public DateOnly? PermanencePlansFrom { get; set; }

    /// <summary>
    /// Searches are awaited from this day on: whoever waited before counts from then. The day of joining, until the council sets another: of what its
    /// returns of earlier years tell it is not to be behind on its first day.
    /// </summary>
    public DateOnly? SearchesFrom { get; set; }

    /// <summary>Within how many days of a disruption people meet; null: as the rule has it.</summary>
    public int? DisruptionMeetingDays { get; set; }

    /// <summary>How the council calls itself in letters and documents: its service's name, or its own.</summary>
    public static string NameOf(CouncilSettings? settings, Council council) => settings?.ServiceTitle is { Length: > 0 } title ? title : council.Name;

    public long Version { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }
}
