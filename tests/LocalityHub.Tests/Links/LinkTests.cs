using System.Net;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Links;

/// <summary>What the centre tells of links, and what the child's council decides of them.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class LinkTests(HubFixture hub)
{
    /// <summary>A review that goes to panel, or one that is owed after a disruption: the household of this council is not chosen meanwhile.</summary>
    [Theory]
    [InlineData("to-panel review", 6, "selected")]
    [InlineData("to-panel review", 7, "to-panel")]
    [InlineData("disruption", 6, "selected")]
    public async Task Decide_ForAHouseholdInReview_IsRefusedUntilTheReviewIsOver(string why, int state, string decision)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        var (link, _) = await LinkSamples.PlantAsync(hub, child, household);
        await hub.Database.ExecuteAsync($"update family_link set state = {state} where id = '{link}'");
        if (why == "disruption")
        {
            var (before, _) = await LinkSamples.PlantAsync(hub, await PermanenceSamples.WaitingAsync(hub), household);
            await hub.Database.ExecuteAsync($"update family_link set state = 9, disrupted_on = '2025-06-01', is_over = true where id = '{before}'");
        }
        else
        {
            await hub.Database.ExecuteAsync($"insert into household_review (id, household_id, \"on\", outcome, recorded_by, recorded_at) values (gen_random_uuid(), '{household}', '2025-06-02', 2, 'planted', now())");
        }

        (await DecideAsync()).Refused(HttpStatusCode.Conflict, "link.household-in-review");
        await hub.Database.ExecuteAsync($"insert into household_review (id, household_id, \"on\", outcome, recorded_by, recorded_at) values (gen_random_uuid(), '{household}', '2025-06-10', 1, 'planted', now())");
        (await DecideAsync()).Good();

        Task<HubAnswer> DecideAsync() => worker.ChangeAsync(
            HttpMethod.Post, $"/links/{link}/decision", new { decision, decidedBy = "Invented Manager, team manager", decidedOn = "2025-06-13", words = "They are the ones." }, $"/links/{link}");
    }

    /// <summary>Of its own household the council refuses at once, and says no more than that it is not to be had now.</summary>
    [Theory]
    [InlineData("hold", 6, "selected")]
    [InlineData("hold", 7, "to-panel")]
    [InlineData("unavailable", 7, "to-panel")]
    public async Task Decide_ForAHouseholdThatIsHeldOrUnavailable_IsRefusedWithoutSayingWhy(string why, int state, string decision)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        var (link, _) = await LinkSamples.PlantAsync(hub, child, household);
        await hub.Database.ExecuteAsync($"update family_link set state = {state} where id = '{link}'");
        await hub.Database.ExecuteAsync(why == "hold"
            ? $"insert into household_hold (id, household_id, \"from\", until, reason, set_by) values (gen_random_uuid(), '{household}', '2025-06-16', '2025-06-30', 6, 'planted')"
            : $"update household set unavailable = 2 where id = '{household}'");

        var refused = await DecideAsync();

        refused.Refused(HttpStatusCode.Conflict, "link.household-not-available");
        Assert.DoesNotContain("concern", refused.Body.ToString(), StringComparison.OrdinalIgnoreCase);
        await hub.Database.ExecuteAsync($"delete from household_hold where household_id = '{household}'; update household set unavailable = null where id = '{household}'");
        (await DecideAsync()).Good();

        Task<HubAnswer> DecideAsync() => worker.ChangeAsync(
            HttpMethod.Post, $"/links/{link}/decision", new { decision, decidedBy = "Invented Manager, team manager", decidedOn = "2025-06-13", words = "They are the ones." }, $"/links/{link}");
    }

    private static readonly object ToPanel = new { decision = "to-panel", decidedBy = "Invented Manager, team manager", decidedOn = "2025-06-16", words = "The report is ready." };
    private static readonly object TakenBack = new { decision = "selection-withdrawn", decidedBy = "Invented Manager, team manager", decidedOn = "2025-06-16", words = "A brother was born." };

    [Fact]
    public async Task Told_NewestHolds_InWhateverOrderAndHoweverOften()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (link, household) = (Guid.NewGuid(), Guid.NewGuid());

        await hub.ApplyAsync(LinkSamples.Told(link, 4, reference, household, LinkState.Preferred));
        await hub.ApplyAsync(LinkSamples.Told(link, 2, reference, household, LinkState.Interest));
        await hub.ApplyAsync(LinkSamples.Told(link, 4, reference, household, LinkState.Preferred));

        var read = (await worker.GetAsync($"/links/{link}")).Good();
        Assert.Equal(("preferred", "\"1\""), (read["link"].GetProperty("state").GetString(), read.ETag));
        Assert.Equal(child, read["link"].GetProperty("children")[0].GetProperty("childId").GetGuid());
        Assert.Equal("861", read["link"].GetProperty("householdsCouncil").GetString());
        Assert.Equal(link, (await worker.GetAsync($"/children/{child}/family-finding")).Good()["links"][0].GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Decide_SelectedThenToPanelThenTakenBack_TellsTheDecisionAndKeepsWhoAndWhy()
    {
        using var worker = hub.As(Roles.SocialWorker);
        using var keeper = hub.As(Roles.Recruitment);
        var (_, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (link, path) = await LinkSamples.PreferredAsync(hub, reference);

        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", ToPanel, path)).Refused(HttpStatusCode.Conflict, "link.decision-not-allowed");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", LinkSamples.Selected, path)).Good();
        Assert.Equal(("Selected", 1L), await LinkSamples.ToldDecisionAsync(hub, link));
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", LinkSamples.Selected, path)).Refused(HttpStatusCode.Conflict, "link.decision-not-allowed");

        // The centre has it; then the next steps.
        await hub.ApplyAsync(LinkSamples.Told(link, 6, reference, Guid.NewGuid(), LinkState.Selected));
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", ToPanel, path)).Good();
        Assert.Equal(("ToPanel", 2L), await LinkSamples.ToldDecisionAsync(hub, link));
        var answer = (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", TakenBack, path)).Good();
        Assert.Equal(("SelectionWithdrawn", 3L), await LinkSamples.ToldDecisionAsync(hub, link));

        Assert.Equal(["selected", "to-panel", "selection-withdrawn"], answer["decisions"].EnumerateArray().Select(decision => decision.GetProperty("decided").GetString()));
        Assert.Equal("They alone kept the sisters in touch.", answer["decisions"][0].GetProperty("words").GetString());
        Assert.Equal(0, (await keeper.GetAsync(path)).Good()["decisions"].GetArrayLength());
        Assert.DoesNotContain("sisters", (await PermanenceSamples.ToldAsync(hub, link)).ToString(), StringComparison.Ordinal);
    }

    /// <summary>Whatever else can be decided of a link is the decision maker's, or follows from the placement: no worker states it, by name or by number.</summary>
    [Theory]
    [InlineData("matched", "link.decision-makers")]
    [InlineData("match-not-agreed", "link.decision-makers")]
    [InlineData("placed", "link.follows-placement")]
    [InlineData("disrupted", "link.follows-placement")]
    [InlineData(6, "request.invalid")]
    [InlineData(99, "request.invalid")]
    public async Task Decide_WhatIsNoWorkersToState_IsRefusedAtEveryStepAndTellsNothing(object decision, string code)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (_, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (link, path) = await LinkSamples.PreferredAsync(hub, reference);
        foreach (var state in (LinkState[])[LinkState.Preferred, LinkState.Selected, LinkState.ToPanel, LinkState.Matched])
        {
            await hub.ApplyAsync(LinkSamples.Told(link, 5 + (int)state, reference, Guid.NewGuid(), state));

            var answer = await worker.ChangeAsync(HttpMethod.Post, path + "/decision", new { decision, decidedBy = "Invented Manager, team manager", decidedOn = "2025-06-13", words = "Planted." }, path);

            answer.Refused(HttpStatusCode.BadRequest, code);
        }

        Assert.Null(await LinkSamples.DecidedAsync(hub, link));
    }

    /// <summary>Panel looks at a match once it is decided that the child should be placed, or with consent; the order may come later, before the match is decided.</summary>
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    public async Task Decide_ToPanelForAdoption_NeedsTheDecisionOrConsent(bool decided, bool consented, bool good)
    {
        var local = $"PANEL{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        var files = new ReturnFiles().Header(local, "03/02/2024").NoPreviousPermanence(local, "03/02/2024").Episode(local, "05/03/2024", "S", "C1", "U6");
        await hub.ImportAsync(decided ? files.Decision(local, "03/02/2024", "01/06/2024") : files);
        using var worker = hub.As(Roles.SocialWorker);
        var child = $"/children/{await hub.ChildIdAsync(local)}";
        (await worker.ChangeAsync(HttpMethod.Put, child + "/permanence", PermanenceSamples.Plan(consentOn: consented ? "2025-06-02" : null), child)).Good();
        var reference = (await worker.ChangeAsync(HttpMethod.Post, child + "/search", null, child)).Good()["reference"].GetGuid();
        var link = Guid.NewGuid();
        await hub.ApplyAsync(LinkSamples.Told(link, 6, reference, Guid.NewGuid(), LinkState.Selected));

        var answer = await worker.ChangeAsync(HttpMethod.Post, $"/links/{link}/decision", ToPanel, $"/links/{link}");

        if (good)
        {
            Assert.Equal("to-panel", answer.Good()["decisions"][0].GetProperty("decided").GetString());
        }
        else
        {
            answer.Refused(HttpStatusCode.Conflict, "link.needs-decision");
        }
    }

    /// <summary>Of a child whose period of care no source has told the decision counts all the same, until it is reversed; and so does the order, for the placement.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decide_ToPanelOfAChildWhoseCareNobodyTold_GoesByTheDecision(bool reversed)
    {
        var local = $"NOCARE{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Header(local, "03/02/2022"));
        using var worker = hub.As(Roles.SocialWorker);
        var child = $"/children/{await hub.ChildIdAsync(local)}";
        (await worker.ChangeAsync(HttpMethod.Put, child + "/milestones/should-be-placed", new { date = "2024-06-01" }, child)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, child + "/milestones/placement-order", new { date = "2024-07-01" }, child)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, child + "/permanence", PermanenceSamples.Plan(), child)).Good();
        var reference = (await worker.ChangeAsync(HttpMethod.Post, child + "/search", null, child)).Good()["reference"].GetGuid();
        var link = Guid.NewGuid();
        await hub.ApplyAsync(LinkSamples.Told(link, 6, reference, Guid.NewGuid(), LinkState.Selected));
        if (reversed)
        {
            (await worker.ChangeAsync(HttpMethod.Put, child + "/milestones/decision-reversed", new { date = "2025-01-10", reason = "RD1" }, child)).Good();
        }

        var answer = await worker.ChangeAsync(HttpMethod.Post, $"/links/{link}/decision", ToPanel, $"/links/{link}");
        var placed = await worker.ChangeAsync(HttpMethod.Post, child + "/placements", new { kind = "adoption", from = "2025-06-12" }, child);

        if (reversed)
        {
            answer.Refused(HttpStatusCode.Conflict, "link.needs-decision");
            placed.Refused(HttpStatusCode.Conflict, "placement.without-authority");
        }
        else
        {
            answer.Good();
            placed.Good();
        }
    }

    [Fact]
    public async Task Decide_ThatTheCentreDidNotApply_CanBeTakenAnew()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (_, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (link, path) = await LinkSamples.PreferredAsync(hub, reference);
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", LinkSamples.Selected, path)).Good();

        // The household was selected elsewhere: the link is told again, one version later, as it was.
        await hub.ApplyAsync(LinkSamples.Told(link, 6, reference, Guid.NewGuid(), LinkState.Preferred));
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", LinkSamples.Selected, path)).Good();

        Assert.Equal(("Selected", 2L), await LinkSamples.ToldDecisionAsync(hub, link));
    }

    [Fact]
    public async Task Decide_AsTheHouseholdsCouncil_IsRefused()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (household, offered) = await OfferedAsync();
        var link = Guid.NewGuid();
        await hub.ApplyAsync(LinkSamples.Told(link, 5, Guid.NewGuid(), offered, LinkState.Preferred, ofHousehold: true));

        (await worker.ChangeAsync(HttpMethod.Post, $"/links/{link}/decision", LinkSamples.Selected, $"/links/{link}")).Refused(HttpStatusCode.Conflict, "link.not-your-decision");
        Assert.NotEqual(Guid.Empty, household);
    }

    [Fact]
    public async Task NotProgressed_ForTheHouseholdsReasons_IsLearnedOnceAndChangesNoOffer()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var (household, offered) = await OfferedAsync();
        var path = $"/households/{household}";
        var before = (await keeper.GetAsync(path + "/offer")).Good().Body.ToString();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var link = Guid.NewGuid();
            var told = LinkSamples.Told(
                link, 7, Guid.NewGuid(), offered, LinkState.NotProgressed,
                NotProgressedReasons.NumberOfChildren | NotProgressedReasons.Behaviour | NotProgressedReasons.AnotherFamilyPreferred, ofHousehold: true, children: ChildCounts.Two);
            await hub.ApplyAsync(told);
            await hub.ApplyAsync(told with { LinkVersion = 8 });
        }

        var learned = (await keeper.GetAsync(path + "/learned")).Good();
        Assert.Equal(
            [("number-of-children", 3), ("behaviour", 3)],
            learned["summaries"].EnumerateArray().Select(summary => (summary.GetProperty("reason").GetString(), summary.GetProperty("times").GetInt32())));
        Assert.Equal("Says yes to one; could consider two.", learned["summaries"][0].GetProperty("offered").GetString());
        Assert.Equal(
            "You have said yes to one child, and that you could consider two children. You have not gone on with three proposals because of the number of children. All were for two children.",
            learned["summaries"][0].GetProperty("sentence").GetString());
        Assert.Equal(before, (await keeper.GetAsync(path + "/offer")).Good().Body.ToString());

        var piece = learned["evidence"][0].GetProperty("id").GetGuid();
        var said = (await keeper.ChangeAsync(HttpMethod.Post, $"{path}/learned/{piece}", new { outcome = "challenged", talkedOn = "2025-06-12", words = "That was the house, not the number." }, path)).Good();
        Assert.Equal("challenged", said["evidence"].EnumerateArray().Single(each => each.GetProperty("id").GetGuid() == piece).GetProperty("outcome").GetString());
        Assert.Equal(before, (await keeper.GetAsync(path + "/offer")).Good().Body.ToString());
    }

    [Fact]
    public async Task Selected_HouseholdIsSpokenFor_UntilTakenBackOrOpenForMore()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var (household, offered) = await OfferedAsync();
        var path = $"/households/{household}";
        var (link, child) = (Guid.NewGuid(), Guid.NewGuid());

        await hub.ApplyAsync(LinkSamples.Told(link, 7, child, offered, LinkState.Selected, ofHousehold: true));
        Assert.Equal("Unavailable", await AvailabilityAsync());

        // A hold is told of a household that is spoken for, too: it stops what goes on with it.
        (await keeper.ChangeAsync(HttpMethod.Post, path + "/holds", new { from = "2025-06-16", until = "2025-06-30", reason = "concern" }, path)).Good();
        Assert.Equal("OnHold", await AvailabilityAsync());
        await hub.Database.ExecuteAsync($"delete from household_hold where household_id = '{household}'");
        await hub.ApplyAsync(LinkSamples.Told(link, 8, child, offered, LinkState.Preferred, ofHousehold: true));
        Assert.Equal("Available", await AvailabilityAsync());
        await hub.ApplyAsync(LinkSamples.Told(link, 9, child, offered, LinkState.Matched, ofHousehold: true));
        Assert.Equal("Unavailable", await AvailabilityAsync());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await keeper.GetAsync(path)).Good()["reviewDue"].ValueKind);

        await hub.Database.ExecuteAsync($"update household set open_for_more = true where id = '{household}'");
        await hub.ApplyAsync(LinkSamples.Told(Guid.NewGuid(), 1, child, offered, LinkState.Proposed, ofHousehold: true));
        Assert.Equal("Available", await AvailabilityAsync());

        async Task<string?> AvailabilityAsync() => (await hub.OfferedAsync(household))!.Value.GetProperty("availability").GetString();
    }

    [Fact]
    public async Task Disrupted_HouseholdIsFreeAfterItsReview()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var (household, offered) = await OfferedAsync();
        var path = $"/households/{household}";
        var (link, child) = (Guid.NewGuid(), Guid.NewGuid());
        await hub.ApplyAsync(LinkSamples.Told(link, 7, child, offered, LinkState.Matched, ofHousehold: true));
        (await keeper.ChangeAsync(HttpMethod.Post, path + "/reviews", new { on = "2025-06-15", outcome = "continues" }, path)).Good();

        await hub.ApplyAsync(LinkSamples.Told(link, 8, child, offered, LinkState.Matched, ofHousehold: true, disrupted: true));
        await hub.Database.ExecuteAsync($"update household set open_for_more = true where id = '{household}'");
        await hub.ApplyAsync(LinkSamples.Told(link, 9, child, offered, LinkState.Matched, ofHousehold: true, disrupted: true));
        Assert.Equal("Unavailable", (await hub.OfferedAsync(household))!.Value.GetProperty("availability").GetString());
        Assert.True((await keeper.GetAsync($"/links/{link}")).Good()["link"].GetProperty("disrupted").GetBoolean());
        await hub.Database.ExecuteAsync($"update household set open_for_more = false where id = '{household}'");

        // The next yearly one is owed again, from the last.
        var read = (await keeper.ChangeAsync(HttpMethod.Post, path + "/reviews", new { on = "2025-06-16", outcome = "continues" }, path)).Good();

        Assert.Equal("2026-06-16", read["reviewDue"].GetString());
        Assert.Equal("Available", (await hub.OfferedAsync(household))!.Value.GetProperty("availability").GetString());
    }

    [Fact]
    public async Task Words_OfEachSide_AreForThatSidesReaders()
    {
        using var worker = hub.As(Roles.SocialWorker);
        using var keeper = hub.As(Roles.Recruitment);
        using var guardian = hub.As(Roles.CaldicottGuardian);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        var (link, _) = await LinkSamples.PlantAsync(hub, child, household);
        var path = $"/links/{link}";

        (await keeper.ChangeAsync(HttpMethod.Post, path + "/words", new { words = "Hoped for a younger child." }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Post, path + "/words", new { words = "The garden has a pond." }, path)).Good();

        Assert.Equal(["The garden has a pond."], await WordsAsync(worker));
        Assert.Equal(["Hoped for a younger child."], await WordsAsync(keeper));
        Assert.Equal(2, (await WordsAsync(guardian)).Count);

        async Task<List<string>> WordsAsync(HubClient reader) => [.. (await reader.GetAsync(path)).Good()["words"].EnumerateArray().Select(each => each.GetProperty("words").GetString()!)];
    }

    [Fact]
    public async Task Link_OfARestrictedChildOrHousehold_DoesNotExistForOthers()
    {
        using var finder = hub.As(Roles.FamilyFinder);
        using var keeper = hub.As(Roles.Recruitment);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        var (link, _) = await LinkSamples.PlantAsync(hub, child, household);
        (await finder.GetAsync($"/links/{link}")).Good();

        await hub.Database.ExecuteAsync($"insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{child}', '{"{}"}', 'court-direction', 'planted', now())");
        Assert.Equal(HttpStatusCode.NotFound, (await finder.GetAsync($"/links/{link}")).Status);
        Assert.DoesNotContain(link.ToString(), (await keeper.GetAsync("/links?limit=200")).Good().Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await finder.SendAsync(HttpMethod.Post, $"/links/{link}/decision", LinkSamples.BodyOf("/decision"), "\"1\"")).Status);

        await hub.Database.ExecuteAsync($"delete from child_restriction where child_id = '{child}'; insert into household_restriction (household_id, roles, reason, set_by, set_at) values ('{household}', '{"{}"}', 'court-direction', 'planted', now())");
        Assert.Equal(HttpStatusCode.NotFound, (await keeper.GetAsync($"/links/{link}")).Status);
    }

    [Fact]
    public async Task Escalated_IsPutBeforeTheOwnerByNameOnce()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var command = new EscalateSearch(Guid.NewGuid(), LinkSamples.Staffordshire, reference, SearchLength.ThirtyDays, Feasible: true);

        await hub.ApplyAsync(command);
        await hub.ApplyAsync(command);
        await hub.ApplyAsync(command with { RequestId = Guid.NewGuid(), Child = Guid.NewGuid() });

        var escalation = Assert.Single((await worker.GetAsync($"/children/{child}/family-finding")).Good()["escalations"].EnumerateArray());
        Assert.Equal(("thirty-days", "Invented Worker", "Invented Manager"), (escalation.GetProperty("without").GetString(), escalation.GetProperty("owner").GetString(), escalation.GetProperty("manager").GetString()));
    }

    private async Task<(Guid Household, Guid Reference)> OfferedAsync()
    {
        var (household, _) = await HouseholdSamples.PlantAsync(hub, approved: false);
        using var system = hub.As(Roles.CaseSystem);
        (await system.PostAsync("/households/approvals", HouseholdSamples.Approval($"P{household:n}"))).Good();
        await using var db = hub.Db();
        return (household, await db.RegionalReferences.Where(known => known.HouseholdId == household).Select(known => known.Reference).SingleAsync());
    }
}
