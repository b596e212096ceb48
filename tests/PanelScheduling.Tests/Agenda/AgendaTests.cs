using System.Net;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Agenda;

public sealed class AgendaTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Book_AReadyCase_TellsItsHubAndTakesItsMinutes()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await Host.TakeFromHubAsync<RecordAgendaItem>(860);

        var item = await world.BookAsync(meeting, @case);

        Assert.True(item["quorum"]!["quorate"]!.GetValue<bool>());
        Assert.Equal(240, (await world.Adviser.GetAsync($"/meetings/{meeting}"))["minutesLeft"]!.GetValue<int>());
        var told = Assert.Single(await Host.TakeFromHubAsync<RecordAgendaItem>(860), each => each.Case == @case.Id);
        Assert.Equal((AgendaItemState.Booked, new DateOnly(2025, 7, 15)), (told.State, told.MeetsOn.Day));
        Assert.Equal("case.not-ready", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{meeting}/agenda", new { caseId = @case.Id }, $"/meetings/{meeting}"));
    }

    // Adoption Agencies Regulations 2005, regulation 30(4): sent on 27 June, the ten working days end on 10 July.
    [Fact]
    public async Task Book_BeforeTheAdoptersTimeToCommentIsOver_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var (early, late) = (await world.DrawnMeetingAsync("2025-07-10"), await world.DrawnMeetingAsync("2025-07-11"));
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, reportSentOn: "2025-06-27");

        Assert.Equal("agenda.too-early", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{early}/agenda", new { caseId = @case.Id }, $"/meetings/{early}"));
        await world.BookAsync(late, @case);
    }

    // Minimum standard 17: five working days before.
    [Fact]
    public async Task Book_AfterTheDayForPapers_NeedsItsReason()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-06-20");
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);

        Assert.Equal("agenda.papers-late", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{meeting}/agenda", new { caseId = @case.Id }, $"/meetings/{meeting}"));
        Assert.Equal("agenda.papers-late", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{meeting}/agenda", new { caseId = @case.Id, lateReason = "no-time" }, $"/meetings/{meeting}"));
        var item = await world.Adviser.SendAsync(HttpMethod.Post, $"/meetings/{meeting}/agenda", new { caseId = @case.Id, lateReason = "court-date" }, $"/meetings/{meeting}");
        Assert.Equal("court-date", Text(item, "lateReason"));
    }

    [Fact]
    public async Task Book_MoreThanTheMeetingHolds_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.MeetingAsync("2025-07-15", minutes: 90);
        var (one, other) = (await world.RaiseAsync(PanelCaseKind.AdopterApproval), await world.RaiseAsync(PanelCaseKind.AdopterApproval));
        await world.BookAsync(meeting, one);

        Assert.Equal("agenda.full", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{meeting}/agenda", new { caseId = other.Id }, $"/meetings/{meeting}"));
    }

    [Fact]
    public async Task Book_ACaseThatGoesToNoPanel_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        var direct = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1);

        Assert.Equal("case.not-ready", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{meeting}/agenda", new { caseId = direct.Id }, $"/meetings/{meeting}"));
    }

    [Fact]
    public async Task Conflict_DeclaredInAdvance_ClosesThePapersAndBreaksTheQuorum()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-07-15", others: 1);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.BookAsync(meeting, @case);
        await world.SettleAsync(meeting);
        await Host.TakeFromHubAsync<OpenPapers>(860);
        var member = world.As("worker-2");
        await member.GetAsync($"/cases/{@case.Id}");

        await member.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/conflicts", new { memberId = world.Members[4], kind = "worked-on-case" }, $"/cases/{@case.Id}");

        var closed = (await Host.TakeFromHubAsync<OpenPapers>(860)).Where(each => each.Case == @case.Id).ToList();
        Assert.Equal(Contracts.FamilyFinding.PersonReference.Of(world.SubjectOf("worker-2")), Assert.Single(closed, each => !each.Open).Reader);
        Assert.Equal(4, closed.Count(each => each.Open));
        Assert.False((await world.Adviser.GetAsync($"/meetings/{meeting}"))["agenda"]![0]!["quorate"]!.GetValue<bool>());

        // From now on the case is not there for the member.
        Assert.Equal(HttpStatusCode.NotFound, (await member.TryAsync(HttpMethod.Get, $"/cases/{@case.Id}")).Status);
        Assert.Empty((await member.GetAsync($"/meetings/{meeting}"))["agenda"]!.AsArray());
    }

    [Fact]
    public async Task Member_WhoIsNotDrawn_SeesNoCase()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.BookAsync(await world.DrawnMeetingAsync("2025-07-15", others: 2), @case);

        Assert.Equal(HttpStatusCode.NotFound, (await world.As("member-4").TryAsync(HttpMethod.Get, $"/cases/{@case.Id}")).Status);
        Assert.DoesNotContain((await world.As("member-4").GetAsync("/cases"))["items"]!.AsArray(), each => World.Id(each!, "caseId") == @case.Id);
        Assert.Contains((await world.As("member-1").GetAsync("/cases"))["items"]!.AsArray(), each => World.Id(each!, "caseId") == @case.Id);
    }

    [Fact]
    public async Task Call_RechecksTheQuorumForThisItemAlone()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var (_, item, present) = await world.CalledAsync(@case);

        // Five is enough; when one more leaves for a conflict, it is not.
        var five = await world.CallAsync(item, present.Take(5));
        var four = await world.CallAsync(item, present.Take(4));

        Assert.True(five["quorum"]!["quorate"]!.GetValue<bool>());
        Assert.Equal(["other-members"], Texts(four["quorum"]!["missing"]!));
        Assert.Equal("panel.not-quorate", await world.Adviser.RefusedAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, "yes", 4), $"/agenda-items/{item}"));
    }

    [Fact]
    public async Task Call_AMemberInConflict_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var (_, item, present) = await world.CalledAsync(@case);
        await world.CallAsync(item, present.Where(member => member != world.Members[6]));
        await world.Adviser.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/conflicts", new { memberId = world.Members[6], kind = "personal-knowledge" }, $"/cases/{@case.Id}");

        Assert.Equal("panel.conflict-sits", await world.Adviser.RefusedAsync(HttpMethod.Put, $"/agenda-items/{item}/sitting", new { sitting = present }, $"/agenda-items/{item}"));
    }

    [Theory]
    [InlineData("condition", true)]
    [InlineData("more-information", true)]
    [InlineData("no-quorum", false)]
    [InlineData("no-time", false)]
    public async Task Recommend_PutOff_LeavesTheCaseReadyAndSaysWhetherTheHouseholdIsFree(string reason, bool frees)
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");
        var (_, item, present) = await world.CalledAsync(@case);

        await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", new
        {
            recommendations = new[] { new { child = (Guid?)null, outcome = "deferred", @for = 0, against = 0, abstained = 0 } }, advice = Array.Empty<string>(), reason,
        }, $"/agenda-items/{item}");

        var read = await world.Adviser.GetAsync($"/cases/{@case.Id}");
        Assert.Equal("ready", Text(read, "case", "state"));
        Assert.Equal("running", Text(read["clocks"]![0]!, "status"));
        Assert.NotEmpty(present);
        Assert.Equal(frees, Assert.Single(await Host.TakeFromHubAsync<RecordAgendaItem>(860), each => each.Item == item && each.State == AgendaItemState.Deferred).FreesHousehold);
    }

    [Fact]
    public async Task Recommend_VotesThatAreNotTheMembersWhoSat_AreRefused()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var (_, item, present) = await world.CalledAsync(@case);

        Assert.Equal("recommendation.votes", await world.Adviser.RefusedAsync(
            HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, "yes", present.Count + 1), $"/agenda-items/{item}"));
    }

    // Numbers and ages are advice, and no part of the recommendation.
    [Fact]
    public async Task Recommend_AnApprovalWithoutAdviceOnTerms_IsTaken()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var (_, item, present) = await world.CalledAsync(@case);
        object Recommended(string outcome, object? terms) => new
        {
            recommendations = new[] { new { child = (Guid?)null, outcome, @for = present.Count, against = 0, abstained = 0, terms } }, advice = new[] { "children" },
        };

        Assert.Equal("recommendation.terms", await world.Adviser.RefusedAsync(
            HttpMethod.Put, $"/agenda-items/{item}/recommendation", Recommended("no", new { routes = "adoption", numbers = "one", ages = "one" }), $"/agenda-items/{item}"));
        var heard = await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", Recommended("yes", null), $"/agenda-items/{item}");
        Assert.Equal(("heard", "yes"), (Text(heard, "state"), Text(heard["recommendations"]![0]!, "outcome")));
    }

    [Fact]
    public async Task Recommend_OnSiblings_TakesEachChild()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, children: 2, household: new(860));
        var (_, item, present) = await world.CalledAsync(@case);
        var one = @case with { Children = [@case.Children[0]] };

        Assert.Equal("recommendation.children", await world.Adviser.RefusedAsync(
            HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(one, "yes", present.Count), $"/agenda-items/{item}"));
        await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, "yes", present.Count, against: 1), $"/agenda-items/{item}");
    }

    [Fact]
    public async Task Recommend_WithoutInvitingTheAdopters_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        var item = World.Id(await world.BookAsync(meeting, @case), "itemId");
        await world.SettleAsync(meeting);
        GoTo("2025-07-15");
        await world.AttendAsync(meeting, [world.Members[0], world.Members[1], world.Members[3], world.Members[4], world.Members[6]]);
        await world.CallAsync(item, [world.Members[0], world.Members[1], world.Members[3], world.Members[4], world.Members[6]]);

        Assert.Equal("agenda.adopters-not-invited", await world.Adviser.RefusedAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, "yes", 5), $"/agenda-items/{item}"));
    }

    [Fact]
    public async Task Book_AnAdvisoryCase_OnlyBeforeTheHearing()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.SpecialGuardianship, children: 1, courtDate: "2025-07-15");
        var (before, on) = (await world.DrawnMeetingAsync("2025-07-14"), await world.DrawnMeetingAsync("2025-07-15"));

        Assert.Equal("agenda.after-court-date", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{on}/agenda", new { caseId = @case.Id }, $"/meetings/{on}"));
        await world.BookAsync(before, @case);
    }

    [Fact]
    public async Task Sign_ByAViceChairWhoSatWithTheChair_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var (_, item, present) = await world.CalledAsync(@case);
        await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, "yes", present.Count), $"/agenda-items/{item}");
        await world.HoldMinutesAsync(@case, item, new(860));
        var vice = Host.As(Roles.PanelChair, world.SubjectOf("vice"), 860);

        Assert.Equal("minutes.not-the-chair", await vice.RefusedAsync(HttpMethod.Post, $"/agenda-items/{item}/sign", version: $"/agenda-items/{item}"));
        Assert.DoesNotContain((await vice.GetAsync("/worklist"))["items"]!.AsArray(), each => Text(each!, "do") == "sign-minutes");
        await Host.TakeFromHubAsync<RecordAgendaItem>(860);
        await world.As("chair").SendAsync(HttpMethod.Post, $"/agenda-items/{item}/sign", version: $"/agenda-items/{item}");
        var told = Assert.Single(await Host.TakeFromHubAsync<RecordAgendaItem>(860), each => each.Item == item);
        Assert.Equal((AgendaItemState.MinutesSigned, (byte)1), (told.State, told.SignedMinutes!.Value.ToBytes()[0]));
    }

    [Fact]
    public async Task Sign_ByAViceChairWhoPresided_IsTaken()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var (_, item, present) = await world.CalledAsync(@case);
        await world.CallAsync(item, present.Where(member => member != world.Chair));
        await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, "yes", present.Count - 1), $"/agenda-items/{item}");
        await world.HoldMinutesAsync(@case, item, new(860));

        await Host.As(Roles.PanelChair, world.SubjectOf("vice"), 860).SendAsync(HttpMethod.Post, $"/agenda-items/{item}/sign", version: $"/agenda-items/{item}");
    }

    // Whoever has left the list since is no member any more, though he or she came.
    [Fact]
    public async Task Call_SomebodyWhoHasLeftTheList_IsRefusedAndNotCounted()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var (meeting, item, present) = await world.CalledAsync(@case);
        await Host.Database.ExecuteAsync($"update list_member set leaves_on = '2025-07-15' where id = '{world.Members[6]}'");

        Assert.Equal("panel.not-listed", await world.Adviser.RefusedAsync(HttpMethod.Put, $"/agenda-items/{item}/sitting", new { sitting = present }, $"/agenda-items/{item}"));
        await world.CallAsync(item, present.Where(member => member != world.Members[6]));
        Assert.NotEqual(Guid.Empty, meeting);
    }

    [Fact]
    public async Task Call_TheMedicalAdviserDrawnAsAnyMember_IsNotCounted()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-07-15", others: 1);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.BookAsync(meeting, @case);

        await world.Adviser.SendAsync(HttpMethod.Put, $"/meetings/{meeting}/members", new
        {
            members = new[] { (world.Members[0], "chair"), (world.Members[1], "vice-chair"), (world.Members[3], "member"), (world.Members[4], "member"), (world.Members[5], "member") }
                .Select(each => new { memberId = each.Item1, role = each.Item2, asMedicalAdviser = false }),
        }, $"/meetings/{meeting}");

        Assert.Equal(["other-members"], Texts((await world.Adviser.GetAsync($"/meetings/{meeting}"))["agenda"]![0]!["missing"]!));
    }

    /// <summary>
    /// Refused before the minutes were signed, as it may be where a panel only advises, the carers' representations went back to panel: the minutes of the first
    /// meeting begin no second decision.
    /// </summary>
    [Fact]
    public async Task Sign_MinutesOfAnEarlierMeeting_DoesNotBeginTheDecision()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.FosterTermination);
        var first = await HeardAsync("2025-07-15");
        await world.HoldMinutesAsync(@case, first, new(860));
        var (maker, record) = await world.DecisionMakerAsync(@case);
        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}");
        var decision = World.Id(made["decisions"]![0]!, "decisionId");
        await Host.SendAsync(new DecisionTold(
            Guid.NewGuid(), new(860), 1, 1, @case.Id, decision, PanelNoticeRecipient.Carers, new CaseDay(new DateOnly(2025, 7, 15)), new CaseDay(new DateOnly(2025, 7, 15)), false));
        await Eventually.TrueAsync(() => Host.AskAsync(async db => await db.Notices.AnyAsync(notice => notice.DecisionId == decision)), "the notice to be known");
        await world.Adviser.SendAsync(HttpMethod.Post, $"/decisions/{decision}/answer", new { answer = "representations", on = "2025-07-15", referToPanel = true }, $"/decisions/{decision}");
        var second = await HeardAsync("2025-07-29");
        await world.HoldMinutesAsync(@case, second, new(860));

        await world.As("chair").SendAsync(HttpMethod.Post, $"/agenda-items/{first}/sign", version: $"/agenda-items/{first}");
        Assert.Equal("heard", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
        await world.As("chair").SendAsync(HttpMethod.Post, $"/agenda-items/{second}/sign", version: $"/agenda-items/{second}");
        Assert.Equal("for-decision", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));

        async Task<Guid> HeardAsync(string date)
        {
            var (_, item, present) = await world.CalledAsync(@case, date);
            await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, "yes", present.Count), $"/agenda-items/{item}");
            return item;
        }
    }

    [Fact]
    public async Task Sign_NeedsTheSameMinutesInEveryHub()
    {
        var world = await World.MakeAsync(Host, 860, 861);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, council: 860, children: 1, household: new(861));
        var (_, item, present) = await world.CalledAsync(@case);
        await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(@case, "yes", present.Count), $"/agenda-items/{item}");
        await world.HoldMinutesAsync(@case, item, new(860), digest: 1);
        var chair = world.As("chair");

        Assert.Equal("minutes.missing", await chair.RefusedAsync(HttpMethod.Post, $"/agenda-items/{item}/sign", version: $"/agenda-items/{item}"));
        await world.HoldMinutesAsync(@case, item, new(861), digest: 2);
        Assert.Equal("minutes.differ", await chair.RefusedAsync(HttpMethod.Post, $"/agenda-items/{item}/sign", version: $"/agenda-items/{item}"));
        await world.HoldMinutesAsync(@case, item, new(861), digest: 1);
        Assert.Equal("minutes.not-the-chair", await Host.As(Roles.PanelChair, world.SubjectOf("member-1"), 860, 861).RefusedAsync(HttpMethod.Post, $"/agenda-items/{item}/sign", version: $"/agenda-items/{item}"));
        GoTo("2025-07-18");
        await chair.SendAsync(HttpMethod.Post, $"/agenda-items/{item}/sign", version: $"/agenda-items/{item}");

        // The decision maker's seven working days run from the final minutes.
        var decision = (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["clocks"]!.AsArray().Single(clock => Text(clock!, "clock") == "decision")!;
        Assert.Equal(("2025-07-18", "2025-07-29"), (Text(decision, "started"), Text(decision, "due")));
    }
}
