namespace Partnership.Simulator.Adoption;

/// <summary>What truly happened to one child's plan for adoption within one period of care.</summary>
internal sealed class AdoptionPlan
{
    public List<Decision> Decisions { get; } = [];

    public List<PlacementOrder> PlacementOrders { get; } = [];

    public List<AdoptiveFamily> Families { get; } = [];

    public DateOnly? AdoptionOrder { get; set; }

    public Adopters? Adopters { get; set; }

    /// <summary>The match that led to the order: what the return asks for.</summary>
    public DateOnly? FinalMatch { get; set; }
}

/// <summary>The decision that the child should be placed for adoption, and, where it fell, when and why (RD1 to RD4).</summary>
internal sealed record Decision(DateOnly Decided, DateOnly? Reversed = null, string? Reason = null);

/// <summary>A placement order, and when the court revoked it.</summary>
internal sealed record PlacementOrder(DateOnly Made, DateOnly? Revoked = null);

/// <summary>A family with which the child was placed for adoption.</summary>
/// <param name="FosterCarer">They adopt as the child's current foster carers.</param>
/// <param name="EarlyPermanence">They were the child's foster-for-adoption carers.</param>
/// <param name="Matched">The decision that the child should be placed with this family.</param>
/// <param name="MovedIn">The day the child last moved in with them: fostered first, or placed.</param>
/// <param name="Placed">The day the placement became an adoptive one.</param>
/// <param name="Ended">The day the placement broke down.</param>
internal sealed record AdoptiveFamily(
    bool FosterCarer, bool EarlyPermanence, DateOnly? Matched, DateOnly MovedIn, DateOnly Placed, DateOnly? Ended = null);

/// <summary>How many adopters, of which sex, in which legal status: the codes of the return.</summary>
internal sealed record Adopters(string Number, string Sex, string LegalStatus);
