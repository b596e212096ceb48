using Partnership.Contracts.FamilyFinding;

namespace Partnership.LocalityHub.Needs;

/// <summary>A need of a child, how much of it, and what that rests on.</summary>
internal sealed class ChildNeed
{
    public Guid ChildId { get; init; }

    public Need Need { get; init; }

    public NeedLevel Level { get; init; }

    /// <summary>What it rests on, in words; stays in this hub.</summary>
    public string? Evidence { get; init; }

    public DateOnly? EvidenceOn { get; init; }
}

/// <summary>
/// Where a child comes from, kept apart from needs: what a match would need to support the child's identity. Never a limit, never a penalty.
/// </summary>
internal sealed class ChildBackground
{
    public Guid ChildId { get; init; }

    /// <summary>As the family describes it; what the returns say stays with the child.</summary>
    public string? Ethnicity { get; set; }

    public string? Religion { get; set; }

    public string? Languages { get; set; }

    /// <summary>What of it a match would need to support.</summary>
    public IdentitySupport Support { get; set; }

    public string? SupportNeeded { get; set; }
}

/// <summary>A postcode district in which the child must not live. It never leaves this hub, and no message tells that there is one.</summary>
internal sealed class ExclusionArea
{
    public Guid ChildId { get; init; }

    /// <summary>Such as ST16.</summary>
    public required string District { get; init; }

    public required string Reason { get; init; }

    public required string EnteredBy { get; init; }
}
