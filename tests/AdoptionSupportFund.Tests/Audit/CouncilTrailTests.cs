using System.Net;
using System.Text.Json.Nodes;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Audit;

/// <summary>What the fund's trail says of a council's families is for that council's Caldicott guardian to read, and no more.</summary>
public sealed class CouncilTrailTests(FundHost fund)
{
    [Fact]
    public async Task List_OfACouncil_HoldsWhatConcernsItAndNothingElse()
    {
        var (own, other) = (await fund.FamilyAsync(860), await fund.FamilyAsync(861));
        foreach (var family in new[] { own, other })
        {
            using var worker = fund.ClientOf(Roles.SupportFund, family.Council);
            await fund.BeginAsync(worker, family, 10);
        }

        Assert.Equal("application.begin", (string)Assert.Single(await ListAsync(860, $"?about={own.Children[0]}"))["operation"]!);
        Assert.Empty(await ListAsync(860, $"?about={other.Children[0]}"));
        Assert.Empty(await ListAsync(861, $"?about={own.Children[0]}"));
        Assert.Empty(await ListAsync(893, $"?about={own.Children[0]}"));
    }

    /// <summary>Two councils' affair is told to both.</summary>
    [Fact]
    public async Task Entry_OfAHandOver_IsToldToBothCouncils()
    {
        using var giver = fund.ClientOf(Roles.SupportFund, 860);
        var child = (await fund.FamilyAsync(860)).Children[0];
        var proposed = await FundHost.SendAsync(giver, HttpMethod.Post, $"{FundHost.Of(860)}/children/{child}/hand-over", new { to = "861", reason = "family-moved" });
        var id = (Guid)proposed["id"]!;

        Assert.Equal([id, child], Ids(Assert.Single(await ListAsync(860, $"?about={id}"))).OrderBy(each => each != id));

        // The child is not the other's yet.
        Assert.Equal([id], Ids(Assert.Single(await ListAsync(861, $"?about={id}"))));
        Assert.Empty(await ListAsync(893, $"?about={id}"));
    }

    [Fact]
    public async Task Refusals_UnderACouncilsAddress_AreToldToItsGuardian()
    {
        using var stranger = fund.ClientOf(Roles.SupportFund, 894);
        using var operate = fund.ClientOf(Roles.Operator, 895);
        using var elsewhere = await stranger.GetAsync($"{FundHost.Of(895)}/applications");
        using var forbidden = await operate.GetAsync($"{FundHost.Of(895)}/applications");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Forbidden), (elsewhere.StatusCode, forbidden.StatusCode));

        var refusals = (await ListAsync(895, "?operation=applications.list")).ConvertAll(entry => ((string)entry["subject"]!, (string)entry["outcome"]!));
        Assert.Equal([("operator.895", "refused-role"), ("support.fund.894", "refused-council")], refusals);
        Assert.DoesNotContain(await ListAsync(894, ""), entry => (string)entry["outcome"]! == "refused-council");
    }

    [Fact]
    public async Task List_WrongRoleOrCouncil_IsRefused()
    {
        foreach (var role in Roles.All.Where(role => role != Roles.CaldicottGuardian))
        {
            using var client = fund.ClientOf(role, 860);
            Assert.Equal((403, "role.not-allowed"), await FundHost.RefusalAsync(await client.GetAsync($"{FundHost.Of(860)}/audit")));
        }

        using var other = fund.ClientOf(Roles.CaldicottGuardian, 861);
        Assert.Equal(404, (await FundHost.RefusalAsync(await other.GetAsync($"{FundHost.Of(860)}/audit"))).Status);
        Assert.Equal(403, (await FundHost.RefusalAsync(await other.GetAsync("/api/v1/fund/audit"))).Status);
    }

    private async Task<List<JsonNode>> ListAsync(int council, string query)
    {
        using var guardian = fund.ClientOf(Roles.CaldicottGuardian, council);
        return [.. (await FundHost.GetAsync(guardian, $"{FundHost.Of(council)}/audit{query}"))["items"]!.AsArray().Select(entry => entry!)];
    }

    private static IEnumerable<Guid> Ids(JsonNode entry) => entry["ids"]!.AsArray().Select(id => (Guid)id!);
}
