namespace Partnership.Simulator.Care;

/// <summary>One stretch of a period of care with one legal status in one placement.</summary>
internal sealed class Episode
{
    public required DateOnly Start { get; init; }

    public required string ReasonNew { get; init; }

    public required string LegalStatus { get; init; }

    public required Placement Placement { get; init; }

    public DateOnly? End { get; set; }

    public string? ReasonEnded { get; set; }

    public string? ReasonPlaceChange { get; set; }

    /// <summary>When the council's system came to know of the start: later than the start where it was recorded late.</summary>
    public required DateOnly StartRecorded { get; set; }

    public DateOnly? EndRecorded { get; set; }
}
