using Partnership.CaseData.Workbooks;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Portal;

/// <summary>What goes to the portal, and what comes from a council's own spreadsheet.</summary>
public sealed class PortalTests(FundHost fund)
{
    private const string Header = "Bid,Child,Assessment,Therapy,Hours,Rate,Starts,Ends,Fund,Council,Status,Applied on,Decided on,Portal reference,Awarded,Reason";
    private static readonly string Council = FundHost.Of(894);

    [Fact]
    public async Task Form_OfAnApplication_FollowsAnOrderThatSaysWhoseItIs_AndHoldsNoNarrative()
    {
        var family = await fund.FamilyAsync(894, children: 2);
        using var worker = fund.ClientOf(Roles.SupportFund, 894);
        var application = await fund.BeginAsync(worker, family, 20);

        var answer = await FundHost.GetAsync(worker, $"{Council}/applications/{application["id"]}/portal-form");
        var form = answer["fields"]!.AsArray();

        Assert.Equal((1, "low"), ((int)answer["order"]!["version"]!, (string)answer["order"]!["confidence"]!));
        Assert.StartsWith("Ours", (string)answer["order"]!["source"]!, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, form.Count), form.Select(field => (int)field!["number"]!));
        Assert.Equal(["Applicant", "Children", "Assessment", "Therapy 1", "Outcomes", "Total", "Declarations"], form.Select(field => (string)field!["section"]!).Distinct());
        Assert.Equal(["summary-of-needs", "reason-for-therapy", "outcomes-hoped-for", "measures"], form.Where(field => field!["value"] is null).Select(field => (string)field!["narrative"]!));
        Assert.Equal("A, B", Value("For child"));
        Assert.Equal(("75.00", "1500.00", "1500.00"), (Value("Hourly rate"), Value("Total cost"), Value("Asked of the fund")));
        Assert.DoesNotContain(form, field => family.Children.Any(child => field!.ToJsonString().Contains(child.ToString(), StringComparison.OrdinalIgnoreCase)));

