using System.Text.Json.Serialization;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Disclosures;

/// <summary>What the ledger asks of the hub.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DisclosureAsked>))]
internal enum DisclosureAsked
{
    /// <summary>That it is open.</summary>
    Open = 1,

    /// <summary>That it is closed.</summary>
    Closed = 2,

    /// <summary>Nothing more: its time is over.</summary>
    Expired = 3,
}

/// <summary>A row of the ledger. What is asked and what the hub does are shown side by side: it is open only where both agree.</summary>
/// <param name="Disclosure">The release.</param>
/// <param name="Link">The link that it belongs to.</param>
/// <param name="Subject">Whose content.</param>
/// <param name="Reference">The child or household.</param>
/// <param name="Council">The council whose content it is.</param>
/// <param name="Level">How much.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Basis">By what right.</param>
/// <param name="Giver">Who gave it.</param>
/// <param name="Reader">Who may read.</param>
/// <param name="ReadersCouncil">For which council the reader reads.</param>
/// <param name="GrantedAt">When it was granted (UTC).</param>
/// <param name="Expires">From when on it is closed (UTC).</param>
/// <param name="Asked">What the ledger asks of the hub.</param>
/// <param name="End">Why it is to be closed; none while it is to be open.</param>
/// <param name="Hub">What the hub does; null until it has answered.</param>
/// <param name="Read">Whether its reader has read it.</param>
/// <param name="ReceivedOn">The day on which the household was given the child's permanence report (Adoption Agencies Regulations 2005, reg. 31(1)(a)).</param>
/// <param name="Papers">What was attested of papers.</param>
/// <param name="OwesAttestation">Whether that is owed: it was read and is closed.</param>
/// <param name="Version">Its version, the ETag.</param>
/// <param name="Steps">Every change, the first first; null in lists.</param>
/// <param name="AttestedBy">Who attested: the reader, or the guardian of the reader's council in the reader's place.</param>
/// <param name="Attestation">That the giver's council has asked for it; null while it has not.</param>
internal sealed record ShownDisclosure(
    Guid Disclosure,
    Guid Link,
    DisclosureSubject Subject,
    Guid Reference,
    CouncilCode Council,
    DisclosureLevel Level,
    DisclosurePurpose Purpose,
    DisclosureBasis Basis,
    Guid Giver,
    Guid Reader,
    CouncilCode ReadersCouncil,
    DateTimeOffset GrantedAt,
    DateTimeOffset Expires,
    DisclosureAsked Asked,
    DisclosureEnd End,
    ShownDisclosure.AtHub? Hub,
    bool Read,
    DateOnly? ReceivedOn,
    PapersAttested? Papers,
    bool OwesAttestation,
    long Version,
    IReadOnlyList<ShownDisclosure.Step>? Steps = null,
    Guid? AttestedBy = null,
    ShownDisclosure.AskedAttestation? Attestation = null)
{
    /// <param name="AskedAt">When it was asked for (UTC).</param>
    /// <param name="AskedBy">By whom; null when the ledger asked by itself, once the release was closed.</param>
    /// <param name="Due">The last day for it.</param>
    /// <param name="Overdue">Whether the reader's council was told that this day has passed.</param>
    internal sealed record AskedAttestation(DateTimeOffset AskedAt, Guid? AskedBy, DateOnly Due, bool Overdue);

    /// <param name="State">Refused, open or closed.</param>
    /// <param name="Gates">What was missing when it was refused.</param>
    /// <param name="End">Why it is closed.</param>
    /// <param name="AnsweredAt">When the hub said so (UTC).</param>
    internal sealed record AtHub(DisclosureState State, IReadOnlyList<DisclosureGates> Gates, DisclosureEnd End, DateTimeOffset AnsweredAt);

    /// <param name="At">When (UTC).</param>
    /// <param name="Kind">What was done.</param>
    /// <param name="Worker">Who did it; null when the hub or the centre did.</param>
    /// <param name="State">What the hub did by then.</param>
    /// <param name="Gates">What was missing.</param>
    /// <param name="End">Why it was to be closed, or was.</param>
    /// <param name="Read">Whether it had been read by then.</param>
    internal sealed record Step(
        DateTimeOffset At, DisclosureStepKind Kind, Guid? Worker, DisclosureState? State, IReadOnlyList<DisclosureGates> Gates, DisclosureEnd End, bool Read);

    internal static ShownDisclosure Of(Disclosure disclosure, DateTimeOffset now, IEnumerable<DisclosureStep>? steps = null) => new(
        disclosure.Id,
        disclosure.Link,
        disclosure.Subject,
        disclosure.SubjectReference,
        new CouncilCode(disclosure.Council),
        disclosure.Level,
        disclosure.Purpose,
        disclosure.Basis,
        disclosure.Giver,
        disclosure.Reader,
        new CouncilCode(disclosure.ReaderCouncil),
        disclosure.GrantedAt,
        disclosure.Expires,
        disclosure.End != DisclosureEnd.None ? DisclosureAsked.Closed : disclosure.Expires <= now ? DisclosureAsked.Expired : DisclosureAsked.Open,
        disclosure.End,
        disclosure.HubState is { } state ? new AtHub(state, Flags.Each(disclosure.HubGates), disclosure.HubEnd, disclosure.HubAnsweredAt!.Value) : null,
        disclosure.Read,
        disclosure.ReceivedOn,
        disclosure.Papers,
        disclosure.OwesAttestation,
        disclosure.Version,
        steps is null ? null : [.. steps.Select(step => new Step(step.At, step.Kind, step.Worker, step.State, Flags.Each(step.Gates), step.End, step.Read))],
        disclosure.AttestedBy,
        disclosure.AttestationAskedAt is { } asked
            ? new AskedAttestation(asked, disclosure.AttestationAskedBy, disclosure.AttestationDue!.Value, disclosure.AttestationOverdueAt is not null)
            : null);
}
