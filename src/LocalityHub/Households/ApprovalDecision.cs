using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;

namespace Partnership.LocalityHub.Households;

/// <summary>
/// A decision about a household's suitability, from a decision maker by way of panel scheduling or from a source that an import names:
/// the only two ways in which a household becomes approved, or ceases to be.
/// </summary>
internal sealed class ApprovalDecision
{
    /// <summary>The panel case, of which there is one decision, the later in place of the earlier; or an id of an import's own.</summary>
    public Guid Id { get; init; }

    public Guid HouseholdId { get; init; }

    public ApprovalSource Source { get; init; }

    /// <summary>What an import read it in, such as a return and its row; null of a panel's.</summary>
    public string? SourceDocument { get; init; }

    public HouseholdDecision Decision { get; set; }

    /// <summary>The day of the decision in England.</summary>
    public DateOnly DecidedOn { get; set; }

    public HouseholdRoutes Routes { get; set; }

    /// <summary>The terms of approval.</summary>
    public ChildCounts Numbers { get; set; }

    public AgeBands Ages { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }
}

/// <summary>Who said that a household is approved.</summary>
internal enum ApprovalSource
{
    /// <summary>A decision maker, after panel.</summary>
    Panel = 1,

    /// <summary>A source that an import names.</summary>
    Import = 2,
}

/// <summary>How far a household's approval has come on a day, and by which decision.</summary>
/// <param name="State">Null while the household has not come to stage two.</param>
/// <param name="Decision">The decision that holds; null before there was one.</param>
internal sealed record Approval(ApprovalState? State, ApprovalDecision? Decision)
{
    /// <summary>The newest decision holds, whichever way it came and however late.</summary>
    public static Approval Of(Household household, IEnumerable<ApprovalDecision> decisions, IEnumerable<HouseholdReview> reviews)
    {
        var newest = decisions.OrderBy(decision => decision.DecidedOn).ThenBy(decision => decision.ReceivedAt).LastOrDefault();
        if (household.ClosedOn is not null)
        {
            return new Approval(ApprovalState.Ended, newest);
        }

        if (newest is { Decision: HouseholdDecision.Approved })
        {
            var last = reviews.Where(review => review.On >= newest.DecidedOn).OrderBy(review => review.On).ThenBy(review => review.RecordedAt).LastOrDefault();
            return new Approval(last is { Outcome: ReviewOutcome.ToPanel } ? ApprovalState.UnderReview : ApprovalState.Approved, newest);
        }

        // Whoever was refused may be assessed again.
        if (household.StageTwoFrom is { } from && (newest is null || from > newest.DecidedOn))
        {
            return new Approval(ApprovalState.StageTwo, newest);
        }

        return new Approval(newest is null ? null : ApprovalState.Ended, newest);
    }
}
