using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Tests.Restrictions;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.PanelCases;

/// <summary>What the hub raises by itself, and what it leaves to a person.</summary>
[Collection(nameof(PanelHub))]
public sealed class ReadyCasesTests(PanelHub panel)
{
    [Fact]
    public async Task Look_GateNotMet_RaisesNothing()
    {
        var @case = await panel.OpenAsync();
        await panel.CompleteAsync(@case);
        await panel.As(Roles.SocialWorker).SendAsync(HttpMethod.Put, $"/panel-cases/{@case}/gates/father-considered", new { }, $"/panel-cases/{@case}");
        await UntouchedAsync(@case);

        await LookAsync();

        Assert.Equal("preparing", await StateAsync(@case));
        Assert.DoesNotContain(await panel.ToldAsync<PanelCaseRaised>(), told => told.Case == @case);
    }

    [Fact]
    public async Task Look_GatesMetAndNobodyWriting_RaisesOnceHoweverManyLook()
    {
        var @case = await panel.OpenAsync();
        await panel.CompleteAsync(@case);
        await LookAsync();
        Assert.Equal("preparing", await StateAsync(@case));
        await UntouchedAsync(@case);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LookAsync()));
        await LookAsync();

        var raised = await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}");
        Assert.Equal(("raised", "2025-06-16", "locality-hub"), (Text(raised, "state"), Text(raised, "readyOn"), Text(raised, "raisedBy")));
        Assert.Equal(1L, Assert.Single(await panel.ToldAsync<PanelCaseRaised>(), told => told.Case == @case).Version);
        Assert.Single(await panel.ToldAsync<PanelCaseChildStated>(), told => told.Case == @case);
        Assert.Equal("panel-case.raised", await panel.As(Roles.SocialWorker).RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}"));
    }

    /// <summary>A report that is uploaded last counts as writing to the case; a person need not wait.</summary>
    [Fact]
    public async Task Look_PaperOfThisMoment_WaitsAndAPersonNeedNot()
    {
        var @case = await panel.OpenAsync();
        await panel.CompleteAsync(@case);
        await panel.Hub.Database.ExecuteAsync($"update panel_case set updated_at = '2025-06-16 08:00Z' where id = '{@case}'");

        await LookAsync();

        Assert.Equal("preparing", await StateAsync(@case));
        var raised = await panel.As(Roles.SocialWorker, "worker.in.haste").SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}");
        Assert.Equal("worker.in.haste", Text(raised, "raisedBy"));
    }

    /// <summary>Two that are ready at once, of one child and kind: whoever raises the first, the second waits for a person.</summary>
    [Fact]
    public async Task Look_TwoCasesOfAChildAtOnce_RaisesOneAndListsTheOther()
    {
        var child = await panel.ChildInCareAsync();
        var cases = new[] { await panel.OpenAsync(children: [child]), await panel.OpenAsync(children: [child]) };
        foreach (var @case in cases)
        {
            await panel.CompleteAsync(@case);
            await UntouchedAsync(@case);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LookAsync()));

        var raised = Assert.Single(await panel.ToldAsync<PanelCaseRaised>(), told => cases.Contains(told.Case)).Case;
        var other = cases.Single(@case => @case != raised);
        Assert.Equal("preparing", await StateAsync(other));
        Assert.Contains(await ListedAsync("case-to-raise"), entry => entry["caseId"]!.GetValue<Guid>() == other && entry["childId"]!.GetValue<Guid>() == child);
        await panel.As(Roles.SocialWorker).SendAsync(HttpMethod.Post, $"/panel-cases/{other}/raise", version: $"/panel-cases/{other}");
        Assert.Equal("raised", await StateAsync(other));
    }

    /// <summary>Taken back, it is not raised again by the next case that lay ready, until somebody has written to that one.</summary>
    [Fact]
    public async Task Look_EarlierCaseTakenBack_WaitsForSomethingNew()
    {
        var child = await panel.ChildInCareAsync();
        var first = await panel.RaisedAsync([child]);
        var second = await panel.OpenAsync(children: [child]);
        await panel.CompleteAsync(second);
        await UntouchedAsync(second);
        await panel.As(Roles.SocialWorker).SendAsync(HttpMethod.Post, $"/panel-cases/{first}/withdraw", version: $"/panel-cases/{first}");

        await LookAsync();
        Assert.Equal("preparing", await StateAsync(second));

        // Of the time before it: as though the other had been taken back yesterday, and this one written to since.
        await panel.Hub.Database.ExecuteAsync($"update panel_case set updated_at = '2025-06-15 09:00Z' where id = '{first}'");
        await LookAsync();
        Assert.Equal(("withdrawn", "raised"), (await StateAsync(first), await StateAsync(second)));
    }

    /// <summary>A child who was adopted meanwhile: nobody raises the case, and it is listed once, to be taken back.</summary>
    [Fact]
    public async Task Look_NothingLeftToBeDecided_IsToBeTakenBack()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.OpenAsync(children: [child]);
        await panel.CompleteAsync(@case);
        await UntouchedAsync(@case);
        await panel.Hub.Database.ExecuteAsync(
            $"insert into milestone (child_id, ordinal, kind, date, source) values ('{child}', 90, {(int)MilestoneKind.AdoptionOrder}, '2025-06-10', {(int)MilestoneSource.Hand})");

        await LookAsync();

        Assert.Equal("preparing", await StateAsync(@case));
        Assert.Equal("panel-case.nothing-to-decide", await panel.As(Roles.SocialWorker).RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}"));
        Assert.Equal(["case-to-withdraw"], await KindsAsync(@case));
        await panel.As(Roles.SocialWorker).SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/withdraw", version: $"/panel-cases/{@case}");
        Assert.Empty(await KindsAsync(@case));
    }

    /// <summary>Whether panels hear of a restricted child is for those who see the child, and nobody else is told that it waits.</summary>
    [Fact]
    public async Task Look_RestrictedChild_IsLeftToWhoSeesIt()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.OpenAsync(children: [child]);
        await panel.CompleteAsync(@case);
        await UntouchedAsync(@case);
        using (var guardian = panel.Hub.ClientOf(Roles.CaldicottGuardian, 860))
        {
            await HiddenChildTests.RestrictAsync(guardian, child, Roles.SocialWorker);
        }

        await LookAsync();

        Assert.Equal("preparing", await StateAsync(@case));
        Assert.Contains(await ListedAsync("case-to-raise"), entry => entry["caseId"]!.GetValue<Guid>() == @case);
        Assert.DoesNotContain(await ListedAsync("case-to-raise", Roles.FamilyFinder), entry => entry["caseId"]!.GetValue<Guid>() == @case);
    }

    /// <summary>The id of the one is known for something else: whatever is wrong with it, the others go on, and it does when it has been put right.</summary>
    [Fact]
    public async Task Look_OneCaseThatFails_KeepsNoOtherBack()
    {
        var (bad, good) = (await ReadyAsync(), await ReadyAsync());
        await panel.Hub.Database.ExecuteAsync(
            $"""
            update panel_case set updated_at = '2025-06-16 08:30Z' where id = '{bad}';
            insert into sealed.regional_reference (reference, child_id, purpose, year, epoch, version, content)
            select id, child_ids[1], {(int)ReferencePurpose.Register}, 0, 1, 1, '' from panel_case where id = '{bad}'
            """);
        await LookAsync();
        Assert.Equal(("preparing", "raised"), (await StateAsync(bad), await StateAsync(good)));

        await panel.Hub.Database.ExecuteAsync($"delete from sealed.regional_reference where reference = '{bad}'");
        await LookAsync();
        Assert.Equal("raised", await StateAsync(bad));

        // And so with what is stated of raised cases afterwards.
        var watch = panel.Hub.Services.GetRequiredService<CaseWatch>();
        await watch.LookAsync(TestContext.Current.CancellationToken);
        await panel.Hub.Database.ExecuteAsync(
            $"""
            update sealed.regional_reference set purpose = {(int)ReferencePurpose.Register} where reference = '{bad}';
            update panel_case set court_date = '2025-08-01' where id in ('{bad}', '{good}');
            update child set updated_at = now() where id in (select unnest(child_ids) from panel_case where id in ('{bad}', '{good}'))
            """);
        await watch.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal([good], await ToldOfTheCourtAsync());

        await panel.Hub.Database.ExecuteAsync(
            $"""
            update sealed.regional_reference set purpose = {(int)ReferencePurpose.PanelCase} where reference = '{bad}';
            update child set updated_at = '2025-06-01' where id in (select unnest(child_ids) from panel_case where id in ('{bad}', '{good}'))
            """);
        await watch.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new[] { bad, good }.Order(), (await ToldOfTheCourtAsync()).Order());

        async Task<Guid> ReadyAsync()
        {
            var @case = await panel.OpenAsync();
            await panel.CompleteAsync(@case);
            await UntouchedAsync(@case);
            return @case;
        }

        async Task<IEnumerable<Guid>> ToldOfTheCourtAsync() =>
            (await panel.ToldAsync<PanelCaseRaised>()).Where(told => (told.Case == bad || told.Case == good) && told.CourtDate is not null).Select(told => told.Case);
    }

    /// <summary>A match that is late by guidance is raised all the same; why it is late is owed from then on.</summary>
    [Fact]
    public async Task Look_GuidanceNotKept_RaisesAndAsksForTheReason()
    {
        var child = await panel.WaitingChildAsync();
        var (link, household) = (Guid.NewGuid(), Guid.NewGuid());
        await panel.Hub.Database.ExecuteAsync($"""
            insert into candidate_question (id, child_id, household, home_area) values (gen_random_uuid(), '{child}', '{household}', '{new AreaKey(HubFixture.AreaKey).Digest("ST18")}');
            insert into family_link (id, link_version, household, households_council, children, state, reasons, own_children, version, updated_at)
            values ('{link}', 1, '{household}', 861, 1, 7, 0, 1, 1, now());
            insert into family_link_child (link_id, child, childs_council, child_id) values ('{link}', gen_random_uuid(), 860, '{child}')
            """);
        var @case = await panel.OpenAsync("match", [child], new { linkId = link });
        var worker = panel.As(Roles.SocialWorker);
        foreach (var kind in new[] { "child-health-report", "child-health-summary", "permanence-report", "placement-report" })
        {
            await panel.UploadAsync(@case, kind);
        }

        foreach (var gate in new[] { "report-author", "household-approved" })
        {
            await worker.SendAsync(HttpMethod.Put, $"/panel-cases/{@case}/gates/{gate}", new { on = "2025-06-02" }, $"/panel-cases/{@case}");
        }

        // At the household's council a worker has read the report. The adopters have it when that worker says so on the ledger.
        var release = await DisclosureSamples.PlantAsync(panel.Hub, child, null);
        await panel.Hub.Database.ExecuteAsync($"update disclosure set link = '{link}', purpose = {(int)DisclosurePurpose.GiveReportToAdopters} where id = '{release}'");
        await worker.SendAsync(HttpMethod.Put, $"/panel-cases/{@case}", new { reportSentOn = "2025-06-02", commentsOn = "2025-06-09" }, $"/panel-cases/{@case}");
        await UntouchedAsync(@case);
        Assert.Equal("gate.report-received-by-adopters", await worker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}"));
        await panel.SendAsync(DisclosureSamples.Told(release, 2, Guid.NewGuid()) with { Purpose = DisclosurePurpose.GiveReportToAdopters, ReceivedOn = new CaseDay(new(2025, 6, 12)) });
        await Eventually.AssertAsync(async () => Assert.Equal(("met", "2025-06-12"), await ReceiptAsync(@case)));

        // The child's own record stands against the household: nobody raises it.
        await RuleOutAsync();
        await LookAsync();
        Assert.Equal("preparing", await StateAsync(@case));
        Assert.Equal("link.against-limit", await worker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/raise", version: $"/panel-cases/{@case}"));
        await panel.Hub.Database.ExecuteAsync($"delete from ruled_out where child_id = '{child}'");

        await LookAsync();

        Assert.Equal("raised", await StateAsync(@case));
        Assert.Equal(["match-in-time"], await OwedAsync(@case));
        await worker.SendAsync(HttpMethod.Put, $"/panel-cases/{@case}/gates/match-in-time", new { exception = "childs-welfare", reason = "A grandparent was assessed first." }, $"/panel-cases/{@case}");
        Assert.Empty(await OwedAsync(@case));

        // A limit that comes to stand now is told to nobody outside: it stops the decision here, where its record is written.
        var reasons = new { material = Array.Empty<Guid>(), otherMaterial = "All of it.", arguments = "Both.", ownReasons = "Mine.", panelReasons = "All." };
        await RuleOutAsync();
        Assert.Equal("link.against-limit", await panel.As(Roles.DecisionMaker).RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/decision-records", reasons));
        await panel.Hub.Database.ExecuteAsync($"delete from ruled_out where child_id = '{child}'");
        Assert.Equal("decision-record.not-heard", await panel.As(Roles.DecisionMaker).RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/decision-records", reasons));
        await panel.Hub.Database.ExecuteAsync(
            $"insert into case_item (id, case_id, item_version, meets_on, state, recommended) values (gen_random_uuid(), '{@case}', 1, '2025-05-12', {(int)AgendaItemState.MinutesSigned}, 1)");
        await panel.As(Roles.DecisionMaker).SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/decision-records", reasons);
        var watch = panel.Hub.Services.GetRequiredService<CaseWatch>();

        // A record that was written before the limit is decided by no more: it is taken back as soon as the limit stands, and nothing else is told.
        var written = Assert.Single(await panel.ToldAsync<DecisionRecordHeld>(), each => each.Case == @case);
        Assert.False(written.TakenBack);
        var raised = (await panel.ToldAsync<PanelCaseRaised>()).Count(each => each.Case == @case);
        await worker.SendAsync(HttpMethod.Put, $"/children/{child}/ruled-out/{household}", new { reason = "Knows the school." }, $"/children/{child}");
        var taken = (await panel.ToldAsync<DecisionRecordHeld>()).Where(each => each.Case == @case).MaxBy(each => each.Version)!;
        Assert.Equal((written.Record, true), (taken.Record, taken.TakenBack));
        Assert.Equal(raised, (await panel.ToldAsync<PanelCaseRaised>()).Count(each => each.Case == @case));
        await panel.Hub.Database.ExecuteAsync($"delete from ruled_out where child_id = '{child}'");

        // Panel scheduling hears that the household is chosen for the child no longer, whoever gave it back.
        Assert.True((await panel.ToldAsync<PanelCaseRaised>()).Where(each => each.Case == @case).MaxBy(each => each.Version)!.LinkStands);
        await panel.Hub.Database.ExecuteAsync($"update family_link set state = {(int)LinkState.Preferred}, updated_at = now() where id = '{link}'");
        await watch.LookAsync(TestContext.Current.CancellationToken);
        Assert.False((await panel.ToldAsync<PanelCaseRaised>()).Where(each => each.Case == @case).MaxBy(each => each.Version)!.LinkStands);

        // Somebody is asked to choose it again, and when the link has ended to take the case back.
        Assert.Contains("household-to-choose", await KindsAsync(@case));
        await panel.Hub.Database.ExecuteAsync($"update family_link set state = {(int)LinkState.NotProgressed} where id = '{link}'");
        Assert.Contains("case-to-withdraw", await KindsAsync(@case));

        Task RuleOutAsync() => panel.Hub.Database.ExecuteAsync(
            $"insert into ruled_out (child_id, household, reason, entered_by, entered_at) values ('{child}', '{household}', 'Invented.', 'planted', now())");
    }

    /// <summary>A report that is recalled after the case was raised: panel scheduling hears that a gate has fallen and not which, the child's worker which; and once it is there again neither.</summary>
    [Fact]
    public async Task Gate_ThatFallsAfterTheCaseWasRaised_IsToldWithoutReasonAndListedUntilItIsMet()
    {
        var @case = await panel.RaisedAsync();
        var watch = panel.Hub.Services.GetRequiredService<CaseWatch>();
        var report = (await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}/papers"))["items"]!.AsArray().Single(paper => Text(paper!, "kind") == "permanence-report")!;
        await StandsAsync(true);
        Assert.DoesNotContain("gate-to-open", await KindsAsync(@case));

        // Nothing but the paper has changed since the last look.
        await panel.Hub.Database.ExecuteAsync($"""
            update child set updated_at = '2025-06-01 09:00Z' where id in (select unnest(child_ids) from panel_case where id = '{@case}');
            update household set updated_at = '2025-06-01 09:00Z' where id in (select household_id from panel_case where id = '{@case}');
            """);
        await panel.As(Roles.SocialWorker).SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/papers/{Text(report, "id")}/recall", new { reason = "Another child's." });
        await StandsAsync(false);
        var listed = Assert.Single(await ListedAsync("gate-to-open"), entry => entry["caseId"]!.GetValue<Guid>() == @case);
        Assert.Equal(("permanence-report", "2025-06-16"), (Text(listed, "gate"), Text(listed, "since")));

        await panel.UploadAsync(@case, "permanence-report");
        await StandsAsync(true);
        Assert.DoesNotContain("gate-to-open", await KindsAsync(@case));

        async Task StandsAsync(bool stand)
        {
            await watch.LookAsync(TestContext.Current.CancellationToken);
            Assert.Equal(stand, (await panel.ToldAsync<PanelCaseRaised>()).Where(each => each.Case == @case).MaxBy(each => each.Version)!.GatesStand);
        }
    }

    /// <summary>An assessment of being placed together is asked for of a child who is in a group, and the group's own is the one.</summary>
    [Fact]
    public async Task SiblingAssessment_IsAskedForOfBrothersAndSistersAlone()
    {
        var child = await panel.WaitingChildAsync();
        var link = Guid.NewGuid();
        await panel.Hub.Database.ExecuteAsync($"""
            insert into family_link (id, link_version, household, households_council, children, state, reasons, own_children, version, updated_at)
            values ('{link}', 1, gen_random_uuid(), 861, 1, 7, 0, 1, 1, now());
            insert into family_link_child (link_id, child, childs_council, child_id) values ('{link}', gen_random_uuid(), 860, '{child}')
            """);
        var @case = await panel.OpenAsync("match", [child], new { linkId = link });
        Assert.DoesNotContain("sibling-assessment", await GatesAsync());

        await panel.Hub.Database.ExecuteAsync($"""
            with opened as (
                insert into sibling_group (id, together_search, assessment, assessed_on, elsewhere_councils, elsewhere_children, members, version)
                values (gen_random_uuid(), gen_random_uuid(), 'Close.', '2025-05-02', '{"{}"}', '{"{}"}', 1, 1) returning id)
            insert into sibling_group_member (group_id, child_id, decision, decided_on, reason, decided_by) select id, '{child}', 1, '2025-05-02', 'The assessment.', 'planted' from opened
            """);

        Assert.Contains("sibling-assessment met 2025-05-02", await GatesAsync());

        async Task<IEnumerable<string>> GatesAsync() => (await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}"))["gates"]!.AsArray()
            .Select(gate => Text(gate!, "gate") is var code && code == "sibling-assessment" ? $"{code} {Text(gate!, "state")} {gate!["on"]}" : code);
    }

    /// <summary>Who may see a restricted child's case travels with it, whoever raised it and whenever the record is restricted.</summary>
    [Fact]
    public async Task Restriction_OfAChildOfARaisedCase_IsToldWithTheCase()
    {
        var child = await panel.ChildInCareAsync();
        var @case = await panel.RaisedAsync([child]);
        Assert.Equal(RestrictedTo.None, await ToldAsync());

        var guardian = panel.As(Roles.CaldicottGuardian);
        await guardian.SendAsync(HttpMethod.Put, $"/children/{child}/restriction", new { roles = new[] { Roles.SocialWorker }, reason = "staff-or-relative" }, $"/children/{child}");
        Assert.Equal(RestrictedTo.CaldicottGuardian | RestrictedTo.SocialWorker, await ToldAsync());
        await guardian.SendAsync(HttpMethod.Post, $"/children/{child}/restriction/lift", new { reason = "no-longer-needed" }, $"/children/{child}");
        Assert.Equal(RestrictedTo.None, await ToldAsync());

        async Task<RestrictedTo> ToldAsync()
        {
            await panel.Hub.Services.GetRequiredService<CaseWatch>().LookAsync(TestContext.Current.CancellationToken);
            return (await panel.ToldAsync<PanelCaseRaised>()).Where(each => each.Case == @case).MaxBy(each => each.Version)!.RestrictedTo;
        }
    }

    /// <summary>As though ten minutes had passed since anybody wrote to it.</summary>
    private Task UntouchedAsync(Guid @case) => panel.Hub.Database.ExecuteAsync(
        $"update panel_case set updated_at = '2025-06-16 08:45Z' where id = '{@case}'; update case_paper set uploaded_at = '2025-06-16 08:45Z' where case_id = '{@case}'");

    private Task<int> LookAsync() => panel.Hub.Services.GetRequiredService<ReadyCases>().LookAsync(TestContext.Current.CancellationToken);

    private async Task<string> StateAsync(Guid @case) => Text(await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}"), "state");

    /// <summary>As what a case is listed.</summary>
    private async Task<IEnumerable<string>> KindsAsync(Guid @case) =>
        (await ListedAsync(null)).Where(entry => entry["caseId"]?.GetValue<Guid>() == @case).Select(entry => Text(entry, "kind")).Distinct().Order();

    private async Task<List<JsonNode>> ListedAsync(string? kind, string role = Roles.SocialWorker)
    {
        var (listed, path) = (new List<JsonNode>(), "/worklist?limit=200");
        while (path is not null)
        {
            var page = await panel.As(role).GetAsync(path);
            listed.AddRange(page["items"]!.AsArray().Select(each => each!).Where(each => kind is null || Text(each, "kind") == kind));
            path = page["next"]?.GetValue<string>() is { } next ? $"/worklist?limit=200&cursor={Uri.EscapeDataString(next)}" : null;
        }

        return listed;
    }

    private async Task<(string State, string? On)> ReceiptAsync(Guid @case)
    {
        var gate = (await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}"))["gates"]!.AsArray().Single(each => Text(each!, "gate") == "report-received-by-adopters")!;
        return (Text(gate, "state"), gate["on"]?.GetValue<string>());
    }

    private async Task<IEnumerable<string>> OwedAsync(Guid @case) =>
        (await ListedAsync("case-reason")).Where(entry => entry["caseId"]!.GetValue<Guid>() == @case).Select(entry => Text(entry, "gate")).Order();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
