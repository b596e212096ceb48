using System.Net;
using System.Text.Json.Nodes;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Searches;

/// <summary>A group of brothers and sisters is theirs who were there: whoever has learned its reference does not join it by that.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class ForeignSiblingTests(FamiliesHost families)
{
    [Theory]
    [InlineData(860, 861, ChildCounts.ThreeOrMore)]
    [InlineData(860, 861, ChildCounts.Two)]

    // The lower code is not the first.
    [InlineData(861, 860, ChildCounts.ThreeOrMore)]
    public async Task Join_ByTheHouseholdsCouncil_ChangesNothingOfTheSearchAndReadsNothing(int theirs, int foreign, ChildCounts says)
    {
        var niche = FamiliesHost.Niche();
        await families.AgreeAsync(860, 861);
        var group = Guid.NewGuid();
        ChildProfiled Member(int council) => niche.Child(council) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = group };
        var (one, other, linked, rival) = (Member(theirs), Member(theirs), niche.Household(foreign), niche.Household(foreign));
        await families.SendAsync(one, other, linked, rival);
        await families.EventuallyListedAsync(one.Reference, families.Finder(theirs), linked, rival);
        var link = await families.ProposeAsync(one, linked);

        // By the reference another council's hub would join the group: it is told by those whose children they are.
        Assert.All(link["snapshots"]!["children"]!.AsArray(), child => Assert.Equal(group, (Guid)child!["togetherSearch"]!));
        var read = await families.GetAsync($"/links/{(Guid)link["link"]!}", families.Recruiter(foreign));
        Assert.Equal(2, read["snapshots"]!["children"]!.AsArray().Count);
        Assert.DoesNotContain(group.ToString(), read.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(group, (Guid)(await families.GetAsync($"/children/{one.Reference}", families.Finder(theirs)))["snapshot"]!["togetherSearch"]!);

        var joining = Member(foreign) with { Siblings = says };
        await families.SendAsync(joining);
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from search_child where child = '{joining.Reference}'") == 1, "the child to be taken in");

        await UnchangedAsync();
        await families.SweepAsync();
        await families.SettledAsync();
        await UnchangedAsync();
        var (refused, problem) = await families.PostAsync("/links", families.Finder(foreign), new { child = joining.Reference, household = rival.Reference });
        Assert.Equal((HttpStatusCode.Conflict, "link.not-a-candidate"), (refused, (string)problem["code"]!));
        Assert.Empty(await families.ListAsync(joining.Reference, families.Finder(foreign)));

        // Once all say that they are three they are searched for together.
        await families.SendAsync(
            one with { Version = 2, Siblings = ChildCounts.ThreeOrMore }, other with { Version = 2, Siblings = ChildCounts.ThreeOrMore }, joining with { Version = 2, Siblings = ChildCounts.ThreeOrMore });
        await Eventually.AssertAsync(async () => Assert.Equal(("open", "three-or-more"), StateOf(await SearchAsync(joining, foreign))));
        Assert.Equal(3, await families.CountAsync($"select count(*) from search_child where search = '{group}'"));

        async Task UnchangedAsync()
        {
            Assert.Equal(("open", "two"), StateOf(await SearchAsync(one, theirs)));
            Assert.Equal(2, await families.CountAsync($"select count(*) from search_child where search = '{group}'"));
            await families.EventuallyListedAsync(one.Reference, families.Finder(theirs), rival);
            Assert.Equal("incomplete", StateOf(await SearchAsync(joining, foreign)).State);
            var now = await families.GetAsync($"/links/{(Guid)link["link"]!}", families.Finder(theirs));
            Assert.Equal(("proposed", "two", 2), ((string)now["state"]!, (string)now["number"]!, now["children"]!.AsArray().Count));
        }
    }

    /// <summary>Of councils without an agreement each has a search of its own, and both are told that a child is lacking.</summary>
    [Fact]
    public async Task Group_OfCouncilsWithoutAnAgreement_IsIncompleteForBoth()
    {
        var niche = FamiliesHost.Niche();
        var group = Guid.NewGuid();
        ChildProfiled Member(int council) => niche.Child(council) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = group };
        var (one, other) = (Member(860), Member(894));
        await families.SendAsync(one, other);

        foreach (var (child, council) in new[] { (one, 860), (other, 894) })
        {
            await Eventually.AssertAsync(async () => Assert.Equal(("incomplete", "two"), StateOf(await SearchAsync(child, council))));
        }

        Assert.Equal(2, await families.CountAsync($"select count(distinct search) from search_child where child in ('{one.Reference}', '{other.Reference}')"));
    }

    private static (string State, string Number) StateOf(JsonNode search) => ((string)search["state"]!, (string)search["number"]!);

    private async Task<JsonNode> SearchAsync(ChildProfiled child, int council) => (await families.GetAsync($"/children/{child.Reference}", families.Finder(council)))["searches"]!.AsArray().Single()!;
}
