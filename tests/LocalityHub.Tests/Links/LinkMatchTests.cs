using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Links;

/// <summary>What a match at panel, or one entered by hand, makes of the child and of the link.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class LinkMatchTests(HubFixture hub)
{
    [Fact]
    public async Task Match_Decided_MatchesTheChildAndRestsTheSearchUntilTheCentreHasIt()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (link, path) = await LinkSamples.PreferredAsync(hub, reference);
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", LinkSamples.Selected, path)).Good();
        await hub.ApplyAsync(LinkSamples.Told(link, 6, reference, Guid.NewGuid(), LinkState.Selected));
        var panel = await KnownToPanelAsync(child);

        await hub.ApplyAsync(Decided(panel, Guid.NewGuid(), link, MatchDecision.Agreed, 2025, 6, 12));

        var read = (await worker.GetAsync($"/children/{child}")).Good();
        Assert.Equal("matched", read["stage"].GetString());
        Assert.Contains(read["milestones"].EnumerateArray(), milestone => (milestone.GetProperty("kind").GetString(), milestone.GetProperty("date").GetString()) == ("matched", "2025-06-12"));
        Assert.Equal(("Matched", 2L), await LinkSamples.ToldDecisionAsync(hub, link));
        Assert.Equal("Paused", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());

        await hub.ApplyAsync(LinkSamples.Told(link, 7, reference, Guid.NewGuid(), LinkState.Matched));
        Assert.Equal("Ended", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
    }

    [Fact]
    public async Task Match_NotAgreedLaterInOneCase_TakesTheMatchBackWhicheverComesFirst()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var panel = await KnownToPanelAsync(child);
        var panelCase = Guid.NewGuid();

        await hub.ApplyAsync(Decided(panel, panelCase, null, MatchDecision.Agreed, 2025, 6, 2));
        Assert.Equal("matched", (await worker.GetAsync($"/children/{child}")).Good()["stage"].GetString());
        await hub.ApplyAsync(Decided(panel, panelCase, null, MatchDecision.NotAgreed, 2025, 6, 10));
        await hub.ApplyAsync(Decided(panel, panelCase, null, MatchDecision.Agreed, 2025, 6, 2));

        Assert.Equal("placement-order-made", (await worker.GetAsync($"/children/{child}")).Good()["stage"].GetString());
        Assert.Equal("Searching", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
    }

    /// <summary>Of two children of a link one is matched and one is not: the link is matched, whichever is heard first.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Match_OfOneOfTwoChildren_IsTheLinksInWhateverOrder(bool agreedFirst)
    {
        var (one, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (other, _) = await PermanenceSamples.SearchedAsync(hub);
        var (link, _) = await LinkSamples.PreferredAsync(hub, reference);
        var panelCase = Guid.NewGuid();
        await hub.Database.ExecuteAsync(
            $"""
            insert into panel_case (id, kind, cases_council, link_id, child_ids, child_references, state, ready_on, opened_by, updated_at, version, brief, fast_track, infant)
            values ('{panelCase}', 3, 860, '{link}', array['{one}'::uuid, '{other}'::uuid], array[gen_random_uuid(), gen_random_uuid()], 2, '2025-06-02', 'planted', now(), 1, false, false, false)
            """);
        MatchDecided[] decided =
        [
            Decided(await KnownToPanelAsync(one), panelCase, link, MatchDecision.Agreed, 2025, 6, 12), Decided(await KnownToPanelAsync(other), panelCase, link, MatchDecision.NotAgreed, 2025, 6, 12),
        ];

        foreach (var message in agreedFirst ? decided : decided.Reverse())
        {
            await hub.ApplyAsync(message);
        }

        Assert.Equal(("Matched", 1L), await LinkSamples.ToldDecisionAsync(hub, link));

        // Reversed for the one as well, it is nobody's.
        await hub.ApplyAsync(decided[0] with { RequestId = Guid.NewGuid(), Decision = MatchDecision.NotAgreed, DecidedOn = new DecisionDay(new DateOnly(2025, 6, 14)) });
        Assert.Equal(("MatchNotAgreed", 2L), await LinkSamples.ToldDecisionAsync(hub, link));
    }

    /// <summary>Of two who are matched by one link the region hears of each when it is decided: until then the other's other links go on.</summary>
    [Fact]
    public async Task Match_OfTheFirstOfTwo_IsStatedOfTheSecondOnceItIsDecided()
    {
        (Guid Id, Guid Reference)[] children = [await PermanenceSamples.SearchedAsync(hub), await PermanenceSamples.SearchedAsync(hub)];
        var (link, household, panelCase) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await ToldAsync(5, LinkState.ToPanel);

        await hub.ApplyAsync(Decided(await KnownToPanelAsync(children[0].Id), panelCase, link, MatchDecision.Agreed, 2025, 6, 12));
        await ToldAsync(6, LinkState.Matched);

        Assert.Equal(["Holds", null], await PartsAsync());
        await hub.ApplyAsync(Decided(await KnownToPanelAsync(children[1].Id), panelCase, link, MatchDecision.Agreed, 2025, 6, 13));
        Assert.Equal(["Holds", "Holds"], await PartsAsync());

        async Task ToldAsync(long version, LinkState state)
        {
            foreach (var child in children)
            {
                await hub.ApplyAsync(LinkSamples.Told(link, version, child.Reference, household, state, children: ChildCounts.Two));
            }
        }

        async Task<IEnumerable<string?>> PartsAsync()
        {
            await using var db = hub.Db();
            var told = (await db.RegionalReferences.AsNoTracking().Where(known => known.Purpose == ReferencePurpose.LinkChild).ToListAsync())
                .Select(known => (Contracts.LocalityHub.ChildOfLinkStated)RegionalLedger.LastOf(known)).Where(known => known.Link == link).ToList();
            return [.. children.Select(child => told.SingleOrDefault(known => known.Child == child.Reference)?.Part.ToString())];
        }
    }

    [Fact]
    public async Task Match_PutOffByThePanelOrTheDecisionMaker_HoldsTheHouseholdNoLonger()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (_, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (link, path) = await LinkSamples.PreferredAsync(hub, reference);
        var panelCase = Guid.NewGuid();
        await hub.Database.ExecuteAsync(
            $"""
            insert into panel_case (id, kind, cases_council, link_id, child_ids, child_references, state, ready_on, opened_by, updated_at, version, brief, fast_track, infant)
            values ('{panelCase}', 3, 860, '{link}', array[]::uuid[], array[]::uuid[], 2, '2025-06-02', 'planted', now(), 1, false, false, false)
            """);
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", LinkSamples.Selected, path)).Good();
        var item = new RecordAgendaItem(
            Guid.NewGuid(), LinkSamples.Staffordshire, panelCase, LinkSamples.Staffordshire, link, Guid.NewGuid(), 4, new CaseDay(new DateOnly(2025, 6, 12)), AgendaItemState.Deferred, RecommendedOutcome.Deferred);

        // No quorum, or no time: no fault of the household's.
        await hub.ApplyAsync(item with { RequestId = Guid.NewGuid(), Item = Guid.NewGuid(), FreesHousehold = false });
        Assert.Equal(("Selected", 1L), await LinkSamples.ToldDecisionAsync(hub, link));

        await hub.ApplyAsync(item);

        Assert.Equal(("SelectionWithdrawn", 2L), await LinkSamples.ToldDecisionAsync(hub, link));

        // Chosen again, and put off by the decision maker; what the panel had said once more changes nothing.
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", LinkSamples.Selected, path)).Good();
        await hub.ApplyAsync(item with { RequestId = Guid.NewGuid(), ItemVersion = 5 });
        Assert.Equal(("Selected", 3L), await LinkSamples.ToldDecisionAsync(hub, link));
        await hub.ApplyAsync(new RecordDecision(
            Guid.NewGuid(), LinkSamples.Staffordshire, panelCase, LinkSamples.Staffordshire, PanelCaseKind.Match, link, Guid.NewGuid(), null, PanelDecisionStage.Final, PanelDecisionOutcome.Deferred,
            new DecisionDay(new DateOnly(2025, 6, 13)), PersonReference.Of("decision.maker.860"), Guid.NewGuid(), PlanReversalReason.None));
        Assert.Equal(("SelectionWithdrawn", 4L), await LinkSamples.ToldDecisionAsync(hub, link));
    }

    /// <summary>Panels call a child nothing any more once it is adopted: what is told again after a restore is no decision about a stranger.</summary>
    [Fact]
    public async Task Match_ToldAgainOfAChildWhoIsAdopted_WaitsForNobody()
    {
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var panel = await KnownToPanelAsync(child);
        await hub.Database.ExecuteAsync($"update sealed.regional_reference set child_id = null, tombstoned_at = now() where reference = '{panel}'");

        await hub.ApplyAsync(Decided(panel, Guid.NewGuid(), null, MatchDecision.Agreed, 2025, 6, 2));
    }

    [Fact]
    public async Task Match_EnteredByHand_IsTheMatchOfTheLinkThatWasSelected()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var (link, path) = await LinkSamples.PreferredAsync(hub, reference);
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", LinkSamples.Selected, path)).Good();

        (await worker.ChangeAsync(HttpMethod.Put, $"/children/{child}/milestones/matched", new { date = "2025-06-15" }, $"/children/{child}")).Good();

        Assert.Equal(("Matched", 2L), await LinkSamples.ToldDecisionAsync(hub, link));
    }

    private static MatchDecided Decided(Guid child, Guid panelCase, Guid? link, MatchDecision decision, int year, int month, int day) =>
        new(Guid.NewGuid(), LinkSamples.Staffordshire, panelCase, child, link, decision, new DecisionDay(new DateOnly(year, month, day)));

    private async Task<Guid> KnownToPanelAsync(Guid child)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<LocalityHubDbContext>().Database.BeginTransactionAsync();
        var reference = await scope.ServiceProvider.GetRequiredService<PanelReferences>().OfChildAsync(child, CancellationToken.None);
        await transaction.CommitAsync();
        return reference;
    }
}
