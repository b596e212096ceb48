using Partnership.PanelScheduling.Scheduling;

namespace Partnership.Benchmarks.PanelScheduling;

/// <summary>
/// An invented year of panels: two panels that serve two councils each and a joint one that serves all, in turn; cases that come in at an uneven pace
/// (few in August and over Christmas, many before the summer), with what the law and guidance say of their last day, and pairs that a declared conflict,
/// an absence or a presenter rules out.
/// </summary>
internal sealed class RegionYear
{
    private const int Panels = 3;
    private const int MeetingMinutes = 420;
    private static readonly DateOnly First = new(2025, 1, 6);
    private static readonly int[] Minutes = [30, 40, 40, 45, 45, 60];
    private static readonly double[] Pace = [1.1, 1.1, 1.2, 1, 1.1, 1.3, 1.2, 0.4, 0.9, 1, 1.1, 0.6];

    private readonly int[] _council;
    private readonly int[] _panel;
    private readonly bool[,] _away;

    private RegionYear(int cases, int meetings, int seed)
    {
        var random = new Random(seed);
        var step = 364.0 / meetings;
        Meetings = [.. Enumerable.Range(0, meetings).Select(n => new ScheduleMeeting(Id(n, 1), First.AddDays(7 + (int)(n * step)), MeetingMinutes))];
        _panel = [.. Enumerable.Range(0, meetings).Select(n => n % Panels)];
        Cases = [.. Enumerable.Range(0, cases).Select(n => Case(n, random)).OrderBy(@case => @case.ReadyOn).ThenBy(@case => @case.Id)];
        _council = [.. Enumerable.Range(0, cases).Select(_ => random.Next(4))];
        _away = new bool[cases, meetings];
        for (var i = 0; i < cases; i++)
        {
            for (var j = 0; j < meetings; j++)
            {
                _away[i, j] = random.Next(12) == 0;
            }
        }
    }

    public IReadOnlyList<ScheduleCase> Cases { get; }

    public IReadOnlyList<ScheduleMeeting> Meetings { get; }

    public static RegionYear Of(int cases, int meetings, int seed) => new(cases, meetings, seed);

    /// <summary>The whole year as one problem, or what is known of it on a day: those cases, those meetings.</summary>
    public ScheduleProblem Problem(IReadOnlyList<int> cases, IReadOnlyList<int> meetings) => new(
        [.. cases.Select(i => Cases[i])], [.. meetings.Select(j => Meetings[j])],
        (i, j) => BlockOf(cases[i], meetings[j]), (_, j) => _panel[meetings[j]] == Panels - 1 ? 120 : 40);

    private Block BlockOf(int @case, int meeting) =>
        _panel[meeting] != Panels - 1 && _panel[meeting] != _council[@case] / 2 ? Block.Panel
        // Seven days are five working days.
        : Meetings[meeting].Date < Cases[@case].ReadyOn.AddDays(7) ? Block.Papers
        : _away[@case, meeting] ? Block.Quorum
        : Block.None;

    private static ScheduleCase Case(int n, Random random)
    {
        int day;
        do
        {
            day = random.Next(343);
        }
        while (random.NextDouble() * 1.3 > Pace[First.AddDays(day).Month - 1]);

        var ready = First.AddDays(day);
        return new ScheduleCase(
            Id(n, 2), ready, random.Next(5) < 3 ? ready.AddDays(random.Next(14, 75)) : null, random.Next(4) == 0, Minutes[random.Next(Minutes.Length)]);
    }

    private static Guid Id(int n, short kind) => new(n + 1, kind, 0, new byte[8]);
}
