using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Ledger;

/// <summary>From the award to closed books, over HTTP.</summary>
public sealed class MoneyTests(FundHost fund)
{
    private static readonly string Council = FundHost.Of(860);

    /// <summary>£1,800 asked, £1,500 awarded, two invoices of £900 in all, £600 given back: every account ends even, and the child's limit gets back what was not spent.</summary>
    [Fact]
    public async Task Package_FromAwardToClosure_EndsWithEvenBooks()
    {
        await using var own = await FundHost.AtAsync(FundHost.Today);
        var (family, application) = await ApprovedAsync(own, 24, award: 150_000);
        using var worker = own.ClientOf(Roles.SupportFund, 860);
        using var finance = own.ClientOf(Roles.Finance, 860);

        var order = await FundHost.SendAsync(worker, HttpMethod.Post, $"{Council}/applications/{application["id"]}/orders", new { lineId = application["lines"]![0]!["lineId"], hours = 20 });
        Assert.Equal(150_000, (long)order["pence"]!);
        var first = await InvoiceAsync(worker, order, 50_000);
        var second = await InvoiceAsync(worker, order, 40_000);
        Assert.Equal((409, "invoice.more-than-ordered"), await FundHost.RefusalAsync(await PostInvoiceAsync(worker, order, 60_001, FundHost.Reference())));
        Assert.Equal((400, "invoice.reference"), await FundHost.RefusalAsync(await PostInvoiceAsync(worker, order, 1, "Orla-Underwillow")));
        foreach (var invoice in new[] { first, second })
        {
            Assert.Equal("paid", (string)(await FundHost.ReadAsync(await PayAsync(finance, invoice)))["state"]!);
        }

        var claim = await FundHost.SendAsync(worker, HttpMethod.Post, $"{Council}/claims", new { month = FundHost.Today });
        Assert.Contains(claim["items"]!.AsArray(), item => (Guid)item!["applicationId"]! == (Guid)application["id"]! && (long)item["pence"]! == 150_000);
        var reference = (string)application["portalReference"]!;
        var statement = await StateAsync(finance, $"R-{reference},{reference},payment,1500.00,{FundHost.Today:yyyy-MM-dd}");
        Assert.Equal("matched", (string)statement["lines"]![0]!["outcome"]!);

        Assert.Equal((409, "spend.not-ended"), await FundHost.RefusalAsync(await FundHost.ActAsync(worker, 860, application, "spend-confirmation", new { })));
        own.Clock.Advance(TimeSpan.FromDays(130));
        await FundHost.ReadAsync(await FundHost.ActAsync(worker, 860, application, "spend-confirmation", new { }));
        Assert.Equal((409, "application.not-settled"), await FundHost.RefusalAsync(await FundHost.ActAsync(worker, 860, application, "closure", new { })));
        Assert.Equal((409, "return.more-than-unspent"), await FundHost.RefusalAsync(await FundHost.ActAsync(finance, 860, application, "returns", new { pence = 60_001, paidOn = FundHost.Today })));
        await FundHost.ReadAsync(await FundHost.ActAsync(finance, 860, application, "returns", new { pence = 60_000, paidOn = FundHost.Today }));
        var closed = await FundHost.ReadAsync(await FundHost.ActAsync(worker, 860, application, "closure", new { }));

        Assert.Equal("closed", (string)closed["status"]!);
        var child = await FundHost.GetAsync(worker, $"{Council}/children/{family.Children[0]}");
        Assert.Equal(90_000, (long)child["balances"]![0]!["therapyPence"]!);
        var books = (await FundHost.GetAsync(worker, $"{Council}/ledger/children"))["items"]!.AsArray().Single(each => (Guid)each!["childId"]! == family.Children[0])!["balances"]![0]!;
        Assert.Equal(
            (0, 0, 150_000, 0, 0, 90_000, 0, 60_000),
            ((int)books["notAskedPence"]!, (int)books["claimedPence"]!, (int)books["receivedPence"]!, (int)books["setApartPence"]!, (int)books["invoicedPence"]!, (int)books["paidPence"]!, (int)books["toReturnPence"]!, (int)books["returnedPence"]!));
        await AssertEvenAsync(own);
    }

