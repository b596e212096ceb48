using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Disclosures;

/// <summary>
/// A release of information: one row of the ledger. What was asked for and what the hub does are two things, and both are kept:
/// docs/decisions/0015-disclosure-ledger.md.
/// </summary>
internal sealed class Disclosure
{
    public required Guid Id { get; init; }

    public required Guid Link { get; init; }

    public required DisclosureSubject Subject { get; init; }

    /// <summary>The child or household whose content it is.</summary>
    public required Guid SubjectReference { get; init; }

    /// <summary>The council whose content it is: the giver's.</summary>
    public required short Council { get; init; }

    public required DisclosureLevel Level { get; init; }

    public required DisclosurePurpose Purpose { get; init; }

    public required DisclosureBasis Basis { get; init; }

    public required Guid Giver { get; init; }

    public required Guid Reader { get; init; }

    public required short ReaderCouncil { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>From when on it is closed.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Rises by one with each change that the hub is told of, with the row locked.</summary>
    public long Version { get; set; } = 1;

    /// <summary>Why it is to be closed; none while it is to be open.</summary>
    public DisclosureEnd End { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the hub does; null until it has answered.</summary>
    public DisclosureState? HubState { get; set; }

    public DisclosureGates HubGates { get; set; }

    public DisclosureEnd HubEnd { get; set; }

    public int? HubEpoch { get; set; }

    public long? HubVersion { get; set; }

    public DateTimeOffset? HubAnsweredAt { get; set; }

    /// <summary>When the hub first said that it was open.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    /// <summary>Its reader has read it at least once.</summary>
    public bool Read { get; set; }

    /// <summary>The day, in Europe/London, on which the household was given the child's permanence report.</summary>
    public DateOnly? ReceivedOn { get; set; }

    /// <summary>Whether the hub was told of that day.</summary>
    public bool ReceiptTold { get; set; }

    /// <summary>What became of its papers.</summary>
    public PapersAttested? Papers { get; set; }

    public DateTimeOffset? AttestedAt { get; set; }

    /// <summary>Who attested: the reader, or the guardian of the reader's council in the reader's place.</summary>
    public Guid? AttestedBy { get; set; }

    /// <summary>When the attestation was asked for: by the ledger once the release was closed, or by the giver's council.</summary>
    public DateTimeOffset? AttestationAskedAt { get; set; }

    /// <summary>Who asked for it; null when the ledger did.</summary>
    public Guid? AttestationAskedBy { get; set; }

    /// <summary>The last day for it, in Europe/London.</summary>
    public DateOnly? AttestationDue { get; set; }

    /// <summary>When the reader's council was told that the day had passed.</summary>
    public DateTimeOffset? AttestationOverdueAt { get; set; }

    /// <summary>Whether it is meant to be open, as the ledger asks it: its time may be over all the same.</summary>
    public bool IsAskedOpen => End == DisclosureEnd.None;

    /// <summary>Read, closed, and not attested.</summary>
    public bool OwesAttestation => Read && HubState == DisclosureState.Closed && Papers is null;
}

/// <summary>What the reader attests of papers. Numbers are stored: never reuse one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PapersAttested>))]
internal enum PapersAttested : short
{
    /// <summary>They were returned to the giver's council.</summary>
    Returned = 1,

    /// <summary>They were destroyed.</summary>
    Destroyed = 2,

    /// <summary>There were none: it was read and nothing was kept.</summary>
    NoneKept = 3,
}

/// <summary>What was done to a release. Numbers are stored: never reuse one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisclosureStepKind>))]
internal enum DisclosureStepKind : short
{
    /// <summary>It was granted.</summary>
    Granted = 1,

    /// <summary>It was to end.</summary>
    Ended = 2,

    /// <summary>The hub said what it does.</summary>
    Answered = 3,

    /// <summary>The household was given the report.</summary>
    Received = 4,

    /// <summary>The reader, or somebody in the reader's place, attested what became of papers.</summary>
    Attested = 5,

    /// <summary>That was asked for, by the ledger or by the giver's council.</summary>
    AttestationAsked = 6,

    /// <summary>The day for it passed.</summary>
    AttestationOverdue = 7,
}

/// <summary>One change of a release; rows are only ever added.</summary>
internal sealed class DisclosureStep
{
    public required Guid Id { get; init; }

    public required Guid Disclosure { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DisclosureStepKind Kind { get; init; }

    /// <summary>Who did it; null when the hub or the centre did.</summary>
    public Guid? Worker { get; init; }

    public DisclosureState? State { get; init; }

    public DisclosureGates Gates { get; init; }

    public DisclosureEnd End { get; init; }

    public bool Read { get; init; }
}
