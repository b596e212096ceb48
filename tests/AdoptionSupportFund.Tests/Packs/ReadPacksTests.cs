using System.Net;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Packs;

public sealed class ReadPacksTests(FundHost fund)
{
    private const string Path = "/api/v1/fund/rule-packs";

    [Fact]
    public async Task Get_Packs_ListsSettledYearsAsAdoptedAndLaterOnesAsDrafts()
    {
        using var client = fund.ClientOf(Roles.SupportFund, 860);

        var packs = (await FundHost.GetAsync(client, Path + "?limit=200"))["items"]!.AsArray();

        var state = packs.Where(pack => (int)pack!["revision"]! == 1).ToDictionary(pack => (string)pack!["name"]!, pack => ((string)pack!["state"]!, (string?)pack["adoptedFrom"]));
        Assert.Equal(("adopted", "2025-04-14"), state["2025-26"]);
        Assert.Equal(("adopted", "2016-04-01"), state["2016-17"]);
        Assert.Equal(("draft", null), state["2026-27"]);
        Assert.Equal(("draft", null), state["2027-28"]);
    }

    [Fact]
    public async Task Get_Pack_TellsEachRuleWithSourceAndConfidence()
    {
        using var client = fund.ClientOf(Roles.HubOperations);
        var id = (await FundHost.GetAsync(client, Path + "?limit=200"))["items"]!.AsArray().First(pack => (string)pack!["name"]! == "2025-26")!["id"];

        var rules = (await FundHost.GetAsync(client, $"{Path}/{id}"))["rules"]!.AsArray();

        var limit = rules.Single(rule => (string)rule!["rule"]! == "fair-access-limit")!;
        Assert.Equal(300_000, (long)limit["pence"]!);
        Assert.Equal("high", (string)limit["confidence"]!);
        Assert.StartsWith("Ministers' statement of 14 April 2025", (string)limit["source"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Pack_ByTheOperatorOrOfNoSuchId_IsRefused()
    {
        using var operators = fund.ClientOf(Roles.Operator, 860);
        using var refused = await operators.GetAsync(Path);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var worker = fund.ClientOf(Roles.SupportFund, 860);
        using var missing = await worker.GetAsync($"{Path}/{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }
}
