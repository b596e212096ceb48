using Partnership.Contracts.LocalityHub;
using Partnership.PanelScheduling.CentralLists;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Cases;

/// <summary>How far a case is here.</summary>
internal enum CaseState : short
{
    /// <summary>Raised, but not all of its children have been heard of.</summary>
    Arriving = 1,

    /// <summary>Ready for panel, or for the decision maker where there is no panel.</summary>
    Ready = 2,

    /// <summary>On an agenda.</summary>
    Booked = 3,

    /// <summary>Heard; the minutes are not final.</summary>
    Heard = 4,

    /// <summary>Before the decision maker.</summary>
    ForDecision = 5,

    /// <summary>A qualifying determination was made: its answer, or the end of its time, is awaited.</summary>
    Determined = 6,

    /// <summary>Decided; whoever is to be told has not all been told.</summary>
    Decided = 7,

    /// <summary>Done.</summary>
    Closed = 8,

    /// <summary>Taken back by its council, or forgotten by its council's hub.</summary>
    Withdrawn = 9,
}

/// <summary>
/// A case that a council's hub has raised: structure, codes and days. Its papers, names and reasons stay in the hub; the case's id is the
/// reference that the hub minted for it.
/// </summary>
internal sealed class PanelCase
{
    public Guid Id { get; init; }

    /// <summary>The council whose decision it is.</summary>
    public short Council { get; init; }

    /// <summary>Every council with a part in it: also the household's, for a match.</summary>
    public required short[] Councils { get; set; }

    public CaseKind Kind { get; init; }

    /// <summary>A brief report: the adopters are unlikely to be suitable.</summary>
    public bool IsBrief { get; set; }

    /// <summary>Previous adopters or foster carers: the fast track's limit applies.</summary>
    public bool IsFastTrack { get; set; }

    /// <summary>A relinquished child under six months: the shorter months of a match apply.</summary>
    public bool IsInfant { get; set; }

    /// <summary>The household, by the reference minted for panels; of approvals, terminations and reviews.</summary>
    public Guid? Household { get; set; }

    public short? HouseholdCouncil { get; set; }

    /// <summary>The link that a match comes from.</summary>
    public Guid? Link { get; set; }

    /// <summary>Whether its household is chosen for the children still: a match that was put off is chosen again before it goes to panel again.</summary>
    public bool LinkStands { get; set; } = true;

    /// <summary>Whether its gates are met still, as its hub says: while one has fallen it is put on no agenda and not decided in favour.</summary>
    public bool GatesStand { get; set; } = true;

    /// <summary>Who of the council that raised it may see it, besides those who run, sit on and decide after a panel: see docs/decisions/0019-restrictions-in-shared-services.md.</summary>
    public RestrictedTo RestrictedTo { get; set; }

    public CaseState State { get; set; } = CaseState.Arriving;

    /// <summary>The children that the hub says belong to it.</summary>
    public int ChildCount { get; set; }

    public List<CaseChild> Children { get; init; } = [];

    /// <summary>The days of its events, which clocks are read from.</summary>
    public List<KnownDay> Days { get; init; } = [];

    public List<CasePause> Pauses { get; init; } = [];

    /// <summary>Days on which those who present it, or the adopters, cannot come.</summary>
    public List<Absence> Absences { get; set; } = [];

    public List<CaseConflict> Conflicts { get; init; } = [];

    /// <summary>Whom no clock of telling runs for: whom the hubs could not tell, such as parents whose whereabouts nobody knows, and whom nothing of the round is told to.</summary>
    public List<ExcusedNotice> Excused { get; set; } = [];

    /// <summary>Minutes at panel, where the panel's usual ones do not do.</summary>
    public int? Minutes { get; set; }

    /// <summary>The day of a hearing that an advisory item must not delay.</summary>
    public DateOnly? CourtDate { get; set; }

    /// <summary>1 until a qualifying determination is answered or its time is over; then 2: the second decision's days are counted by themselves.</summary>
    public short Round { get; set; } = 1;

    /// <summary>When its papers and gates were complete: since then it waits.</summary>
    public DateOnly? ReadyOn { get; set; }

    /// <summary>When it was found that the council's hub knows the case no more: it was restored from a backup that was made before.</summary>
    public DateOnly? ForgottenOn { get; set; }

    /// <summary>The newest snapshot taken in from the hub.</summary>
    public int Epoch { get; set; }

    public long HubVersion { get; set; }

    public long Version { get; set; } = 1;

    public CaseRoute Route => CaseRoutes.Of(Kind, ReadyOn);

    public bool IsOpen => State is not (CaseState.Closed or CaseState.Withdrawn);

