using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Decisions;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Persistence;
using Partnership.Statutory.Panels;
using Partnership.Statutory.WorkingDays;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Decisions;

/// <summary>
/// People do what they can do, in any order: whatever they try, a decision that stands in the database has all its gates behind it. Those are read
/// from the tables, by rules written again here.
/// </summary>
public sealed class GatesHoldTests(PanelHost host) : PanelTest(host)
{
    private const int Actions = 70;
    private const int Seeds = 6;
    private static readonly DateOnly Begin = new(2025, 6, 16);
    private Random _random = null!;
    private World _world = null!;
    private RaisedCase _case = null!;
    private DateOnly _today;
    private readonly HashSet<DateOnly> _days = [];
    private DateOnly _meets;
    private Guid _meeting;
    private Guid? _item;
    private PanelClient _maker = null!;
    private Guid _record;

    /// <summary>What the hub has said last: whether its gates stand, and whether the household is chosen.</summary>
    private (bool Gates, bool Link) _stand;
    private long _said;

    [Fact]
    public async Task Sequence_OfAnyActions_YieldsNoDecisionWithoutItsGates()
    {
        var (decided, refused) = (0, 0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            _random = new Random(seed);
            (_today, _item, _record, _meeting, _meets, _stand, _said) = (Begin, null, Guid.NewGuid(), Guid.Empty, Begin, (true, true), 1);
            _days.Clear();
            GoTo("2025-06-16");
            _world = await World.MakeAsync(Host, 860, 861);
            _case = await RaiseAsync();
            (_maker, _) = await _world.DecisionMakerAsync(_case, _random.Next(4) == 0 ? _world.SubjectOf("member-1") : null);
            var step = 0;
            for (var action = 0; action < Actions; action++)
            {
                // Often the next right step, and often anything else at all in between.
                if (_random.Next(10) < 5)
                {
                    await StepAsync(step++ % 12);
                }
                else if (!await ActAsync(_random.Next(17)))
                {
                    refused++;
                }
            }

            decided += await HoldsAsync();
        }

        // A walk that gets nowhere, or that is let through everywhere, shows nothing.
        Assert.InRange(decided, 2, 5 * Seeds);
        Assert.InRange(refused, 6 * Seeds, Seeds * Actions);
    }

