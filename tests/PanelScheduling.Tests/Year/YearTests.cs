using System.Globalization;
using System.Text.Json.Nodes;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.Statutory.WorkingDays;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Year;

/// <summary>
/// A year of an invented region through the API, day by day, with hubs whose messages come twice and in any order. People do their part in the days that
/// they have; whatever is late after that would be the system's doing. By hand: <c>-explicit on -class "*YearTests"</c>, minutes long.
/// </summary>
public sealed class YearTests(PanelHost host) : PanelTest(host)
{
    private const int Approvals = 80;
    private const int Matches = 100;
    private const int Plans = 120;
    private const int Weeks = 52;
    private static readonly DateOnly Begin = new(2025, 1, 6);
    private readonly Random _random = new(1);
    private readonly SortedDictionary<DateOnly, List<Func<Task>>> _todo = [];
    private readonly Dictionary<Guid, RaisedCase> _cases = [];
    private World _world = null!;
    private DateOnly _now;
    private int _decided;

    [Fact(Explicit = true)]
    public async Task Year_OfARegion_IsDecidedAndToldWithNothingLate()
    {
        await Host.Database.ExecuteAsync("update panel_case set state = 9");
        Go(Begin.AddDays(-7));
        _world = await World.MakeAsync(Host, 860, 861);
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

        while (_todo.Count > 0)
        {
            var (today, actions) = _todo.First();
            _todo.Remove(today);
            Go(today);
            foreach (var act in actions)
            {
                await act();
            }
        }

        await Eventually.AssertAsync(async () => Assert.Equal(0L, await Host.Database.ScalarAsync<long>("select count(*) from panel_case where state not in (8, 9)")));
        Assert.Equal(Approvals + Matches + Plans, _decided);
        Assert.Equal(_decided, (int)await Host.Database.ScalarAsync<long>("select count(distinct case_id) from decision where case_id in (select id from panel_case where state = 8)"));
        var late = await Host.Database.ScalarAsync<string>("select coalesce(string_agg(code || ' round ' || round, ', '), '') from case_clock where is_breach and case_id in (select id from panel_case where state = 8)");
        Assert.Equal("", late);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{_decided} cases decided; mean days from ready to panel: {await Host.Database.ScalarAsync<double>("select avg(d.day - c.ready_on)::float8 from panel_case c join case_day d on d.case_id = c.id and d.event = 10")}");
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "panel-year.svg"), await _world.Adviser.Http.GetStringAsync($"/api/v1/panels/calendar.svg?from={Text(Begin)}&until={Text(Begin.AddDays(364))}"));
    }

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
        var council = _random.Next(2) == 0 ? 860 : 861;
        var @case = await _world.RaiseAsync(
            kind, council, kind == PanelCaseKind.AdopterApproval ? 0 : 1, kind == PanelCaseKind.Match ? new(council == 860 ? 861 : 860) : null, Text(ready),
            kind == PanelCaseKind.AdopterApproval ? Text(ready.AddDays(-30)) : null, plannedOn: Text(ready.AddDays(-60)));
        _cases.Add(@case.Id, @case);

        // Once more, as after a relay that died between sending and knowing it.
        await Host.SendAsync(@case.Message);
        if (kind == PanelCaseKind.ShouldBePlacedByOrder)
        {
            On(Working(ready.AddDays(1)), () => DecideAsync(@case, "no-panel"));
        }
    }

    private async Task ScheduleAsync()
    {
        var today = _now;
        var plan = await _world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = Text(today), until = Text(today.AddDays(180)), panelIds = new[] { _world.PanelId }, includeBooked = true });
        var path = $"/schedules/{Text(plan, "planId")}";
        var applied = await _world.Adviser.SendAsync(HttpMethod.Post, path + "/apply", version: path);
        Assert.True(applied["refused"]!.AsArray().Count == 0, applied.ToJsonString());
    }

    private async Task MeetAsync(Guid meeting, DateOnly date)
    {
        var members = (await _world.Adviser.GetAsync($"/meetings/{meeting}"))["members"]!.AsArray().Select(member => World.Id(member!, "memberId")).ToList();
        await _world.AttendAsync(meeting, members);
        foreach (var item in await ItemsAsync(meeting))
        {
            var @case = _cases[World.Id(await _world.Adviser.GetAsync($"/agenda-items/{item}"), "caseId")];
            await _world.CallAsync(item, members);
            await _world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, "yes", members.Count), $"/agenda-items/{item}");
            On(Working(date.AddDays(3)), async () =>
            {
                // The household's hub before the child's, and again.
                foreach (var council in @case.Councils.Reverse())
                {
                    await _world.HoldMinutesAsync(@case, item, council);
                }

                await _world.As("chair").SendAsync(HttpMethod.Post, $"/agenda-items/{item}/sign", version: $"/agenda-items/{item}");
                On(WorkingCalendar.England.Add(_now, 5), () => DecideAsync(@case, "all"));
            });
        }
    }

    private async Task DecideAsync(RaisedCase @case, string reasons)
    {
        var (maker, record) = await _world.DecisionMakerAsync(@case);
        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", reasons), $"/cases/{@case.Id}");
        _decided++;
        var decided = _now;
        On(WorkingCalendar.England.Add(decided, 1), () => TellAsync(@case, made, inWriting: false));
        On(WorkingCalendar.England.Add(decided, 4), () => TellAsync(@case, made, inWriting: true));
    }

    private async Task TellAsync(RaisedCase @case, JsonNode made, bool inWriting)
    {
        PanelNoticeRecipient[] recipients = @case.Kind switch
        {
            PanelCaseKind.AdopterApproval => [PanelNoticeRecipient.Adopters],
            PanelCaseKind.Match => [PanelNoticeRecipient.Adopters, PanelNoticeRecipient.BirthParents],
            _ => [PanelNoticeRecipient.BirthParents],
        };
        foreach (var recipient in recipients)
        {
            var oral = inWriting ? WorkingCalendar.England.Add(_now, -3) : _now;
            var told = new DecisionTold(
                new Guid(@case.Id.ToByteArray().Select(each => (byte)(each ^ (byte)recipient)).ToArray()), @case.Council, 1, inWriting ? 2 : 1, @case.Id, World.Id(made["decisions"]![0]!, "decisionId"), recipient,
                new CaseDay(oral), inWriting ? new CaseDay(_now) : null, false);
            await Host.SendAsync(told);

            // The one before it once more: overtaken, it changes nothing.
            await Host.SendAsync(inWriting ? told with { Version = 1, InWritingOn = null } : told);
        }

        var state = inWriting ? "closed" : "decided";
        await Eventually.AssertAsync(async () => Assert.Equal(state, Text(await _world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state")));
    }

    private async Task<List<Guid>> ItemsAsync(Guid meeting) =>
        [.. (await _world.Adviser.GetAsync($"/meetings/{meeting}"))["agenda"]!.AsArray().Where(item => Text(item!, "state") == "booked").Select(item => World.Id(item!, "itemId"))];

    private void Go(DateOnly day)
    {
        _now = day;
        Host.Clock.SetTo(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
    }

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

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