    [Fact]
    public async Task Entry_TakenBack_IsReversedOnceAndOnlyWhenNothingRestsOnIt()
    {
        var (_, application) = await ApprovedAsync(fund, 10);
        using var worker = fund.ClientOf(Roles.SupportFund, 860);
        using var finance = fund.ClientOf(Roles.Finance, 860);
        var order = await FundHost.SendAsync(worker, HttpMethod.Post, $"{Council}/applications/{application["id"]}/orders", new { lineId = application["lines"]![0]!["lineId"] });
        var reference = FundHost.Reference();
        var invoice = await FundHost.ReadAsync(await PostInvoiceAsync(worker, order, 75_000, reference));
        Assert.Equal((409, "invoice.entered-before"), await FundHost.RefusalAsync(await PostInvoiceAsync(worker, order, 1, reference)));
        var paid = await FundHost.ReadAsync(await PayAsync(finance, invoice));

        Assert.Equal((409, "journal.rested-upon"), await FundHost.RefusalAsync(await ReverseAsync(finance, invoice["journalId"]!)));
        Assert.Equal((403, "role.not-allowed"), await FundHost.RefusalAsync(await ReverseAsync(worker, invoice["journalId"]!)));
        await FundHost.ReadAsync(await ReverseAsync(finance, paid["paymentJournalId"]!));
        await FundHost.ReadAsync(await ReverseAsync(finance, invoice["journalId"]!));
        Assert.Equal((409, "journal.reversed"), await FundHost.RefusalAsync(await ReverseAsync(finance, invoice["journalId"]!)));
        Assert.Equal("reversed", (string)(await FundHost.GetAsync(worker, $"{Council}/invoices/{invoice["id"]}"))["state"]!);

        // The same number again, right this time.
        await FundHost.ReadAsync(await PostInvoiceAsync(worker, order, 70_000, reference));
        var award = (await FundHost.GetAsync(worker, $"{Council}/ledger?application={application["id"]}&kind=award"))["items"]![0]!;
        Assert.Equal((409, "journal.not-reversible"), await FundHost.RefusalAsync(await ReverseAsync(finance, award["id"]!)));
        await AssertEvenAsync(fund);
    }

