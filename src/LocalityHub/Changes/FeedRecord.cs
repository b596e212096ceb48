namespace Partnership.LocalityHub.Changes;

/// <summary>What the daily feed has given of a child so far, put together from its deltas.</summary>
internal sealed class FeedRecord
{
    public Guid ChildId { get; init; }

    /// <summary>The elements as JSON: <c>{"episode": {"adoption": {"matched_date": "2024-05-01"}, "placement": {"id": {"start_date": …}}}}</c>.</summary>
    public required string Elements { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }
}
