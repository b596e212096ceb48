using Partnership.Contracts.PanelScheduling;
using Partnership.PanelScheduling.Agenda;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Decisions;

/// <summary>Where a decision maker's power comes from.</summary>
internal enum DecisionAuthority : short
{
    /// <summary>The council's scheme of delegation (Local Government Act 1972, section 101).</summary>
    SchemeOfDelegation = 1,

    /// <summary>A joint arrangement of the councils (sections 101(5) and 102).</summary>
    JointArrangement = 2,

    /// <summary>Staff placed at the council's disposal (section 113).</summary>
    StaffAtDisposal = 3,
}

/// <summary>A named person who decides for a council. Nobody decides by delegation from another, and no group does: cover is another such person.</summary>
internal sealed class DecisionMaker
{
    public Guid Id { get; init; }

    public short Council { get; init; }

    /// <summary>The <c>sub</c> of the person's token.</summary>
    public required string Subject { get; init; }

    public required string Name { get; init; }

    public required CaseKind[] Kinds { get; init; }

    public DateOnly From { get; init; }

    public DateOnly? Until { get; set; }

    public DecisionAuthority Authority { get; init; }

    /// <summary>When that power was given to the person.</summary>
    public DateOnly AuthorityOn { get; init; }

    /// <summary>Since when a social worker with relevant experience: three years are asked for.</summary>
    public DateOnly SocialWorkerSince { get; init; }

    public long Version { get; set; } = 1;

    public bool MayDecide(CaseKind kind, short council, DateOnly day) =>
        Council == council && Kinds.Contains(kind) && From <= day && (Until is not { } until || day <= until);
}

/// <summary>What was decided.</summary>
internal enum DecisionOutcome : short
{
    /// <summary>Yes: suitable, should be placed, this match; for a termination, that approval ends.</summary>
    Yes = 1,

    /// <summary>No.</summary>
    No = 2,

    /// <summary>Put back to the agency for more work: no decision on the matter.</summary>
    Deferred = 3,
}

/// <summary>Which of the decisions of a case it is.</summary>
internal enum DecisionStage : short
{
    /// <summary>Final.</summary>
    Final = 1,

    /// <summary>A qualifying determination: a proposal, answered by representations or a review.</summary>
    Determination = 2,

    /// <summary>The second, fresh decision after a qualifying determination, answered or not.</summary>
    Second = 3,

    /// <summary>A later decision that takes an earlier one's place. The earlier one stays as it was.</summary>
    Reversal = 4,
}

/// <summary>A decision. Never edited: a decision reversed is a new decision.</summary>
internal sealed class Decision
{
    public Guid Id { get; init; }

    public Guid CaseId { get; init; }

    /// <summary>The child; null where the case is decided as a whole.</summary>
    public Guid? Child { get; init; }

    public short Council { get; init; }

    public required short[] Councils { get; init; }

    public Guid MakerId { get; init; }

    /// <summary>The round of the case in which it was made.</summary>
    public short Round { get; init; }

    public DecisionStage Stage { get; init; }

    public DecisionOutcome Outcome { get; init; }

    public DateOnly DecidedOn { get; init; }

    /// <summary>Whether it is what the panel recommended; null where no panel did.</summary>
    public bool? FollowsPanel { get; init; }

    /// <summary>Whether the panel's reasons were adopted: all, some or none; which and why stands in the record.</summary>
    public ReasonsAdopted ReasonsAdopted { get; init; }

    /// <summary>The reasoned record, a document of the hub.</summary>
    public Guid Record { get; init; }

    public ApprovalTerms? Terms { get; init; }

    /// <summary>Where a decision that a child should be placed is reversed: why.</summary>
    public PlanReversalReason ReversalReason { get; init; }

    /// <summary>The decision whose place it takes.</summary>
    public Guid? Replaces { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    /// <summary>Of the decisions of a case those that stand: no later one has replaced them. What is put back decides nothing, and takes nothing's place.</summary>
    public static List<Decision> Standing(IEnumerable<Decision> all)
    {
        var made = all.Where(decision => decision.Outcome != DecisionOutcome.Deferred).ToList();
        var replaced = made.Select(decision => decision.Replaces).OfType<Guid>().ToHashSet();
        return made.FindAll(decision => !replaced.Contains(decision.Id));
    }
}

/// <summary>How much of the panel's reasons a decision adopts.</summary>
internal enum ReasonsAdopted : short
{
    /// <summary>There was no panel.</summary>
    NoPanel = 0,

    /// <summary>All.</summary>
    All = 1,

    /// <summary>Some: the record says which and why.</summary>
    Some = 2,

    /// <summary>None.</summary>
    None = 3,
}

/// <summary>How adopters or carers answered a qualifying determination. One answer, or none: never both ways.</summary>
internal enum DeterminationAnswer : short
{
    /// <summary>Representations to the agency.</summary>
    Representations = 1,

    /// <summary>An application for an independent review.</summary>
    IndependentReview = 2,
}

/// <summary>What happened after a qualifying determination.</summary>
internal sealed class Determination
{
    /// <summary>The decision that it is.</summary>
    public Guid DecisionId { get; init; }

    public Guid CaseId { get; init; }

    public required short[] Councils { get; init; }

    public DeterminationAnswer? Answer { get; set; }

    public DateOnly? AnsweredOn { get; set; }

    /// <summary>Whether representations went back to panel.</summary>
    public bool ReferredToPanel { get; set; }

    public DateOnly? ReviewNotifiedOn { get; set; }

    /// <summary>When the papers went to the review, panel minutes not among them.</summary>
    public DateOnly? PapersSentOn { get; set; }

    public DateOnly? ReviewRecommendedOn { get; set; }

    public PanelOutcome? ReviewRecommended { get; set; }

    /// <summary>When the review ended without a recommendation.</summary>
    public DateOnly? ReviewEndedOn { get; set; }

    public long Version { get; set; } = 1;
}

/// <summary>A reasoned record that a hub holds.</summary>
internal sealed class HeldRecord
{
    public Guid Record { get; init; }

    public Guid CaseId { get; init; }

    public required short[] Councils { get; init; }

    /// <summary>Who wrote it, as a message names a person.</summary>
    public Guid Maker { get; init; }

    /// <summary>The hub's epoch in which it was said last that it is held.</summary>
    public int Epoch { get; set; }

    /// <summary>The hub has said that it holds no more: for good, in whatever order its messages come.</summary>
    public bool TakenBack { get; set; }
}

/// <summary>The newest that a hub said of telling one recipient of one decision.</summary>
internal sealed class HeldNotice
{
    public Guid Reference { get; init; }

    public Guid CaseId { get; init; }

    /// <summary>The decision; null of what was told before notices were kept by decision, until the hub says it once more.</summary>
    public Guid? DecisionId { get; set; }

    public NoticeRecipient Recipient { get; set; }

    /// <summary>Which person of the recipients, counted from 1.</summary>
    public short Person { get; set; } = 1;

    /// <summary>How many persons the hub says that there are.</summary>
    public short Persons { get; set; } = 1;

    public required short[] Councils { get; init; }

    public DateOnly? OrallyOn { get; set; }

    public DateOnly? InWritingOn { get; set; }

    /// <summary>They cannot be told.</summary>
    public bool NotPossible { get; set; }

    public int Epoch { get; set; }

    public long HubVersion { get; set; }
}