    /// <summary>After approval hours are moved to another therapy: what was not invoiced of the old line goes, the new line stands beside it, within the limit.</summary>
    [Fact]
    public async Task Amendment_Approved_GivesUpWhatWasNotInvoicedAndNothingElse()
    {
        var (family, application) = await ApprovedAsync(fund, 40);
        using var worker = fund.ClientOf(Roles.SupportFund, 860);
        var old = application["lines"]![0]!;
        var order = await FundHost.SendAsync(worker, HttpMethod.Post, $"{Council}/applications/{application["id"]}/orders", new { lineId = old["lineId"] });
        await InvoiceAsync(worker, order, 100_000);
        var line = new
        {
            therapy = "dyadic-developmental-psychotherapy", providerId = await fund.ProviderAsync(), hours = 26, ratePence = 7_500, starts = FundHost.Today.AddDays(20), ends = FundHost.Today.AddDays(120), replacesId = old["lineId"],
        };
        var amendment = await FundHost.SendAsync(worker, HttpMethod.Post, $"{Council}/applications/{application["id"]}/amendments", new { children = family.Children, lines = new[] { line } });

        // £3,000 less the £1,000 that was invoiced are free for it: £1,950 fit.
        Assert.Equal([195_000], amendment["lines"]![0]!["funding"]!.AsArray().Select(part => (int)part!["pence"]!));
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 860, amendment));
        Assert.Equal(300_000, await UsedAsync(worker, family));
        await DecideAsync(worker, amendment);

        Assert.Equal(295_000, await UsedAsync(worker, family));
        var amended = await FundHost.GetAsync(worker, $"{Council}/applications/{application["id"]}");
        Assert.Equal((string)amendment["lines"]![0]!["lineId"]!, (string)amended["lines"]![0]!["replacedById"]!);
        Assert.Equal((409, "invoice.more-than-ordered"), await FundHost.RefusalAsync(await PostInvoiceAsync(worker, order, 1, FundHost.Reference())));
        Assert.Equal((409, "order.not-approved"), await FundHost.RefusalAsync(await worker.PostAsJsonAsync($"{Council}/applications/{application["id"]}/orders", new { lineId = old["lineId"] })));
        await AssertEvenAsync(fund);
    }

    /// <summary>Between submission and decision of an amendment the replaced line is invoiced further: the limit holds all the same.</summary>
    [Fact]
    public async Task Amendment_WhoseRoomWasSpentMeanwhile_IsRefused()
    {
        var (family, application) = await ApprovedAsync(fund, 40);
        using var worker = fund.ClientOf(Roles.SupportFund, 860);
        var old = application["lines"]![0]!;
        var order = await FundHost.SendAsync(worker, HttpMethod.Post, $"{Council}/applications/{application["id"]}/orders", new { lineId = old["lineId"] });
        var line = new
        {
            therapy = "dyadic-developmental-psychotherapy", providerId = await fund.ProviderAsync(), hours = 40, ratePence = 7_500, starts = FundHost.Today.AddDays(20), ends = FundHost.Today.AddDays(120), replacesId = old["lineId"],
        };
        var amendment = await FundHost.SendAsync(worker, HttpMethod.Post, $"{Council}/applications/{application["id"]}/amendments", new { children = family.Children, lines = new[] { line } });
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 860, amendment));
        await InvoiceAsync(worker, order, 10_000);

        Assert.Equal((409, "limit.fair-access"), await FundHost.RefusalAsync(await FundHost.ActAsync(worker, 860, amendment, "decision", Decision())));
        Assert.Equal(300_000, await UsedAsync(worker, family));
    }

    [Fact]
    public async Task Order_UnderAFramework_KeepsItsRateAndCeiling()
    {
        using var hub = fund.ClientOf(Roles.HubOperations);
        using var worker = fund.ClientOf(Roles.SupportFund, 860);
        var provider = await fund.ProviderAsync();
        async Task<Guid> FrameworkAsync(long ceiling, int rate) => (Guid)(await FundHost.SendAsync(hub, HttpMethod.Post, "/api/v1/fund/frameworks", new
        {
            reference = FundHost.Reference(), from = "2025-04-01", until = "2029-03-31", ceilingPence = ceiling, rates = new[] { new { providerId = provider, therapy = "play-therapy", ratePence = rate } },
        }))["id"]!;
        var (_, application) = await ApprovedAsync(fund, 10);
        async Task<HttpResponseMessage> OrderAsync(Guid framework) => await worker.PostAsJsonAsync(
            $"{Council}/applications/{application["id"]}/orders", new { lineId = application["lines"]![0]!["lineId"], hours = 5, frameworkId = framework });

        Assert.Equal((409, "framework.rate"), await FundHost.RefusalAsync(await OrderAsync(await FrameworkAsync(1_000_000, 7_400))));
        var narrow = await FrameworkAsync(40_000, 7_500);
        await FundHost.ReadAsync(await OrderAsync(narrow));
        Assert.Equal((409, "framework.ceiling"), await FundHost.RefusalAsync(await OrderAsync(narrow)));

        // What is called off for one child is nobody else's to read; its own council knows.
        using var other = fund.ClientOf(Roles.SupportFund, 861);
        foreach (var (reader, pence) in new[] { (worker, (long?)37_500), (other, null), (hub, null) })
        {
            var read = (await FundHost.GetAsync(reader, "/api/v1/fund/frameworks?limit=200"))["items"]!.AsArray();
            Assert.Equal(pence, (long?)read.Single(each => (Guid)each!["id"]! == narrow)!["calledOffPence"]);
        }

        var listed = (await FundHost.GetAsync(worker, "/api/v1/fund/frameworks?limit=200"))["items"]!.AsArray();
        Assert.Equal(0, (long?)listed.First(each => (Guid)each!["id"]! != narrow && (int)each["framework"]!["rates"]![0]!["ratePence"]! == 7_400)!["calledOffPence"]);
    }

    [Theory]
    [InlineData("framework.reference", "Orla-Underwillow", "play-therapy")]
    [InlineData("framework.rates", "FW-2025", "orla-underwillow")]
    public async Task Framework_WithANameInThePlaceOfACode_Is400(string code, string reference, string therapy)
    {
        using var hub = fund.ClientOf(Roles.HubOperations);
        var rates = new[] { new { providerId = await fund.ProviderAsync(), therapy, ratePence = 7_500 } };

        var answer = await hub.PostAsJsonAsync("/api/v1/fund/frameworks", new { reference, from = "2025-04-01", until = "2029-03-31", ceilingPence = 1_000, rates });

        Assert.Equal((400, code), await FundHost.RefusalAsync(answer));
    }

    /// <summary>Whatever writes an entry: the database takes none that is not even, and lets nobody change or remove one.</summary>
    [Fact]
    public async Task Database_OddEntryOrAnEdit_IsRefused()
    {
        var (_, application) = await ApprovedAsync(fund, 1);
        await using var connection = new NpgsqlConnection(fund.Database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var odd = new NpgsqlCommand(
                $"""
                insert into posting (journal_id, ordinal, council, account, application_id, line_id, child_id, funder, year, pence)
                select journal_id, 99, council, account, application_id, line_id, child_id, funder, year, 1 from posting where application_id = '{application["id"]}' limit 1
                """,
                connection,
                transaction);
            await odd.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => transaction.CommitAsync(TestContext.Current.CancellationToken));
            Assert.Equal(PostgresErrorCodes.CheckViolation, refusal.SqlState);
        }

        foreach (var role in new[] { fund.RequestRole, fund.SystemRole })
        {
            foreach (var statement in new[] { "update posting set pence = 0", "delete from posting", "update journal set kind = 1", "delete from journal", "update claim_item set pence = 0", "update statement_line set pence = 0" })
            {
                await using var service = new NpgsqlConnection(fund.Database.ConnectionStringFor(role, FundHost.Password) + ";Pooling=false");
                await service.OpenAsync(TestContext.Current.CancellationToken);
                await using var edit = new NpgsqlCommand(statement, service);
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => edit.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).SqlState);
            }
        }
    }

    /// <summary>An application that the fund has agreed to, wholly or with so many pence.</summary>
    internal static async Task<(Family Family, JsonNode Application)> ApprovedAsync(FundHost fund, decimal hours, long? award = null, int council = 860)
    {
        var family = await fund.FamilyAsync(council);
        using var worker = fund.ClientOf(Roles.SupportFund, council);
        var application = await fund.BeginAsync(worker, family, hours);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, council, application));
        object[]? awards = award is null ? null : [new { lineId = application["lines"]![0]!["lineId"], childId = family.Children[0], pence = award }];
        return (family, await FundHost.ReadAsync(await FundHost.ActAsync(worker, council, application, "decision", Decision(awards))));
    }

    private static object Decision(object[]? awards = null) => new { outcome = "approved", decidedOn = FundHost.Today, portalReference = FundHost.Reference(), awards };

    private static async Task DecideAsync(HttpClient worker, JsonNode application) => await FundHost.ReadAsync(await FundHost.ActAsync(worker, 860, application, "decision", Decision()));

    internal static async Task<JsonNode> InvoiceAsync(HttpClient worker, JsonNode order, long pence) => await FundHost.ReadAsync(await PostInvoiceAsync(worker, order, pence, FundHost.Reference()));

    private static Task<HttpResponseMessage> PostInvoiceAsync(HttpClient worker, JsonNode order, long pence, string reference) => worker.PostAsJsonAsync(
        $"{Council}/invoices", new { orderId = order["id"], reference, hours = 1, pence, periodFrom = "2025-11-01", periodTo = "2025-11-30" });

    internal static async Task<HttpResponseMessage> PayAsync(HttpClient finance, JsonNode invoice)
    {
        using var read = await finance.GetAsync($"{Council}/invoices/{invoice["id"]}");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Council}/invoices/{invoice["id"]}/payment") { Content = JsonContent.Create(new { paidOn = FundHost.Today }) };
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        return await finance.SendAsync(request);
    }

    internal static Task<HttpResponseMessage> ReverseAsync(HttpClient client, JsonNode journal) => client.PostAsJsonAsync($"{Council}/ledger/{journal}/reversal", new { reason = "wrong-amount" });

    internal static async Task<long> UsedAsync(HttpClient client, Family family) => (long)(await FundHost.GetAsync(client, $"{Council}/children/{family.Children[0]}"))["balances"]![0]!["therapyPence"]!;

    internal static Task<JsonNode> StateAsync(HttpClient finance, params string[] lines) => FundHost.UploadAsync(finance, $"{Council}/statements", "reference,portal_reference,kind,amount,paid_on", lines);

    /// <summary>Over everything that the tests of this host have entered.</summary>
    internal static async Task AssertEvenAsync(FundHost fund) => Assert.Equal(0L, await fund.Database.ScalarAsync<long>(
        "select count(*) from (select 1 from posting group by journal_id, line_id, child_id, funder having sum(pence) <> 0) odd"));
}
