using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Scheduling;

/// <summary>Why a case cannot be heard at a meeting, whatever else is heard there.</summary>
internal enum Block : byte
{
    /// <summary>It can.</summary>
    None,

    /// <summary>The papers cannot be with the members five working days before.</summary>
    Papers,

    /// <summary>A minimum wait of the case is not over.</summary>
    Wait,

    /// <summary>The panel is not one of this council and kind.</summary>
    Panel,

    /// <summary>Without those who have declared a conflict or are away there is no quorum.</summary>
    Quorum,

    /// <summary>Nobody who presents the case can come.</summary>
    Presenter,

    /// <summary>The item alone is longer than the meeting.</summary>
    Length,

    /// <summary>Too few minutes are left, others being placed there.</summary>
    Minutes,

    /// <summary>A person has pinned the case to another meeting, or this meeting's agenda is settled.</summary>
    Pinned,

    /// <summary>The meeting is not before the hearing, which an advisory item never delays.</summary>
    Court,

    /// <summary>The meeting's agenda is settled: what comes now is late, and a person's to decide.</summary>
    Settled,

    /// <summary>The household of the match is chosen for the children no longer.</summary>
    Link,

    /// <summary>A gate of the case has fallen since it was raised.</summary>
    Gate,
}

/// <summary>What a block is about.</summary>
/// <param name="Day">The day that counts: the last for papers, the first after a wait or an absence, the hearing.</param>
/// <param name="Missing">What the quorum lacks.</param>
/// <param name="Absent">Members who are away or leave for a conflict.</param>
internal sealed record BlockDetail(DateOnly? Day, IReadOnlyList<QuorumGap>? Missing = null, IReadOnlyList<Guid>? Absent = null)
{
    public static BlockDetail None { get; } = new((DateOnly?)null);
}

/// <summary>A case that is ready to be heard.</summary>
/// <param name="Id">The case.</param>
/// <param name="ReadyOn">The day from which it waits: all its papers are there.</param>
/// <param name="Limit">The last day of a meeting by which every limit can still be met; null when there is none.</param>
/// <param name="LimitIsLaw">Whether that limit is law, or guidance.</param>
/// <param name="Minutes">How long it takes.</param>
internal sealed record ScheduleCase(Guid Id, DateOnly ReadyOn, DateOnly? Limit, bool LimitIsLaw, int Minutes);

/// <summary>A meeting with room.</summary>
/// <param name="Id">The meeting.</param>
/// <param name="Date">Its day.</param>
/// <param name="Minutes">How long it may last, less what is settled.</param>
internal sealed record ScheduleMeeting(Guid Id, DateOnly Date, int Minutes);

/// <summary>Cases, meetings, and what each pair of them would mean.</summary>
internal sealed class ScheduleProblem
{
    private readonly Block[] _blocks;
    private readonly long[] _costs;
    private readonly long[] _unplaced;

    /// <param name="cases">The cases.</param>
    /// <param name="meetings">The meetings, in the order of their days.</param>
    /// <param name="block">What keeps a case from a meeting.</param>
    /// <param name="pounds">What hearing it there costs in travel and shares of a joint panel, in whole pounds, at most 9,999.</param>
    public ScheduleProblem(
        IReadOnlyList<ScheduleCase> cases, IReadOnlyList<ScheduleMeeting> meetings, Func<int, int, Block> block, Func<int, int, int> pounds)
    {
        (Cases, Meetings) = (cases, meetings);
        _blocks = new Block[cases.Count * meetings.Count];
        _costs = new long[_blocks.Length];
        _unplaced = new long[cases.Count];
        var never = meetings.Count == 0 ? DateOnly.MinValue : meetings.Max(meeting => meeting.Date).AddDays(28);
        for (var i = 0; i < cases.Count; i++)
        {
            _unplaced[i] = ScheduleCost.Of(cases[i], never > cases[i].ReadyOn ? never : cases[i].ReadyOn.AddDays(28), 0);
            for (var j = 0; j < meetings.Count; j++)
            {
                var found = block(i, j);
                _blocks[At(i, j)] = found == Block.None && cases[i].Minutes > meetings[j].Minutes ? Block.Length : found;
                _costs[At(i, j)] = ScheduleCost.Of(cases[i], meetings[j].Date, pounds(i, j));
            }
        }
    }

