namespace Partnership.LocalityHub.Households;

/// <summary>
/// What the case system's list of adopters said of a household last: what it brought of the record can be told from what people entered, and
/// goes with a correction.
/// </summary>
internal sealed class HouseholdReturn
{
    public Guid HouseholdId { get; init; }

    public required string SourceDocument { get; set; }

    /// <summary>The adopters as the case system calls them, one or two mostly: the list holds no names.</summary>
    public required string[] Adopters { get; set; }

    public DateOnly? InterestAcceptedOn { get; set; }

    public DateOnly? StageOneDecidedOn { get; set; }

    public DateOnly? StageTwoFrom { get; set; }

    public DateOnly? ApprovedOn { get; set; }

    public DateOnly? LeftOn { get; set; }

    public ClosingReason? LeftReason { get; set; }

    /// <summary>The decision that it brought; null when the hub knew of that day's approval already.</summary>
    public Guid? DecisionId { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>What the record has otherwise than the list, since a person entered it so: for a person to look at.</summary>
    public IReadOnlyList<string> DiffersFrom(Household household)
    {
        (string Name, bool Differs)[] parts =
        [
            ("interest-accepted", InterestAcceptedOn != household.InterestAcceptedOn),
            ("stage-one-decided", StageOneDecidedOn != household.StageOneDecidedOn),
            ("stage-two", StageTwoFrom != household.StageTwoFrom),
            ("closed", LeftOn != household.ClosedOn),
        ];
        return [.. parts.Where(part => part.Differs).Select(part => part.Name)];
    }
}
