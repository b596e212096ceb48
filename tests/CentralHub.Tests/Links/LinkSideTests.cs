using System.Net;
using System.Text.Json.Nodes;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.CentralHub.Tests.Links;

/// <summary>
/// For which side somebody acts is decided by council and role, and nobody opens to herself what another is to decide: whoever recruits households takes no step for a child and
/// releases nothing of one, of however many councils she is.
/// </summary>
[Collection(FamiliesHost.Collection)]
public sealed class LinkSideTests(FamiliesHost families)
{
    [Theory]
    [InlineData(860, 861)]
    [InlineData(860, 860)]
    public async Task Recruiter_WhoseCouncilsAreOnBothSides_ActsForTheHouseholdAlone(int childs, int households)
    {
        var recruiter = families.Hub.Tokens.For([Roles.Recruitment], [childs, households], subject: $"recruiter.{childs}.{households}");
        var self = PersonReference.Of($"recruiter.{childs}.{households}").Value;
        var (child, household) = await families.PairAsync(childs, households);
        var link = await families.ProposeAsync(child, household);

        // She says no side, since she acts for one.
        Assert.Equal("link.not-your-side", await CodeAsync(link, "workers", recruiter, new { side = "child" }));
        var (joined, team) = await families.PostAsync(Of(link, "workers"), recruiter, new { });
        Assert.Equal(HttpStatusCode.OK, joined);
        Assert.Equal(["household"], team["workers"]!.AsArray().Where(worker => (Guid)worker!["reference"]! == self).Select(worker => (string)worker!["side"]!));

        link = await StepAsync(link, recruiter, "considered");
        Assert.Equal("disclosure.not-yours", await CodeAsync(link, "disclosures", recruiter, Release("child", "anonymous", self)));
        Assert.Equal("disclosure.not-yours", await CodeAsync(link, "disclosures", recruiter, Release("child", "anonymous", PersonReference.Of("somebody.else").Value)));
        link = await StepAsync(link, recruiter, "interest");
        Assert.Equal("link.not-your-step", await CodeAsync(link, "steps", recruiter, new { to = "shortlisted" }, (long)link["version"]!));
        Assert.Equal("link.reasons-required", await CodeAsync(link, "steps", recruiter, new { to = "not-progressed", reasons = new[] { "childs-needs-not-met" } }, (long)link["version"]!, HttpStatusCode.BadRequest));
        link = await StepAsync(link, families.Finder(childs), "shortlisted");
        foreach (var level in (string[])["anonymous", "summary", "full"])
        {
            Assert.Equal("disclosure.not-yours", await CodeAsync(link, "disclosures", recruiter, Release("child", level, self)));
        }

        Assert.Equal(0, await families.CountAsync($"select count(*) from disclosure where link = '{(Guid)link["link"]!}'"));

        // What the child's side decides that she is to read, she reads.
        Assert.Equal(HttpStatusCode.Created, (await families.PostAsync(Of(link, "disclosures"), families.Finder(childs), Release("child", "anonymous", self))).Status);
    }

    [Fact]
    public async Task Recruiter_OfTheChildsCouncilAlone_HasNoPartInTheLink()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered", "interest");

        Assert.Equal("link.not-your-side", await CodeAsync(link, "workers", families.Recruiter(860), new { }));
        Assert.Equal("link.not-your-step", await CodeAsync(link, "steps", families.Recruiter(860), new { to = "shortlisted" }, (long)link["version"]!));
        Assert.Equal(
            "link.not-your-step", await CodeAsync(link, "steps", families.Recruiter(860), new { to = "not-progressed", reasons = new[] { "childs-needs-not-met" } }, (long)link["version"]!));
        Assert.Equal("disclosure.not-yours", await CodeAsync(link, "disclosures", families.Recruiter(860), Release("child", "anonymous", PersonReference.Of("recruitment.861").Value)));

        // Nor does she come by one when a colleague hands it over.
        var (_, offered) = await families.PostAsync("/transfers", families.Finder(860), new { links = new[] { (Guid)link["link"]! }, to = "recruitment.860" });
        var (status, problem) = await families.PostAsync($"/transfers/{(Guid)offered["transfer"]!}/accept", families.Recruiter(860));
        Assert.Equal((HttpStatusCode.Conflict, "link.not-your-side"), (status, (string)problem["code"]!));
        Assert.Equal(0, await families.CountAsync($"select count(*) from link_worker where link = '{(Guid)link["link"]!}' and worker = '{PersonReference.Of("recruitment.860").Value}'"));
    }

    [Fact]
    public async Task SocialWorker_OfTheHouseholdsCouncil_ActsForNoHousehold()
    {
        var worker = families.Hub.Tokens.For([Roles.SocialWorker], [861], subject: "social.worker.861");
        var (child, household) = await families.PairAsync();
        var link = await families.ProposeAsync(child, household);

        Assert.Equal("link.not-your-side", await CodeAsync(link, "workers", worker, new { }));
        Assert.Equal("link.not-your-step", await CodeAsync(link, "steps", worker, new { to = "considered" }, 1));
        Assert.Equal("disclosure.not-yours", await CodeAsync(link, "disclosures", worker, Release("household", "anonymous", PersonReference.Of("family.finder.860").Value)));

        // A family finder acts for either.
        await StepAsync(link, families.Finder(861), "considered");
    }

    /// <summary>A family finder acts for both sides of a link within her council: the report is hers to read when a colleague has decided so.</summary>
    [Fact]
    public async Task Release_ToOneself_IsRefusedWhoeverOneIs()
    {
        var (child, household) = await families.PairAsync(860, 860);
        var (finder, self) = (families.Finder(860), PersonReference.Of("family.finder.860").Value);
        var link = await families.ProposeAsync(child, household);
        Assert.Equal(HttpStatusCode.OK, (await families.PostAsync(Of(link, "workers"), finder, new { side = "household" })).Status);
        link = await StepAsync(link, finder, "considered");

        Assert.Equal("disclosure.to-oneself", await CodeAsync(link, "disclosures", finder, Release("child", "anonymous", self)));
        Assert.Equal("disclosure.to-oneself", await CodeAsync(link, "disclosures", finder, Release("household", "anonymous", self)));
        Assert.Equal(0, await families.CountAsync($"select count(*) from disclosure where link = '{(Guid)link["link"]!}'"));

        var colleague = families.Hub.Tokens.For([Roles.SocialWorker], [860], subject: "colleague.of.the.finder");
        var (status, released) = await families.PostAsync(Of(link, "disclosures"), colleague, Release("child", "anonymous", self));
        Assert.True(status == HttpStatusCode.Created, released.ToJsonString());
        Assert.NotEqual((Guid)released["giver"]!, (Guid)released["reader"]!);
    }

    private static string Of(JsonNode link, string what) => $"/links/{(Guid)link["link"]!}/{what}";

    private static object Release(string subject, string level, Guid reader) => new { subject, level, purpose = "consider-link", basis = "public-task", reader };

    private async Task<JsonNode> StepAsync(JsonNode link, string token, string to)
    {
        var (status, next) = await families.PostAsync(Of(link, "steps"), token, new { to }, (long)link["version"]!);
        Assert.True(status == HttpStatusCode.OK, next.ToJsonString());
        return next;
    }

    private async Task<string> CodeAsync(JsonNode link, string what, string token, object body, long? version = null, HttpStatusCode expected = HttpStatusCode.Conflict)
    {
        var (status, problem) = await families.PostAsync(Of(link, what), token, body, version);
        Assert.True(status == expected, $"{status} {problem.ToJsonString()}");
        return (string)problem["code"]!;
    }
}