    /// <summary>The day of an event in the present round; null when it has not happened.</summary>
    public DateOnly? DayOf(ClockEvent happened, NoticeRecipient recipient = default) => DayOf(Round, happened, recipient);

    public DateOnly? DayOf(short round, ClockEvent happened, NoticeRecipient recipient = default) =>
        Days.Find(day => day.Round == round && day.Event == happened && day.Recipient == recipient)?.Day;

    /// <summary>Enters an event's day, in place of what was entered before in this round; null takes it out again.</summary>
    public void Happened(ClockEvent happened, DateOnly? day, NoticeRecipient recipient = default) => Happened(Round, happened, day, recipient);

    public void Happened(short round, ClockEvent happened, DateOnly? day, NoticeRecipient recipient = default)
    {
        var entered = Days.Find(each => each.Round == round && each.Event == happened && each.Recipient == recipient);
        if (day is not { } known)
        {
            Days.RemoveAll(each => each == entered);
        }
        else if (entered is not null)
        {
            entered.Day = known;
        }
        else
        {
            Days.Add(new KnownDay { CaseId = Id, Councils = Councils, Round = round, Event = happened, Recipient = recipient, Day = known });
        }
    }

    /// <summary>Who is to be told of what was decided in a round.</summary>
    public IEnumerable<NoticeRecipient> RecipientsOf(short round) => Route.Recipients.Where(recipient => !Excused.Contains(new ExcusedNotice(round, recipient)));

    /// <summary>Whether everybody has been told, by word of mouth and in writing, of what was decided: also in earlier rounds, of what stands of it.</summary>
    public bool EverybodyIsTold() => Enumerable.Range(1, Round).All(round => RecipientsOf((short)round).All(recipient => IsTold((short)round, recipient)));

    /// <summary>Whether a group of recipients has been told, by word of mouth and in writing, of what was decided in a round.</summary>
    public bool IsTold(short round, NoticeRecipient recipient) =>
        DayOf(round, ClockEvent.ToldOrally, recipient) is not null && DayOf(round, ClockEvent.ToldInWriting, recipient) is not null;
}

/// <summary>Somebody who is told nothing of a round's decisions.</summary>
internal sealed record ExcusedNotice(short Round, NoticeRecipient Recipient);

/// <summary>A child in a case.</summary>
internal sealed class CaseChild
{
    public Guid CaseId { get; init; }

    /// <summary>The child, by the reference minted for panels.</summary>
    public Guid Child { get; init; }

    public required short[] Councils { get; set; }

    /// <summary>When it was decided that the child should be placed.</summary>
    public DateOnly? ShouldBePlacedOn { get; set; }

    /// <summary>When there was authority to place: a placement order or consent.</summary>
    public DateOnly? AuthorityOn { get; set; }

    public int Epoch { get; set; }

    public long HubVersion { get; set; }
}

/// <summary>When something happened.</summary>
internal sealed class KnownDay
{
    public Guid CaseId { get; init; }

    public required short[] Councils { get; set; }

    public short Round { get; init; }

    public ClockEvent Event { get; init; }

    /// <summary>Who was told; 0 for what concerns the whole case.</summary>
    public NoticeRecipient Recipient { get; init; }

    public DateOnly Day { get; set; }
}

/// <summary>A stretch during which a clock of a case stands still.</summary>
internal sealed class CasePause
{
    public Guid Id { get; init; }

    public Guid CaseId { get; init; }

    public required short[] Councils { get; init; }

    /// <summary>Which clock; one that the hub told is of stage two, or of the fast track, as the case is.</summary>
    public ClockCode Clock { get; init; }

    public PauseReason Reason { get; set; }

    public DateOnly From { get; set; }

    /// <summary>The first day that counts again.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>The newest that the hub said of it; 0 of one that was entered here.</summary>
    public int Epoch { get; set; }

    public long HubVersion { get; set; }

    public bool IsOfHub => HubVersion > 0;
}

/// <summary>Why a member has an interest in a case.</summary>
internal enum ConflictKind : short
{
    /// <summary>Knows the family, the child or the adopters personally.</summary>
    PersonalKnowledge = 1,

    /// <summary>Has worked with the case.</summary>
    WorkedOnCase = 2,

    /// <summary>Is related to somebody in it.</summary>
    Relative = 3,

    /// <summary>Another interest.</summary>
    Other = 4,
}

/// <summary>A member's declared conflict: the member leaves for the item, does not count, and reads no papers of it.</summary>
internal sealed class CaseConflict
{
    public Guid CaseId { get; init; }

    public Guid MemberId { get; init; }

    public required short[] Councils { get; init; }

    public ConflictKind Kind { get; init; }

    /// <summary>Whether it was declared only when the item was called.</summary>
    public bool AtTheItem { get; init; }

    public DateTimeOffset DeclaredAt { get; init; }
}
