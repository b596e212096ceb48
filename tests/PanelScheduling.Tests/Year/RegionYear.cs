using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.Statutory.WorkingDays;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Year;

/// <summary>
/// A year of one invented region of two councils with a joint panel. Its hubs' messages come twice and in any order; its people do their part in the days
/// that they have. Some matches are of two children, some matches and plans are refused, and now and then a member goes out of an item.
/// </summary>
internal sealed class RegionYear(PanelHost host, int[] councils, int seed)
{
    public const int Approvals = 80;
    public const int Matches = 100;
    public const int Plans = 120;
    public const int Weeks = 52;
    public static readonly DateOnly Begin = new(2025, 1, 6);
    private readonly Random _random = new(seed);
    private readonly SortedDictionary<DateOnly, List<Func<Task>>> _todo = [];
    private readonly Dictionary<Guid, RaisedCase> _cases = [];
    private World _world = null!;
    private DateOnly _now = Begin.AddDays(-7);

    public int Decided { get; private set; }

    /// <summary>The slowest of the Mondays' schedules, solved and applied.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>The next day on which somebody has something to do; null when the year is over.</summary>
    public DateOnly? Next => _todo.Count == 0 ? null : _todo.Keys.First();

    /// <summary>Lists, panel, a meeting each week, and the cases that will come.</summary>
    public async Task BeginAsync()
    {
        _world = await World.MakeAsync(host, councils);
        await _world.Adviser.SendAsync(HttpMethod.Put, $"/{_world.PanelId}/settings", World.Settings(420), $"/{_world.PanelId}");
        var series = await _world.Adviser.SendAsync(
            HttpMethod.Post, $"/{_world.PanelId}/series", new { from = Text(Begin), until = Text(Begin.AddDays((7 * Weeks) + 90)), weekday = "tuesday", everyWeeks = 1, weekOfMonth = (int?)null, startsAt = "09:30:00", minutes = 420 });
        foreach (var meeting in series["meetings"]!.AsArray())
        {
            await PlanMeetingAsync(World.Id(meeting!, "id"), Day(Text(meeting!, "date")), Day(Text(meeting!, "papersDue")));
        }

        foreach (var (kind, count) in new[] { (PanelCaseKind.AdopterApproval, Approvals), (PanelCaseKind.Match, Matches), (PanelCaseKind.ShouldBePlacedByOrder, Plans) })
        {
            for (var n = 0; n < count; n++)
            {
                var ready = Working(Begin.AddDays(_random.Next(7 * Weeks)));
                On(ready, () => RaiseAsync(kind, ready));
            }
        }

        for (var week = 0; week < Weeks + 8; week++)
        {
            On(Begin.AddDays(7 * week), ScheduleAsync);
        }
    }

    /// <summary>Everything that its people do on a day, one after the other.</summary>
    public async Task ActAsync(DateOnly today)
    {
        _now = today;
        while (Next == today)
        {
            var actions = _todo[today];
            _todo.Remove(today);
            foreach (var act in actions)
            {
                await act();
            }
        }
    }

    public Task<string> CalendarAsync() => _world.Adviser.Http.GetStringAsync($"/api/v1/panels/calendar.svg?from={Text(Begin)}&until={Text(Begin.AddDays(364))}");

    private async Task PlanMeetingAsync(Guid meeting, DateOnly date, DateOnly papersDue)
    {
        var members = _world.Members;
        await _world.DrawAsync(meeting, [(members[0], "chair"), (members[1], "vice-chair"), (members[3], "member"), (members[4], "member"), .. members.Skip(6).Select(member => (member, "member"))]);
        On(papersDue, async () =>
        {
            foreach (var item in await ItemsAsync(meeting))
            {
                await _world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/invitation", new { invitedOn = Text(papersDue) }, $"/agenda-items/{item}");
            }

            await _world.SettleAsync(meeting);
        });
        On(date, () => MeetAsync(meeting, date));
    }

    private async Task RaiseAsync(PanelCaseKind kind, DateOnly ready)
    {
        var council = councils[_random.Next(2)];
        var @case = await _world.RaiseAsync(
            kind, council, kind == PanelCaseKind.AdopterApproval ? 0 : kind == PanelCaseKind.Match && _random.Next(5) == 0 ? 2 : 1, kind == PanelCaseKind.Match ? new(council == councils[0] ? councils[1] : councils[0]) : null, Text(ready),
            kind == PanelCaseKind.AdopterApproval ? Text(ready.AddDays(-30)) : null, plannedOn: Text(ready.AddDays(-60)));
        _cases.Add(@case.Id, @case);

        // Once more, as after a relay that died between sending and knowing it.
        await host.SendAsync(@case.Message);
        if (kind == PanelCaseKind.ShouldBePlacedByOrder)
        {
            var refused = IsRefused();
            On(Working(ready.AddDays(1)), () => DecideAsync(@case, "no-panel", refused));
        }
    }

