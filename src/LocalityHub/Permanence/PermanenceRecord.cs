using Partnership.Contracts.FamilyFinding;

namespace Partnership.LocalityHub.Permanence;

/// <summary>What is planned for a child's permanence, beside the facts of the returns: one for each child for whom there is a plan.</summary>
internal sealed class PermanenceRecord
{
    public Guid ChildId { get; init; }

    public PermanencePlan Plan { get; set; }

    /// <summary>The day of the review or decision at which the plan was agreed.</summary>
    public DateOnly AgreedOn { get; set; }

    /// <summary>The subject of the worker who owns the plan; null when the worker has none here.</summary>
    public string? OwnerSubject { get; set; }

    /// <summary>The worker by name: who is turned to when nobody has been found.</summary>
    public required string OwnerName { get; set; }

    /// <summary>The worker's manager by name.</summary>
    public required string ManagerName { get; set; }

    /// <summary>Names of parents, brothers and sisters, and others connected with the child: no profile that is released before the full report may say them.</summary>
    public string[] KinNames { get; set; } = [];

    /// <summary>Whom the child is to stay in touch with, and how.</summary>
    public string? ContactPlan { get; set; }

    /// <summary>The parents consented to placement for adoption (Adoption and Children Act 2002, s. 19).</summary>
    public DateOnly? ConsentOn { get; set; }

    public bool EarlyPermanenceAsked { get; set; }

    public DateOnly? KinConsideredOn { get; set; }

    /// <summary>Why not relatives and friends (Children Act 1989, s. 22C(9B)).</summary>
    public string? KinConsidered { get; set; }

    public DateOnly? NominatedOfficerApprovedOn { get; set; }

    public string? NominatedOfficer { get; set; }

    public DateOnly? WishesAscertainedOn { get; set; }

    public DateOnly? ParentsToldOn { get; set; }

    /// <summary>Nothing of the record is released to another council, whatever a link asks.</summary>
    public bool ClosedToRelease { get; set; }

    /// <summary>The preconditions of early permanence that are recorded.</summary>
    public EarlyPermanencePreconditions Preconditions =>
        (KinConsideredOn is null || KinConsidered is null ? 0 : EarlyPermanencePreconditions.KinConsidered)
        | (NominatedOfficerApprovedOn is null ? 0 : EarlyPermanencePreconditions.NominatedOfficerApproved)
        | (WishesAscertainedOn is null ? 0 : EarlyPermanencePreconditions.ChildsWishesAscertained)
        | (ParentsToldOn is null ? 0 : EarlyPermanencePreconditions.ParentsTold);

    /// <summary>Whether early permanence is asked for: not before every precondition is recorded.</summary>
    public EarlyPermanenceRequest EarlyPermanence => (Plan, EarlyPermanenceAsked, Preconditions) switch
    {
        (not PermanencePlan.EarlyPermanence, _, _) or (_, false, _) => EarlyPermanenceRequest.None,
        (_, _, EarlyPermanencePreconditions.All) => EarlyPermanenceRequest.Requested,
        _ => EarlyPermanenceRequest.Preparing,
    };

    /// <summary>Plans for which a family is looked for.</summary>
    public bool IsSearchedFor => Plan is PermanencePlan.Adoption or PermanencePlan.EarlyPermanence or PermanencePlan.LongTermFostering;
}

/// <summary>A plan as it was agreed, kept when another takes its place.</summary>
internal sealed class PlanChange
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public PermanencePlan Plan { get; init; }

    public DateOnly AgreedOn { get; init; }

    /// <summary>Why this plan.</summary>
    public required string Reason { get; init; }

    public required string EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }
}

/// <summary>A group of children whom families are hardest found for, and the day on which the child was first seen to be in it.</summary>
internal sealed class PriorityFlag
{
    public Guid ChildId { get; init; }

    public PriorityFlags Flag { get; init; }

    public DateOnly FirstSeenOn { get; init; }
}
