using System.Net.Http.Json;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Providers;

public sealed class RegisterTests(FundHost fund)
{
    private const string Path = "/api/v1/fund/providers";

    [Fact]
    public async Task Provider_EnteredAndChanged_IsFoundByTherapyAndArea()
    {
        using var keeper = fund.ClientOf(Roles.Finance, 860);
        var added = await FundHost.SendAsync(keeper, HttpMethod.Post, Path, Content("Painted Ponies", "mindfulness-based-cognitive-therapy", [893]));
        var id = (Guid)added["id"]!;
        Assert.False((bool)added["checksHold"]!);

        using var read = await keeper.GetAsync($"{Path}/{id}");
        using var change = new HttpRequestMessage(HttpMethod.Put, $"{Path}/{id}") { Content = JsonContent.Create(Content("Painted Ponies", "mindfulness-based-cognitive-therapy", [893, 894], "2027-01-01")) };
        change.Headers.IfMatch.Add(read.Headers.ETag!);
        var changed = await FundHost.ReadAsync(await keeper.SendAsync(change));

        Assert.Equal(("2027-01-01", true), ((string)changed["checksDue"]!, (bool)changed["checksHold"]!));
        using var worker = fund.ClientOf(Roles.SupportFund, 894);
        Assert.Equal([id], await FoundAsync(worker, "?therapy=mindfulness-based-cognitive-therapy&area=894&active=true"));
        Assert.Empty(await FoundAsync(worker, "?therapy=mindfulness-based-cognitive-therapy&area=860"));
    }

    [Theory]
    [InlineData("provider.name", "Nobody's ☎ 01632 960123")]
    [InlineData("provider.therapies", "Invented", "Not A Code")]
    [InlineData("provider.therapies", "Invented", "orla-underwillow")]
    [InlineData("provider.registration", "Invented", "play-therapy", "2027-01-01", "Orla-Underwillow")]
    [InlineData("provider.checks", "Invented", "play-therapy", "2024-01-01")]
    public async Task Provider_WithAFieldThatCannotBeMeant_Is400(string code, string name, string therapy = "play-therapy", string renew = "2027-01-01", string registration = "SC0000002")
    {
        using var keeper = fund.ClientOf(Roles.HubOperations);

        Assert.Equal((400, code), await FundHost.RefusalAsync(await keeper.PostAsJsonAsync(Path, Content(name, therapy, [], renew, registration))));
    }

    [Fact]
    public async Task Provider_BySomebodyWhoMayOnlyRead_IsRefused()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 860);

        Assert.Equal((403, "role.not-allowed"), await FundHost.RefusalAsync(await worker.PostAsJsonAsync(Path, Content("Invented", "play-therapy", []))));
    }

    private static async Task<IEnumerable<Guid>> FoundAsync(HttpClient client, string query) =>
        (await FundHost.GetAsync(client, Path + query))["items"]!.AsArray().Select(item => (Guid)item!["id"]!);

    private static object Content(string name, string therapy, int[] areas, string? renew = null, string registrationReference = "SC0000002") => new
    {
        name, status = "registered-support-agency", registrationReference, isActive = true, hoursAMonth = 40,
        therapies = new[] { new { code = therapy, ratePence = 8_000 } }, areas = areas.Select(area => $"{area}"),
        checks = renew is null ? [] : new[] { "enhanced-disclosure", "professional-registration", "insurance", "safeguarding-training" }.Select(kind => new { kind, checkedOn = "2025-01-01", refreshDue = renew }).ToArray(),
    };
}
