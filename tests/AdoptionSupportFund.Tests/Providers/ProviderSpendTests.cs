using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.AdoptionSupportFund.Tests.Ledger;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Providers;

/// <summary>In a fund of its own: other tests order of the same provider.</summary>
public sealed class ProviderSpendTests
{
    private const string Region = "/api/v1/fund/provider-spend?year=2026";
    private static readonly string Council = FundHost.Of(860);

    [Fact]
    public async Task Spend_ByProvider_IsTheCouncilsOwnAsOrderedInvoicedAndPaid()
    {
        await using var fund = await FundHost.AtAsync(FundHost.Today);
        using var worker = fund.ClientOf(Roles.SupportFund, 860);
        using var finance = fund.ClientOf(Roles.Finance, 860);
        using var stranger = fund.ClientOf(Roles.SupportFund, 893);
        var (_, application) = await MoneyTests.ApprovedAsync(fund, 10);
        var order = await FundHost.ReadAsync(await worker.PostAsJsonAsync($"{Council}/applications/{application["id"]}/orders", new { lineId = application["lines"]![0]!["lineId"], hours = 4 }));
        await FundHost.ReadAsync(await MoneyTests.PayAsync(finance, await MoneyTests.InvoiceAsync(worker, order, 10_000)));
        await MoneyTests.InvoiceAsync(worker, order, 5_000);
        var wrong = await MoneyTests.InvoiceAsync(worker, order, 7_000);
        await FundHost.ReadAsync(await MoneyTests.ReverseAsync(finance, wrong["journalId"]!));

        var entry = Assert.Single(await SpendAsync(worker, 860))!;
        Assert.Equal(
            (await fund.ProviderAsync(), 1, 30_000L, 15_000L, 10_000L),
            ((Guid)entry["providerId"]!, (int)entry["orders"]!, (long)entry["orderedPence"]!, (long)entry["invoicedPence"]!, (long)entry["paidPence"]!));
        Assert.Empty(await SpendAsync(stranger, 893));
        Assert.Equal((404, "resource.not-found"), await FundHost.RefusalAsync(await worker.GetAsync($"{FundHost.Of(893)}/provider-spend?year=2026", TestContext.Current.CancellationToken)));
    }

    /// <summary>Four children of one council and three of another: who keeps the register sees what both spend, and neither a council nor a child.</summary>
    [Fact]
    public async Task Spend_OfTheRegion_IsAllCouncilsTogetherAndForWhoKeepsTheRegister()
    {
        await using var fund = await FundHost.AtAsync(FundHost.Today);
        using var keeper = fund.ClientOf(Roles.HubOperations);
        Assert.Empty(await RegionAsync(keeper));
        await OrderAsync(fund, 861, 3);

        // Three children are too few.
        Assert.Equal((true, null, null, null), Of(Assert.Single(await RegionAsync(keeper))!));

        var order = await OrderAsync(fund, 860, 4);
        Assert.Equal((false, 7, 120_000, 0), Of(Assert.Single(await RegionAsync(keeper))!));

        // What is invoiced now is of four, what is not of three.
        await MoneyTests.InvoiceAsync(fund.ClientOf(Roles.SupportFund, 860), order, 60_000);
        Assert.Equal((false, 7, 120_000, null), Of(Assert.Single(await RegionAsync(keeper))!));

        // Whoever knows what one council spends could take it from the sum, and have the others'.
        foreach (var role in new[] { Roles.Finance, Roles.SupportFund, Roles.SupportWorker, Roles.BoardMember, Roles.Operator })
        {
            Assert.Equal((403, "role.not-allowed"), await FundHost.RefusalAsync(await fund.ClientOf(role, 860).GetAsync(Region, TestContext.Current.CancellationToken)));
        }

        static (bool, int?, int?, int?) Of(JsonNode entry) => ((bool)entry["suppressed"]!, (int?)entry["children"], (int?)entry["orderedPence"], (int?)entry["invoicedPence"]);
    }

