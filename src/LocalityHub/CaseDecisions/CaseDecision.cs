using Partnership.Contracts.PanelScheduling;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.CaseDecisions;

/// <summary>A decision in a case as panel scheduling stated it. Kept as it came: a later one names none of it away.</summary>
internal sealed class CaseDecision
{
    public Guid Id { get; init; }

    public Guid CaseId { get; init; }

    /// <summary>The child, where it is of this council and the case is decided for each.</summary>
    public Guid? ChildId { get; init; }

    public PanelDecisionStage Stage { get; init; }

    public PanelDecisionOutcome Outcome { get; init; }

    public DateOnly DecidedOn { get; init; }

    /// <summary>Who decided, as messages name people.</summary>
    public Guid Maker { get; init; }

    /// <summary>The reasoned record, in the hub of the council that decided.</summary>
    public Guid RecordId { get; init; }

    public PlanReversalReason Reason { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>
/// A decision maker's reasons, written before the decision is entered: what was read, the arguments, the panel's reasons and how far they are adopted, and
/// reasons of one's own. Never edited: whoever thinks again writes a new one.
/// </summary>
internal sealed class DecisionRecord
{
    public Guid Id { get; init; }

    public Guid CaseId { get; init; }

    /// <summary>The versions of papers that were before the decision maker.</summary>
    public Guid[] Material { get; init; } = [];

    /// <summary>Other things that were, in words.</summary>
    public required string OtherMaterial { get; init; }

    public required string Arguments { get; init; }

    /// <summary>Which of the panel's reasons are adopted and why; empty where no panel was.</summary>
    public required string PanelReasons { get; init; }

    public required string OwnReasons { get; init; }

    /// <summary>The <c>sub</c> of the writer's token.</summary>
    public required string WrittenBy { get; init; }

    /// <summary>The writer's name, as signed in: a decision is a named person's. Null in records from before it was kept.</summary>
    public string? WriterName { get; init; }

    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>When a limit of the child's came to stand against the household: no decision is entered by it any more.</summary>
    public DateTimeOffset? TakenBackAt { get; set; }
}

/// <summary>When somebody was told of a decision.</summary>
internal sealed class DecisionNotice
{
    public Guid DecisionId { get; init; }

    public NoticeRecipient Recipient { get; init; }

    /// <summary>Which person of the recipients, counted from 1: each parent is told, or cannot be, alone.</summary>
    public short Person { get; init; } = 1;

    /// <summary>How many persons there are.</summary>
    public short Persons { get; set; } = 1;

    public Guid CaseId { get; init; }

    /// <summary>The statement's id in the region.</summary>
    public Guid Reference { get; init; }

    public DateOnly? OrallyOn { get; set; }

    public DateOnly? InWritingOn { get; set; }

    /// <summary>Why they cannot be told; null where they can.</summary>
    public string? NotPossible { get; set; }

    public required string ToldBy { get; set; }
}
