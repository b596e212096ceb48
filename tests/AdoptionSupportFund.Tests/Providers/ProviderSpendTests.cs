using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Partnership.AdoptionSupportFund.Tests.Ledger;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Providers;

/// <summary>In a fund of its own: other tests order of the same provider.</summary>
public sealed class ProviderSpendTests
{
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
    }

    private static async Task<JsonArray> SpendAsync(HttpClient client, int council) => (await FundHost.GetAsync(client, $"{FundHost.Of(council)}/provider-spend?year=2026"))["items"]!.AsArray();
}
