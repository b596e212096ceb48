using System.Net;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Agreements;

/// <summary>Without an agreement in force nothing is found or released across councils; ended by one, all of it ends at once.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class AgreementTests(FamiliesHost families)
{
    // One story: the agreement of two councils whose children and households no other test has anything to do with.
    [Fact]
    public async Task Agreement_OfTwo_OpensListsWhenBothHaveAcceptedAndClosesAllWhenOneEndsIt()
    {
        var niche = FamiliesHost.Niche();
        var (child, household) = (niche.Child(861), niche.Household(894));
        await families.SendAsync(child, household);
        await families.EventuallyListedAsync(child.Reference, families.Finder(861));

        var (created, agreement) = await families.PostAsync("/agreements", families.Guardian(861), Of(861, 894));
        Assert.Equal((HttpStatusCode.Created, null), (created, agreement["inForceAt"]));
        var id = (Guid)agreement["agreement"]!;
        Assert.Equal("agreement.exists", (string)(await families.PostAsync("/agreements", families.Guardian(894), Of(894, 861))).Body["code"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync($"/agreements/{id}/accept", families.Guardian(893))).Status);
        Assert.Equal("agreement.accepted", (string)(await families.PostAsync($"/agreements/{id}/accept", families.Guardian(861))).Body["code"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await families.PostAsync($"/agreements/{id}/accept", families.Finder(894))).Status);
        await families.SettledAsync();
        Assert.Empty(await families.ListAsync(child.Reference, families.Finder(861)));

        var (accepted, inForce) = await families.PostAsync($"/agreements/{id}/accept", families.Guardian(894));
        Assert.Equal(HttpStatusCode.OK, accepted);
        Assert.NotNull(inForce["inForceAt"]);
        await families.EventuallyListedAsync(child.Reference, families.Finder(861), household);
        Assert.DoesNotContain((await families.GetAsync("/agreements", families.Finder(893))).AsArray(), other => (Guid)other!["agreement"]! == id);

        var link = await families.ProposeAsync(child, household);
        var reader = (Guid)(await families.PostAsync($"/links/{(Guid)link["link"]!}/workers", families.Recruiter(894), new { })).Body["workers"]!.AsArray()
            .Single(worker => (string)worker!["side"]! == "household")!["reference"]!;
        var (released, disclosure) = await families.PostAsync(
            $"/links/{(Guid)link["link"]!}/disclosures", families.Finder(861), new { subject = "child", level = "anonymous", purpose = "consider-link", basis = "public-task", reader });
        Assert.True(released == HttpStatusCode.Created, disclosure.ToJsonString());

        var (ended, _) = await families.PostAsync($"/agreements/{id}/end", families.Guardian(894));
        Assert.Equal(HttpStatusCode.OK, ended);

        // At once, as the answer is there: the list is empty, the link has ended, the release is to be closed.
        Assert.Empty(await families.ListAsync(child.Reference, families.Finder(861)));
        var after = await families.GetAsync($"/links/{(Guid)link["link"]!}", families.Finder(861));
        Assert.Equal(("not-progressed", "no-longer-open"), ((string)after["state"]!, (string)after["reasons"]![0]!));
        var closed = await families.GetAsync($"/disclosures/{(Guid)disclosure["disclosure"]!}", families.Finder(861));
        Assert.Equal(("closed", "agreement-revoked"), ((string)closed["asked"]!, (string)closed["end"]!));
        await Eventually.TrueAsync(
            () => Task.FromResult(families.Hubs.To<RecordDisclosure>(861).Any(told => told.Disclosure == (Guid)disclosure["disclosure"]! && told.End == DisclosureEnd.AgreementRevoked)),
            "the hub to be told");
        Assert.Equal("agreement.ended", (string)(await families.PostAsync($"/agreements/{id}/end", families.Guardian(861))).Body["code"]!);
        Assert.Equal("link.no-agreement", (string)(await families.PostAsync("/links", families.Finder(861), new { child = child.Reference, household = household.Reference })).Body["code"]!);
    }

    [Fact]
    public async Task Agreement_OfTheRegion_GoesOnBetweenTheOthersWhenOneLeaves()
    {
        var niche = FamiliesHost.Niche();
        var (child, leaver, stays) = (niche.Child(893), niche.Household(860), niche.Household(894));
        await families.SendAsync(child, leaver, stays);
        var (created, agreement) = await families.PostAsync("/agreements", families.Guardian(860), new { councils = Array.Empty<string>(), basis = "legal-obligation" });
        Assert.True(created == HttpStatusCode.Created, agreement.ToJsonString());
        foreach (var council in (int[])[861, 893, 894])
        {
            Assert.Equal(HttpStatusCode.OK, (await families.PostAsync($"/agreements/{(Guid)agreement["agreement"]!}/accept", families.Guardian(council))).Status);
        }

        await families.EventuallyListedAsync(child.Reference, families.Finder(893), leaver, stays);
        var (_, left) = await families.PostAsync($"/agreements/{(Guid)agreement["agreement"]!}/end", families.Guardian(860));
        Assert.Null(left["endedAt"]);
        var isAgreed = await families.CountAsync("select count(*) from agreement where not region and ended_at is null and in_force_at is not null and councils = '{860,893}'") > 0;
        Assert.Equal(isAgreed ? 2 : 1, (await families.ListAsync(child.Reference, families.Finder(893))).Count);
        foreach (var council in (int[])[861, 893, 894])
        {
            await families.PostAsync($"/agreements/{(Guid)agreement["agreement"]!}/end", families.Guardian(council));
        }

        Assert.NotNull((await families.GetAsync("/agreements", families.Finder(893))).AsArray().Single(each => (Guid)each!["agreement"]! == (Guid)agreement["agreement"]!)!["endedAt"]);
    }

    [Fact]
    public async Task Agreement_ProposedByBothAtOnce_IsOne()
    {
        await families.Hub.Database.ExecuteAsync("update agreement set ended_at = now() where councils = '{893,894}'");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(turn => families.PostAsync("/agreements", families.Guardian(turn % 2 == 0 ? 893 : 894), Of(893, 894))));

        var (_, made) = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.Conflict && (string)answer.Body["code"]! == "agreement.exists"));
        await families.PostAsync($"/agreements/{(Guid)made["agreement"]!}/end", families.Guardian(893));
    }

    [Theory]
    [InlineData("agreement.councils", "860")]
    [InlineData("agreement.councils", "860", "860")]
    [InlineData("agreement.councils", "860", "201")]
    [InlineData("agreement.not-yours", "861", "893")]
    public async Task Agreement_OfCouncilsThatCannot_Returns400(string code, params string[] councils)
    {
        var (status, problem) = await families.PostAsync("/agreements", families.Guardian(860), new { councils, basis = "public-task" });

        Assert.Equal((HttpStatusCode.BadRequest, code, "councils"), (status, (string)problem["code"]!, (string)problem["field"]!));
    }

    private static object Of(int one, int other) => new { councils = new[] { $"{one}", $"{other}" }, basis = "public-task" };
}
