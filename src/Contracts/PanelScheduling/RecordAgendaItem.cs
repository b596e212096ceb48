using System.Text.Json.Serialization;

namespace Partnership.Contracts.PanelScheduling;

/// <summary>
/// Tells a hub how a case stands on a panel's agenda: a full statement. The hub keeps the newest by <paramref name="ItemVersion"/>. Sent to each
/// council with a part in the case; for a match also to the household's, which learns the case by it.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The hub that is told.</param>
/// <param name="Case">The panel case.</param>
/// <param name="CasesCouncil">The council that raised it.</param>
/// <param name="Link">The link of a match; null otherwise.</param>
/// <param name="Item">The agenda item.</param>
/// <param name="ItemVersion">Rises with each change of the item.</param>
/// <param name="MeetsOn">The day of the meeting.</param>
/// <param name="State">How it stands.</param>
/// <param name="Recommended">What the panel recommended.</param>
/// <param name="SignedMinutes">Digest of the minutes that the chair has signed: no other draft is final.</param>
/// <param name="FreesHousehold">
/// Whether a match that is put off gives its household back: where the panel would have set a condition, or lacked information. Where it had no quorum or no
/// time, the choice stands. True of messages from before there was a difference.
/// </param>
/// <param name="OtherPapers">
/// Once the minutes are signed: what the other council's hub says of the papers of its own that the panel had, the SHA-256 of their ids. Null where no other
/// has a part in the case, or has not said.
/// </param>
public sealed record RecordAgendaItem(
    Guid RequestId,
    CouncilCode Council,
    Guid Case,
    CouncilCode CasesCouncil,
    Guid? Link,
    Guid Item,
    long ItemVersion,
    CaseDay MeetsOn,
    AgendaItemState State,
    RecommendedOutcome Recommended,
    AuditHash? SignedMinutes = null,
    bool FreesHousehold = true,
    AuditHash? OtherPapers = null) : IHubCommand;

/// <summary>How an agenda item stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgendaItemState>))]
public enum AgendaItemState
{
    /// <summary>On the agenda.</summary>
    Booked = 1,

    /// <summary>The agenda is settled: papers are with the members.</summary>
    Settled = 2,

    /// <summary>Considered; the minutes are not final.</summary>
    Heard = 3,

    /// <summary>The chair has signed the final minutes.</summary>
    MinutesSigned = 4,

    /// <summary>Put off.</summary>
    Deferred = 5,

    /// <summary>Taken off the agenda.</summary>
    Withdrawn = 6,
}

/// <summary>What a panel recommended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecommendedOutcome>))]
public enum RecommendedOutcome
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>Yes, for each child where there are several.</summary>
    Yes = 1,

    /// <summary>No.</summary>
    No = 2,

    /// <summary>Put off.</summary>
    Deferred = 3,

    /// <summary>Yes for some children, no for others.</summary>
    Mixed = 4,
}
