using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Disclosures;

/// <summary>A release of this council's content to one reader, as the ledger told it last, and what the hub does of it.</summary>
internal sealed class Disclosure
{
    public Guid Id { get; init; }

    /// <summary>The newest version that the ledger told.</summary>
    public long DisclosureVersion { get; set; }

    public Guid Link { get; init; }

    public DisclosureSubject Subject { get; init; }

    /// <summary>The child; null of a household's, and when the hub knew no such child.</summary>
    public Guid? ChildId { get; set; }

    /// <summary>The household, likewise.</summary>
    public Guid? HouseholdId { get; set; }

    public DisclosureLevel Level { get; init; }

    public DisclosurePurpose Purpose { get; set; }

    public DisclosureBasis Basis { get; set; }

    /// <summary>Who may read, by <see cref="PersonReference"/>.</summary>
    public Guid Reader { get; set; }

    /// <summary>For which council the reader reads.</summary>
    public short ReadersCouncil { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Why the ledger asks for its end.</summary>
    public DisclosureEnd AskedEnd { get; set; }

    /// <summary>Why this hub ended it by itself.</summary>
    public DisclosureEnd OwnEnd { get; set; }

    public string? EndedBy { get; set; }

    public string? EndWords { get; set; }

    /// <summary>What is missing before it opens.</summary>
    public DisclosureGates Gates { get; set; }

    /// <summary>What is read, from the moment on which it was opened.</summary>
    public Guid? ProfileVersionId { get; set; }

    /// <summary>The hub's epoch in which the ledger stated it: after a restore nothing is open that was not stated since.</summary>
    public int StatedEpoch { get; set; }

    public DateTimeOffset? FirstReadAt { get; set; }

    public int Reads { get; set; }

    /// <summary>When the household was given the child's permanence report, as the ledger told it; null while nobody has said so.</summary>
    public DateOnly? ReceivedOn { get; set; }

    /// <summary>Rises with each change here; the ETag.</summary>
    public long Version { get; set; }

    /// <summary>Why it is closed at a moment; none while it is not.</summary>
    public DisclosureEnd EndAt(DateTimeOffset now) =>
        OwnEnd != DisclosureEnd.None ? OwnEnd : AskedEnd != DisclosureEnd.None ? AskedEnd : now >= ExpiresAt ? DisclosureEnd.Expired : DisclosureEnd.None;

    public DisclosureState StateAt(DateTimeOffset now) =>
        EndAt(now) != DisclosureEnd.None ? DisclosureState.Closed : Gates != DisclosureGates.None ? DisclosureState.Refused : DisclosureState.Open;

    /// <summary>Whether it was made for the caller, as somebody who works for the council for which it was made.</summary>
    public bool IsFor(Caller caller) => PersonReference.Of(caller.Subject).Value == Reader && caller.Councils.Contains(new CouncilCode(ReadersCouncil));

    /// <summary>What the ledger is told, without epoch and version.</summary>
    public DisclosureAnswered AnswerAt(DateTimeOffset now, CouncilCode council)
    {
        var state = StateAt(now);
        return new DisclosureAnswered(Id, council, 0, 0, state, state == DisclosureState.Refused ? Gates : DisclosureGates.None, EndAt(now), FirstReadAt is not null);
    }
}
