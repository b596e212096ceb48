using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;

namespace Partnership.Contracts.LocalityHub;

/// <summary>The hub holds the minutes of an agenda item: reasons and dissent in words stay there; their digest shows that every hub holds the same.</summary>
/// <param name="Document">The document.</param>
/// <param name="Council">The council that holds it.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Case">The case.</param>
/// <param name="Item">The agenda item.</param>
/// <param name="Digest">SHA-256 of the text.</param>
public sealed record PanelMinutesHeld(Guid Document, CouncilCode Council, int Epoch, long Version, Guid Case, Guid Item, AuditHash Digest) : IPanelSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Document;
}

/// <summary>The hub holds a decision maker's reasoned record: without it no decision is entered.</summary>
/// <param name="Record">The document.</param>
/// <param name="Council">The council that holds it and decides.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Case">The case.</param>
/// <param name="Maker">Who wrote it.</param>
/// <param name="TakenBack">It holds no more, and for good: another is written before a decision is entered. Why stays in the hub.</param>
public sealed record DecisionRecordHeld(Guid Record, CouncilCode Council, int Epoch, long Version, Guid Case, PersonReference Maker, bool TakenBack = false) : IPanelSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Record;
}

/// <summary>When somebody was told of a decision. What the letter says stays in the hub.</summary>
/// <param name="Reference">This decision and recipient at this hub.</param>
/// <param name="Council">The council that told them.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Case">The case.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Recipient">Who was told.</param>
/// <param name="OrallyOn">When, by word of mouth.</param>
/// <param name="InWritingOn">When the letter was sent.</param>
/// <param name="NotPossible">They could not be told, such as a parent whose whereabouts nobody knows; why stays in the hub.</param>
/// <param name="Person">Which person of the recipients, counted from 1: each parent is told, or cannot be, alone.</param>
/// <param name="Persons">How many persons there are.</param>
public sealed record DecisionTold(
    Guid Reference,
    CouncilCode Council,
    int Epoch,
    long Version,
    Guid Case,
    Guid Decision,
    PanelNoticeRecipient Recipient,
    CaseDay? OrallyOn,
    CaseDay? InWritingOn,
    bool NotPossible,
    int Person = 1,
    int Persons = 1) : IPanelSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}
