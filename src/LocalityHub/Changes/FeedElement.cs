namespace Partnership.LocalityHub.Changes;

/// <summary>An element of a record that is known by its id: a placement, or the adoption of a social care episode.</summary>
/// <param name="Episode">The social care episode that it belongs to.</param>
/// <param name="Placement">The placement; null for the adoption, of which an episode has one.</param>
/// <param name="Purge">It is taken back.</param>
/// <param name="Cells">The cells that were sent, dates as YYYY-MM-DD; a null clears one.</param>
/// <param name="IsWholeEpisode">It is the episode itself, which is taken back with all its elements.</param>
internal sealed record FeedElement(string Episode, string? Placement, bool Purge, IReadOnlyList<(string Name, string? Value)> Cells, bool IsWholeEpisode = false)
{
    public static readonly string[] AdoptionDates = ["initial_decision_date", "matched_date", "placed_date", "placement_order_date", "adoption_order_date", "reversed_date"];

    public static readonly string[] AdoptionCodes = ["reversal_reason"];

    public static readonly string[] PlacementDates = ["start_date", "end_date"];

    public static readonly string[] PlacementCodes = ["start_reason", "placement_type", "end_reason"];
}
