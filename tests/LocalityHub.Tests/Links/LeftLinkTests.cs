using System.Net;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Links;

/// <summary>A child who, as the centre tells it, has left a link before the match: it is the others' alone.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class LeftLinkTests(HubFixture hub)
{
    [Fact]
    public async Task Left_BeforeTheMatch_GoesToPanelAndIsMatchedWithoutTheChild()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (link, household) = (Guid.NewGuid(), Guid.NewGuid());
        (Guid Id, Guid Reference)[] children = [await PermanenceSamples.SearchedAsync(hub), await PermanenceSamples.SearchedAsync(hub), await PermanenceSamples.SearchedAsync(hub)];
        RecordLink Told(long version, int child, LinkState state, ChildCounts number) => LinkSamples.Told(link, version, children[child].Reference, household, state, children: number);
        for (var child = 0; child < 3; child++)
        {
            await hub.ApplyAsync(Told(5, child, LinkState.Selected, ChildCounts.ThreeOrMore));
        }

        (await OpenAsync(0, 1)).Refused(HttpStatusCode.Conflict, "panel-case.other-children");
        for (var child = 0; child < 3; child++)
        {
            await hub.ApplyAsync(Told(6, child, LinkState.Selected, ChildCounts.Two) with { Part = child == 2 ? ChildsPart.Left : ChildsPart.Holds });
        }

        Assert.Equal(
            new HashSet<Guid> { children[0].Id, children[1].Id },
            (await worker.GetAsync($"/links/{link}")).Good()["link"].GetProperty("children").EnumerateArray().Select(child => child.GetProperty("childId").GetGuid()).ToHashSet());
        Assert.Equal(0, (await worker.GetAsync($"/children/{children[2].Id}/family-finding")).Good()["links"].GetArrayLength());
        (await OpenAsync(0, 1, 2)).Refused(HttpStatusCode.Conflict, "panel-case.other-children");
        (await OpenAsync(0, 1)).Good();

        // A match of that child's is none of this link's; and the others' match is none of its.
        (await worker.ChangeAsync(HttpMethod.Put, $"/children/{children[2].Id}/milestones/matched", new { date = "2025-05-20" }, $"/children/{children[2].Id}")).Good();
        Assert.Null(await LinkSamples.DecidedAsync(hub, link));
        foreach (var child in children[..2])
        {
            (await worker.ChangeAsync(HttpMethod.Put, $"/children/{child.Id}/milestones/matched", new { date = "2025-05-20" }, $"/children/{child.Id}")).Good();
        }

        Assert.Equal("Matched", await LinkSamples.DecidedAsync(hub, link));
        for (var child = 0; child < 3; child++)
        {
            await hub.ApplyAsync(Told(7, child, LinkState.Matched, ChildCounts.Two) with { Part = child == 2 ? ChildsPart.Left : ChildsPart.Holds });
        }

        Assert.Equal(["Holds", "Holds", null], await PartsAsync(link, [.. children.Select(child => child.Reference)]));

        async Task<HubAnswer> OpenAsync(params int[] of) => await worker.PostAsync("/panel-cases", new { kind = "match", childIds = of.Select(child => children[child].Id), linkId = link });
    }

    private async Task<IEnumerable<string?>> PartsAsync(Guid link, Guid[] children)
    {
        await using var db = hub.Db();
        var told = (await db.RegionalReferences.AsNoTracking().Where(known => known.Purpose == ReferencePurpose.LinkChild).ToListAsync())
            .Select(known => (Contracts.LocalityHub.ChildOfLinkStated)RegionalLedger.LastOf(known)).Where(known => known.Link == link).ToList();
        return [.. children.Select(child => told.SingleOrDefault(known => known.Child == child)?.Part.ToString())];
    }
}
