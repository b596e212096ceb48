using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.CentralHub;

/// <summary>How an attestation stands that was asked for. It only ever goes on: a hub keeps the furthest.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AttestationAsk>))]
public enum AttestationAsk
{
    /// <summary>It was asked for.</summary>
    Asked = 1,

    /// <summary>The time for it has passed.</summary>
    Overdue = 2,

    /// <summary>It is given.</summary>
    Settled = 3,
}

/// <summary>
/// A council whose information was read, and whose release is closed, asks the reader's council what became of papers: that they were returned or destroyed. The
/// hub puts it before the reader and, since readers leave, before the council's Caldicott guardian, who may attest in the reader's place.
/// </summary>
/// <param name="RequestId">See <see cref="IHubCommand.RequestId"/>.</param>
/// <param name="Council">The reader's council.</param>
/// <param name="Disclosure">The release.</param>
/// <param name="From">The council that asks: the one whose information it was.</param>
/// <param name="Reader">Who has read.</param>
/// <param name="Ask">How it stands.</param>
public sealed record AskAttestation(Guid RequestId, CouncilCode Council, Guid Disclosure, CouncilCode From, PersonReference Reader, AttestationAsk Ask) : IHubCommand;
