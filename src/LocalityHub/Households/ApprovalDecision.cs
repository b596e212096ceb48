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
    /// <summary>The newest decision of each strand holds, whichever way it came and however late.</summary>
    public static Approval Of(Household household, IEnumerable<ApprovalDecision> decisions, IEnumerable<CarerDecision> carers, IEnumerable<HouseholdReview> reviews)
    {
        var adopters = decisions.OrderBy(decision => decision.DecidedOn).ThenBy(decision => decision.ReceivedAt).LastOrDefault();
        var fostering = CarerDecision.Holding(carers);
        var newest = fostering is null ? adopters : Together(adopters, fostering);
        if (household.ClosedOn is not null)
        {
            return new Approval(ApprovalState.Ended, newest);
        }

        // Whoever was refused may be assessed again, as adopters whatever was decided about fostering: until that is decided they are asked as adopters to be.
        var asAdopters = newest?.Id == adopters?.Id;
        if (household.StageTwoFrom is { } from && (adopters is null || from > adopters.DecidedOn) && !(asAdopters && newest is { Decision: HouseholdDecision.Approved }))
        {
            return new Approval(ApprovalState.StageTwo, newest);
        }

        if (newest is { Decision: HouseholdDecision.Approved })
        {
            // A review that led to the end of the one approval says nothing of the other, which was looked at then as well.
            var since = asAdopters || !(adopters?.DecidedOn > newest.DecidedOn) ? newest.DecidedOn : adopters.DecidedOn;
            var last = reviews.Where(review => review.On >= since).OrderBy(review => review.On).ThenBy(review => review.RecordedAt).LastOrDefault();
            return new Approval(last is { Outcome: ReviewOutcome.ToPanel } ? ApprovalState.UnderReview : ApprovalState.Approved, newest);
        }

        return new Approval(newest is null ? null : ApprovalState.Ended, newest);
    }

    /// <summary>
    /// What a household is approved for by both strands. Whoever is approved as adopters and as foster carers is dually approved, however the two decisions came about
    /// (Children Act 1989, s. 22C(9B)); whose approval as foster carers has ended since is so no more (Fostering Services (England) Regulations 2011, reg. 28), and
    /// foster carers who are no adopters are asked for long-term fostering alone. Days and terms are those of the adopters' decision where it stands.
    /// </summary>
    private static ApprovalDecision? Together(ApprovalDecision? adopters, CarerDecision fostering)
    {
        const HouseholdRoutes ToFoster = HouseholdRoutes.DuallyApproved | HouseholdRoutes.LongTermFostering;
        var longTerm = fostering.Routes & HouseholdRoutes.LongTermFostering;
        if (adopters is { Decision: HouseholdDecision.Approved } && !(adopters.Routes == HouseholdRoutes.None && fostering.Decision == HouseholdDecision.Approved && longTerm != HouseholdRoutes.None))
        {
            // Dual approval is one to adopt as well, whether or not the decision names that beside it: it is what is left.
            var told = adopters.Routes.HasFlag(HouseholdRoutes.DuallyApproved) ? adopters.Routes | HouseholdRoutes.Adoption : adopters.Routes;

            // The terms told are the adopters': for long-term fostering too they are asked only where these lie within those to foster.
            var isWithin = (adopters.Numbers & ~fostering.Numbers) == 0 && (adopters.Ages & ~fostering.Ages) == 0;
            var routes = fostering.Decision == HouseholdDecision.Approved
                ? told | (isWithin ? longTerm : HouseholdRoutes.None) | (told.HasFlag(HouseholdRoutes.Adoption) ? HouseholdRoutes.DuallyApproved : HouseholdRoutes.None)
                : fostering.DecidedOn >= adopters.DecidedOn ? told & ~ToFoster : told;
            if (routes != HouseholdRoutes.None || adopters.Routes == HouseholdRoutes.None)
            {
                return With(adopters, routes);
            }
        }

        // Approved to foster for a while only, or on terms that nobody has stated, they are offered to no child.
        return fostering.Decision == HouseholdDecision.Approved ? longTerm != HouseholdRoutes.None ? AsDecision(fostering, longTerm) : adopters
            : adopters is { Decision: not HouseholdDecision.Approved } ? adopters
            : AsDecision(fostering, HouseholdRoutes.None);
    }

    private static ApprovalDecision With(ApprovalDecision decision, HouseholdRoutes routes) => new()
    {
        Id = decision.Id, HouseholdId = decision.HouseholdId, Source = decision.Source, SourceDocument = decision.SourceDocument, Decision = decision.Decision,
        DecidedOn = decision.DecidedOn, Routes = routes, Numbers = decision.Numbers, Ages = decision.Ages, ReceivedAt = decision.ReceivedAt,
    };

    private static ApprovalDecision AsDecision(CarerDecision fostering, HouseholdRoutes routes) => new()
    {
        Id = fostering.Id, HouseholdId = fostering.HouseholdId, Source = ApprovalSource.Panel, Decision = fostering.Decision,
        DecidedOn = fostering.DecidedOn, Routes = routes, Numbers = fostering.Numbers, Ages = fostering.Ages, ReceivedAt = fostering.ReceivedAt,
    };
}
