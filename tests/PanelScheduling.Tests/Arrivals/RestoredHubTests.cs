using System.Net;
using System.Text.Json.Nodes;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Arrivals;

/// <summary>A hub comes back from a backup that is older than some of what was done with its cases.</summary>
public sealed class RestoredHubTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Cases_ThatTheHubHasForgotten_EndAndTheOthersGoOn()
    {
        var world = await World.MakeAsync(Host, 893, 894);
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        var (known, forgotten) = (await world.RaiseAsync(PanelCaseKind.AdopterApproval), await world.RaiseAsync(PanelCaseKind.AdopterApproval));
        var match = await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(894));
        var foreign = await world.RaiseAsync(PanelCaseKind.AdopterApproval, council: 894);
        var items = new Dictionary<Guid, Guid>();
        foreach (var @case in new[] { known, forgotten, match, foreign })
        {
            items.Add(@case.Id, World.Id(await world.BookAsync(meeting, @case), "itemId"));
        }

        await Host.TakeFromHubAsync<RecordAgendaItem>(893);
        await Host.TakeFromHubAsync<RecordAgendaItem>(894);

        await RestoreAsync(known, epoch: 2);

        await Eventually.AssertAsync(async () => Assert.Equal("withdrawn", await StateAsync(world, match)));
        Assert.Equal(["booked", "withdrawn", "booked"], new[] { await StateAsync(world, known), await StateAsync(world, forgotten), await StateAsync(world, foreign) });
        var agenda = (await world.Adviser.GetAsync($"/meetings/{meeting}"))["agenda"]!.AsArray();
        Assert.Equal(
            new[] { items[forgotten.Id], items[match.Id] }.Order(),
            agenda.Where(item => Text(item!, "state") == "withdrawn").Select(item => World.Id(item!, "itemId")).Order());

        // Its own hub is told again of what it knows, the other council of what does not go on.
        Assert.Equal([(known.Id, AgendaItemState.Booked)], (await Host.TakeFromHubAsync<RecordAgendaItem>(893)).Where(told => items.ContainsKey(told.Case)).Select(told => (told.Case, told.State)));
        Assert.Equal([(match.Id, AgendaItemState.Withdrawn)], (await Host.TakeFromHubAsync<RecordAgendaItem>(894)).Where(told => items.ContainsKey(told.Case)).Select(told => (told.Case, told.State)));

        // Somebody is told to raise it anew, until that is done.
        Assert.Equal(new[] { forgotten.Id, match.Id }.Order(), (await ToRaiseAsync(world, forgotten, match, known)).Order());
        await Host.SendAsync(forgotten.Message with { Case = Guid.NewGuid(), Epoch = 2, Version = 1 });
        await Eventually.AssertAsync(async () => Assert.Equal([match.Id], await ToRaiseAsync(world, forgotten, match)));
    }

    /// <summary>The first backup did not know it, a second one does; or a case was taken back after the backup.</summary>
    [Fact]
    public async Task Case_ThatALaterRestoreKnows_GoesOnFromWhereItWas()
    {
        var world = await World.MakeAsync(Host, 893);
        var (ready, heard) = (await world.RaiseAsync(PanelCaseKind.AdopterApproval), await world.RaiseAsync(PanelCaseKind.AdopterApproval));
        await world.RecommendedAsync(heard);
        await RestoreAsync(null, epoch: 2);
        await Eventually.AssertAsync(async () => Assert.Equal(["withdrawn", "withdrawn"], new[] { await StateAsync(world, ready), await StateAsync(world, heard) }));

        await Host.SendAsync(ready.Message with { Epoch = 3, Version = 1 });
        await Host.SendAsync(heard.Message with { Epoch = 3, Version = 1 });
        await Host.SendAsync(new PanelCasesRestated(Guid.NewGuid(), new CouncilCode(893), 3, 1));

        await Eventually.AssertAsync(async () => Assert.Equal(["ready", "for-decision"], new[] { await StateAsync(world, ready), await StateAsync(world, heard) }));
        Assert.Empty(await ToRaiseAsync(world, ready, heard));

        // What the hub says by its word of this epoch it means.
        await Host.SendAsync(ready.Message with { Epoch = 3, Version = 2, Withdrawn = true });
        await Eventually.AssertAsync(async () => Assert.Equal("withdrawn", await StateAsync(world, ready)));
        await Host.SendAsync(ready.Message with { Epoch = 3, Version = 3, ReportSentOn = new CaseDay(new(2025, 6, 2)) });
        await Eventually.AssertAsync(async () => Assert.Equal(3L, await Host.Database.ScalarAsync<long>($"select hub_version from panel_case where id = '{ready.Id}'")));
        Assert.Equal("withdrawn", await StateAsync(world, ready));
    }

    /// <summary>The backup had the case as being prepared: the hub raises it again under its id, and calls the child something else, which it had not named then.</summary>
    [Fact]
    public async Task Case_RaisedAgainUnderItsOldId_GoesOnWithTheChildAsItIsCalledNow()
    {
        var world = await World.MakeAsync(Host, 893);
        var (ready, heard) = (await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(893)), await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(893)));
        var (_, item, present) = await world.CalledAsync(heard);
        await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(heard, "yes", present.Count), $"/agenda-items/{item}");
        await RestoreAsync(null, epoch: 2);
        await Eventually.AssertAsync(async () => Assert.Equal(["withdrawn", "withdrawn"], new[] { await StateAsync(world, ready), await StateAsync(world, heard) }));
        await Host.TakeFromHubAsync<RecordAgendaItem>(893);

        var called = new List<Guid>();
        foreach (var @case in new[] { ready, heard })
        {
            called.Add(Guid.NewGuid());
            await Host.SendAsync(@case.Message with { Epoch = 2 });

            // Late, and of before.
            await Host.SendAsync(@case.Children[0] with { Version = 2 });
            await Host.SendAsync(@case.Children[0] with { Reference = Guid.NewGuid(), Child = called[^1], Epoch = 2 });
        }

        await Eventually.AssertAsync(async () =>
        {
            Assert.Equal(["ready", "heard"], new[] { await StateAsync(world, ready), await StateAsync(world, heard) });
            Assert.Equal(called, [.. await ChildrenAsync(ready), .. await ChildrenAsync(heard)]);
        });
        Assert.Empty(await ToRaiseAsync(world, ready, heard));

        // Minutes are written of an item that the hub knows.
        Assert.Contains(await Host.TakeFromHubAsync<RecordAgendaItem>(893), told => (told.Item, told.State) == (item, AgendaItemState.Heard));
        async Task<IEnumerable<Guid>> ChildrenAsync(RaisedCase @case) => (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["children"]!.AsArray().Select(child => World.Id(child!, "child"));
    }

    [Fact]
    public async Task Record_ThatTheHubHasLost_IsNotDecidedByAndUnsignedMinutesAreAwaitedAnew()
    {
        var world = await World.MakeAsync(Host, 893);
        var approval = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var (_, item, present) = await world.CalledAsync(approval);
        await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(approval, "yes", present.Count), $"/agenda-items/{item}");
        await world.HoldMinutesAsync(approval, item, approval.Council);
        GoTo("2025-06-16");
        var plan = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1);
        var (maker, lost) = await world.DecisionMakerAsync(plan);
        var kept = await world.RecordAsync(plan, world.SubjectOf("maker-893"));

        await Host.SendAsync(plan.Children[0] with { Epoch = 2 });
        await Host.SendAsync(new DecisionRecordHeld(kept, new(893), 2, 1, plan.Id, Contracts.FamilyFinding.PersonReference.Of(world.SubjectOf("maker-893"))));
        await Host.SendAsync(approval.Message with { Epoch = 2 });
        await RestoreAsync(plan, epoch: 2);
        await Eventually.AssertAsync(async () => Assert.Empty((await world.Adviser.GetAsync($"/agenda-items/{item}"))["minutesHeld"]!.AsArray()));

        var (status, refused) = await maker.TryAsync(HttpMethod.Post, $"/cases/{plan.Id}/decisions", World.Decisions(plan, lost, "yes", "no-panel"), $"/cases/{plan.Id}");
        Assert.Equal((HttpStatusCode.Conflict, "decision.no-record"), (status, Text(refused!, "code")));
        await maker.SendAsync(HttpMethod.Post, $"/cases/{plan.Id}/decisions", World.Decisions(plan, kept, "yes", "no-panel"), $"/cases/{plan.Id}");
    }

    /// <summary>A decision that was made after the backup must not vanish, whether or not the hub knows its case.</summary>
    [Fact]
    public async Task Decisions_OfTheCouncil_AreToldAgainAsTheyWere()
    {
        var world = await World.MakeAsync(Host, 893);
        var (known, forgotten) = (await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1), await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1));
        foreach (var @case in new[] { known, forgotten })
        {
            var (maker, record) = await world.DecisionMakerAsync(@case);
            await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}");
        }

        var (again, other) = await world.DecisionMakerAsync(known);
        await again.SendAsync(HttpMethod.Post, $"/cases/{known.Id}/decisions", World.Decisions(known, other, "no", "no-panel", "no-placement-order"), $"/cases/{known.Id}");
        var told = (await Host.TakeFromHubAsync<RecordDecision>(893)).Where(each => each.Case == known.Id || each.Case == forgotten.Id).ToList();
        Assert.Equal(3, told.Count);

        await RestoreAsync(known, epoch: 2);

        var repeated = new List<RecordDecision>();
        await Eventually.AssertAsync(async () =>
        {
            repeated.AddRange((await Host.TakeFromHubAsync<RecordDecision>(893)).Where(each => each.Case == known.Id || each.Case == forgotten.Id));
            Assert.Equal(3, repeated.Count);
        });
        Assert.Equal(told.Select(each => each with { RequestId = Guid.Empty }).OrderBy(each => each.Decision), repeated.Select(each => each with { RequestId = Guid.Empty }).OrderBy(each => each.Decision));
        Assert.Equal(["decided", "decided"], new[] { await StateAsync(world, known), await StateAsync(world, forgotten) });
    }

    /// <summary>A match that was reversed, and a deferral after which the case went on, must not move the region a second time.</summary>
    [Fact]
    public async Task Retold_WhatWasReplacedOrHasGoneOn_MovesNothing()
    {
        var world = await World.MakeAsync(Host, 893);
        var (reversed, putOff, gone, putBack) = (await MatchAsync(), await MatchAsync(), await MatchAsync(), await MatchAsync());
        Task<RaisedCase> MatchAsync() => world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(893));
        var signed = await world.RecommendedAsync(reversed);
        foreach (var outcome in new[] { "yes", "no" })
        {
            var (maker, record) = await world.DecisionMakerAsync(reversed);
            await maker.SendAsync(HttpMethod.Post, $"/cases/{reversed.Id}/decisions", World.Decisions(reversed, record, outcome), $"/cases/{reversed.Id}");
        }

        GoTo("2025-06-17");
        foreach (var (@case, date) in new[] { (putOff, "2025-07-22"), (gone, "2025-07-23") })
        {
            GoTo("2025-06-17");
            var (_, item, _) = await world.CalledAsync(@case, date);
            await world.Adviser.SendAsync(
                HttpMethod.Put, $"/agenda-items/{item}/recommendation",
                new { recommendations = @case.Subjects.Select(child => new { child, outcome = "deferred", @for = 0, against = 0, abstained = 0 }), advice = Array.Empty<string>(), reason = "more-information" }, $"/agenda-items/{item}");
        }

        GoTo("2025-06-17");
        await world.RecommendedAsync(putBack, date: "2025-07-24");
        var (second, reasons) = await world.DecisionMakerAsync(putBack);
        await second.SendAsync(HttpMethod.Post, $"/cases/{putBack.Id}/decisions", World.Decisions(putBack, reasons, "deferred"), $"/cases/{putBack.Id}");
        var next = await world.DrawnMeetingAsync("2025-09-16");
        await world.BookAsync(next, gone);
        await world.BookAsync(next, putBack);
        await Host.TakeFromHubAsync<RecordAgendaItem>(893);

        foreach (var @case in new[] { putOff, gone, putBack })
        {
            await Host.SendAsync(@case.Message with { Epoch = 2 });
        }

        await RestoreAsync(reversed, epoch: 2);

        var told = new List<IMessage>();
        await Eventually.AssertAsync(async () =>
        {
            told.AddRange(await Host.TakeAllFromHubAsync(893));
            Assert.Equal([MatchDecision.NotAgreed], told.OfType<MatchDecided>().Where(each => each.Case == reversed.Id).Select(each => each.Decision));
            Assert.Equal(2, told.OfType<RecordDecision>().Count(each => each.Case == reversed.Id));
            Assert.Equal([(AgendaItemState.Deferred, true)], ItemsOf(putOff));
            Assert.Equal([(AgendaItemState.Deferred, false), (AgendaItemState.Booked, false)], ItemsOf(gone));
            Assert.Equal((PanelDecisionOutcome.Deferred, null), Assert.Single(told.OfType<RecordDecision>(), each => each.Case == putBack.Id) is var filed ? (filed.Outcome, filed.Link) : default);
        });
        IEnumerable<(AgendaItemState, bool)> ItemsOf(RaisedCase @case) => told.OfType<RecordAgendaItem>().Where(each => each.Case == @case.Id).Select(each => (each.State, each.FreesHousehold));

        // The hub may have lost what the chair signed: it learns which text that was.
        Assert.Contains(told.OfType<RecordAgendaItem>(), each => each.Item == signed);
        Assert.All(told.OfType<RecordAgendaItem>().Where(each => each.Item == signed), each => Assert.NotNull(each.SignedMinutes));
    }

    /// <summary>
    /// Put off, then taken back, and the backup is from before both: the hub learns of the deferral with the case, that it takes the choice back, though the case comes before its child. A case that
    /// is decided, and that the hub raises again later under its id, has its items told too, so that minutes can be written of it again.
    /// </summary>
    [Fact]
    public async Task Case_RaisedAgain_IsToldWhatTheHubCannotKnow()
    {
        var world = await World.MakeAsync(Host, 893);
        var (putOff, decided) = (await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(893)), await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(893)));
        var signed = await world.RecommendedAsync(decided);
        var (maker, record) = await world.DecisionMakerAsync(decided);
        await maker.SendAsync(HttpMethod.Post, $"/cases/{decided.Id}/decisions", World.Decisions(decided, record, "yes"), $"/cases/{decided.Id}");
        GoTo("2025-06-17");
        var (_, item, _) = await world.CalledAsync(putOff, "2025-07-22");
        await world.Adviser.SendAsync(
            HttpMethod.Put, $"/agenda-items/{item}/recommendation",
            new { recommendations = putOff.Subjects.Select(child => new { child, outcome = "deferred", @for = 0, against = 0, abstained = 0 }), advice = Array.Empty<string>(), reason = "condition" }, $"/agenda-items/{item}");
        await Host.SendAsync(putOff.Message with { Version = 2, Withdrawn = true });
        await Eventually.AssertAsync(async () => Assert.Equal("withdrawn", await StateAsync(world, putOff)));
        await RestoreAsync(null, epoch: 2);
        await Eventually.TrueAsync(async () => (await Host.TakeFromHubAsync<RecordDecision>(893)).Any(each => each.Case == decided.Id), "the decision told again");
        await Host.TakeAllFromHubAsync(893);

        foreach (var @case in new[] { putOff, decided })
        {
            await Host.SendAsync(@case.Message with { Epoch = 2 });
        }

        var told = new List<RecordAgendaItem>();
        await Eventually.AssertAsync(async () =>
        {
            told.AddRange(await Host.TakeFromHubAsync<RecordAgendaItem>(893));
            Assert.Equal([(AgendaItemState.Deferred, true, true)], told.Where(each => each.Case == putOff.Id).Select(each => (each.State, each.FreesHousehold, each.Link is not null)));
            Assert.Contains(told, each => each.Item == signed);
        });
    }

    [Fact]
    public async Task Forgotten_CaseWithADetermination_StaysInTheListUntilItIsRaisedAnew()
    {
        var world = await World.MakeAsync(Host, 893);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.RecommendedAsync(@case, "no");
        var (maker, record) = await world.DecisionMakerAsync(@case);
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "no"), $"/cases/{@case.Id}");
        await RestoreAsync(null, epoch: 2);
        await Eventually.AssertAsync(async () => Assert.Equal([@case.Id], await ToRaiseAsync(world, @case)));

        GoTo("2025-12-01");

        Assert.Equal([@case.Id], await ToRaiseAsync(world, @case));
        Assert.Equal("determined", await StateAsync(world, @case));
    }

    /// <summary>The hub states the one case that it knows, and then that this was all.</summary>
    private async Task RestoreAsync(RaisedCase? known, int epoch)
    {
        if (known is not null)
        {
            await Host.SendAsync(known.Message with { Epoch = epoch, Version = 1 });
        }

        await Host.SendAsync(new PanelCasesRestated(Guid.NewGuid(), new CouncilCode(893), epoch, 1));
    }

    private static async Task<string> StateAsync(World world, RaisedCase @case) => Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state");

    /// <summary>Those of these cases that somebody is asked to raise anew.</summary>
    private static async Task<IEnumerable<Guid>> ToRaiseAsync(World world, params RaisedCase[] of) =>
        (await world.Adviser.GetAsync("/worklist"))["items"]!.AsArray().Where(entry => Text(entry!, "do") == "raise-anew").Select(entry => World.Id((JsonNode)entry!, "caseId")).Intersect(of.Select(each => each.Id));
}
