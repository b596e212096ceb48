using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Meetings;

/// <summary>How far a meeting is.</summary>
internal enum MeetingState : short
{
    /// <summary>Members and agenda may change.</summary>
    Planned = 1,

    /// <summary>The agenda is settled, papers are with the members: what comes now is late and needs its reason.</summary>
    Settled = 2,

    /// <summary>It took place.</summary>
    Held = 3,

    /// <summary>It will not take place.</summary>
    Cancelled = 4,
}

/// <summary>A meeting of a panel.</summary>
internal sealed class Meeting
{
    public Guid Id { get; init; }

    public Guid PanelId { get; init; }

    public required short[] Councils { get; init; }

    /// <summary>The day in Europe/London.</summary>
    public DateOnly Date { get; init; }

    /// <summary>When it begins, by the clock in London.</summary>
    public TimeOnly StartsAt { get; init; }

    /// <summary>How long it may last.</summary>
    public int Minutes { get; init; }

    public bool IsOnline { get; set; }

    /// <summary>Which of the councils is its host; null online.</summary>
    public short? HostCouncil { get; set; }

    /// <summary>The room and its address, or how to join online; null for the usual one. Whoever holds a member's calendar reads it.</summary>
    public string? Venue { get; set; }

    public MeetingState State { get; set; } = MeetingState.Planned;

    /// <summary>The series that it came from; null for a single one.</summary>
    public Guid? SeriesId { get; init; }

    public List<MeetingMember> Members { get; init; } = [];

    public DateTimeOffset? SettledAt { get; set; }

    public long Version { get; set; } = 1;

    /// <summary>The last day on which papers reach the members in time.</summary>
    public DateOnly PapersDue => ClockEngine.England.Due(ClockRules.InForce(ClockCode.PanelPapers, Date), Date);

    public bool IsOpenForAgenda => State is MeetingState.Planned or MeetingState.Settled;
}

/// <summary>What a member answered to the invitation.</summary>
internal enum InvitationAnswer : short
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>Comes.</summary>
    Comes = 1,

    /// <summary>Cannot come.</summary>
    Cannot = 2,
}

/// <summary>A member drawn for a meeting.</summary>
internal sealed class MeetingMember
{
    public Guid MeetingId { get; init; }

    public Guid MemberId { get; init; }

    public required short[] Councils { get; init; }

    public PanelRole Role { get; set; }

    /// <summary>There to advise on health: not counted in the quorum.</summary>
    public bool AsMedicalAdviser { get; set; }

    public InvitationAnswer Answer { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>When the member said that the papers are read.</summary>
    public DateTimeOffset? PapersReadAt { get; set; }

    /// <summary>Whether the member was there; null before the meeting.</summary>
    public bool? WasPresent { get; set; }

    /// <summary>Whose place the member took.</summary>
    public Guid? Replaces { get; init; }
}
