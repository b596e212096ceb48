using System.Net;
using System.Text.Json.Nodes;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Links;

/// <summary>A link with every step and rule, as both sides and nobody else see it.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class LinkTests(FamiliesHost families)
{
    [Fact]
    public async Task Link_FromProposedToMatched_IsToldToBothCouncilsAndEndsTheOthers()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.ProposeAsync(child, household);
        var id = (Guid)link["link"]!;
        Assert.Equal(("proposed", 1L, "861"), ((string)link["state"]!, (long)link["version"]!, (string)link["householdCouncil"]!));
        Assert.Equal(household.Reference, (Guid)link["snapshots"]!["household"]!["household"]!);

        // Both sides see each other's whole snapshot, and a third council nothing.
        Assert.Equal(child.Reference, (Guid)(await families.GetAsync($"/links/{id}", families.Recruiter(861)))["snapshots"]!["children"]![0]!["child"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await families.AskAsync($"/links/{id}", families.Finder(893))).Status);
        Assert.DoesNotContain((await families.GetAsync("/links?limit=200", families.Finder(893)))["items"]!.AsArray(), other => (Guid)other!["link"]! == id);
        Assert.Equal(HttpStatusCode.NotFound, (await families.AskAsync($"/children/{child.Reference}", families.Finder(861))).Status);

        // On the household's other link there is another child.
        var rival = Niche.Like(child);
        await families.SendAsync(rival);
        await families.EventuallyListedAsync(rival.Reference, families.Finder(860), household);
        var other = await families.ProposeAsync(rival, household);
        Assert.Equal([("household", "proposed", 1)], Competing(await families.GetAsync($"/links/{id}", families.Finder(860))));

        Assert.Equal("link.not-your-step", await RefusalAsync(link, families.Finder(860), "considered"));
        Assert.Equal("link.step-not-allowed", await RefusalAsync(link, families.Recruiter(861), "interest"));
        Assert.Equal("link.step-not-allowed", await RefusalAsync(link, families.Finder(860), "selected"));
        var before = link;
        link = await families.StepAsync(link, child, household, "considered", "interest", "shortlisted", "visited", "preferred");
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await StepAsync(before, families.Recruiter(861), "considered")).Status);
        Assert.Equal(
            [(1, "child"), (2, "household"), (3, "household"), (4, "child"), (5, "child"), (6, "child")],
            link["steps"]!.AsArray().Select(step => ((int)step!["version"]!, (string)step["side"]!)));
        Assert.Equal(["family.finder.860", "recruitment.861"], link["workers"]!.AsArray().Select(worker => (string)worker!["name"]!));

        foreach (var (decision, state) in new[] { (LinkDecision.Selected, "selected"), (LinkDecision.ToPanel, "to-panel"), (LinkDecision.SelectionWithdrawn, "preferred"), (LinkDecision.Selected, "selected") })
        {
            await families.Hubs.DecideAsync(id, 860, decision);
            await families.EventuallyAsync(id, families.Finder(860), state);
        }

        await families.SendAsync(household with { Version = 2, Availability = Availability.Unavailable });
        await families.Hubs.DecideAsync(id, 860, LinkDecision.Matched);
        await families.EventuallyAsync(id, families.Recruiter(861), "matched");
        await families.EventuallyAsync((Guid)other["link"]!, families.Finder(860), "not-progressed");
        Assert.Equal(["no-longer-open"], (await families.GetAsync($"/links/{(Guid)other["link"]!}", families.Finder(860)))["reasons"]!.AsArray().Select(reason => (string)reason!));

        foreach (var council in (int[])[860, 861])
        {
            var told = families.Hubs.To<RecordLink>(council).Where(record => record.Link == id).ToList();
            Assert.Equal(Enumerable.Range(1, 11).Select(version => (long)version), told.Select(record => record.LinkVersion).Order());
            Assert.Equal(LinkState.Matched, told.MaxBy(record => record.LinkVersion)!.State);
            Assert.All(told, record => Assert.Equal((child.Reference, household.Reference, ChildCounts.One), (record.Child, record.Household, record.Children)));
        }
    }

    [Fact]
    public async Task NotProgressed_WithReasonsOfOnesOwnSide_KeepsThePairApartUntilAFactChanges()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.ProposeAsync(child, household);
        foreach (var (token, reasons) in new[] { (families.Recruiter(861), (string[])[]), (families.Recruiter(861), ["childs-needs-not-met"]), (families.Finder(860), ["contact-plan"]), (families.Finder(860), ["no-longer-open"]) })
        {
            var (refused, problem) = await families.PostAsync($"/links/{(Guid)link["link"]!}/steps", token, new { to = "not-progressed", reasons }, 1);
            Assert.Equal((HttpStatusCode.BadRequest, "link.reasons-required"), (refused, (string)problem["code"]!));
        }

        var (status, ended) = await families.PostAsync($"/links/{(Guid)link["link"]!}/steps", families.Recruiter(861), new { to = "not-progressed", reasons = new[] { "contact-plan", "childs-age" } }, 1);
        Assert.Equal((HttpStatusCode.OK, "not-progressed"), (status, (string)ended["state"]!));
        Assert.Null(ended["snapshots"]);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860));
        Assert.Equal("link.not-a-candidate", await ProposalRefusalAsync(child, household));

        await families.SendAsync(household with { Version = 2, Offers = OfferProfile.NotAsked.With(Need.MeetingParents, OfferAnswer.Yes, OfferAnswer.Yes, OfferAnswer.Yes) });
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), household);
        await families.ProposeAsync(child, household);
        await Eventually.AssertAsync(() =>
        {
            var told = families.Hubs.To<RecordLink>(861).Where(record => record.Link == (Guid)link["link"]!).MaxBy(record => record.LinkVersion);
            Assert.Equal(NotProgressedReasons.ContactPlan | NotProgressedReasons.ChildsAge, told?.Reasons);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Propose_WhoIsNoCandidate_IsRefusedWithoutTellingWhy()
    {
        var (child, household) = await families.PairAsync();
        var niche = FamiliesHost.Niche();
        var (held, refused, without) = (Niche.Like(household) with { Availability = Availability.OnHold }, Niche.Like(household), Niche.Like(household) with { Council = new CouncilCode(894), LivesIn = null });
        var stranger = niche.Household(860);
        families.Hubs.Refused[(child.Reference, refused.Reference)] = true;
        await families.SendAsync(held, refused, without, stranger);
        await Eventually.TrueAsync(() => Task.FromResult(families.Hubs.To<AskCandidate>(860).Any(question => question.Household == refused.Reference)), "the question");

        foreach (var each in (HouseholdOffered[])[held, refused, stranger])
        {
            Assert.Equal("link.not-a-candidate", await ProposalRefusalAsync(child, each));
        }

        // Its hub was never asked: nothing tells that an agreement is missing, too.
        Assert.Equal("link.not-a-candidate", await ProposalRefusalAsync(child, without));
        await families.ProposeAsync(child, household);
        Assert.Equal("link.exists", await ProposalRefusalAsync(child, household));
        var (foreign, _) = await families.PostAsync("/links", families.Finder(893), new { child = child.Reference, household = household.Reference });
        Assert.Equal(HttpStatusCode.NotFound, foreign);
    }

    [Fact]
    public async Task Propose_MoreThanTheRegionAllows_IsRefusedAlsoOfTwoAtOnce()
    {
        var (child, household) = await families.PairAsync(860, 860);
        var children = Enumerable.Range(0, 5).Select(_ => Niche.Like(child)).ToArray();
        await families.SendAsync(children);
        foreach (var each in children)
        {
            await families.EventuallyListedAsync(each.Reference, families.Finder(860), household);
        }

        await families.ProposeAsync(child, household);
        var answers = await Task.WhenAll(children.Select(each => families.PostAsync("/links", families.Finder(860), new { child = each.Reference, household = household.Reference })));

        Assert.Equal(2, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.Equal("link.household-has-enough", (string)answer.Body["code"]!));
        Assert.Equal(3, await families.CountAsync($"select count(*) from link where household = '{household.Reference}'"));
        await families.EventuallyListedAsync(children.First(each => answers[Array.IndexOf(children, each)].Status != HttpStatusCode.Created).Reference, families.Finder(860));
    }

    [Fact]
    public async Task Selected_ASecondTime_IsNotAppliedAndSaidSo()
    {
        var (child, household) = await families.PairAsync();
        var rival = Niche.Like(child);
        await families.SendAsync(rival);
        await families.EventuallyListedAsync(rival.Reference, families.Finder(860), household);
        string[] steps = ["considered", "interest", "shortlisted", "preferred"];
        var first = await families.StepAsync(await families.ProposeAsync(child, household), child, household, steps);
        var second = await families.StepAsync(await families.ProposeAsync(rival, household), rival, household, steps);

        await families.Hubs.DecideAsync((Guid)first["link"]!, 860, LinkDecision.Selected);
        await families.EventuallyAsync((Guid)first["link"]!, families.Finder(860), "selected");
        await families.Hubs.DecideAsync((Guid)second["link"]!, 860, LinkDecision.Selected);
        await Eventually.AssertAsync(async () =>
        {
            var link = await families.GetAsync($"/links/{(Guid)second["link"]!}", families.Finder(860));
            Assert.Equal(("preferred", (long)second["version"]! + 1), ((string)link["state"]!, (long)link["version"]!));
            Assert.Equal(("selected", false), ((string)link["steps"]!.AsArray()[^1]!["to"]!, (bool)link["steps"]!.AsArray()[^1]!["taken"]!));
        });
        await Eventually.TrueAsync(
            () => Task.FromResult(families.Hubs.To<RecordLink>(860).Any(told => told.Link == (Guid)second["link"]! && told.LinkVersion == (long)second["version"]! + 1 && told.State == LinkState.Preferred)),
            "the hub to be told");
    }

    [Fact]
    public async Task Step_OfChildrenOfTwoCouncils_IsTakenWhenBothHaveTakenIt()
    {
        var niche = FamiliesHost.Niche();
        await families.AgreeAsync(860, 861);
        await families.AgreeAsync(860, 893);
        await families.AgreeAsync(861, 893);
        var group = Guid.NewGuid();
        ChildProfiled Member(int council) => niche.Child(council) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = group };
        var (one, other, household) = (Member(860), Member(861), niche.Household(893));
        await families.SendAsync(one, other, household);
        await families.EventuallyListedAsync(one.Reference, families.Finder(860), household);
        var link = await families.ProposeAsync(one, household);
        Assert.Equal(2, link["children"]!.AsArray().Count);
        link = await families.StepAsync(link, one, household, "considered", "interest", "shortlisted");
        Assert.Equal("interest", (string)link["state"]!);
        Assert.Equal("link.step-not-allowed", await RefusalAsync(link, families.Finder(860), "shortlisted"));

        var (status, taken) = await families.PostAsync($"/links/{(Guid)link["link"]!}/steps", families.Finder(861), new { to = "shortlisted" }, (long)link["version"]!);
        Assert.Equal((HttpStatusCode.OK, "shortlisted"), (status, (string)taken["state"]!));
        Assert.Equal([false, true], taken["steps"]!.AsArray().Skip(3).Select(step => (bool)step!["taken"]!));

        // Told to each council, once for each child.
        await Eventually.AssertAsync(() =>
        {
            Assert.All((int[])[860, 861, 893], council => Assert.Equal(
                new HashSet<Guid> { one.Reference, other.Reference },
                families.Hubs.To<RecordLink>(council).Where(told => told.Link == (Guid)link["link"]! && told.LinkVersion == 5).Select(told => told.Child).ToHashSet()));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Shortlist_AHouseholdInStageTwo_WaitsForItsApproval()
    {
        var (child, household) = await families.PairAsync(
            860, 861, offer => offer with { Approval = ApprovalState.StageTwo, ApprovalExpected = new Quarter(2026, 4) }, FamiliesHost.NicheBeforeApproval());
        var link = await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered", "interest");
        Assert.Equal("link.household-not-approved", await RefusalAsync(link, families.Finder(860), "shortlisted"));

        await families.SendAsync(household with { Version = 2, Approval = ApprovalState.Approved, ApprovalExpected = null });
        await Eventually.AssertAsync(async () => Assert.Equal("approved", (string)(await families.GetAsync($"/links/{(Guid)link["link"]!}", families.Finder(860)))["snapshots"]!["household"]!["approval"]!));
        await families.StepAsync(link, child, household, "shortlisted");
    }

    /// <summary>Foster carers are no adopters: what they are approved for besides keeps no link with a child who is to be adopted, nor the other way round.</summary>
    [Fact]
    public async Task Household_WhoseApprovalLeadsElsewhereByNow_IsNotGoneOnWith()
    {
        var (child, household) = await families.PairAsync();
        var id = (Guid)(await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered", "interest"))["link"]!;

        await families.SendAsync(household with { Version = 2, Routes = household.Routes == HouseholdRoutes.LongTermFostering ? HouseholdRoutes.Adoption : HouseholdRoutes.LongTermFostering });

        await families.EventuallyAsync(id, families.Finder(860), "not-progressed");
        Assert.Equal(["no-longer-open"], (await families.GetAsync($"/links/{id}", families.Finder(860)))["reasons"]!.AsArray().Select(reason => (string)reason!));
    }

    [Fact]
    public async Task Transfer_Accepted_HandsOverAndLeavesTheFormerWorkerReading()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.ProposeAsync(child, household);
        var colleague = families.Hub.Tokens.For([Roles.FamilyFinder], [860], subject: "colleague.860");
        object Offer(string to) => new { links = new[] { (Guid)link["link"]! }, to };
        Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync("/transfers", colleague, Offer("somebody.860"))).Status);

        var (offered, revoked) = await families.PostAsync("/transfers", families.Finder(860), Offer("colleague.860"));
        Assert.Equal(HttpStatusCode.Created, offered);
        Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync($"/transfers/{(Guid)revoked["transfer"]!}/revoke", colleague)).Status);
        Assert.Equal(HttpStatusCode.OK, (await families.PostAsync($"/transfers/{(Guid)revoked["transfer"]!}/revoke", families.Finder(860))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await families.PostAsync($"/transfers/{(Guid)revoked["transfer"]!}/accept", colleague)).Status);

        var (_, transfer) = await families.PostAsync("/transfers", families.Finder(860), Offer("colleague.860"));
        Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync($"/transfers/{(Guid)transfer["transfer"]!}/accept", families.Recruiter(861))).Status);
        Assert.Equal(HttpStatusCode.OK, (await families.PostAsync($"/transfers/{(Guid)transfer["transfer"]!}/accept", colleague)).Status);

        var workers = (await families.GetAsync($"/links/{(Guid)link["link"]!}", colleague))["workers"]!.AsArray();
        Assert.Equal(["family.finder.860", "colleague.860"], workers.Select(worker => (string)worker!["name"]!));
        Assert.NotNull(workers[0]!["until"]);
        Assert.Null(workers[1]!["until"]);
        Assert.Contains((await families.GetAsync("/links?mine=true&limit=200", families.Finder(860)))["items"]!.AsArray(), mine => (Guid)mine!["link"]! == (Guid)link["link"]!);
        link = await families.StepAsync(link, child, household, "considered", "interest");
        Assert.Equal("link.handed-over", await RefusalAsync(link, families.Finder(860), "shortlisted"));
        Assert.Equal(HttpStatusCode.OK, (await StepAsync(link, colleague, "shortlisted")).Status);
    }

    private static IEnumerable<(string, string, int)> Competing(JsonNode link) =>
        link["competing"]!.AsArray().Select(others => ((string)others!["side"]!, (string)others["state"]!, (int)others["links"]!));

    private Task<(HttpStatusCode Status, JsonNode Body)> StepAsync(JsonNode link, string token, string to) =>
        families.PostAsync($"/links/{(Guid)link["link"]!}/steps", token, new { to }, (long)link["version"]!);

    private async Task<string> RefusalAsync(JsonNode link, string token, string to)
    {
        var (status, problem) = await StepAsync(link, token, to);
        Assert.Equal(HttpStatusCode.Conflict, status);
        return (string)problem["code"]!;
    }

    private async Task<string> ProposalRefusalAsync(ChildProfiled child, HouseholdOffered household)
    {
        var (status, problem) = await families.PostAsync("/links", families.Finder(child.Council.Number), new { child = child.Reference, household = household.Reference });
        Assert.Equal(HttpStatusCode.Conflict, status);
        return (string)problem["code"]!;
    }
}
