namespace Partnership.LocalityHub.BreakGlass;

/// <summary>One person's leave to read one restricted record for a short time, given by nobody: it is looked at afterwards.</summary>
internal sealed class BreakGlassGrant
{
    /// <summary>Why a person cannot wait for the guardian.</summary>
    public static readonly string[] Reasons = ["immediate-safeguarding-risk", "court-direction", "out-of-hours-duty", "medical-emergency"];

    /// <summary>What the guardian finds afterwards.</summary>
    public static readonly string[] Outcomes = ["justified", "not-justified"];

    public Guid Id { get; init; }

    /// <summary>Order of the grants.</summary>
    public long Sequence { get; init; }

    public Guid ChildId { get; init; }

    /// <summary>The person: the token's subject. Nobody else reads under it.</summary>
    public required string Subject { get; init; }

    public required string ClientId { get; init; }

    public required string Reason { get; init; }

    /// <summary>The caller's own reference of the case or the call, a token without spaces. It stays in this table.</summary>
    public required string CaseReference { get; init; }

    public DateTimeOffset GrantedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; set; }

    public string? ReviewOutcome { get; set; }

    /// <summary>The guardian who reviewed it.</summary>
    public string? ReviewedBy { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>How long a grant lasts; section <c>BreakGlass</c>.</summary>
internal sealed class BreakGlassOptions
{
    public TimeSpan Lasts { get; set; } = TimeSpan.FromMinutes(60);
}
