using Partnership.AdoptionSupportFund.Checks;

namespace Partnership.AdoptionSupportFund.Money;

/// <summary>
/// What a child has used of a financial year's limits by our applications, whichever council applied. Read by the council that applies for the child
/// now; changed by the functions of <see cref="BalanceFunctions"/> alone, under a lock of its row.
/// </summary>
internal sealed class ChildBalance
{
    public Guid ChildId { get; init; }

    public short Year { get; init; }

    /// <summary>The council that applies for the child now.</summary>
    public short Council { get; init; }

    public long Therapy { get; init; }

    public long Assessment { get; init; }

    public long Local { get; init; }

    public Use Use => new(Therapy, Assessment, Local);
}

/// <summary>What one application counts for in a child's balance: what it asked while undecided, what it was awarded and kept afterwards.</summary>
internal sealed class BalanceUse
{
    public Guid ApplicationId { get; init; }

    public Guid ChildId { get; init; }

    public short Year { get; init; }

    /// <summary>The council that applied.</summary>
    public short Council { get; init; }

    public long Therapy { get; set; }

    public long Assessment { get; set; }

    public long Local { get; set; }

    public Use Use => new(Therapy, Assessment, Local);
}
