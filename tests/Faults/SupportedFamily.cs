namespace Partnership.Faults;

/// <summary>A child as it was sent to its hub.</summary>
internal sealed record SentChild(string Given, string Family, DateOnly Born, DateOnly OrderMadeOn);

/// <summary>What one funder was to pay for one child, as it was sent; what was awarded, once that was accepted.</summary>
internal sealed record SentPart(Guid Child, string Funder, long Pence, long? Awarded = null);

/// <summary>An invoice that was accepted, and what was of it afterwards.</summary>
internal sealed record AcceptedInvoice(Guid Id, Guid Order, string Reference, decimal Hours, long Pence, Guid Journal)
{
    public DateOnly? PaidOn { get; set; }

    public bool IsReversed { get; set; }
}

/// <summary>
/// A family of the stream that asks for support, and what was accepted of it: all of it must be there at the end, as it was sent, and once.
/// </summary>
internal sealed class SupportedFamily
{
    public required string Council { get; init; }

    public required IReadOnlyList<SentChild> Children { get; init; }

    /// <summary>The first child as the hub knows it from care; null where it knows the children for support alone.</summary>
    public Guid? InCare { get; init; }

    /// <summary>The hub's id, once it was accepted.</summary>
    public Guid? Id { get; set; }

    /// <summary>The hub's id of the assessment.</summary>
    public Guid? Assessment { get; set; }

    public required DateOnly AssessedOn { get; init; }

    /// <summary>Those that were accepted, by part.</summary>
    public Dictionary<string, string> Narratives { get; } = [];

    public AcceptedBid? Bid { get; set; }
}

/// <summary>An application to the fund that was accepted, and what became of it.</summary>
internal sealed class AcceptedBid
{
    public required Guid Id { get; init; }

    /// <summary>As the fund knows it.</summary>
    public required Guid Assessment { get; init; }

    public required Guid Line { get; init; }

    public required Guid Provider { get; init; }

    public required DateOnly Starts { get; init; }

    public required DateOnly Ends { get; init; }

    public required IReadOnlyList<SentPart> Parts { get; set; }

    public bool IsSubmitted { get; set; }

    /// <summary>What became of it: approved, refused, withdrawn; null before.</summary>
    public string? Outcome { get; set; }

    public DateOnly? DecidedOn { get; set; }

    public string? PortalReference { get; set; }

    /// <summary>Orders by id: the hours.</summary>
    public Dictionary<Guid, decimal> Orders { get; } = [];

    public List<AcceptedInvoice> Invoices { get; } = [];

    /// <summary>What another funder has paid.</summary>
    public long Contributed { get; set; }
}

/// <summary>A rule pack that was accepted, from when it was adopted, and the jobs that this asked for: true for the recheck, false for the preview.</summary>
internal sealed record AcceptedPack(Guid Id, int Year)
{
    public DateOnly? AdoptedFrom { get; set; }

    public Dictionary<Guid, bool> Jobs { get; } = [];
}

/// <summary>A claim that was accepted: what of which application.</summary>
internal sealed record AcceptedClaim(Guid Id, IReadOnlyDictionary<Guid, long> Items);

/// <summary>A line of the fund's statement that was accepted.</summary>
internal sealed record AcceptedReceipt(Guid Statement, string Reference, string PortalReference, long Pence);
