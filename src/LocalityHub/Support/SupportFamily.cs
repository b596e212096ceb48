using Partnership.Contracts.LocalityHub;

namespace Partnership.LocalityHub.Support;

/// <summary>Who placed or looked after a child before the order under which it lives now.</summary>
internal enum PlacedBy
{
    /// <summary>This council.</summary>
    ThisCouncil = 1,

    /// <summary>Another council in England.</summary>
    AnotherCouncil = 2,

    /// <summary>No English council: adopted overseas, by a step-parent, or under an order that no council had a part in.</summary>
    NoCouncil = 3,
}

/// <summary>
/// A family that asks for support. It need not be known to the hub otherwise: special guardians, families who moved in or adopted overseas, and
/// those who adopted before there was a hub are ordinary.
/// </summary>
internal sealed class SupportFamily
{
    public Guid Id { get; init; }

    /// <summary>Those of its children who are known to the hub from care: restricted when one of these is.</summary>
    public Guid[] ChildIds { get; set; } = [];

    /// <summary>Names of its other members, for the identity guard.</summary>
    public string[] OtherNames { get; set; } = [];

    public string[] AddressLines { get; set; } = [];

    /// <summary>Whether it lives in this council's area.</summary>
    public bool LivesHere { get; set; }

    public long Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public List<SupportChild> Children { get; } = [];
}

/// <summary>A child of such a family.</summary>
internal sealed class SupportChild
{
    public Guid Id { get; init; }

    public Guid FamilyId { get; init; }

    /// <summary>The child as the hub knows it from care; null for one who was never in this council's care, or before the hub.</summary>
    public Guid? ChildId { get; set; }

    public required string GivenName { get; set; }

    public required string FamilyName { get; set; }

    public DateOnly DateOfBirth { get; set; }

    public SupportRoute Route { get; set; }

    /// <summary>The day of the order under which it lives in the family; null while there is none.</summary>
    public DateOnly? OrderMadeOn { get; set; }

    public PlacedBy PlacedBy { get; set; }

    /// <summary>Whether there is an education, health and care plan.</summary>
    public bool HasPlan { get; set; }

    /// <summary>Another council that had to apply has handed the case over, and this one has accepted.</summary>
    public bool HandedOver { get; set; }
}

/// <summary>An assessment of a family's needs of support, or a review of one, completed.</summary>
internal sealed class SupportAssessment
{
    public Guid Id { get; init; }

    public long Number { get; init; }

    public Guid FamilyId { get; init; }

    /// <summary>Of the family: what restricts it restricts its assessments.</summary>
    public Guid[] ChildIds { get; set; } = [];

    /// <summary>The assessment that it reviews; null for a first one.</summary>
    public Guid? ReviewsId { get; init; }

    public DateOnly AssessedOn { get; init; }

    public DateOnly ReviewDue { get; init; }

    public bool Withdrawn { get; set; }

    public required string AssessedBy { get; init; }

    public long Version { get; set; }

    public List<AssessedChild> Children { get; } = [];

    public List<SupportNarrative> Narratives { get; } = [];
}

/// <summary>What was found of one child.</summary>
internal sealed class AssessedChild
{
    public Guid AssessmentId { get; init; }

    public Guid SupportChildId { get; init; }

    public Guid? ChildId { get; set; }

    public SupportNeeds Needs { get; init; }
}

/// <summary>A narrative part of the application: written here, joined here, and never sent anywhere.</summary>
internal enum NarrativePart
{
    SummaryOfNeeds = 1,

    ReasonForTherapy = 2,

    OutcomesHopedFor = 3,

    Measures = 4,
}

internal sealed class SupportNarrative
{
    public Guid AssessmentId { get; init; }

    public NarrativePart Part { get; init; }

    public Guid[] ChildIds { get; set; } = [];

    public required string Text { get; set; }

    /// <summary>Whether the identity guard found nothing in it, the family as it is known now.</summary>
    public bool IsClean { get; set; }

    public required string WrittenBy { get; set; }

    public DateTimeOffset WrittenAt { get; set; }
}
