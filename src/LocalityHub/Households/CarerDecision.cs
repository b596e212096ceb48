using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;

namespace Partnership.LocalityHub.Households;

/// <summary>
/// A decision about a household as foster carers: a strand of its own beside <see cref="ApprovalDecision"/>, which is of adopters. One ends without the other,
/// and neither is the other's terms; what both come to is <see cref="Approval"/>.
/// </summary>
internal sealed class CarerDecision
{
    /// <summary>The panel case, of which there is one decision, the later in place of the earlier.</summary>
    public Guid Id { get; init; }

    public Guid HouseholdId { get; init; }

    public HouseholdDecision Decision { get; set; }

    /// <summary>The day of the decision in England.</summary>
    public DateOnly DecidedOn { get; set; }

    public HouseholdRoutes Routes { get; set; }

    /// <summary>The terms of approval.</summary>
    public ChildCounts Numbers { get; set; }

    public AgeBands Ages { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>The newest holds, however late it came.</summary>
    public static CarerDecision? Holding(IEnumerable<CarerDecision> decisions) => decisions.OrderBy(decision => decision.DecidedOn).ThenBy(decision => decision.ReceivedAt).LastOrDefault();
}
