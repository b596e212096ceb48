using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>How far a case is in this hub. What panel and decision maker do with it stands in its agenda items and decisions.</summary>
internal enum PanelCaseState : short
{
    /// <summary>Papers are gathered; the region knows nothing of it.</summary>
    Preparing = 1,

    /// <summary>Its gates were met, and it is with panel scheduling.</summary>
    Raised = 2,

    /// <summary>Taken back.</summary>
    Withdrawn = 3,

    /// <summary>Another council's match with this council's household: known by its agenda item, prepared there.</summary>
    Shared = 4,
}

/// <summary>A case for panel or decision maker.</summary>
internal sealed class PanelCase
{
    /// <summary>The region's id of the case too: random, and of nothing else.</summary>
    public Guid Id { get; init; }

    public CaseKind Kind { get; init; }

    /// <summary>The council that raises it and decides: another one's only where the case is shared.</summary>
    public short CasesCouncil { get; init; }

    /// <summary>The children that it is about, of this council; none for a household's own case.</summary>
    public Guid[] ChildIds { get; init; } = [];

    /// <summary>Each child's reference in this case, in the same order.</summary>
    public Guid[] ChildReferences { get; init; } = [];

    /// <summary>The household, where it is this council's.</summary>
    public Guid? HouseholdId { get; set; }

    /// <summary>The link of a match.</summary>
    public Guid? LinkId { get; init; }

    public short? HouseholdsCouncil { get; init; }

    public PanelCaseState State { get; set; } = PanelCaseState.Preparing;

    /// <summary>A brief report (Adoption Agencies Regulations 2005, reg. 30(6)).</summary>
    public bool Brief { get; set; }

    /// <summary>Previous adopters or approved foster carers (reg. 30F).</summary>
    public bool FastTrack { get; set; }

    /// <summary>A relinquished child under six months.</summary>
    public bool Infant { get; set; }

    /// <summary>A hearing that the case must not delay.</summary>
    public DateOnly? CourtDate { get; set; }

    /// <summary>When the report was sent to the adopters for comment.</summary>
    public DateOnly? ReportSentOn { get; set; }

    /// <summary>When their comments came.</summary>
    public DateOnly? CommentsOn { get; set; }

    /// <summary>When it was raised.</summary>
    public DateOnly? ReadyOn { get; set; }

    /// <summary>Who raised it: a person, or <see cref="ReadyCases.Hub"/>.</summary>
    public string? RaisedBy { get; set; }

    /// <summary>Since when a gate that was met when it was raised is so no more; null while all are.</summary>
    public DateOnly? GatesFellOn { get; set; }

    /// <summary>Rises with each change; the ETag.</summary>
    public long Version { get; set; } = 1;

    public required string OpenedBy { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>How it is decided: by the law of the day on which it was raised.</summary>
    public CaseRoute Route => CaseRoutes.Of(Kind, ReadyOn);

    public bool IsOwn => State != PanelCaseState.Shared;
}

/// <summary>What somebody said of a gate.</summary>
internal sealed class GateStatement
{
    public Guid CaseId { get; init; }

    public GateCode Gate { get; init; }

    /// <summary>When what it asks for was there.</summary>
    public DateOnly? On { get; set; }

    /// <summary>An exception from the gate's own list.</summary>
    public GateException? Exception { get; set; }

    /// <summary>Words: how it was met, why the exception holds, or why guidance is not kept. They stay here.</summary>
    public string? Reason { get; set; }

    public required string StatedBy { get; set; }

    public DateTimeOffset StatedAt { get; set; }
}