    private Task<RaisedCase> RaiseAsync() => _random.Next(4) switch
    {
        0 => _world.RaiseAsync(PanelCaseKind.AdopterApproval, 860),
        1 => _world.RaiseAsync(PanelCaseKind.Match, 860, children: 2, household: new(861), authority: _random.Next(3) > 0),
        2 => _world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, 860, children: 1),
        _ => _world.RaiseAsync(PanelCaseKind.ShouldBePlacedByConsent, 860, children: 1),
    };

    /// <summary>One thing that somebody might do; false when it was refused.</summary>
    private async Task<bool> ActAsync(int action)
    {
        var adviser = _world.Adviser;
        switch (action)
        {
            case 0:
                GoTo((_today = _today.AddDays(_random.Next(12))).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
                return true;
            case 1:
                var day = WorkingCalendar.England.OnOrAfter(_today.AddDays(1 + _random.Next(25)));
                if (!_days.Add(day))
                {
                    return false;
                }

                _meeting = await _world.DrawnMeetingAsync(day.ToString("O", System.Globalization.CultureInfo.InvariantCulture), others: _random.Next(5));
                return true;
            case 2 or 3:
                var (booked, answer) = await adviser.TryAsync(HttpMethod.Post, $"/meetings/{_meeting}/agenda", new { caseId = _case.Id }, $"/meetings/{_meeting}");
                _item = (int)booked < 300 ? World.Id(answer!, "itemId") : _item;
                return (int)booked < 300;
            case 4:
                return await TryAsync(adviser, HttpMethod.Post, $"/meetings/{_meeting}/settle", null, $"/meetings/{_meeting}");
            case 5:
                return await TryAsync(adviser, HttpMethod.Put, $"/meetings/{_meeting}/attendance", new { present = Some(_world.Members) }, $"/meetings/{_meeting}");
            case 6 or 7:
                return await TryAsync(adviser, HttpMethod.Put, $"/agenda-items/{_item}/sitting", new { sitting = Some(_world.Members) }, $"/agenda-items/{_item}");
            case 8:
                return await TryAsync(adviser, HttpMethod.Put, $"/agenda-items/{_item}/invitation", new { invitedOn = _today }, $"/agenda-items/{_item}");
            case 9 or 10:
                return await TryAsync(adviser, HttpMethod.Put, $"/agenda-items/{_item}/recommendation", World.Recommendation(_case, _random.Next(5) == 0 ? "no" : "yes", _random.Next(4, 9)), $"/agenda-items/{_item}");
            case 11:
                await Host.SendAsync(new PanelMinutesHeld(
                    Guid.NewGuid(), _random.Next(2) == 0 ? new(860) : new(861), 1, _random.Next(1, 4), _case.Id, _item ?? Guid.NewGuid(), new AuditHash([.. Enumerable.Repeat((byte)_random.Next(1, 3), AuditHash.Length)])));
                return true;
            case 12:
                return await TryAsync(_world.As("chair"), HttpMethod.Post, $"/agenda-items/{_item}/sign", null, $"/agenda-items/{_item}");
            case 13:
                _record = await _world.RecordAsync(_case, _random.Next(4) == 0 ? "somebody.else" : _world.SubjectOf(_random.Next(4) == 0 ? "member-1" : "maker-860"));
                return true;
            case 14 when _case.Children.Count > 0 && _random.Next(4) == 0:
                await Host.SendAsync(_case.Children[0] with { Version = 2, AuthorityOn = new CaseDay(_today) });
                return true;
            case 15:
                await SayAsync(_random.Next(3) > 0, _random.Next(3) > 0);
                return true;
            default:
                return await DecideAsync(_random.Next(5) == 0 ? "no" : "yes", _random.Next(3) == 0 ? "no-panel" : "all");
        }
    }

    /// <summary>The hub says how gates and link stand, and is heard.</summary>
    private async Task SayAsync(bool gates, bool link)
    {
        (_stand, _said) = ((gates, link), _said + 1);
        await Host.SendAsync(_case.Message with { Version = _said, GatesStand = gates, LinkStands = link });
        await Eventually.TrueAsync(() => Host.AskAsync(async db => (await db.Cases.FindAsync(_case.Id))!.HubVersion == _said), "the case to be stated again");
    }

    private async Task<bool> DecideAsync(string outcome, string reasons)
    {
        var done = await TryAsync(
            _maker, HttpMethod.Post, $"/cases/{_case.Id}/decisions", World.Decisions(_case, _record, outcome, reasons, outcome == "no" ? "other" : null), $"/cases/{_case.Id}");

        // Against what the hub has said nothing is decided in favour; of a match that is decided anew the link is the region's to say.
        Assert.True(!done || outcome == "no" || (_stand.Gates && (_case.Kind != PanelCaseKind.Match || _stand.Link || await WasDecidedAsync())), $"decided in favour while {_stand}");
        return done;
    }

    private Task<bool> WasDecidedAsync() => Host.AskAsync(async db => await db.Decisions.CountAsync(decision => decision.CaseId == _case.Id) > _case.Children.Count);

    /// <summary>What people do when all goes well, one after the other; whether it can be done just now is the service's to say.</summary>
    private async Task StepAsync(int step)
    {
        var adviser = _world.Adviser;
        var state = _item is null ? null : (await adviser.GetAsync($"/agenda-items/{_item}"))["state"]!.GetValue<string>();
        switch (step)
        {
            case 0 when WorkingCalendar.England.OnOrAfter(_today.AddDays(12)) is var day && _days.Add(day):
                (_meeting, _meets) = (await _world.DrawnMeetingAsync(day.ToString("O", System.Globalization.CultureInfo.InvariantCulture)), day);
                break;
            case 1:
                await ActAsync(2);
                break;
            case 2:
                await ActAsync(8);
                break;
            case 3:
                await ActAsync(4);
                break;
            case 4 when _meets > _today:
                GoTo((_today = _meets).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case 5:
                await TryAsync(adviser, HttpMethod.Put, $"/meetings/{_meeting}/attendance", new { present = await DrawnAsync() }, $"/meetings/{_meeting}");
                break;
            case 6:
                await TryAsync(adviser, HttpMethod.Put, $"/agenda-items/{_item}/sitting", new { sitting = await DrawnAsync() }, $"/agenda-items/{_item}");
                break;
            case 7 when state == "booked":
                var sitting = (await adviser.GetAsync($"/agenda-items/{_item}"))["sitting"]!.AsArray().Count;
                await TryAsync(adviser, HttpMethod.Put, $"/agenda-items/{_item}/recommendation", World.Recommendation(_case, "yes", sitting), $"/agenda-items/{_item}");
                break;
            case 8 when state == "heard" && (await adviser.GetAsync($"/agenda-items/{_item}"))["signedAt"] is null:
                foreach (var council in _case.Councils)
                {
                    await _world.HoldMinutesAsync(_case, _item!.Value, council);
                }

                break;
            case 9:
                await ActAsync(12);
                break;
            case 10:
                _record = await _world.RecordAsync(_case, _world.SubjectOf("maker-860"));
                if (_random.Next(3) > 0)
                {
                    await SayAsync(gates: true, link: true);
                }

                break;
            case 11:
                await DecideAsync("yes", _case.Kind == PanelCaseKind.ShouldBePlacedByOrder ? "no-panel" : "all");
                break;
        }
    }

    private async Task<Guid[]> DrawnAsync() => _meeting == Guid.Empty
        ? []
        : [.. (await _world.Adviser.GetAsync($"/meetings/{_meeting}"))["members"]!.AsArray().Select(member => World.Id(member!, "memberId"))];

    private static async Task<bool> TryAsync(PanelClient client, HttpMethod method, string path, object? body, string version) =>
        (int)(await client.TryAsync(method, path, body, version)).Status is >= 200 and < 300;

    private Guid[] Some(IReadOnlyList<Guid> members)
    {
        var often = _random.Next(3) > 0 ? 10 : 5;
        return [.. members.Where(_ => _random.Next(10) < often)];
    }

    /// <summary>How many decisions there are, each looked at.</summary>
    private Task<int> HoldsAsync() => Host.AskAsync(async db =>
    {
        var decisions = await db.Decisions.AsNoTracking().Where(decision => decision.CaseId == _case.Id).OrderBy(decision => decision.MadeAt).ToListAsync();
        var @case = await db.Cases.AsNoTracking().Include(each => each.Children).SingleAsync(each => each.Id == _case.Id);
        foreach (var decision in decisions)
        {
            var item = await db.Items.AsNoTracking().Include(each => each.MinutesHeld)
                .Where(each => each.CaseId == _case.Id && each.State == ItemState.Heard && each.SignedAt <= decision.MadeAt).OrderByDescending(each => each.SignedAt).FirstOrDefaultAsync();
            var maker = await MakerAsync(decision, db);
            if (_case.Kind == PanelCaseKind.ShouldBePlacedByOrder)
            {
                // Regulation 17(2) as amended by SI 2012/1410: it goes to no panel.
                Assert.Null(item);
                continue;
            }

            Assert.NotNull(item);
            var meeting = await db.Meetings.AsNoTracking().SingleAsync(each => each.Id == item.MeetingId);
            Assert.NotEqual(MeetingState.Cancelled, meeting.State);
            Assert.True(meeting.Date <= decision.DecidedOn, "the meeting was before the decision");
            Assert.True(IsQuorate(item.Sitting, joint: true), $"quorate with {item.Sitting.Count}");
            Assert.All(item.Recommendations, each => Assert.NotEqual(PanelOutcome.Deferred, each.Outcome));
            Assert.Equal(_case.Councils.Select(council => (short)council.Number).Order(), item.MinutesHeld.Select(held => held.Council).Order());
            Assert.Single(item.MinutesHeld.Select(held => Convert.ToHexString(held.Digest)).Distinct());
            var sat = await db.Members.AsNoTracking().Where(member => item.Sitting.Select(each => each.Member).Contains(member.Id)).Select(member => member.Subject).ToListAsync();
            Assert.DoesNotContain(maker.Subject, sat);
            if (decision is { Outcome: DecisionOutcome.Yes } && _case.Kind == PanelCaseKind.Match)
            {
                Assert.True(@case.Children.Single(child => child.Child == decision.Child).AuthorityOn <= decision.DecidedOn, "authority to place");
            }
        }

        // A record serves one sitting of a decision maker.
        Assert.All(decisions.GroupBy(each => each.Record), sitting => Assert.True(
            sitting.DistinctBy(each => each.MadeAt).Count() == 1 && sitting.DistinctBy(each => each.Child).Count() == sitting.Count(), $"{sitting.Count()} decisions by one record"));
        return decisions.Count;
    });

    /// <summary>Who decided: appointed for that council on that day, and the writer of the record.</summary>
    private static async Task<DecisionMaker> MakerAsync(Decision decision, PanelDbContext db)
    {
        var maker = await db.DecisionMakers.AsNoTracking().SingleAsync(each => each.Id == decision.MakerId);
        Assert.True(maker.Council == 860 && maker.From <= decision.DecidedOn, "appointed");
        var record = await db.Records.AsNoTracking().SingleAsync(each => each.Record == decision.Record);
        Assert.Equal(PersonReference.Of(maker.Subject).Value, record.Maker);
        return maker;
    }

    // Adoption Agencies Regulations 2005, reg. 5, without the code that decides it elsewhere: somebody in the chair, somebody else who is the social worker,
    // and five (of a joint panel six) in all but the medical adviser; where only vice chairs who are not independent could preside, somebody who is.
    private static bool IsQuorate(IReadOnlyCollection<PanelAttendee> sitting, bool joint)
    {
        PanelAttendee[] all = [.. sitting.Where(each => !each.IsMedicalAdviser)];
        return all.Length >= (joint ? 6 : 5)
            && all.Any(chair => chair.Role != PanelRole.Member
                && all.Any(worker => worker.Member != chair.Member && worker.IsSocialWorker)
                && (chair.Role == PanelRole.Chair || chair.IsIndependent || all.Any(each => each.IsIndependent)));
    }

    // The household is held for the children by their council's choice: a match that was put off is chosen again first.
    [Fact]
    public async Task Match_WhoseHouseholdIsChosenNoLonger_IsNeitherBookedNorAgreed()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(893));
        var meeting = await world.DrawnMeetingAsync("2025-07-22");
        async Task SayAsync(long version, bool stands)
        {
            await Host.SendAsync(@case.Message with { Version = version, LinkStands = stands });
            await Eventually.TrueAsync(() => Host.AskAsync(async db => (await db.Cases.FindAsync(@case.Id))!.HubVersion == version), "the case to be stated again");
        }

        await SayAsync(2, stands: false);
        Assert.Equal("agenda.link-not-chosen", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{meeting}/agenda", new { caseId = @case.Id }, $"/meetings/{meeting}"));
        var plan = await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = "2025-06-16", until = "2025-08-31", panelIds = new[] { world.PanelId }, includeBooked = true });
        var placement = Assert.Single(plan["placements"]!.AsArray())!;
        Assert.Equal((@case.Id, null), (World.Id(placement, "caseId"), placement["meetingId"]?.GetValue<Guid>()));
        Assert.Equal(["link"], placement["earlier"]!.AsArray().Select(each => Text(each!, "block")));

        await SayAsync(3, stands: true);
        await world.RecommendedAsync(@case);
        await SayAsync(4, stands: false);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        Assert.Equal("decision.link-not-chosen", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}"));
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "no"), $"/cases/{@case.Id}");
    }

    // What panel and decision maker are asked rests on the gates; which of them has fallen only the council's hub knows.
    [Fact]
    public async Task Case_WhoseGateHasFallen_IsNeitherBookedNorDecidedInFavourUntilItIsMetAgain()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var meeting = await world.DrawnMeetingAsync("2025-07-22");
        async Task SayAsync(long version, bool stand)
        {
            await Host.SendAsync(@case.Message with { Version = version, GatesStand = stand });
            await Eventually.TrueAsync(() => Host.AskAsync(async db => (await db.Cases.FindAsync(@case.Id))!.HubVersion == version), "the case to be stated again");
        }

        await SayAsync(2, stand: false);
        Assert.Equal("agenda.gate-fallen", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{meeting}/agenda", new { caseId = @case.Id }, $"/meetings/{meeting}"));
        Assert.False((await world.Adviser.GetAsync($"/cases/{@case.Id}"))["gatesStand"]!.GetValue<bool>());
        var plan = await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = "2025-06-16", until = "2025-08-31", panelIds = new[] { world.PanelId }, includeBooked = true });
        Assert.Equal(["gate"], Assert.Single(plan["placements"]!.AsArray())!["earlier"]!.AsArray().Select(each => Text(each!, "block")));

        await SayAsync(3, stand: true);
        await world.RecommendedAsync(@case);
        await SayAsync(4, stand: false);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        Assert.Equal("decision.gate-fallen", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}"));
        await SayAsync(5, stand: true);
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}");

        // To say no waits for nothing.
        var other = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByConsent, children: 1);
        await world.RecommendedAsync(other, "no", "2025-08-12");
        await Host.SendAsync(other.Message with { Version = 2, GatesStand = false });
        await Eventually.TrueAsync(() => Host.AskAsync(async db => !(await db.Cases.FindAsync(other.Id))!.GatesStand), "the gate to fall");
        var (another, reasons) = await world.DecisionMakerAsync(other);
        await another.SendAsync(HttpMethod.Post, $"/cases/{other.Id}/decisions", World.Decisions(other, reasons, "no"), $"/cases/{other.Id}");
    }
}
