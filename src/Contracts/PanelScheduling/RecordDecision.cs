using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.PanelScheduling;

/// <summary>
/// Tells a hub what was decided in a case with a part of its own: for the file, the letters and what follows. Decisions are never edited: a later
/// one names the one whose place it takes. Suitability and matches travel in <see cref="HouseholdDecided"/> and <see cref="MatchDecided"/> besides.
/// </summary>
/// <param name="RequestId">The decision: a hub answers it once.</param>
/// <param name="Council">The hub that is told.</param>
/// <param name="Case">The panel case.</param>
/// <param name="CasesCouncil">The council that raised it.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="Link">The link of a match; null otherwise, and of a deferral that its own council is told again once the case has gone on: it takes no choice back.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Child">The child, by the reference minted for panels; null where the case is decided as a whole.</param>
/// <param name="Stage">Which of the decisions of the case it is.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="DecidedOn">The day.</param>
/// <param name="Maker">The decision maker.</param>
/// <param name="Record">The reasoned record, a document of the hub of <paramref name="CasesCouncil"/>.</param>
/// <param name="Reason">Why a plan for adoption was reversed; none otherwise.</param>
public sealed record RecordDecision(
    Guid RequestId,
    CouncilCode Council,
    Guid Case,
    CouncilCode CasesCouncil,
    PanelCaseKind Kind,
    Guid? Link,
    Guid Decision,
    Guid? Child,
    PanelDecisionStage Stage,
    PanelDecisionOutcome Outcome,
    DecisionDay DecidedOn,
    PersonReference Maker,
    Guid Record,
    PlanReversalReason Reason) : IHubCommand;

/// <summary>Which of the decisions of a case it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PanelDecisionStage>))]
public enum PanelDecisionStage
{
    /// <summary>Final.</summary>
    Final = 1,

    /// <summary>A qualifying determination: a proposal.</summary>
    Determination = 2,

    /// <summary>The second decision after a qualifying determination.</summary>
    Second = 3,

    /// <summary>It takes an earlier decision's place.</summary>
    Reversal = 4,
}

/// <summary>What was decided.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PanelDecisionOutcome>))]
public enum PanelDecisionOutcome
{
    /// <summary>Yes; for a termination, that approval ends.</summary>
    Yes = 1,

    /// <summary>No.</summary>
    No = 2,

    /// <summary>Put back for more work: no decision on the matter.</summary>
    Deferred = 3,
}

/// <summary>Why a child should no longer be placed for adoption, as the return on looked-after children asks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanReversalReason>))]
public enum PlanReversalReason
{
    /// <summary>No plan was reversed.</summary>
    None = 0,

    /// <summary>RD1: the child's needs changed.</summary>
    NeedsChanged = 1,

    /// <summary>RD2: the court did not make a placement order.</summary>
    NoPlacementOrder = 2,

    /// <summary>RD3: no adopters could be found.</summary>
    NoAdopters = 3,

    /// <summary>RD4: another reason.</summary>
    Other = 4,
}