    public IReadOnlyList<ScheduleCase> Cases { get; }

    public IReadOnlyList<ScheduleMeeting> Meetings { get; }

    /// <summary>Meetings of the same days whose agenda is settled: nothing is placed there.</summary>
    public IReadOnlyList<ScheduleMeeting> Settled { get; init; } = [];

    /// <summary>What a block of a case at a meeting is about.</summary>
    public Func<int, int, Block, BlockDetail> WhatItTakes { get; init; } = (_, _, _) => BlockDetail.None;

    /// <summary>What keeps a case from a meeting but its minutes.</summary>
    public Block BlockOf(int @case, int meeting) => _blocks[At(@case, meeting)];

    public bool IsOpen(int @case, int meeting) => _blocks[At(@case, meeting)] == Block.None;

    /// <summary>What placing a case costs; a case without a meeting (-1) costs as if it were heard four weeks after the last one.</summary>
    public long CostOf(int @case, int meeting) => meeting < 0 ? _unplaced[@case] : _costs[At(@case, meeting)];

    private int At(int @case, int meeting) => (@case * Meetings.Count) + meeting;
}

/// <summary>
/// One number that puts lateness first, then waiting, then money: a day beyond a limit of guidance outweighs a hundred thousand days of waiting, a day
/// beyond a limit of law ten times that, and a day of waiting ten thousand pounds.
/// </summary>
internal static class ScheduleCost
{
    private const long PerDayWaited = 10_000;
    private const long PerDayLate = 100_000 * PerDayWaited;
    private const int LawWeight = 10;
    private const int MostPounds = 9_999;

    public static long Of(ScheduleCase @case, DateOnly heard, int pounds) =>
        (LateOf(@case, heard) * (@case.LimitIsLaw ? LawWeight : 1) * PerDayLate)
        + (WaitOf(@case, heard) * PerDayWaited)
        + Math.Clamp(pounds, 0, MostPounds);

    /// <summary>Days beyond the limit.</summary>
    public static long LateOf(ScheduleCase @case, DateOnly heard) => @case.Limit is { } limit ? Math.Max(0, heard.DayNumber - limit.DayNumber) : 0;

    /// <summary>Days between ready and heard.</summary>
    public static long WaitOf(ScheduleCase @case, DateOnly heard) => Math.Max(0, heard.DayNumber - @case.ReadyOn.DayNumber);
}

/// <summary>Where each case is: the index of its meeting, or -1.</summary>
internal sealed class Schedule
{
    private readonly ScheduleProblem _problem;
    private readonly int[] _meetingOf;
    private readonly int[] _left;

    public Schedule(ScheduleProblem problem)
    {
        _problem = problem;
        _meetingOf = new int[problem.Cases.Count];
        Array.Fill(_meetingOf, -1);
        _left = [.. problem.Meetings.Select(meeting => meeting.Minutes)];
        Cost = Enumerable.Range(0, problem.Cases.Count).Sum(@case => problem.CostOf(@case, -1));
    }

    private Schedule(Schedule other)
    {
        _problem = other._problem;
        _meetingOf = [.. other._meetingOf];
        _left = [.. other._left];
        Cost = other.Cost;
    }

    public long Cost { get; private set; }

    public int this[int @case] => _meetingOf[@case];

    public IReadOnlyList<int> Meetings => _meetingOf;

    /// <summary>Minutes that are left at a meeting.</summary>
    public int Left(int meeting) => _left[meeting];

    public bool HasRoom(int @case, int meeting) => _problem.IsOpen(@case, meeting) && _left[meeting] >= _problem.Cases[@case].Minutes;

    /// <summary>Puts a case into a meeting, or takes it out of any (-1). The caller has looked whether it may.</summary>
    public void Place(int @case, int meeting)
    {
        var before = _meetingOf[@case];
        if (before >= 0)
        {
            _left[before] += _problem.Cases[@case].Minutes;
        }

        if (meeting >= 0)
        {
            _left[meeting] -= _problem.Cases[@case].Minutes;
        }

        Cost += _problem.CostOf(@case, meeting) - _problem.CostOf(@case, before);
        _meetingOf[@case] = meeting;
    }

    public Schedule Copy() => new(this);
}
