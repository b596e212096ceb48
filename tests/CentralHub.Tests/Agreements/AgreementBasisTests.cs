using System.Net;
using System.Text.Json.Nodes;
using Partnership.CentralHub.Agreements;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Agreements;

/// <summary>By what right councils share is asked when they look for families and again when something is released, and a council that left the region's agreement may come back.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class AgreementBasisTests(FamiliesHost families)
{
    private const int Childs = 860;
    private const int Households = 894;

    [Theory]
    [InlineData(DisclosureBasis.PublicTask, DisclosureBasis.PublicTask, true)]
    [InlineData(DisclosureBasis.PublicTask, DisclosureBasis.LegalObligation, true)]
    [InlineData(DisclosureBasis.PublicTask, DisclosureBasis.HouseholdAgreed, true)]
    [InlineData(DisclosureBasis.LegalObligation, DisclosureBasis.PublicTask, false)]
    [InlineData(DisclosureBasis.LegalObligation, DisclosureBasis.LegalObligation, true)]
    [InlineData(DisclosureBasis.LegalObligation, DisclosureBasis.HouseholdAgreed, true)]
    [InlineData(DisclosureBasis.HouseholdAgreed, DisclosureBasis.HouseholdAgreed, false)]
    [InlineData(DisclosureBasis.HouseholdAgreed, DisclosureBasis.PublicTask, false)]
    public void Agreement_OnABasis_CoversReleases(DisclosureBasis agreed, DisclosureBasis release, bool covers)
    {
        Assert.Equal(covers, AgreementBases.Covers(agreed, release));
        Assert.Equal(covers, !AgreementBases.NotCovered([agreed]).Contains(release));
        Assert.Contains(release, AgreementBases.NotCovered([]));
    }

    [Fact]
    public async Task Release_OnABasisThatNoAgreementCovers_IsRefusedAndEndsWithTheOneThatDid()
    {
        await EndAllAsync();
        var pair = await MakeAsync([$"{Childs}", $"{Households}"], "legal-obligation", Households);
        var (child, household) = await SharedAsync();
        var link = await ConsideredAsync(child, household);

        Assert.Equal("disclosure.basis-not-agreed", await RefusalAsync(link, Release("child", "consider-link", "public-task")));
        Assert.Equal("disclosure.basis-not-agreed", (await ReleaseAsync(link, Release("household", "consider-link", "public-task"), families.Recruiter(Households))).Body["code"]?.ToString());
        var duty = await GrantAsync(link, Release("child", "prepare-panel", "legal-obligation"));
        var agreed = await GrantAsync(link, Release("household", "consider-link", "household-agreed"), families.Recruiter(Households));

        // The region's agreement is on another basis, and covers it for as long as both are in it.
        var region = await MakeAsync([], "public-task", 861, 893, Households);
        var task = await GrantAsync(link, Release("child", "consider-link", "public-task"));
        var (left, _) = await families.PostAsync($"/agreements/{region}/end", families.Guardian(Childs));
        Assert.Equal(HttpStatusCode.OK, left);

        Assert.Equal("agreement-revoked", await EndOfAsync(task));
        Assert.Equal(("none", "none"), (await EndOfAsync(duty), await EndOfAsync(agreed)));
        Assert.Equal("considered", (string)(await families.GetAsync($"/links/{(Guid)link["link"]!}", families.Finder(Childs)))["state"]!);
        await families.PostAsync($"/agreements/{pair}/end", families.Guardian(Childs));
        await EndAllAsync();
    }

    /// <summary>Granted while the agreement that covers it is ended, it was not seen by who ended that.</summary>
    [Fact]
    public async Task Release_ThatNoAgreementCoversAnyLonger_IsEndedByTheRunThatFollows()
    {
        await EndAllAsync();
        await MakeAsync([$"{Childs}", $"{Households}"], "public-task", Households);
        var (child, household) = await SharedAsync();
        var link = await ConsideredAsync(child, household);
        var (task, duty) = (await GrantAsync(link, Release("child", "consider-link", "public-task")), await GrantAsync(link, Release("child", "prepare-panel", "legal-obligation")));

        await families.Hub.Database.ExecuteAsync($"update agreement set basis = {(int)DisclosureBasis.LegalObligation} where ended_at is null and councils = '{{{Childs},{Households}}}'");
        await families.SweepAsync();

        await Eventually.AssertAsync(async () => Assert.Equal("agreement-revoked", await EndOfAsync(task)));
        Assert.Equal("none", await EndOfAsync(duty));
        await EndAllAsync();
    }

    /// <summary>No request makes such an agreement; whatever is in the table, it opens nothing.</summary>
    [Fact]
    public async Task Discovery_ByAnAgreementOnABasisThatCouncilsDoNotHave_FindsNobody()
    {
        await EndAllAsync();
        await MakeAsync([$"{Childs}", $"{Households}"], "public-task", Households);
        var (child, _) = await SharedAsync();

        await families.Hub.Database.ExecuteAsync($"update agreement set basis = {(int)DisclosureBasis.HouseholdAgreed} where ended_at is null and councils = '{{{Childs},{Households}}}'");

        // At once by the database, and in the lists with the next run.
        Assert.False(await families.Hub.Database.ScalarAsync<bool>($"select councils_share({Childs}::smallint, {Households}::smallint)"));
        Assert.Empty(await families.ListAsync(child.Reference, families.Finder(Childs)));
        await families.SweepAsync();
        await families.SettledAsync();
        Assert.Equal(0, await families.CountAsync($"select count(*) from search_candidate where search = '{child.Reference}'"));
        await EndAllAsync();
    }

    [Fact]
    public async Task Agreement_OfTheRegion_IsAcceptedAgainByWhoLeftItAndReopensNothing()
    {
        await EndAllAsync();
        var region = await MakeAsync([], "public-task", 861, 893, Households);
        var (child, household) = await SharedAsync();
        var link = await ConsideredAsync(child, household);
        var release = await GrantAsync(link, Release("child", "consider-link", "public-task"));
        var before = await PartAsync(region);
        Assert.Equal(HttpStatusCode.OK, (await families.PostAsync($"/agreements/{region}/end", families.Guardian(Childs))).Status);
        Assert.Empty(await families.ListAsync(child.Reference, families.Finder(Childs)));
        Assert.NotNull((await PartAsync(region))["leftAt"]);

        // The others are in it still: none like it can be proposed, and it is accepted again.
        var (again, refused) = await families.PostAsync("/agreements", families.Guardian(Childs), new { councils = Array.Empty<string>(), basis = "public-task" });
        Assert.Equal((HttpStatusCode.Conflict, "agreement.exists"), (again, (string)refused["code"]!));
        var (status, accepted) = await families.PostAsync($"/agreements/{region}/accept", families.Guardian(Childs));
        Assert.True(status == HttpStatusCode.OK, accepted.ToJsonString());

        var part = await PartAsync(region);
        Assert.Null(part["leftAt"]);
        Assert.True((DateTimeOffset)part["acceptedAt"]! > (DateTimeOffset)before["acceptedAt"]!, "a new acceptance has its own time");

        // Who accepted, left and came back is in the trail, each for itself.
        Assert.Equal(
            "agreement.propose agreement.accept agreement.accept agreement.accept agreement.end agreement.accept",
            await families.Hub.Database.ScalarAsync<string>($"select string_agg(operation, ' ' order by id) from audit_entry where outcome = 'done' and '{region}' = any (ids)"));
        Assert.Equal("agreement.accepted", (string)(await families.PostAsync($"/agreements/{region}/accept", families.Guardian(Childs))).Body["code"]!);

        // It shares from now on; the link and the release that ended are over.
        await families.EventuallyListedAsync(child.Reference, families.Finder(Childs), household);
        var after = await families.GetAsync($"/links/{(Guid)link["link"]!}", families.Finder(Childs));
        Assert.Equal(("not-progressed", "agreement-revoked"), ((string)after["state"]!, await EndOfAsync(release)));
        Assert.NotEqual((Guid)link["link"]!, (Guid)(await families.ProposeAsync(child, household))["link"]!);
        await EndAllAsync();
    }

    private async Task<JsonNode> PartAsync(Guid agreement) => (await families.GetAsync("/agreements", families.Finder(Childs))).AsArray()
        .Single(each => (Guid)each!["agreement"]! == agreement)!["councils"]!.AsArray().Single(part => (string)part!["council"]! == $"{Childs}")!;

    /// <summary>What another test has agreed between the two, or for the region.</summary>
    private async Task EndAllAsync()
    {
        await families.Hub.Database.ExecuteAsync($"update agreement set ended_at = now() where ended_at is null and councils @> array[{Childs}, {Households}]::smallint[]");
        await families.SweepAsync();
        await families.SettledAsync();
    }

    private async Task<Guid> MakeAsync(string[] councils, string basis, params int[] accepting)
    {
        var (status, made) = await families.PostAsync("/agreements", families.Guardian(Childs), new { councils, basis });
        Assert.True(status == HttpStatusCode.Created, made.ToJsonString());
        foreach (var council in accepting)
        {
            Assert.Equal(HttpStatusCode.OK, (await families.PostAsync($"/agreements/{(Guid)made["agreement"]!}/accept", families.Guardian(council))).Status);
        }

        return (Guid)made["agreement"]!;
    }

    private async Task<(ChildProfiled Child, HouseholdOffered Household)> SharedAsync()
    {
        var niche = FamiliesHost.Niche();
        var (child, household) = (niche.Child(Childs), niche.Household(Households));
        await families.SendAsync(child, household);
        await families.EventuallyListedAsync(child.Reference, families.Finder(Childs), household);
        return (child, household);
    }

    /// <summary>To a reader for each basis: a later release to the same takes the place of one before.</summary>
    private static object Release(string subject, string purpose, string basis) => new
    {
        subject, level = "anonymous", purpose, basis,
        reader = PersonReference.Of(subject == "household" ? $"family.finder.{Childs}" : basis == "legal-obligation" ? $"family.finder.{Households}" : $"recruitment.{Households}").Value,
    };

    /// <summary>A link that the household's council considers, with two who may be named as readers.</summary>
    private async Task<JsonNode> ConsideredAsync(ChildProfiled child, HouseholdOffered household)
    {
        var link = await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered");
        Assert.Equal(HttpStatusCode.OK, (await families.PostAsync($"/links/{(Guid)link["link"]!}/workers", families.Finder(Households), new { })).Status);
        return link;
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> ReleaseAsync(JsonNode link, object request, string? token = null) =>
        families.PostAsync($"/links/{(Guid)link["link"]!}/disclosures", token ?? families.Finder(Childs), request);

    private async Task<JsonNode> GrantAsync(JsonNode link, object request, string? token = null)
    {
        var (status, body) = await ReleaseAsync(link, request, token);
        Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
        return body;
    }

    private async Task<string> RefusalAsync(JsonNode link, object request)
    {
        var (status, problem) = await ReleaseAsync(link, request);
        Assert.True(status == HttpStatusCode.Conflict, problem.ToJsonString());
        return (string)problem["code"]!;
    }

    private async Task<string> EndOfAsync(JsonNode release) => (string)(await families.GetAsync($"/disclosures/{(Guid)release["disclosure"]!}", families.Finder(Childs)))["end"]!;
}
