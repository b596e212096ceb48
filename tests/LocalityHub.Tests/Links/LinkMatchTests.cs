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