    private async Task ScheduleAsync()
    {
        var (today, watch) = (_now, Stopwatch.StartNew());
        var plan = await _world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = Text(today), until = Text(today.AddDays(180)), panelIds = new[] { _world.PanelId }, includeBooked = true });
        var path = $"/schedules/{Text(plan, "planId")}";
        var applied = await _world.Adviser.SendAsync(HttpMethod.Post, path + "/apply", version: path);
        Assert.True(applied["refused"]!.AsArray().Count == 0, applied.ToJsonString());
        Slowest = watch.Elapsed > Slowest ? watch.Elapsed : Slowest;
    }

    private async Task MeetAsync(Guid meeting, DateOnly date)
    {
        var members = (await _world.Adviser.GetAsync($"/meetings/{meeting}"))["members"]!.AsArray().Select(member => World.Id(member!, "memberId")).ToList();
        await _world.AttendAsync(meeting, members);
        foreach (var item in await ItemsAsync(meeting))
        {
            var @case = _cases[World.Id(await _world.Adviser.GetAsync($"/agenda-items/{item}"), "caseId")];

            // Somebody knows the family, now and then, and goes out.
            var sitting = _random.Next(6) == 0 ? members[..^1] : members;
            var refused = @case.Kind != PanelCaseKind.AdopterApproval && IsRefused();
            await _world.CallAsync(item, sitting);
            await _world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, refused ? "no" : "yes", sitting.Count), $"/agenda-items/{item}");
            On(Working(date.AddDays(3)), async () =>
            {
                // The household's hub before the child's, and again.
                foreach (var council in @case.Councils.Reverse())
                {
                    await _world.HoldMinutesAsync(@case, item, council);
                }

                await _world.As("chair").SendAsync(HttpMethod.Post, $"/agenda-items/{item}/sign", version: $"/agenda-items/{item}");
                On(WorkingCalendar.England.Add(_now, 5), () => DecideAsync(@case, "all", refused));
            });
        }
    }

    private bool IsRefused() => _random.Next(10) == 0;

    private async Task DecideAsync(RaisedCase @case, string reasons, bool refused)
    {
        var (maker, record) = await _world.DecisionMakerAsync(@case);
        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, refused ? "no" : "yes", reasons), $"/cases/{@case.Id}");
        Decided++;
        var decided = _now;
        On(WorkingCalendar.England.Add(decided, 1), () => TellAsync(@case, made, refused, inWriting: false));
        On(WorkingCalendar.England.Add(decided, 4), () => TellAsync(@case, made, refused, inWriting: true));
    }

    private async Task TellAsync(RaisedCase @case, JsonNode made, bool refused, bool inWriting)
    {
        PanelNoticeRecipient[] recipients = @case.Kind switch
        {
            PanelCaseKind.AdopterApproval => [PanelNoticeRecipient.Adopters],
            PanelCaseKind.Match when refused => [PanelNoticeRecipient.Adopters],
            PanelCaseKind.Match => [PanelNoticeRecipient.Adopters, PanelNoticeRecipient.BirthParents],
            _ => [PanelNoticeRecipient.BirthParents],
        };
        foreach (var (recipient, decision) in recipients.SelectMany(recipient => made["decisions"]!.AsArray().Select(each => (recipient, World.Id(each!, "decisionId")))))
        {
            var oral = inWriting ? WorkingCalendar.England.Add(_now, -3) : _now;
            var told = new DecisionTold(
                new Guid(decision.ToByteArray().Select(each => (byte)(each ^ (byte)recipient)).ToArray()), @case.Council, 1, inWriting ? 2 : 1, @case.Id, decision, recipient,
                new CaseDay(oral), inWriting ? new CaseDay(_now) : null, false);
            await host.SendAsync(told);

            // The one before it once more: overtaken, it changes nothing.
            await host.SendAsync(inWriting ? told with { Version = 1, InWritingOn = null } : told);
        }

        var state = inWriting ? "closed" : "decided";
        await Eventually.AssertAsync(async () => Assert.Equal(state, Text(await _world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state")));
    }

    private async Task<List<Guid>> ItemsAsync(Guid meeting) =>
        [.. (await _world.Adviser.GetAsync($"/meetings/{meeting}"))["agenda"]!.AsArray().Where(item => Text(item!, "state") == "booked").Select(item => World.Id(item!, "itemId"))];

    private void On(DateOnly day, Func<Task> act)
    {
        if (!_todo.TryGetValue(day, out var actions))
        {
            _todo.Add(day, actions = []);
        }

        actions.Add(act);
    }

    private static DateOnly Working(DateOnly day) => WorkingCalendar.England.OnOrAfter(day);

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static string Text(JsonNode node, params string[] path) => path.Aggregate(node, (at, name) => at[name]!).GetValue<string>();

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
