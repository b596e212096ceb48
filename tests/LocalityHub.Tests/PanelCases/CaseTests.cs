using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Duties;
using Partnership.LocalityHub.PanelCases;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.PanelCases;

[Collection(nameof(PanelHub))]
public sealed class CaseTests(PanelHub panel)
{
    [Fact]
    public async Task Raise_Plan_IsRefusedGateByGateAndThenToldWithoutNames()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.OpenAsync(children: [child]);
        var worker = panel.As(Roles.SocialWorker);

        Assert.Equal("gate.report-author", await worker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}"));
        await panel.CompleteAsync(@case);
        var raised = await worker.SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}");

        Assert.Equal(("raised", "2025-06-16"), (raised["state"]!.GetValue<string>(), raised["readyOn"]!.GetValue<string>()));
        Assert.All(raised["gates"]!.AsArray(), gate => Assert.NotEmpty(gate!["source"]!.GetValue<string>()));
        var told = Assert.Single(await panel.ToldAsync<PanelCaseRaised>(), each => each.Case == @case);
        Assert.Equal((PanelCaseKind.ShouldBePlacedByOrder, 1, 1L, false), (told.Kind, told.Children, told.Version, told.Withdrawn));
        var stated = Assert.Single(await panel.ToldAsync<PanelCaseChildStated>(), each => each.Case == @case);
        Assert.NotEqual(child, stated.Child);
        Assert.Equal("panel-case.raised", await worker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}"));
    }

    /// <summary>One reference for a child in all of its cases, and another in each message about one case.</summary>
    [Fact]
    public async Task Raise_TwoCasesOfAChild_KnowItByOneReferenceAndTheirStatementsByTwo()
    {
        var child = await panel.ChildInCareAsync();
        var (one, two) = (await panel.RaisedAsync([child]), await panel.RaisedAsync([child]));

        var stated = (await panel.ToldAsync<PanelCaseChildStated>()).Where(each => each.Case == one || each.Case == two).ToList();

        Assert.Equal((1, 2), (stated.Select(each => each.Child).Distinct().Count(), stated.Select(each => each.Reference).Distinct().Count()));
    }

    [Fact]
    public async Task Withdraw_ARaisedCase_IsTold()
    {
        var @case = await panel.RaisedAsync();

        await panel.As(Roles.SocialWorker).SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/withdraw", version: $"/panel-cases/{@case}");

        var told = (await panel.ToldAsync<PanelCaseRaised>()).Where(each => each.Case == @case).ToList();
        Assert.Equal([(1L, false), (2L, true)], told.Select(each => (each.Version, each.Withdrawn)));
        Assert.Equal("panel-case.withdrawn", await panel.As(Roles.SocialWorker).RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}"));
    }

    /// <summary>An order that a return brings reaches the case by itself.</summary>
    [Fact]
    public async Task Watch_ChildGetsAnOrder_ItsCaseIsToldAgain()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.RaisedAsync([child]);
        var worker = panel.As(Roles.SocialWorker);
        await worker.SendAsync(HttpMethod.Put, $"/children/{child}/milestones/should-be-placed", new { date = "2025-06-03" }, $"/children/{child}");
        await worker.SendAsync(HttpMethod.Put, $"/children/{child}/milestones/placement-order", new { date = "2025-06-10" }, $"/children/{child}");

        await panel.Hub.Services.GetRequiredService<CaseWatch>().LookAsync(TestContext.Current.CancellationToken);

        var newest = (await panel.ToldAsync<PanelCaseChildStated>()).Where(each => each.Case == @case).MaxBy(each => each.Version)!;
        Assert.Equal((new DateOnly(2025, 6, 3), new DateOnly(2025, 6, 10)), (newest.ShouldBePlacedOn!.Value.Day, newest.AuthorityOn!.Value.Day));
    }

    [Fact]
    public async Task Gate_OfRecordsOrUnlawfulException_IsNotStatedByHand()
    {
        var @case = await panel.OpenAsync();
        var worker = panel.As(Roles.SocialWorker);
        Task<string> Refused(string gate, object body) => worker.RefusedAsync(HttpMethod.Put, $"/panel-cases/{@case}/gates/{gate}", body, $"/panel-cases/{@case}");

        Assert.Equal("gate.from-records", await Refused("child-health-report", new { on = "2025-06-02" }));
        Assert.Equal("gate.no-such-exception", await Refused("child-health-report", new { exception = "childs-welfare", reason = "Invented." }));
        Assert.Equal("gate.reason-required", await Refused("parents-counselled", new { exception = "not-reasonably-practicable" }));
        Assert.Equal("gate.other-kind", await Refused("preparation", new { on = "2025-06-02" }));
        Assert.Equal("gate.in-future", await Refused("report-author", new { on = "2025-06-17" }));
        var excepted = await worker.SendAsync(
            HttpMethod.Put, $"/panel-cases/{@case}/gates/parents-counselled", new { exception = "not-reasonably-practicable", reason = "Nobody knows where the parent is." }, $"/panel-cases/{@case}");
        Assert.Contains(excepted["gates"]!.AsArray(), gate => gate!["gate"]!.GetValue<string>() == "parents-counselled" && gate["state"]!.GetValue<string>() == "excepted");
    }

    /// <summary>Regulations 25 to 30: checks of each person. By when the council would have one refreshed is its own practice, and shuts no gate.</summary>
    [Fact]
    public async Task Raise_Approval_NeedsEveryPersonsChecksAndWarnsOfThoseToBeRefreshed()
    {
        var household = await HouseholdAsync();
        var @case = await panel.OpenAsync("adopter-approval", [], new { householdId = household });
        var worker = panel.As(Roles.SocialWorker);
        await worker.SendAsync(HttpMethod.Put, $"/panel-cases/{@case}/gates/report-author", new { on = "2025-06-02" }, $"/panel-cases/{@case}");
        await panel.UploadAsync(@case, "adopter-report");
        await worker.SendAsync(HttpMethod.Put, $"/panel-cases/{@case}", new { reportSentOn = "2025-06-03", commentsOn = "2025-06-09" }, $"/panel-cases/{@case}");
        Task<string> RefusedAsync() => worker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}");

        Assert.Equal("gate.stage-one-complete", await RefusedAsync());
        await CheckAsync(household, adults: 3, checkedAdults: 2);
        Assert.Equal("gate.criminal-record-checks", await RefusedAsync());
        await CheckAsync(household, adults: 3, checkedAdults: 3, relatives: 2);
        Assert.Equal("gate.referees", await RefusedAsync());
        Assert.Equal("met", await GateAsync(@case, "checks-refreshed"));
        await CheckAsync(household, adults: 3, checkedAdults: 3, refreshBy: "2025-06-15");
        Assert.Equal(("met", "warning"), (await GateAsync(@case, "criminal-record-checks"), await GateAsync(@case, "checks-refreshed")));
        await worker.SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}");
        Assert.Equal(["checks-refreshed"], await OwedAsync(@case));
        await worker.SendAsync(HttpMethod.Put, $"/panel-cases/{@case}/gates/checks-refreshed", new { reason = "The new certificates are on their way." }, $"/panel-cases/{@case}");
        Assert.Empty(await OwedAsync(@case));

        var told = Assert.Single(await panel.ToldAsync<PanelCaseRaised>(), each => each.Case == @case);
        Assert.Equal((new DateOnly(2025, 5, 12), new DateOnly(2025, 6, 3), new DateOnly(2025, 6, 9)), (told.StageTwoOn!.Value.Day, told.ReportSentOn!.Value.Day, told.CommentsOn!.Value.Day));

        // The decision comes back under the reference that was minted for panels.
        await panel.SendAsync(new HouseholdDecided(
            Guid.NewGuid(), new(860), @case, told.Household!.Value, HouseholdDecision.Approved, new DecisionDay(new(2025, 6, 16)), HouseholdRoutes.Adoption, ChildCounts.One, AgeBands.One));
        await Eventually.AssertAsync(async () => Assert.Equal("approved", (await panel.As(Roles.Recruitment).GetAsync($"/households/{household}"))["approval"]!.GetValue<string>()));
    }

    /// <summary>Brothers and sisters: their parents' consent to the placing of one is not that of the other (Adoption and Children Act 2002, s. 19).</summary>
    [Fact]
    public async Task Gate_AuthorityToPlaceSiblings_IsTheConsentOfEach()
    {
        var children = new[] { await panel.ChildInCareAsync(), await panel.ChildInCareAsync() };
        var link = Guid.NewGuid();
        await panel.Hub.Database.ExecuteAsync($"""
            insert into family_link (id, link_version, household, households_council, children, state, reasons, own_children, version, updated_at)
            values ('{link}', 1, gen_random_uuid(), 861, 2, 7, 0, 2, 1, now());
            insert into family_link_child (link_id, child, childs_council, child_id)
            values ('{link}', gen_random_uuid(), 860, '{children[0]}'), ('{link}', gen_random_uuid(), 860, '{children[1]}')
            """);
        var @case = await panel.OpenAsync("match", children, new { linkId = link });
        var worker = panel.As(Roles.SocialWorker);

        Assert.Equal("gate.of-each-child", await worker.RefusedAsync(HttpMethod.Put, $"/panel-cases/{@case}/gates/authority-to-place", new { on = "2025-06-02" }, $"/panel-cases/{@case}"));

        // As it was stated before: once for both.
        await panel.Hub.Database.ExecuteAsync($"insert into gate_statement (case_id, gate, \"on\", stated_by, stated_at) values ('{@case}', 37, '2025-06-02', 'planted', now())");
        Assert.Equal("missing", await GateAsync(@case, "authority-to-place"));
        await worker.SendAsync(HttpMethod.Put, $"/children/{children[0]}/permanence", PermanenceSamples.Plan(consentOn: "2025-06-02"), $"/children/{children[0]}");
        Assert.Equal("missing", await GateAsync(@case, "authority-to-place"));
        await worker.SendAsync(HttpMethod.Put, $"/children/{children[1]}/permanence", PermanenceSamples.Plan(consentOn: "2025-06-09"), $"/children/{children[1]}");
        Assert.Equal("met", await GateAsync(@case, "authority-to-place"));

        // Adoption and Children Act 2002, section 52(3): of the first six weeks it is none, whether it is entered now or was before the day of birth was known.
        await panel.Hub.Database.ExecuteAsync($"update child set date_of_birth = '2025-04-29' where id = '{children[1]}'");
        Assert.Equal("missing", await GateAsync(@case, "authority-to-place"));
        Assert.Equal("permanence.consent-too-early", await worker.RefusedAsync(
            HttpMethod.Put, $"/children/{children[1]}/permanence", PermanenceSamples.Plan(consentOn: "2025-06-08"), $"/children/{children[1]}"));
        await worker.SendAsync(HttpMethod.Put, $"/children/{children[1]}/permanence", PermanenceSamples.Plan(consentOn: "2025-06-10"), $"/children/{children[1]}");
        Assert.Equal("met", await GateAsync(@case, "authority-to-place"));
    }

    [Fact]
    public async Task Decided_Match_IsTheChildsMilestoneUntilALaterDecisionTakesItsPlace()
    {
        var child = await panel.WaitingChildAsync();
        var @case = await panel.RaisedAsync([child]);
        var reference = (await panel.ToldAsync<PanelCaseChildStated>()).First(each => each.Case == @case).Child;
        var match = new MatchDecided(Guid.NewGuid(), new(860), @case, reference, Guid.NewGuid(), MatchDecision.Agreed, new DecisionDay(new(2025, 6, 10)));

        await panel.SendAsync(match);
        await Eventually.AssertAsync(async () => Assert.Equal("2025-06-10", await MatchedAsync(child)));
        await panel.SendAsync(match with { Decision = MatchDecision.NotAgreed, DecidedOn = new DecisionDay(new(2025, 6, 12)) });
        await Eventually.AssertAsync(async () => Assert.Null(await MatchedAsync(child)));

        // The earlier one once more, overtaken on the way: nothing changes.
        await panel.SendAsync(match with { RequestId = Guid.NewGuid() });
        await panel.SendAsync(new MatchDecided(Guid.NewGuid(), new(860), Guid.NewGuid(), Guid.NewGuid(), null, MatchDecision.Agreed, new DecisionDay(new(2025, 6, 10))));
        await Eventually.TrueAsync(async () => await panel.Hub.Database.ScalarAsync<long>("select count(*) from retry") + await panel.Hub.Database.ScalarAsync<long>("select count(*) from parked") > 0, "a decision about a child nobody knows to wait for a person");
        Assert.Null(await MatchedAsync(child));
    }

    /// <summary>A restricted child's case does not exist for whoever does not see the child, nor does anything in it.</summary>
    [Fact]
    public async Task Restricted_Child_HidesItsCaseWithAllThatIsInIt()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.RaisedAsync([child]);
        var paper = (await panel.UploadAsync(@case, "other"))["id"]!.GetValue<Guid>();
        var item = Guid.NewGuid();
        await panel.SendAsync(new RecordAgendaItem(
            Guid.NewGuid(), new(860), @case, new(860), null, item, 1, new CaseDay(new(2025, 7, 15)), AgendaItemState.Settled, RecommendedOutcome.None));
        await panel.SendAsync(new OpenPapers(Guid.NewGuid(), new(860), @case, item, 1, PersonReference.Of("panel.member"), true, new CaseDay(new(2025, 7, 29))));
        await Eventually.AssertAsync(() => panel.As(Roles.PanelMember).GetAsync($"/panel-papers/{item}"));
        using (var guardian = panel.Hub.ClientOf(Roles.CaldicottGuardian, 860))
        {
            await Restrictions.HiddenChildTests.RestrictAsync(guardian, child, Roles.SocialWorker);
        }

        var finder = panel.As(Roles.FamilyFinder);
        foreach (var path in new[] { $"/panel-cases/{@case}", $"/panel-cases/{@case}/papers", $"/panel-cases/{@case}/papers/{paper}", $"/panel-cases/{@case}/decisions", $"/panel-items/{item}/minutes" })
        {
            Assert.EndsWith(".not-found", await finder.RefusedAsync(HttpMethod.Get, path), StringComparison.Ordinal);
        }

        Assert.DoesNotContain((await finder.GetAsync("/panel-cases?limit=200"))["items"]!.AsArray(), each => each!["caseId"]!.GetValue<Guid>() == @case);
        Assert.Equal("paper.not-found", await panel.As(Roles.PanelMember).RefusedAsync(HttpMethod.Get, $"/panel-papers/{item}"));
        Assert.Equal("panel-case.not-found", await finder.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/withdraw", version: $"/panel-cases/{@case}"));
        Assert.Equal("child.not-found", await finder.RefusedAsync(HttpMethod.Post, "/panel-cases", new { kind = "should-be-placed-by-order", childIds = new[] { child } }));
        Assert.Equal("raised", (await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}"))["state"]!.GetValue<string>());
    }

    /// <summary>Whoever hears or decides a restricted child's case is listed for that, and reads what the case has; the child's record is no more open to them than any child's.</summary>
    [Fact]
    public async Task Restricted_ChildWhoseCaseIsHeard_IsOpenAsACaseToThoseWhoAreListed()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.RaisedAsync([child]);
        var item = Guid.NewGuid();
        await panel.SendAsync(new RecordAgendaItem(
            Guid.NewGuid(), new(860), @case, new(860), null, item, 1, new CaseDay(new(2025, 7, 15)), AgendaItemState.Settled, RecommendedOutcome.None));
        await panel.SendAsync(new OpenPapers(Guid.NewGuid(), new(860), @case, item, 1, PersonReference.Of("panel.member"), true, new CaseDay(new(2025, 7, 29))));
        await Eventually.AssertAsync(() => panel.As(Roles.PanelMember).GetAsync($"/panel-papers/{item}"));
        using (var guardian = panel.Hub.ClientOf(Roles.CaldicottGuardian, 860))
        {
            await Restrictions.HiddenChildTests.RestrictAsync(guardian, child, Roles.SocialWorker, Roles.PanelMember, Roles.DecisionMaker);
        }

        await panel.As(Roles.PanelMember).GetAsync($"/panel-papers/{item}");
        Assert.Equal("raised", (await panel.As(Roles.DecisionMaker).GetAsync($"/panel-cases/{@case}"))["state"]!.GetValue<string>());
        Assert.Equal("panel-case.not-found", await panel.As(Roles.PanelAdviser).RefusedAsync(HttpMethod.Get, $"/panel-cases/{@case}"));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), ((await panel.As(Roles.DecisionMaker).TryAsync(HttpMethod.Get, $"/children/{child}")).Status, (await panel.As(Roles.PanelMember).TryAsync(HttpMethod.Get, $"/children/{child}")).Status));
    }

    private async Task<string?> MatchedAsync(Guid child) => (await panel.As(Roles.SocialWorker).GetAsync($"/children/{child}"))["milestones"]!.AsArray()
        .FirstOrDefault(each => each!["kind"]!.GetValue<string>() == "matched")?["date"]!.GetValue<string>();

    private async Task<string> GateAsync(Guid @case, string gate) => (await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}"))["gates"]!.AsArray()
        .Single(each => each!["gate"]!.GetValue<string>() == gate)!["state"]!.GetValue<string>();

    /// <summary>The guidance of which the worklist asks why it was not kept.</summary>
    private async Task<IEnumerable<string>> OwedAsync(Guid @case) => (await panel.As(Roles.Recruitment).GetAsync("/worklist?limit=200"))["items"]!.AsArray()
        .Where(each => each!["kind"]!.GetValue<string>() == "case-reason" && each["caseId"]!.GetValue<Guid>() == @case).Select(each => each!["gate"]!.GetValue<string>());

    private async Task<Guid> HouseholdAsync() =>
        (await panel.As(Roles.Recruitment).SendAsync(HttpMethod.Post, "/households", Home(2)))["id"]!.GetValue<Guid>();

    private async Task CheckAsync(Guid household, int adults, int checkedAdults, string? refreshBy = null, int relatives = 1)
    {
        var recruitment = panel.As(Roles.Recruitment);
        await recruitment.SendAsync(HttpMethod.Put, $"/households/{household}", Home(adults, new { interestAcceptedOn = "2025-02-17", stageOneDecidedOn = "2025-04-14", stageTwoFrom = "2025-05-12" }), $"/households/{household}");
        var checks = Enumerable.Range(0, checkedAdults).Select(n => Check("criminal-record", n, refreshBy))
            .Concat([Check("health", 0), Check("health", 1), Check("local-authority"), Check("preparation"), .. Enumerable.Range(0, 3).Select(n => Check("reference", relative: n < relatives))]);
        await recruitment.SendAsync(HttpMethod.Put, $"/households/{household}/checks", new { checks }, $"/households/{household}");
    }

    private static object Home(int adults, object? assessment = null) => new
    {
        members = Enumerable.Range(0, adults).Select(n => new { role = n < 2 ? "parent" : "other-adult", given = $"Invented{n}", family = "Inkwell" }),
        home = new { postcode = "ST16 2LH" },
        assessment = assessment ?? new { },
    };

    private static object Check(string kind, int? member = null, string? refreshBy = null, bool relative = false) => new { kind, on = "2025-03-03", member, refreshBy, relative };

    /// <summary>What the agency lets stand still, the case's clock of stage two learns: without the words.</summary>
    [Fact]
    public async Task Pause_OfAnAssessment_IsToldOfTheHouseholdsCase()
    {
        var household = (await panel.As(Roles.Recruitment).SendAsync(HttpMethod.Post, "/households", new
        {
            members = new[] { new { role = "parent", given = "Hazel", family = "Underwillow" } }, home = new { postcode = "ST16 2LH" }, assessment = new { },
        }))["id"]!.GetValue<Guid>();
        var (@case, watch) = (await panel.OpenAsync("adopter-approval", [], new { householdId = household }), panel.Hub.Services.GetRequiredService<CaseWatch>());
        await panel.Hub.Database.ExecuteAsync($"""
            update household set stage_two_from = '2025-05-12' where id = '{household}';
            update panel_case set state = 2, ready_on = '2025-06-02' where id = '{@case}';
            insert into assessment_pause (id, household_id, stage, reason, words, "from", entered_by)
            values (gen_random_uuid(), '{household}', {(int)AssessmentStage.Two}, {(int)AssessmentPauseReason.ApplicantRequest}, 'A bereavement.', '2025-06-02', 'planted'),
                   (gen_random_uuid(), '{household}', {(int)AssessmentStage.One}, {(int)AssessmentPauseReason.GoodReason}, 'Of stage one.', '2025-05-19', 'planted')
            """);
        Assert.Equal([(1L, StageTwoPause.ApplicantRequest, null)], await ToldAsync());
        await panel.Hub.Database.ExecuteAsync($"update assessment_pause set until = '2025-06-12' where household_id = '{household}'");
        Assert.Equal([(1L, StageTwoPause.ApplicantRequest, null), (2L, StageTwoPause.ApplicantRequest, new DateOnly(2025, 6, 12))], await ToldAsync());

        async Task<List<(long, StageTwoPause, DateOnly?)>> ToldAsync()
        {
            await panel.Hub.Database.ExecuteAsync($"update household set updated_at = '2025-06-16 09:00Z' where id = '{household}'");
            await watch.LookAsync(TestContext.Current.CancellationToken);
            var told = (await panel.ToldAsync<AssessmentPaused>()).Where(each => each.Case == @case).OrderBy(each => each.Version).ToList();
            Assert.True(told.Select(each => each.Reference).Distinct().Count() <= 1);
            Assert.All(told, each => Assert.Equal(new DateOnly(2025, 6, 2), each.From.Day));
            return told.ConvertAll(each => (each.Version, each.Reason, each.Until?.Day));
        }
    }
}
