using System.Text.Json.Serialization;

namespace Partnership.CentralHub.Campaigns;

/// <summary>What it is. Numbers are stored: never reuse one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CampaignKind>))]
internal enum CampaignKind : short
{
    /// <summary>An event at which families hear of children.</summary>
    Event = 1,

    /// <summary>A campaign for the families that some children need.</summary>
    Campaign = 2,
}

/// <summary>A family-finding event, or a targeted campaign.</summary>
internal sealed class Campaign
{
    public required Guid Id { get; init; }

    public required CampaignKind Kind { get; init; }

    /// <summary>What the hub's staff call it: never a name of a child or family.</summary>
    public required string Title { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    /// <summary>Rises by one with each child that is put in or taken out.</summary>
    public long Version { get; set; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A child whom an event or campaign serves.</summary>
internal sealed class CampaignChild
{
    public required Guid Campaign { get; init; }

    public required Guid Child { get; init; }

    public required short Council { get; init; }

    public required DateTimeOffset Since { get; init; }
}
