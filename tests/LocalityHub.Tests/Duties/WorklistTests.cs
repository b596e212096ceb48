using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Duties;

/// <summary>What is owed, for whom it is to do, and what the region hears of what is overdue.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class WorklistTests(HubFixture hub)
{
    /// <summary>The invented child waits since the placement order of August 2024: both its review and its match are long overdue.</summary>
    [Fact]
    public async Task Review_Entered_SettlesWhatWasOverdueAndItsReferenceDies()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        var overdue = await ToldAsync(child);
        Assert.Equal(["FourWeeksOrMore MatchInTime", "FourWeeksOrMore WaitingReview"], overdue.Keys);

        var entered = (await worker.ChangeAsync(HttpMethod.Post, path + "/case-events", new { kind = "reviewed", on = "2025-06-12", words = "All agreed." }, path)).Good();

        Assert.Equal(["FourWeeksOrMore MatchInTime"], (await ToldAsync(child)).Keys);
        Assert.Equal("Settled", (await PermanenceSamples.ToldAsync(hub, overdue["FourWeeksOrMore WaitingReview"])).GetProperty("lateness").GetString());
        var review = Duty(entered, "waiting-review");
        Assert.Equal(("2025-12-12", "settled", "hard"), (review.GetProperty("due").GetString(), review.GetProperty("lateness").GetString(), review.GetProperty("force").GetString()));
        Assert.StartsWith("regulation 36", review.GetProperty("source").GetString(), StringComparison.Ordinal);

        // Taken back, it is overdue again, under another reference.
        var id = entered["events"][0].GetProperty("id").GetGuid();
        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/case-events/{id}/withdraw", null, path)).Good();
        var again = await ToldAsync(child);
        Assert.Equal(["FourWeeksOrMore MatchInTime", "FourWeeksOrMore WaitingReview"], again.Keys);
        Assert.NotEqual(overdue["FourWeeksOrMore WaitingReview"], again["FourWeeksOrMore WaitingReview"]);
        Assert.Equal(overdue["FourWeeksOrMore MatchInTime"], again["FourWeeksOrMore MatchInTime"]);
    }

    [Fact]
    public async Task Reason_OfWhatIsOnlyAdvice_SettlesItAndOfADutyInLawDoesNot()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";

        var advised = (await worker.ChangeAsync(HttpMethod.Put, path + "/duties/match-in-time/reason", new { words = "Her grandmother is being assessed." }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Put, path + "/duties/waiting-review/reason", new { words = "The reviewing officer was ill." }, path)).Good();

        Assert.Equal("Her grandmother is being assessed.", Duty(advised, "match-in-time").GetProperty("reason").GetString());
        Assert.Equal(["FourWeeksOrMore WaitingReview"], (await ToldAsync(child)).Keys);
        (await worker.ChangeAsync(HttpMethod.Put, path + "/duties/life-story/reason", new { words = "x" }, path)).Refused(HttpStatusCode.NotFound, "duty.not-owed");
    }

    [Fact]
    public async Task Entry_ThatCannotBe_IsRefused()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var path = $"/children/{child}";
        Task<HubAnswer> EnterAsync(string on) => worker.ChangeAsync(HttpMethod.Post, path + "/case-events", new { kind = "visited", on }, path);

        (await EnterAsync("2025-06-17")).Refused(HttpStatusCode.Conflict, "case-event.in-future");
        (await EnterAsync("2022-02-02")).Refused(HttpStatusCode.Conflict, "case-event.before-birth");
        (await EnterAsync("2025-06-16")).Good();
        (await EnterAsync("2025-06-16")).Refused(HttpStatusCode.Conflict, "case-event.entered");
    }

    [Fact]
    public async Task Assessment_ThatStandsStillForALawfulReason_IsNotOverdue()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var opened = (await keeper.PostAsync("/households", HouseholdSamples.Record(assessment: new { interestAcceptedOn = "2025-04-01" }))).Good()["id"].GetGuid();
        var path = $"/households/{opened}";
        Assert.Equal(["OneToFourWeeks StageOne"], (await ToldAsync(opened)).Keys);
        Task<HubAnswer> PauseAsync(string stage, string reason, string from) =>
            keeper.ChangeAsync(HttpMethod.Post, path + "/assessment-pauses", new { stage, reason, from, words = "A new job." }, path);

        (await PauseAsync("one", "exceptional-circumstances", "2025-05-01")).Refused(HttpStatusCode.Conflict, "assessment-pause.reason");
        (await PauseAsync("two", "applicant-request", "2025-05-01")).Refused(HttpStatusCode.Conflict, "assessment-pause.not-running");
        (await PauseAsync("one", "applicant-request", "2025-03-31")).Refused(HttpStatusCode.Conflict, "assessment-pause.day");
        var paused = (await PauseAsync("one", "applicant-request", "2025-05-02")).Good();
        (await PauseAsync("one", "good-reason", "2025-05-20")).Refused(HttpStatusCode.Conflict, "assessment-pause.paused");

        Assert.Empty((await ToldAsync(opened)).Keys);
        var still = Duty(paused, "stage-one");
        Assert.Equal((JsonValueKind.Null, "applicant-request"), (still.GetProperty("due").ValueKind, still.GetProperty("pause").GetString()));

        // A month was left, less a day: it goes on from the first day that counts again.
        var pause = paused["pauses"][0].GetProperty("id").GetGuid();
        var ended = (await keeper.ChangeAsync(HttpMethod.Post, $"{path}/assessment-pauses/{pause}/end", new { on = "2025-06-02" }, path)).Good();
        Assert.Equal("2025-07-02", Duty(ended, "stage-one").GetProperty("due").GetString());
        (await keeper.ChangeAsync(HttpMethod.Post, $"{path}/assessment-pauses/{pause}/end", new { on = "2025-06-02" }, path)).Refused(HttpStatusCode.NotFound, "assessment-pause.not-found");
    }

    [Fact]
    public async Task Worklist_ForEachRole_HoldsWhatIsItsToDoPageByPage()
    {
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        var (hidden, _) = await HouseholdSamples.PlantAsync(hub, restricted: true);
        await hub.Database.ExecuteAsync($"update permanence set owner_subject = 'worklist-{child}' where child_id = '{child}'");
        await LinkSamples.PlantAsync(hub, await PermanenceSamples.WaitingAsync(hub), household);
        await ProfileSamples.PlantAsync(hub, child, null);
        await hub.Database.ExecuteAsync($"insert into search_escalation (id, child_id, without, feasible, escalated_at) values (gen_random_uuid(), '{child}', 2, false, '2025-06-10')");

        Assert.Equal(["duty match-in-time", "duty waiting-review", "search-without-link"], await OfAsync(Roles.SocialWorker, child));
        Assert.Equal(["duty match-in-time", "duty waiting-review", "profile-approval", "search-without-link"], await OfAsync(Roles.FamilyFinder, child));
        Assert.Equal(["duty match-in-time"], await OfAsync(Roles.PanelAdviser, child));
        Assert.Empty(await OfAsync(Roles.SupportWorker, child));
        Assert.Equal(["duty adopters-review", "learned-evidence"], await OfAsync(Roles.Recruitment, household));
        Assert.Equal(["duty adopters-review"], await OfAsync(Roles.PanelAdviser, household));

        // Whom a role does not see is not in its list; nothing is hidden from the guardian.
        Assert.Empty(await OfAsync(Roles.Recruitment, hidden));
        Assert.Equal(["duty adopters-review"], await OfAsync(Roles.CaldicottGuardian, hidden));
        await hub.Database.ExecuteAsync($"insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{child}', array['social-worker'], 'court-direction', 'planted', now())");
        Assert.Empty(await OfAsync(Roles.FamilyFinder, child));

        using var owner = hub.As(Roles.SocialWorker, $"worklist-{child}");
        Assert.All(Items(await owner.GetAsync("/worklist?mine=true&limit=200")), entry => Assert.Equal((child, "Invented Worker"), (entry.GetProperty("childId").GetGuid(), entry.GetProperty("owner").GetString())));
        Assert.Equal(2, Items(await owner.GetAsync("/worklist?mine=true&overdue=true")).Count);

        using var worker = hub.As(Roles.SocialWorker);
        var whole = await AllAsync(worker, 200);
        var paged = (await AllAsync(worker, 20)).Select(entry => entry.ToString());

        Assert.Equal(whole.Select(entry => entry.ToString()), paged);
        Assert.True(whole.Count > 2);
        Assert.Equal(whole.Select(DayOf).Order(StringComparer.Ordinal), whole.Select(DayOf));

        static string DayOf(JsonElement entry) => entry.GetProperty("due").GetString() ?? (entry.GetProperty("kind").GetString() == "duty" ? "9999" : entry.GetProperty("since").GetString()!);
    }

    /// <summary>Told by the region and ended by it, each once, in whichever order its messages come; the owner is named.</summary>
    [Fact]
    public async Task Alarm_OfTheRegion_StandsInTheListUntilItIsOver()
    {
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var late = new EscalateSearch(Guid.NewGuid(), LinkSamples.Staffordshire, reference, SearchLength.None, false, SearchAlarmCause.SearchListLate, Alarm: Guid.NewGuid());
        var lacking = late with { RequestId = Guid.NewGuid(), Cause = SearchAlarmCause.GroupIncomplete, Alarm = Guid.NewGuid() };
        await hub.ApplyAsync(late);
        await hub.ApplyAsync(late);
        await hub.ApplyAsync(lacking);
        Assert.Equal(["duty match-in-time", "duty waiting-review", "group-incomplete", "search-list-late"], await OfAsync(Roles.FamilyFinder, child));
        Assert.Equal(["duty match-in-time"], await OfAsync(Roles.PanelAdviser, child));
        using var worker = hub.As(Roles.SocialWorker);
        Assert.Equal(["Invented Worker"], (await AllAsync(worker, 200)).Where(entry => entry.GetProperty("kind").GetString() == "search-list-late" && entry.GetProperty("childId").GetGuid() == child)
            .Select(entry => entry.GetProperty("owner").GetString()));

        await hub.ApplyAsync(late with { RequestId = Guid.NewGuid(), Over = true });
        await hub.ApplyAsync(late);
        Assert.Equal(["duty match-in-time", "duty waiting-review", "group-incomplete"], await OfAsync(Roles.FamilyFinder, child));

        // One whose end has overtaken its beginning.
        var again = late with { RequestId = Guid.NewGuid(), Alarm = Guid.NewGuid() };
        await hub.ApplyAsync(again with { RequestId = Guid.NewGuid(), Over = true });
        await hub.ApplyAsync(again);
        await hub.ApplyAsync(lacking with { RequestId = Guid.NewGuid(), Over = true });
        Assert.Equal(["duty match-in-time", "duty waiting-review"], await OfAsync(Roles.FamilyFinder, child));

        var escalations = (await worker.GetAsync($"/children/{child}/family-finding")).Good()["escalations"].EnumerateArray().ToList();
        Assert.Equal(["group-incomplete", "search-list-late", "search-list-late"], escalations.Select(each => each.GetProperty("cause").GetString()).Order());
        Assert.All(escalations, each => Assert.NotEqual(JsonValueKind.Null, each.GetProperty("overAt").ValueKind));
    }

    /// <summary>Asked for by another council: for the reader, and for the guardian, who answers for readers who have left; overdue, and settled, in whichever order it is heard.</summary>
    [Fact]
    public async Task Papers_ThatAnotherCouncilAsksAbout_WaitForTheReaderAndTheGuardian()
    {
        var subject = $"reader-{Guid.NewGuid()}";
        var ask = new AskAttestation(Guid.NewGuid(), LinkSamples.Staffordshire, Guid.NewGuid(), new CouncilCode(861), PersonReference.Of(subject), AttestationAsk.Asked);
        await hub.ApplyAsync(ask);
        using var reader = hub.As(Roles.Recruitment, subject);
        using var colleague = hub.As(Roles.Recruitment);
        using var guardian = hub.As(Roles.CaldicottGuardian);

        Assert.Equal([null], await StepsAsync(reader, "&mine=true"));
        Assert.Equal([null], await StepsAsync(guardian));
        Assert.Empty(await StepsAsync(guardian, "&mine=true"));
        Assert.Empty(await StepsAsync(colleague));

        await hub.ApplyAsync(ask with { RequestId = Guid.NewGuid(), Ask = AttestationAsk.Overdue });
        await hub.ApplyAsync(ask with { RequestId = Guid.NewGuid() });
        Assert.Equal(["overdue"], await StepsAsync(guardian, "&overdue=true"));

        await hub.ApplyAsync(ask with { RequestId = Guid.NewGuid(), Ask = AttestationAsk.Settled });
        await hub.ApplyAsync(ask with { RequestId = Guid.NewGuid(), Ask = AttestationAsk.Overdue });
        Assert.Empty(await StepsAsync(reader, "&mine=true"));
        Assert.Empty(await StepsAsync(guardian));

        async Task<List<string?>> StepsAsync(HubClient who, string query = "") =>
            [.. (await AllAsync(who, 200, query)).Where(entry => entry.GetProperty("kind").GetString() == "papers-to-attest" && entry.GetProperty("disclosureId").GetGuid() == ask.Disclosure)
                .Select(entry => entry.GetProperty("step").GetString())];
    }

    /// <summary>A child of whom the return alone tells that it waits, in nobody's list till the council has joined; overdue, escalated, and settled by the search.</summary>
    [Fact]
    public async Task Search_NotBegunForAChildWhoWaits_IsInTheListAndToldUntilItIs()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var path = $"/children/{child}";
        Assert.Empty(await OfAsync(Roles.SocialWorker, child));
        try
        {
            await SetAsync("2025-05-20");
            Assert.Equal(["duty search-not-begun"], await OfAsync(Roles.SocialWorker, child));
            Assert.Equal(["duty search-not-begun"], await OfAsync(Roles.FamilyFinder, child));
            Assert.Empty(await OfAsync(Roles.PanelAdviser, child));

            await hub.Services.GetRequiredService<FamilySweep>().RunAsync(CancellationToken.None);
            Assert.Equal(["OneToFourWeeks SearchNotBegun"], (await ToldAsync(child)).Keys);

            // The worker who plans for the child answers for it by name, and has it in a list of their own.
            (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan(), path)).Good();
            await hub.Database.ExecuteAsync($"update permanence set owner_subject = 'unsearched-{child}' where child_id = '{child}'");
            using var owner = hub.As(Roles.SocialWorker, $"unsearched-{child}");
            var entry = Items(await owner.GetAsync("/worklist?mine=true&overdue=true")).Single(each => each.GetProperty("duty").GetProperty("duty").GetString() == "search-not-begun");
            Assert.Equal(("Invented Worker", "2025-06-03"), (entry.GetProperty("owner").GetString(), entry.GetProperty("due").GetString()));
            Assert.StartsWith("section 1(3)", entry.GetProperty("duty").GetProperty("source").GetString(), StringComparison.Ordinal);

            (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good();
            Assert.DoesNotContain("OneToFourWeeks SearchNotBegun", (await ToldAsync(child)).Keys);
            Assert.DoesNotContain("duty search-not-begun", await OfAsync(Roles.SocialWorker, child));
        }
        finally
        {
            await SetAsync("2027-01-01");
        }

        Task SetAsync(string from) => hub.Database.ExecuteAsync($"update council_settings set searches_from = '{from}'");
    }

    /// <summary>Adoption is the plan no more, and the decision for it stands: the child's worker is asked for the reversal until it is entered.</summary>
    [Fact]
    public async Task Plan_ThatIsAdoptionNoMore_AsksForTheReversalUntilItIsEntered()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        Assert.DoesNotContain("duty reversal-not-recorded", await OfAsync(Roles.SocialWorker, child));

        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan("return-home"), path)).Good();

        Assert.Contains("duty reversal-not-recorded", await OfAsync(Roles.SocialWorker, child));
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/decision-reversed", new { date = "2025-06-12", reason = "RD1" }, path)).Good();
        Assert.DoesNotContain("duty reversal-not-recorded", await OfAsync(Roles.SocialWorker, child));
    }

    /// <summary>A match that panel decided, of a child without a plan here, after which nothing was entered: late after six weeks, and settled by the placement.</summary>
    [Fact]
    public async Task Match_AfterWhichTheChildHasNotMovedIn_IsInTheListAndToldUntilItHas()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-04-25" }, path)).Good();
        await hub.Database.ExecuteAsync($"insert into match_decision (case_id, child_id, agreed, decided_on) values (gen_random_uuid(), '{child}', true, '2025-04-25')");

        await hub.Services.GetRequiredService<FamilySweep>().RunAsync(CancellationToken.None);

        Assert.Equal(["OneToFourWeeks MatchNotMovedIn"], (await ToldAsync(child)).Keys);
        Assert.Equal(["duty match-not-moved-in"], await OfAsync(Roles.FamilyFinder, child));
        Assert.Empty(await OfAsync(Roles.PanelAdviser, child));
        var entry = (await AllAsync(worker, 200, "&overdue=true")).Single(each => each.GetProperty("childId").ValueKind == JsonValueKind.String && each.GetProperty("childId").GetGuid() == child);
        Assert.Equal(("2025-04-25", "2025-06-06", "guidance"), (entry.GetProperty("since").GetString(), entry.GetProperty("due").GetString(), entry.GetProperty("duty").GetProperty("force").GetString()));

        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-12" }, path)).Good();
        Assert.Empty(await ToldAsync(child));
        Assert.DoesNotContain("duty match-not-moved-in", await OfAsync(Roles.SocialWorker, child));
    }

    /// <summary>What is overdue of a restricted record is in no count and no escalation of the region's; who may see the record has it in the worklist.</summary>
    [Fact]
    public async Task Restricted_RecordsOfChildAndHousehold_AreOverdueForThoseAloneWhoSeeThem()
    {
        using var guardian = hub.As(Roles.CaldicottGuardian);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        await hub.Database.ExecuteAsync($"update household_decision set decided_on = '2024-03-04' where household_id = '{household}'");
        await hub.Services.GetRequiredService<FamilySweep>().RunAsync(CancellationToken.None);
        var (ofChild, ofHousehold) = (await ToldAsync(child), await ToldAsync(household));
        Assert.Equal((2, 1), (ofChild.Count, ofHousehold.Count));

        (await guardian.ChangeAsync(HttpMethod.Put, $"/children/{child}/restriction", new { roles = new[] { "social-worker" }, reason = "staff-or-relative" }, $"/children/{child}")).Good();
        (await guardian.ChangeAsync(HttpMethod.Put, $"/households/{household}/restriction", new { roles = Array.Empty<string>(), reason = "staff-or-relative" }, $"/households/{household}")).Good();

        Assert.Empty(await ToldAsync(child));
        Assert.Empty(await ToldAsync(household));
        Assert.All(ofChild.Values.Concat(ofHousehold.Values), reference => Assert.Equal("Settled", PermanenceSamples.ToldAsync(hub, reference).Result.GetProperty("lateness").GetString()));
        await hub.Services.GetRequiredService<FamilySweep>().RunAsync(CancellationToken.None);
        Assert.Empty(await ToldAsync(child));
        Assert.Empty(await ToldAsync(household));
        Assert.Contains("duty waiting-review", await OfAsync(Roles.SocialWorker, child));
        Assert.Empty(await OfAsync(Roles.FamilyFinder, child));
        Assert.Empty(await OfAsync(Roles.Recruitment, household));
        Assert.Equal(["duty adopters-review"], await OfAsync(Roles.CaldicottGuardian, household));

        (await guardian.ChangeAsync(HttpMethod.Post, $"/children/{child}/restriction/lift", new { reason = "no-longer-needed" }, $"/children/{child}")).Good();
        (await guardian.ChangeAsync(HttpMethod.Post, $"/households/{household}/restriction/lift", new { reason = "no-longer-needed" }, $"/households/{household}")).Good();

        Assert.Equal(ofChild.Keys, (await ToldAsync(child)).Keys);
        Assert.Equal(ofHousehold.Keys, (await ToldAsync(household)).Keys);
        Assert.Empty((await ToldAsync(child)).Values.Intersect(ofChild.Values));
    }

    /// <summary>A child without any plan here: the approval alone is watched, is late after its sixteen weeks, and settled by the extension.</summary>
    [Fact]
    public async Task ConnectedPerson_WhoseApprovalLapses_IsToldOfUntilItIsExtended()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Post, path + "/case-events", new { kind = "connected-person-approved", on = "2025-02-10" }, path)).Good();
        Assert.Equal(["OneToFourWeeks ConnectedPerson"], (await ToldAsync(child)).Keys);

        var extended = (await worker.ChangeAsync(
            HttpMethod.Post, path + "/case-events",
            new { kind = "connected-person-extended", on = "2025-06-02", conditions = new[] { "panel-consulted", "reviewing-officer-informed", "nominated-officer-approved" } }, path)).Good();

        Assert.Empty(await ToldAsync(child));
        Assert.Equal(("2025-07-28", "settled"), (Duty(extended, "connected-person").GetProperty("due").GetString(), Duty(extended, "connected-person").GetProperty("lateness").GetString()));
        (await worker.ChangeAsync(
            HttpMethod.Post, path + "/case-events",
            new { kind = "connected-person-extended", on = "2025-06-03", conditions = new[] { "panel-consulted", "reviewing-officer-informed", "nominated-officer-approved" } }, path))
            .Refused(HttpStatusCode.Conflict, "connected-person.extended");
        Assert.Equal(["duty connected-person"], await OfAsync(Roles.PanelAdviser, child));
    }

    [Fact]
    public async Task Worklist_OfARecruitersOwn_HoldsTheHouseholdsThatTheRecruiterWorksWith()
    {
        var (own, _) = await HouseholdSamples.PlantAsync(hub);
        var (other, _) = await HouseholdSamples.PlantAsync(hub);
        var subject = $"recruiter-{own}";
        using var recruiter = hub.As(Roles.Recruitment, subject);
        var path = $"/households/{own}";
        (await recruiter.ChangeAsync(
            HttpMethod.Put, path, new { members = new[] { new { role = "parent", given = "Invented", family = "Larkspur" } }, home = new { }, assessment = new { }, worker = new { name = "Invented Recruiter", subject } }, path)).Good();
        foreach (var household in new[] { own, other })
        {
            await LinkSamples.PlantAsync(hub, await PermanenceSamples.WaitingAsync(hub), household);
        }

        var mine = Items(await recruiter.GetAsync("/worklist?mine=true&limit=200"));

        Assert.All(mine, entry => Assert.Equal(own, entry.GetProperty("householdId").GetGuid()));
        Assert.Equal(["adopters-review", "learned-evidence"], mine.Select(entry => entry.GetProperty("duty") is { ValueKind: JsonValueKind.Object } duty ? duty.GetProperty("duty").GetString() : entry.GetProperty("kind").GetString()).Order());
        Assert.Equal("Invented Recruiter", mine[0].GetProperty("owner").GetString());
        Assert.Equal(own, Assert.Single(Items(await recruiter.GetAsync("/households?mine=true"))).GetProperty("id").GetGuid());
        Assert.Equal(["duty adopters-review", "learned-evidence"], await OfAsync(Roles.Recruitment, other));
    }

    /// <summary>Whoever works through a list and finishes an entry between two pages misses none of the others.</summary>
    [Fact]
    public async Task Worklist_WhenTheLastEntryOfAPageIsDone_GoesOnWithTheNext()
    {
        using var finder = hub.As(Roles.SocialWorker);
        var (first, _) = await PermanenceSamples.SearchedAsync(hub);
        var (second, _) = await PermanenceSamples.SearchedAsync(hub);
        var subject = $"done-{first}";
        await hub.Database.ExecuteAsync($"update permanence set owner_subject = '{subject}' where child_id in ('{first}', '{second}')");
        using var owner = hub.As(Roles.SocialWorker, subject);
        var page = (await owner.GetAsync("/worklist?mine=true&limit=1")).Good();
        var child = Items(page)[0].GetProperty("childId").GetGuid();
        var path = $"/children/{child}";
        (await finder.ChangeAsync(HttpMethod.Post, path + "/case-events", new { kind = "reviewed", on = "2025-06-12" }, path)).Good();

        var rest = Items(await owner.GetAsync($"/worklist?mine=true&limit=200&cursor={page["next"].GetString()}"));

        Assert.Equal("waiting-review", Items(page)[0].GetProperty("duty").GetProperty("duty").GetString());
        Assert.Contains(rest, entry => entry.GetProperty("childId").GetGuid() != child && entry.GetProperty("duty").GetProperty("duty").GetString() == "waiting-review");
        Assert.Equal(2, rest.Count(entry => entry.GetProperty("duty").GetProperty("duty").GetString() == "match-in-time"));
    }

    private async Task<List<string>> OfAsync(string role, Guid of)
    {
        using var client = hub.As(role);
        return
        [
            .. (await AllAsync(client, 200)).Where(entry => entry.ToString().Contains(of.ToString(), StringComparison.Ordinal))
                .Select(entry => entry.GetProperty("kind").GetString() + (entry.GetProperty("duty") is { ValueKind: JsonValueKind.Object } duty ? " " + duty.GetProperty("duty").GetString() : ""))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static async Task<List<JsonElement>> AllAsync(HubClient client, int limit, string query = "")
    {
        var found = new List<JsonElement>();
        for (string? next = $"/worklist?limit={limit}{query}"; next is not null;)
        {
            var page = (await client.GetAsync(next)).Good();
            found.AddRange(Items(page));
            next = page["next"].GetString() is { } cursor ? $"/worklist?limit={limit}{query}&cursor={cursor}" : null;
        }

        return found;
    }

    /// <summary>The duties of a child or household that the region holds for overdue, with their references.</summary>
    private async Task<SortedDictionary<string, Guid>> ToldAsync(Guid of)
    {
        await using var db = hub.Db();
        var known = await db.RegionalReferences.AsNoTracking().Where(each => (each.ChildId == of || each.HouseholdId == of) && each.Purpose == ReferencePurpose.Duty).ToListAsync();
        return new SortedDictionary<string, Guid>(
            known.ToDictionary(each => JsonDocument.Parse(each.Content).RootElement is var said ? $"{said.GetProperty("lateness").GetString()} {said.GetProperty("duty").GetString()}" : "", each => each.Reference),
            StringComparer.Ordinal);
    }

    private static JsonElement Duty(HubAnswer answer, string duty) => answer["duties"].EnumerateArray().Single(each => each.GetProperty("duty").GetString() == duty);

    private static List<JsonElement> Items(HubAnswer answer) => [.. answer.Good()["items"].EnumerateArray()];
}