    /// <summary>Of three providers the one of two children is hidden, and the next smallest, or the region's total less the others would be the two's.</summary>
    [Fact]
    public void Region_OfProvidersWithFewChildren_HidesThemAndWhatWouldTellOfThem()
    {
        var (large, middle, small) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var names = new Dictionary<Guid, string> { [large] = "Large", [middle] = "Middle", [small] = "Small" };
        RegionalSpend.Ordered[] orders = [.. Orders(large, 14, 100, 100), .. Orders(large, 6, 100, 0), .. Orders(middle, 7, 100, 100), .. Orders(small, 2, 100, 100)];

        var entries = RegionalSpend.Of(orders, names).ToDictionary(entry => entry.Name);

        Assert.Equal(new RegionalSpend.Entry(large, "Large", 20, 20, 2_000, 2_000, 1_400, false), entries["Large"]);
        Assert.Equal(new RegionalSpend.Entry(middle, "Middle", null, null, null, null, null, true), entries["Middle"]);
        Assert.Equal(new RegionalSpend.Entry(small, "Small", null, null, null, null, null, true), entries["Small"]);
    }

    /// <summary>One provider's sums alone untold would be the region's less the others': the next smallest's are not told either.</summary>
    [Fact]
    public void Region_OfOneProviderWithASmallPart_TellsNoOthersThatWouldTellOfIt()
    {
        var (large, middle, odd) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var names = new Dictionary<Guid, string> { [large] = "Large", [middle] = "Middle", [odd] = "Odd" };

        var entries = RegionalSpend.Of([.. Orders(large, 14, 100, 100), .. Orders(middle, 7, 100, 100), .. Orders(odd, 9, 100, 100), .. Orders(odd, 2, 100, 0)], names);

        Assert.Equal(["Large 1400", "Middle ", "Odd "], entries.OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => $"{entry.Name} {entry.PaidPence}"));
        Assert.All(entries, entry => Assert.Equal((entry.PaidPence is null, false), (entry.InvoicedPence is null, entry.Suppressed)));
    }

    /// <summary>The part that is paid, or not yet paid, or not yet invoiced, is of one to five: neither sum is told, the one would be the other's difference.</summary>
    [Theory]
    [InlineData(3, 8, 0, false)]
    [InlineData(8, 3, 0, false)]
    [InlineData(8, 0, 5, false)]
    [InlineData(8, 0, 0, true)]
    [InlineData(0, 6, 6, true)]
    public void Region_OfAProviderWithASmallPart_TellsWhatWasOrderedAlone(int paid, int invoiced, int ordered, bool isTold)
    {
        var provider = Guid.CreateVersion7();
        RegionalSpend.Ordered[] orders = [.. Orders(provider, paid, 100, 100), .. Orders(provider, invoiced, 100, 0), .. Orders(provider, ordered, 0, 0)];

        var entry = Assert.Single(RegionalSpend.Of(orders, new Dictionary<Guid, string> { [provider] = "Invented Therapies" }));

        Assert.Equal((paid + invoiced + ordered, 100L * (paid + invoiced + ordered)), (entry.Children!.Value, entry.OrderedPence!.Value));
        Assert.Equal((isTold ? 100L * (paid + invoiced) : null, isTold ? 100L * paid : null), ((long?, long?))(entry.InvoicedPence, entry.PaidPence));
    }

    private static IEnumerable<RegionalSpend.Ordered> Orders(Guid provider, int count, long invoiced, long paid) =>
        Enumerable.Range(0, count).Select(_ => new RegionalSpend.Ordered(provider, [Guid.NewGuid()], 100, invoiced, paid));

    /// <summary>An order of £600 for so many children of a council, of the provider of all tests.</summary>
    private static async Task<JsonNode> OrderAsync(FundHost fund, int council, int children)
    {
        using var worker = fund.ClientOf(Roles.SupportFund, council);
        var application = await fund.BeginAsync(worker, await fund.FamilyAsync(council, children), 8);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, council, application));
        await FundHost.ReadAsync(await FundHost.ActAsync(worker, council, application, "decision", new { outcome = "approved", decidedOn = FundHost.Today, portalReference = FundHost.Reference() }));
        return await FundHost.SendAsync(worker, HttpMethod.Post, $"{FundHost.Of(council)}/applications/{application["id"]}/orders", new { lineId = application["lines"]![0]!["lineId"] });
    }

    private static async Task<JsonArray> RegionAsync(HttpClient client) => (await FundHost.GetAsync(client, Region))["items"]!.AsArray();

    private static async Task<JsonArray> SpendAsync(HttpClient client, int council) => (await FundHost.GetAsync(client, $"{FundHost.Of(council)}/provider-spend?year=2026"))["items"]!.AsArray();
}
