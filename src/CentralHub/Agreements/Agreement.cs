using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Agreements;

/// <summary>A sharing agreement of two councils, or of the region.</summary>
internal sealed class Agreement
{
    public required Guid Id { get; init; }

    /// <summary>All councils that are to be in it.</summary>
    public required short[] Councils { get; init; }

    /// <summary>Of the whole region: a council that leaves it leaves the others in it.</summary>
    public required bool Region { get; init; }

    /// <summary>By what right the councils share.</summary>
    public required DisclosureBasis Basis { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>When the last council accepted.</summary>
    public DateTimeOffset? InForceAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A council's part in an agreement.</summary>
internal sealed class AgreementCouncil
{
    public required Guid Agreement { get; init; }

    public required short Council { get; init; }

    /// <summary>When it accepted last.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>When the council ended it for itself; null again once it has come back.</summary>
    public DateTimeOffset? LeftAt { get; set; }
}
