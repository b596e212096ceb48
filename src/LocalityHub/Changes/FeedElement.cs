namespace Partnership.LocalityHub.Changes;

/// <summary>An element of a record that is known by its id: a placement, or the adoption or the plan for permanence of a social care episode.</summary>
/// <param name="Episode">The social care episode that it belongs to.</param>
/// <param name="Placement">The placement; null for the adoption and the plan, of which an episode has one each.</param>
/// <param name="Purge">It is taken back.</param>
/// <param name="Cells">The cells that were sent, dates as YYYY-MM-DD; a null clears one.</param>
/// <param name="IsWholeEpisode">It is the episode itself, which is taken back with all its elements.</param>
/// <param name="IsPlan">It is the plan for permanence.</param>
internal sealed record FeedElement(string Episode, string? Placement, bool Purge, IReadOnlyList<(string Name, string? Value)> Cells, bool IsWholeEpisode = false, bool IsPlan = false)
{
    public static readonly string[] AdoptionDates = ["initial_decision_date", "matched_date", "placed_date", "placement_order_date", "placement_ended_date", "adoption_order_date", "reversed_date"];

    public static readonly string[] AdoptionCodes = ["reversal_reason"];

    public static readonly string[] PlanDates = ["agreed_date"];

    public static readonly string[] PlanCodes = ["plan"];

    public static readonly string[] PlacementDates = ["start_date", "end_date"];

    public static readonly string[] PlacementCodes = ["start_reason", "placement_type", "end_reason"];
}
