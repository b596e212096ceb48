using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Ledger;

/// <summary>What can no longer be done, or is put right by itself, when a package has ended.</summary>
public sealed class EndedPackageTests : IAsyncLifetime
{
    private static readonly string Council = FundHost.Of(860);
    private FundHost _fund = null!;
    private HttpClient _worker = null!;
    private HttpClient _finance = null!;
    private HttpClient _operations = null!;

    public async ValueTask InitializeAsync()
    {
        _fund = await FundHost.AtAsync(FundHost.Today);
        (_worker, _finance, _operations) = (_fund.ClientOf(Roles.SupportFund, 860), _fund.ClientOf(Roles.Finance, 860), _fund.ClientOf(Roles.HubOperations));
    }

    public async ValueTask DisposeAsync()
    {
        _worker.Dispose();
        _finance.Dispose();
        _operations.Dispose();
        await _fund.DisposeAsync();
    }

    /// <summary>Confirmation ends the orders: counted as none, they would leave the whole award to be ordered again.</summary>
    [Fact]
    public async Task Order_AfterTheSpendWasConfirmed_IsRefused()
    {
        var (_, application) = await MoneyTests.ApprovedAsync(_fund, 20);
        await OrderAsync(application, 20);
        await ConfirmAsync(application);

        Assert.Equal((409, "order.spend-confirmed"), await FundHost.RefusalAsync(await PostOrderAsync(application, 20)));
    }

    [Fact]
    public async Task Order_OfAProviderNoLongerEstablished_IsRefused()
    {
        var (_, application) = await MoneyTests.ApprovedAsync(_fund, 20);
        await _fund.Database.ExecuteAsync("update provider set status = 6");

        Assert.Equal((409, "provider.unknown"), await FundHost.RefusalAsync(await PostOrderAsync(application, 20)));
    }

    /// <summary>£1,500 ordered, £900 invoiced, the spend confirmed, and then £400 of it taken back: given up too, and the framework and the child's limit have it again.</summary>
    [Fact]
    public async Task Invoice_TakenBackAfterTheSpendWasConfirmed_IsGivenUpAndNothingIsStranded()
    {
        var framework = (Guid)(await FundHost.SendAsync(_operations, HttpMethod.Post, "/api/v1/fund/frameworks", new
        {
            reference = FundHost.Reference(), from = "2025-04-01", until = "2029-03-31", ceilingPence = 1_000_000, rates = new[] { new { providerId = await _fund.ProviderAsync(), therapy = "play-therapy", ratePence = 7_500 } },
        }))["id"]!;
        var (family, application) = await MoneyTests.ApprovedAsync(_fund, 20);
        var order = await OrderAsync(application, 20, framework);
        await PaidAsync(order, 50_000);
        var wrong = await MoneyTests.InvoiceAsync(_worker, order, 40_000);
        Assert.Equal(150_000L, await CalledOffAsync());
        await ConfirmAsync(application);
        Assert.Equal((90_000L, 90_000L), (await CalledOffAsync(), await MoneyTests.UsedAsync(_worker, family)));

        await FundHost.ReadAsync(await MoneyTests.ReverseAsync(_finance, wrong["journalId"]!));

        Assert.Equal((50_000L, 50_000L), (await CalledOffAsync(), await MoneyTests.UsedAsync(_worker, family)));
        await MoneyTests.AssertEvenAsync(_fund);
        var claim = await FundHost.SendAsync(_worker, HttpMethod.Post, $"{Council}/claims", new { month = FundHost.Today });
        Assert.Equal(50_000, (long)claim["items"]![0]!["pence"]!);
        var reference = (string)application["portalReference"]!;
        await MoneyTests.StateAsync(_finance, $"R-{reference},{reference},payment,500.00,{FundHost.Today:yyyy-MM-dd}");
        Assert.Equal("closed", (string)(await FundHost.ReadAsync(await FundHost.ActAsync(_worker, 860, application, "closure", new { })))["status"]!);

        var receipt = (await FundHost.GetAsync(_worker, $"{Council}/ledger?application={application["id"]}&kind=receipt"))["items"]![0]!;
        Assert.Equal((409, "journal.closed"), await FundHost.RefusalAsync(await MoneyTests.ReverseAsync(_finance, receipt["id"]!)));

        Task<long> CalledOffAsync() => _fund.Database.ScalarAsync<long>($"select called_off_pence from framework where id = '{framework}'");
    }

    /// <summary>One statement handed in by two people at once, under keys of their own: its lines are entered once.</summary>
    [Fact]
    public async Task Statement_HandedInTwiceAtOnce_IsEnteredOnce()
    {
        var references = new List<string>();
        for (var index = 0; index < 4; index++)
        {
            references.Add((string)(await MoneyTests.ApprovedAsync(_fund, 20)).Application["portalReference"]!);
        }

        await FundHost.SendAsync(_worker, HttpMethod.Post, $"{Council}/claims", new { month = FundHost.Today });
        var lines = references.Select(reference => $"R-{reference},{reference},payment,500.00,{FundHost.Today:yyyy-MM-dd}").ToArray();

        var statements = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => MoneyTests.StateAsync(_finance, lines)));

        Assert.Equal(200_000L, statements.Sum(statement => statement["lines"]!.AsArray().Sum(line => (long)line!["enteredPence"]!)));
        Assert.Equal(200_000L, await _fund.Database.ScalarAsync<long>("select sum(pence)::bigint from posting where account = 5"));
    }

    /// <summary>A specialist assessment that health pays a part of: the total and the note tell of it, though no match counts it.</summary>
    [Fact]
    public async Task Assessment_PaidInPartByHealth_IsToldInTheTotals()
    {
        var family = await _fund.FamilyAsync(860);
        var line = new
        {
            therapy = "specialist-assessment", providerId = await _fund.ProviderAsync(), hours = 10, ratePence = 7_500, starts = FundHost.Today.AddDays(14), ends = FundHost.Today.AddDays(120),
            funding = new[] { new { childId = family.Children[0], funder = "fund", pence = 50_000 }, new { childId = family.Children[0], funder = "health", pence = 25_000 } },
        };

        var application = await FundHost.SendAsync(_worker, HttpMethod.Post, $"{Council}/applications", new { assessmentId = family.Assessment, content = new { children = family.Children, lines = new[] { line } } });

        var total = application["totals"]![0]!;
        Assert.Equal((50_000L, 25_000L), ((long)total["fundPence"]!, (long)total["othersPence"]!));
        Assert.Contains(application["findings"]!.AsArray(), finding => (string)finding!["code"]! == "funding.shortfall" && (long)finding["pence"]! == 25_000);
    }

    private async Task PaidAsync(JsonNode order, long pence) =>
        await FundHost.ReadAsync(await MoneyTests.PayAsync(_finance, await MoneyTests.InvoiceAsync(_worker, order, pence)));

    private async Task ConfirmAsync(JsonNode application)
    {
        _fund.Clock.Advance(TimeSpan.FromDays(130));
        await FundHost.ReadAsync(await FundHost.ActAsync(_worker, 860, application, "spend-confirmation", new { }));
    }

    private async Task<JsonNode> OrderAsync(JsonNode application, int hours, Guid? framework = null) => await FundHost.ReadAsync(await PostOrderAsync(application, hours, framework));

    private Task<HttpResponseMessage> PostOrderAsync(JsonNode application, int hours, Guid? framework = null) => _worker.PostAsJsonAsync(
        $"{Council}/applications/{application["id"]}/orders", new { lineId = application["lines"]![0]!["lineId"], hours, frameworkId = framework });
}