        string Value(string label) => (string)form.Single(field => (string)field!["label"]! == label)!["value"]!;
    }

    [Fact]
    public async Task Import_OfAYearsBids_TakesTheGoodOnesAndGivesBackEachRowOfABadOne()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 894);
        var (first, second, foreign) = (await fund.FamilyAsync(894), await fund.FamilyAsync(894), await fund.FamilyAsync(893));
        var run = FundHost.Reference("BID");
        string Row(string bid, Family family, string hours, string fundPounds, string council, string status, string rest) =>
            $"{run}-{bid},{family.Children[0]},{family.Assessment},play therapy,{hours},75.00,01/09/2025,2026-02-27,{fundPounds},{council},{status},{rest}";
        string[] rows =
        [
            Row("A", first, "20", "1500", "", "approved", $"2025-08-01,2025-08-20,{run}-P,1400,"),
            Row("B", second, "10", "750", "", "submitted", "2025-08-01,,,,"),
            Row("C", second, "30", "2250", "0", "submitted", "2025-08-02,,,,"),
            Row("D", second, "4", "100", "", "draft", ",,,,"),
            Row("D", second, "4", "300", "", "draft", ",,,,"),
            Row("E", foreign, "4", "300", "", "draft", ",,,,"),
            Row("F", second, "4", "300", "", "paid", ",,,,"),
            Row("G", second, "2", "150", "", "draft", ",,,,"),
        ];

        var answer = await FundHost.UploadAsync(worker, $"{Council}/bids", Header, rows);

        Assert.Equal((4, 0), ((int)answer["imported"]!, (int)answer["before"]!));
        Assert.Equal(["5 fund", "6 ", "7 child", "8 status"], answer["rejected"]!.AsArray().Select(row => $"{row!["row"]} {row["column"]}"));

        // A third bid of £2,250 beside £750 is the child's whole limit: one more pound is not.
        var over = await FundHost.UploadAsync(worker, $"{Council}/bids", Header, Row("H", second, "0.02", "1.50", "", "submitted", "2025-08-03,,,,"));
        Assert.Contains("limit.fair-access", (string)over["rejected"]![0]!["reason"]!, StringComparison.Ordinal);
        var approved = (await FundHost.GetAsync(worker, $"{Council}/applications?status=approved&limit=200"))["items"]!.AsArray().Single(item => (string?)item!["portalReference"] == $"{run}-P")!;
        Assert.Equal(140_000, (int)approved["fundPence"]!);
        Assert.Equal("award", (string)(await FundHost.GetAsync(worker, $"{Council}/ledger?application={approved["id"]}"))["items"]![0]!["kind"]!);

        // A name stands for nothing in a bid, and no answer repeats it.
        var named = await FundHost.UploadAsync(worker, $"{Council}/bids", Header, Row("I", second, "2", "150", "", "draft", ",,,,").Replace(run, "Orla-Underwillow"), Row("K", second, "2", "150", "", "draft", ",,,,").Replace("play therapy", "orla underwillow"));
        Assert.Equal(["2 bid", "3 therapy"], named["rejected"]!.AsArray().Select(row => $"{row!["row"]} {row["column"]}"));
        Assert.DoesNotContain("underwillow", named.ToJsonString(), StringComparison.OrdinalIgnoreCase);

        // The same file again changes nothing.
        var again = await FundHost.UploadAsync(worker, $"{Council}/bids", Header, rows);
        Assert.Equal((0, 4), ((int)again["imported"]!, (int)again["before"]!));
    }

    /// <summary>What came to nothing is history: it takes no money of the child, however much was asked for, and what was returned goes on from here.</summary>
    [Fact]
    public async Task Import_OfBidsThatWereRefusedReturnedOrWithdrawn_KeepsThemAndTakesNoMoney()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 894);
        var family = await fund.FamilyAsync(894);
        var run = FundHost.Reference("BID");
        string Row(string bid, string hours, string pounds, string status, string rest) =>
            $"{run}-{bid},{family.Children[0]},{family.Assessment},play therapy,{hours},75.00,01/12/2025,2026-02-27,{pounds},,{status},{rest}";

        var answer = await FundHost.UploadAsync(
            worker, $"{Council}/bids", Header,
            Row("A", "100", "7500", "refused", $"2025-08-01,2025-08-20,{run}-P,,over-limit"),
            Row("B", "20", "1500", "withdrawn", $"2025-08-01,,{run}-Q,,family-withdrew"),
            Row("C", "20", "1500", "withdrawn", ",,,,made-in-error"),
            Row("D", "10", "750", "returned", "2025-08-01,2025-08-20,,,missing-information"),
            Row("E", "10", "750", "refused", "2025-08-01,2025-08-20,,,because"),
            Row("F", "10", "750", "withdrawn", "2025-08-01,,,,"),
            Row("G", "10", "750", "refused", "2025-08-01,,,,late"),
            Row("H", "10", "750", "refused", "2025-08-01,2025-07-20,,,late"),
            Row("I", "10", "750", "withdrawn", "2025-08-01,,Orla-Underwillow,,family-withdrew"),
            Row("J", "10", "750", "withdrawn", $",,{run}-S,,family-withdrew"),
            Row("K", "10", "750", "closed", $"2025-08-01,2025-08-20,{run}-R,,"));

        Assert.Equal(4, (int)answer["imported"]!);
        Assert.Equal(["6 reason", "7 reason", "8 decided_on", "9 ", "10 portal_reference", "11 applied_on", "12 status"], answer["rejected"]!.AsArray().Select(row => $"{row!["row"]} {row["column"]}"));
        Assert.Contains("decision.day", (string)answer["rejected"]![3]!["reason"]!, StringComparison.Ordinal);
        var kept = await fund.WithDatabaseAsync(db => Task.FromResult(db.Applications.Where(each => each.AssessmentId == family.Assessment).OrderBy(each => each.ImportedAs).ToList()));
        Assert.Equal(
            [$"Refused over-limit {run}-P 2025-08-01 2025-08-20", $"Withdrawn family-withdrew {run}-Q 2025-08-01 ", "Withdrawn made-in-error   ", "Returned missing-information  2025-08-01 2025-08-20"],
            kept.Select(each => $"{each.Status} {each.Reason} {each.PortalReference} {each.AppliedOn:yyyy-MM-dd} {each.DecidedOn:yyyy-MM-dd}"));
        var path = $"{Council}/children/{family.Children[0]}";
        Assert.Equal(0L, await fund.Database.ScalarAsync<long>($"select coalesce(sum(therapy + assessment + local), 0)::bigint from child_balance where child_id = '{family.Children[0]}'"));

        var returned = await FundHost.GetAsync(worker, $"{Council}/applications/{kept[3].Id}");
        await FundHost.ReadAsync(await FundHost.ActAsync(worker, 894, returned, "", new { children = family.Children, lines = new[] { await fund.LineAsync(8) } }, HttpMethod.Put));
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 894, returned));
        Assert.Equal(60_000, (int)(await FundHost.GetAsync(worker, path))["balances"]![0]!["therapyPence"]!);
    }

    [Fact]
    public async Task Import_OfAWorkbook_ReadsItLikeACsvFile()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 894);
        var family = await fund.FamilyAsync(894);
        using var stream = new MemoryStream();
        using (var workbook = new WorkbookWriter(stream))
        {
            workbook.AddSheet("Bids", Header.Split(','), [[FundHost.Reference("BID"), $"{family.Children[0]}", $"{family.Assessment}", "play therapy", 2, 75, "2025-12-01", "2026-02-27", 150, null, "draft", null, null, null, null, null]]);
        }

        using var content = new MultipartFormDataContent { { new ByteArrayContent(stream.ToArray()), "files", "bids.xlsx" } };
        var answer = await FundHost.ReadAsync(await worker.PostAsync($"{Council}/bids", content, TestContext.Current.CancellationToken));
        Assert.True((int)answer["imported"]! == 1, answer.ToJsonString());

        using var broken = new MultipartFormDataContent { { new ByteArrayContent([.. stream.ToArray().Take(900)]), "files", "bids.xlsx" } };
        Assert.Equal((400, "file.unreadable"), await FundHost.RefusalAsync(await worker.PostAsync($"{Council}/bids", broken, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Quotes_ForALine_AreComparedWithRemarks()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 894);
        using var hub = fund.ClientOf(Roles.HubOperations);
        var application = await fund.BeginAsync(worker, await fund.FamilyAsync(894), 10);
        var lapsed = await FundHost.SendAsync(hub, HttpMethod.Post, "/api/v1/fund/providers", new
        {
            name = "Lapsed Therapies", status = "registered-support-agency", registrationReference = (string?)null, isActive = true, hoursAMonth = (int?)null, therapies = new[] { new { code = "play-therapy", ratePence = 6_000 } }, areas = Array.Empty<int>(), checks = Array.Empty<object>(),
        });
        var path = $"{Council}/applications/{application["id"]}/quotes";
        object Quote(object provider, int rate, int extra, string until) => new { line = 1, providerId = provider, ratePence = rate, extraPence = extra, validUntil = until };
        var known = await fund.ProviderAsync();
        await FundHost.SendAsync(worker, HttpMethod.Post, path, Quote(known, 7_600, 0, "2025-12-31"));
        await FundHost.SendAsync(worker, HttpMethod.Post, path, Quote(known, 7_200, 2_000, "2025-12-31"));
        await FundHost.SendAsync(worker, HttpMethod.Post, path, Quote(known, 7_000, 0, "2025-11-02"));
        var compared = (await FundHost.SendAsync(worker, HttpMethod.Post, path, Quote(lapsed["id"]!, 5_000, 0, "2025-12-31")))["quotes"]!.AsArray();

        // Without remarks first; then the cheapest of the others.
        Assert.Equal(
            ["74000 ", "50000 check-overdue", "70000 expired", "76000 above-agreed-rate"],
            compared.Select(quote => $"{quote!["costPence"]} {string.Join(' ', quote["remarks"]!.AsArray().Select(remark => (string)remark!))}"));
        Assert.Equal(2_000, (int)compared[3]!["aboveCheapestPence"]!);
        Assert.Equal(4, (await FundHost.GetAsync(worker, path))["quotes"]!.AsArray().Count);
    }
}
