using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Links;

/// <summary>A match that fell through before the child moved in. What the decision maker decided stays as it was decided; this says that nothing comes of it.</summary>
internal sealed class MatchWithdrawal
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    /// <summary>The link by which they were matched; null where there was none.</summary>
    public Guid? LinkId { get; init; }

    /// <summary>The day of the match; null where the plan was reversed first, and the day with it.</summary>
    public DateOnly? MatchedOn { get; init; }

    public DateOnly On { get; init; }

    public MatchWithdrawalReason Reason { get; init; }

    /// <summary>Who decided, by name and office.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>What is more to be said.</summary>
    public required string Words { get; init; }

    public required string EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    /// <summary>Those after which the child was not matched by the same link again: of brothers and sisters the link goes on for the others, and nothing of it is this child's.</summary>
    public static IQueryable<MatchWithdrawal> Standing(LocalityHubDbContext db) => db.MatchWithdrawals.Where(withdrawal => !db.MatchDecisions.Any(
        decision => decision.ChildId == withdrawal.ChildId && decision.LinkId == withdrawal.LinkId && decision.Agreed && decision.DecidedOn > withdrawal.On));
}

/// <summary>Why a match fell through. It stays in the child's hub: the region hears that the match is none, as when the decision maker says no.</summary>
internal enum MatchWithdrawalReason
{
    /// <summary>The household withdrew.</summary>
    HouseholdWithdrew = 1,

    /// <summary>Its circumstances have changed.</summary>
    HouseholdsCircumstances = 2,

    /// <summary>The child's needs have changed, or are others than was known.</summary>
    ChildsNeeds = 3,

    /// <summary>A limit of the child's own stands against the household.</summary>
    ChildsLimits = 4,

    /// <summary>The child's plan has changed.</summary>
    PlanChanged = 5,

    /// <summary>A court stands against it.</summary>
    Court = 6,

    /// <summary>The support that the match needs cannot be had.</summary>
    SupportNotAvailable = 7,

    /// <summary>They met, and it did not go well.</summary>
    Introductions = 8,

    /// <summary>It was entered in error.</summary>
    InError = 9,
}
