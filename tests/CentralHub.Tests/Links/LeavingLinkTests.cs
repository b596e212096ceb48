using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Links;

/// <summary>A child who is searched for with its brothers and sisters no more has no part in their links.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class LeavingLinkTests(FamiliesHost families)
{
    /// <summary>Two of 860 and one of 861, for whom 860 has taken a step that waits for 861: it is taken, and 861 has no part in it any more.</summary>
    [Fact]
    public async Task Left_ByTheOnlyChildOfACouncil_IsTheOthersLinkAndWaitsForThatCouncilNoMore()
    {
        var (link, children, household) = await ProposeAsync(860, 860, 861);
        var id = (Guid)link["link"]!;
        link = await families.StepAsync(link, children[0], household, "considered", "interest", "shortlisted");
        Assert.Equal("interest", (string)link["state"]!);
        await families.PostAsync($"/links/{id}/workers", families.Finder(861), new { });
        var released = new List<Guid>();
        foreach (var child in children)
        {
            released.Add(await ReleaseAsync(id, child));
        }

        await LeaveAsync(children[2], children[0], children[1]);

        await families.EventuallyAsync(id, families.Finder(860), "shortlisted");
        await families.SettledAsync();
        foreach (var token in (string[])[families.Finder(860), families.Recruiter(893)])
        {
            var read = await families.GetAsync($"/links/{id}", token);
            Assert.Equal(("shortlisted", "two"), ((string)read["state"]!, (string)read["number"]!));
            Assert.Equal(Set(children[..2]), Shown(read));
            Assert.Equal(2, read["snapshots"]!["children"]!.AsArray().Count);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await families.AskAsync($"/links/{id}", families.Finder(861))).Status);
        Assert.Equal((0L, 0L), (
            await families.CountAsync($"select count(*) from link_party where link = '{id}' and council = 861"),
            await families.CountAsync($"select count(*) from link_worker where link = '{id}' and council = 861 and until is null")));
        Assert.Equal(1, await families.CountAsync($"select count(*) from disclosure where id = '{released[2]}' and \"end\" <> 0"));
        Assert.Equal(0, await families.CountAsync($"select count(*) from disclosure where id in ('{released[0]}', '{released[1]}') and \"end\" <> 0"));

        // Its hub hears that it is out, and nothing of what becomes of the link after.
        await Eventually.AssertAsync(() =>
        {
            foreach (var council in (int[])[860, 861, 893])
            {
                var told = families.Hubs.To<RecordLink>(council).Where(each => each.Link == id && each.Part == ChildsPart.Left).Select(each => (each.Child, each.Children)).Distinct();
                Assert.Equal([(children[2].Reference, ChildCounts.Two)], told);
            }

            return Task.CompletedTask;
        });
        var last = families.Hubs.To<RecordLink>(861).Where(each => each.Link == id).Max(each => each.LinkVersion);
        await families.StepAsync(await families.GetAsync($"/links/{id}", families.Finder(860)), children[0], household, "preferred");
        foreach (var (decision, state) in new[] { (LinkDecision.Selected, "selected"), (LinkDecision.ToPanel, "to-panel") })
        {
            await families.Hubs.DecideAsync(id, 860, decision);
            await families.EventuallyAsync(id, families.Finder(860), state);
        }

        await Eventually.TrueAsync(() => Task.FromResult(families.Hubs.To<RecordLink>(893).Any(each => each.Link == id && each.State == LinkState.ToPanel)), "the household's hub");
        Assert.Equal(last, families.Hubs.To<RecordLink>(861).Where(each => each.Link == id).Max(each => each.LinkVersion));
    }

    /// <summary>Of one council the others' link goes on for it, and whoever ends it decides about those who were left alone.</summary>
    [Fact]
    public async Task Left_ByOneOfThreeOfACouncil_IsForTwoAndBarsTheTwoAlone()
    {
        var (link, children, household) = await ProposeAsync(860, 860, 860);
        var id = (Guid)link["link"]!;

        await LeaveAsync(children[1], children[0], children[2]);

        await Eventually.AssertAsync(async () => Assert.Equal("two", (string)(await families.GetAsync($"/links/{id}", families.Recruiter(893)))["number"]!));
        await families.SettledAsync();
        link = await families.GetAsync($"/links/{id}", families.Recruiter(893));
        Assert.Equal(Set([children[0], children[2]]), Shown(link));
        Assert.DoesNotContain(children[1].Reference.ToString(), link.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await families.AskAsync($"/links/{id}", families.Finder(860))).Status);

        var (status, ended) = await families.PostAsync($"/links/{id}/steps", families.Recruiter(893), new { to = "not-progressed", reasons = new[] { "households-timing" } }, (long)link["version"]!);
        Assert.True(status == HttpStatusCode.OK, ended.ToJsonString());
        await families.EventuallyListedAsync(children[0].Reference, families.Finder(860));

        // Something new of the one who has left is nothing new of them; something of theirs is.
        await families.SendAsync(children[1] with { Version = 3, Needs = NeedProfile.None.With(Need.Attention, NeedLevel.Low), Siblings = ChildCounts.One, SiblingSearch = SiblingSearch.Alone, TogetherSearch = null });
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from child_profile where reference = '{children[1].Reference}' and version = 3") == 1, "what is new");
        await families.SettledAsync();
        Assert.Empty(await families.ListAsync(children[0].Reference, families.Finder(860)));
        await families.SendAsync(children[0] with { Version = 3, Siblings = ChildCounts.Two, Needs = NeedProfile.None.With(Need.Attention, NeedLevel.Low) });
        await families.EventuallyListedAsync(children[0].Reference, families.Finder(860), household);
    }

    /// <summary>The decision maker's match holds, though the child was seen to have left the search before it is heard.</summary>
    [Fact]
    public async Task Matched_OfAChildThatWasSeenToLeave_IsItsMatchAllTheSame()
    {
        var (link, children, _) = await ProposeAsync(860, 861);
        var id = (Guid)link["link"]!;
        await families.SendAsync(children[1].Ended());
        await Eventually.AssertAsync(async () => Assert.Equal(HttpStatusCode.NotFound, (await families.AskAsync($"/links/{id}", families.Finder(861))).Status));

        await families.Hubs.DecideAsync(id, 861, LinkDecision.Matched);
        await families.Hubs.DecideAsync(id, 860, LinkDecision.Matched);

        await families.EventuallyAsync(id, families.Finder(860), "matched");
        Assert.Equal("two", (string)(await families.GetAsync($"/links/{id}", families.Finder(861)))["number"]!);
    }

    /// <summary>Whoever has left the search since its list was made is in no link that is proposed then.</summary>
    [Fact]
    public async Task Propose_AfterOneHasLeftTheSearch_IsForThoseWhoWereConsidered()
    {
        var (children, household) = await ListedAsync(860, 860, 860);
        await using var connection = new NpgsqlConnection(families.Hub.Database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        // No run of the register meanwhile.
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand("select from register_state where id = 1 for update", connection, transaction))
        {
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await LeaveAsync(children[2], children[0], children[1]);
        await Eventually.TrueAsync(
            async () => await families.CountAsync($"select count(*) from child_profile where reference in ({string.Join(", ", children.Select(child => $"'{child.Reference}'"))}) and version = 2") == 3, "what is new");
        Assert.Equal(1, await families.CountAsync($"select count(*) from search_child where child = '{children[2].Reference}' and search = '{children[2].TogetherSearch}'"));

        var link = await families.ProposeAsync(children[0], household);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("two", 2), ((string)link["number"]!, link["children"]!.AsArray().Count));
        Assert.Equal(Set(children[..2]), Shown(link));
    }

    private static HashSet<Guid> Set(IEnumerable<ChildProfiled> children) => [.. children.Select(child => child.Reference)];

    private static HashSet<Guid> Shown(JsonNode link) => [.. link["children"]!.AsArray().Select(child => (Guid)child!["reference"]!)];

    /// <summary>One is decided apart, and the others say how many are left.</summary>
    private Task LeaveAsync(ChildProfiled leaving, params ChildProfiled[] staying) => families.SendAsync(
    [
        leaving with { Version = 2, Siblings = ChildCounts.One, SiblingSearch = SiblingSearch.Alone, TogetherSearch = null },
        .. staying.Select(child => child with { Version = 2, Siblings = ChildCounts.Two }),
    ]);

    private async Task<Guid> ReleaseAsync(Guid link, ChildProfiled child)
    {
        await families.PostAsync($"/links/{link}/workers", families.Recruiter(893), new { });
        var (status, body) = await families.PostAsync(
            $"/links/{link}/disclosures", families.Finder(child.Council.Number),
            new { subject = "child", level = "anonymous", purpose = "consider-link", basis = "public-task", reader = PersonReference.Of("recruitment.893").Value, child = child.Reference });
        Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
        return (Guid)body["disclosure"]!;
    }

    private async Task<(JsonNode Link, ChildProfiled[] Children, HouseholdOffered Household)> ProposeAsync(params int[] councils)
    {
        var (children, household) = await ListedAsync(councils);
        return (await families.ProposeAsync(children[0], household), children, household);
    }

    /// <summary>Brothers and sisters with a household of 893 on their list.</summary>
    private async Task<(ChildProfiled[] Children, HouseholdOffered Household)> ListedAsync(params int[] councils)
    {
        var niche = FamiliesHost.Niche();
        await families.AgreeAsync(860, 861);
        await families.AgreeAsync(860, 893);
        await families.AgreeAsync(861, 893);
        var group = Guid.NewGuid();
        var number = councils.Length == 2 ? ChildCounts.Two : ChildCounts.ThreeOrMore;
        ChildProfiled[] children = [.. councils.Select(council => niche.Child(council) with { Siblings = number, SiblingSearch = SiblingSearch.Together, TogetherSearch = group })];
        var household = niche.Household(893) with { NumbersYes = ChildCounts.Two | ChildCounts.ThreeOrMore };
        await families.SendAsync([.. children, household]);
        await families.EventuallyListedAsync(children[0].Reference, families.Finder(860), household);
        return (children, household);
    }
}
