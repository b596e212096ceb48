using System.Security.Cryptography;
using System.Text.Json;
using Partnership.CaseData.Measures;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Restrictions;

namespace Partnership.LocalityHub.Regional;

/// <summary>
/// Compares what the region was told of a child with what it may know now, and writes the snapshots that make up the difference:
/// one version for each change, none when nothing changed. Call it with the child's row locked, so that no two changes of one child
/// number their snapshots alike.
/// </summary>
internal sealed class RegionalLedger(CouncilCode council, int epoch, DateTimeOffset now)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly List<IMessage> _messages = [];
    private readonly HashSet<RegionalReference> _changed = [];

    /// <summary>References minted or moved on.</summary>
    public IReadOnlyCollection<RegionalReference> Changed => _changed;

    /// <summary>
    /// The snapshots to publish, in no order: side by side, a child's stage and measures would tell that they belong together.
    /// </summary>
    public IReadOnlyCollection<IMessage> TakeMessages()
    {
        var messages = _messages.ToArray();
        RandomNumberGenerator.Shuffle<IMessage>(messages);
        return messages;
    }

    /// <summary>Brings a child's references to the state of the facts.</summary>
    /// <param name="childId">The child.</param>
    /// <param name="references">All references that still point to the child.</param>
    /// <param name="facts">What the region may know now.</param>
    /// <param name="restrictedTo">Who of the council's people count the child in its figures (<see cref="ToldRestriction"/>).</param>
    public void Settle(Guid childId, IReadOnlyCollection<RegionalReference> references, RegionalFacts facts, RestrictedTo restrictedTo)
    {
        SettleStage(childId, references.SingleOrDefault(r => r.Purpose == ReferencePurpose.Register), facts, restrictedTo);
        if (facts.Adopted && references.SingleOrDefault(r => r.Purpose == ReferencePurpose.PanelChild) is { } panels)
        {
            Tombstone(panels);
        }

        SettleAdoption(childId, references.SingleOrDefault(r => r.Purpose == ReferencePurpose.Adoption), facts.Adoption, restrictedTo);
        foreach (var wait in facts.Waits)
        {
            SettleWait(childId, references.SingleOrDefault(r => r.Purpose == ReferencePurpose.Wait && r.Year == wait.Year.Year), wait, restrictedTo);
        }

        foreach (var gone in references.Where(r => r.Purpose == ReferencePurpose.Wait && facts.Waits.All(wait => wait.Year.Year != r.Year)))
        {
            var last = Read<WaitMeasured>(gone);
            Advance(gone, last with { Withdrawn = true });
        }

        // The child of after the order is another one, whatever numbers the two should share.
        if (facts.Adopted && references.SingleOrDefault(r => r.Purpose == ReferencePurpose.Identity) is { } identity)
        {
            WithdrawIdentity(identity);
        }
    }

    /// <summary>Says of a child's stage and measures who of the council's people count it, as its record is restricted, to others or no longer.</summary>
    public void Restrict(IEnumerable<RegionalReference> references, RestrictedTo restrictedTo)
    {
        foreach (var reference in references)
        {
            IRegionalSnapshot? told = reference.Purpose switch
            {
                ReferencePurpose.Register => Read<ChildStageChanged>(reference) with { RestrictedTo = restrictedTo },
                ReferencePurpose.Adoption => Read<AdoptionMeasured>(reference) with { RestrictedTo = restrictedTo },
                ReferencePurpose.Wait => Read<WaitMeasured>(reference) with { RestrictedTo = restrictedTo },
                _ => null,
            };
            if (told is not null)
            {
                Advance(reference, told);
            }
        }
    }

    /// <summary>States by what a child can be told, while that is to be known; withdraws it otherwise.</summary>
    /// <param name="childId">The child.</param>
    /// <param name="reference">The child's reference for identity, if one was minted.</param>
    /// <param name="byNhsNumber">Digest of the NHS number; null when there is none, or the child must not be told by it.</param>
    /// <param name="byPupilNumber">The same of the pupil number.</param>
    public void SettleIdentity(Guid childId, RegionalReference? reference, Guid? byNhsNumber, Guid? byPupilNumber)
    {
        if (byNhsNumber is not null || byPupilNumber is not null)
        {
            reference ??= Mint(ReferencePurpose.Identity, childId);
            Advance(reference, new ChildIdentityStated(reference.Reference, council, 0, 0, IdentityStanding.Stated, byNhsNumber, byPupilNumber));
        }
        else if (reference is not null)
        {
            WithdrawIdentity(reference);
        }
    }

    /// <summary>Ends a child's references and lets go of the child, of whom the hub then knows nothing any more.</summary>
    /// <param name="childId">The child.</param>
    /// <param name="references">All references that still point to the child.</param>
    public void Forget(Guid childId, IReadOnlyCollection<RegionalReference> references)
    {
        Settle(childId, references, RegionalFacts.Nothing, RestrictedTo.None);
        foreach (var reference in references)
        {
            if (reference.Purpose == ReferencePurpose.Identity)
            {
                WithdrawIdentity(reference);
            }
            else if (reference.Purpose == ReferencePurpose.Duty)
            {
                // Nobody is owed it any more; unsaid, it would stand as overdue for ever.
                Advance(reference, Read<DutyOverdue>(reference) with { Lateness = Lateness.Settled });
            }

            Tombstone(reference);
        }
    }

    /// <summary>Says again what was said last, under the next version of this epoch. What has no snapshot stays silent.</summary>
    public void Republish(RegionalReference reference)
    {
        if (reference.Purpose is not (ReferencePurpose.PanelChild or ReferencePurpose.PanelHousehold))
        {
            Publish(reference, LastOf(reference));
        }
    }

    /// <summary>States what is so now: published when it differs from what was said last, or is to be said in any case.</summary>
    /// <param name="reference">Minted here, or given by who asked.</param>
    /// <param name="snapshot">The snapshot, whatever its epoch and version.</param>
    /// <param name="always">Said again though nothing has changed: the other side asks because it does not know.</param>
    public void Advance(RegionalReference reference, IRegionalSnapshot snapshot, bool always = false)
    {
        var content = JsonSerializer.Serialize(Numbered(snapshot, 0, 0), snapshot.GetType(), Json);
        if (always || content != reference.Content)
        {
            reference.Content = content;
            Publish(reference, snapshot);
        }
    }

    /// <summary>A random reference, not a time-ordered one: those minted together would stand side by side for ever.</summary>
    public RegionalReference Mint(ReferencePurpose purpose, Guid? childId = null, Guid? householdId = null, short year = 0)
    {
        var reference = new RegionalReference
        {
            Reference = Guid.NewGuid(), ChildId = childId, HouseholdId = householdId, Purpose = purpose, Year = year, Content = string.Empty,
        };
        _changed.Add(reference);
        return reference;
    }

    /// <summary>Takes the child or household off a reference: from now on nobody, the hub included, can walk from it to them.</summary>
    public void Tombstone(RegionalReference reference)
    {
        reference.ChildId = null;
        reference.HouseholdId = null;
        reference.TombstonedAt = now;
        _changed.Add(reference);
    }

    /// <summary>The snapshot that a reference stands for, as it was said last.</summary>
    public static IRegionalSnapshot LastOf(RegionalReference reference) => reference.Purpose switch
    {
        ReferencePurpose.Register => Read<ChildStageChanged>(reference),
        ReferencePurpose.Adoption => Read<AdoptionMeasured>(reference),
        ReferencePurpose.Wait => Read<WaitMeasured>(reference),
        ReferencePurpose.ChildProfile => Read<ChildProfiled>(reference),
        ReferencePurpose.Household => Read<HouseholdOffered>(reference),
        ReferencePurpose.Candidate => Read<CandidateAnswered>(reference),
        ReferencePurpose.Link => Read<LinkDecided>(reference),
        ReferencePurpose.LinkChild => Read<ChildOfLinkStated>(reference),
        ReferencePurpose.Disclosure => Read<DisclosureAnswered>(reference),
        ReferencePurpose.Duty => Read<DutyOverdue>(reference),
        ReferencePurpose.PanelCase => Read<PanelCaseRaised>(reference),
        ReferencePurpose.PanelCaseChild => Read<PanelCaseChildStated>(reference),
        ReferencePurpose.AssessmentPause => Read<AssessmentPaused>(reference),
        ReferencePurpose.PanelMinutes => Read<PanelMinutesHeld>(reference),
        ReferencePurpose.DecisionRecord => Read<DecisionRecordHeld>(reference),
        ReferencePurpose.DecisionNotice => Read<DecisionTold>(reference),
        ReferencePurpose.Identity => Read<ChildIdentityStated>(reference),
        _ => throw new InvalidOperationException($"Purpose {reference.Purpose} has no snapshot."),
    };

    private void SettleStage(Guid childId, RegionalReference? reference, RegionalFacts facts, RestrictedTo restrictedTo)
    {
        var stage = facts.Stage?.Stage ?? ChildStage.Ended;
        if (reference is null && stage == ChildStage.Ended)
        {
            return;
        }

        reference ??= Mint(ReferencePurpose.Register, childId);
        var wait = facts.Stage?.Wait ?? WaitBand.None;
        Advance(reference, new ChildStageChanged(reference.Reference, council, 0, 0, stage, wait, restrictedTo));
        if (facts.Adopted)
        {
            // Should the order prove to be an error, the child gets a new reference.
            Tombstone(reference);
        }
    }

    private void SettleAdoption(Guid childId, RegionalReference? reference, AdoptionMeasure? facts, RestrictedTo restrictedTo)
    {
        if (facts is not null)
        {
            reference ??= Mint(ReferencePurpose.Adoption, childId);
            Advance(reference, new AdoptionMeasured(
                reference.Reference,
                council,
                0,
                0,
                Withdrawn: false,
                facts.Year,
                facts.EntryToPlacedDays,
                facts.EntryToMovedInDays,
                facts.OrderToMatchDays,
                facts.WithinThreshold,
                facts.Exclusions,
                facts.Definition,
                restrictedTo));
        }
        else if (reference is not null)
        {
            var last = Read<AdoptionMeasured>(reference);
            Advance(reference, last with { Withdrawn = true });
        }
    }

    private void SettleWait(Guid childId, RegionalReference? reference, WaitMeasure wait, RestrictedTo restrictedTo)
    {
        reference ??= Mint(ReferencePurpose.Wait, childId, year: (short)wait.Year.Year);
        Advance(reference, new WaitMeasured(reference.Reference, council, 0, 0, Withdrawn: false, wait.Year, wait.Wait, wait.Definition, restrictedTo));
    }

    private void WithdrawIdentity(RegionalReference reference)
    {
        Advance(reference, new ChildIdentityStated(reference.Reference, council, 0, 0, IdentityStanding.Withdrawn, null, null));
        Tombstone(reference);
    }

    private void Publish(RegionalReference reference, IRegionalSnapshot snapshot)
    {
        reference.Version = reference.Epoch == epoch ? reference.Version + 1 : 1;
        reference.Epoch = epoch;
        _messages.Add(Numbered(snapshot, epoch, reference.Version));
        _changed.Add(reference);
    }

    private static TSnapshot Read<TSnapshot>(RegionalReference reference)
        where TSnapshot : IRegionalSnapshot =>
        JsonSerializer.Deserialize<TSnapshot>(reference.Content, Json)
        ?? throw new InvalidOperationException("A regional reference holds no snapshot.");

    private static IRegionalSnapshot Numbered(IRegionalSnapshot snapshot, int epoch, long version) => snapshot switch
    {
        ChildStageChanged stage => stage with { Epoch = epoch, Version = version },
        AdoptionMeasured adoption => adoption with { Epoch = epoch, Version = version },
        WaitMeasured wait => wait with { Epoch = epoch, Version = version },
        PanelCaseRaised raised => raised with { Epoch = epoch, Version = version },
        PanelCaseChildStated child => child with { Epoch = epoch, Version = version },
        AssessmentPaused pause => pause with { Epoch = epoch, Version = version },
        PanelMinutesHeld minutes => minutes with { Epoch = epoch, Version = version },
        DecisionRecordHeld record => record with { Epoch = epoch, Version = version },
        DecisionTold told => told with { Epoch = epoch, Version = version },
        ChildProfiled profile => profile with { Epoch = epoch, Version = version },
        HouseholdOffered offer => offer with { Epoch = epoch, Version = version },
        CandidateAnswered answer => answer with { Epoch = epoch, Version = version },
        LinkDecided decision => decision with { Epoch = epoch, Version = version },
        ChildOfLinkStated child => child with { Epoch = epoch, Version = version },
        DisclosureAnswered release => release with { Epoch = epoch, Version = version },
        DutyOverdue duty => duty with { Epoch = epoch, Version = version },
        ChildIdentityStated identity => identity with { Epoch = epoch, Version = version },
        _ => throw new InvalidOperationException($"{snapshot.GetType().Name} is not a snapshot of this hub."),
    };
}
