using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Decisions;

public sealed class DecisionTests(FundHost fund)
{
    private static readonly string Council = FundHost.Of(893);

    [Fact]
    public async Task File_WithGoodAndBadRows_RecordsTheGoodAndGivesBackTheBad()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 893);
        var applications = new List<System.Text.Json.Nodes.JsonNode>();
        for (var index = 0; index < 4; index++)
        {
            var application = await fund.BeginAsync(worker, await fund.FamilyAsync(893, children: 2), 20);
            await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 893, application));
            applications.Add(application);
        }

        var stranger = await fund.BeginAsync(fund.ClientOf(Roles.SupportFund, 861), await fund.FamilyAsync(861), 1);
        var answer = await FundHost.UploadAsync(
            worker,
            $"{Council}/decisions",
            "Application,Outcome,Decided on,Portal reference,Awarded,Reason",
            $"{applications[0]["number"]},approved,2025-11-03,{FundHost.Reference()},1000.01,",
            $"{applications[1]["number"]},Refused,03/11/2025,,,not-eligible",
            $"{applications[2]["number"]},returned,2025-11-03,,,rules-changed",
            $"{applications[3]["number"]},approved,2025-11-03,,,",
            $"{applications[0]["number"]},refused,2025-11-03,,,late",
            $"{stranger["number"]},refused,2025-11-03,,,late",
            "F0,approved,soon,PR-1,,");

        Assert.Equal(3, (int)answer["recorded"]!);
        Assert.Equal([5, 6, 7, 8], answer["rejected"]!.AsArray().Select(row => (int)row!["row"]!));
        Assert.Contains("decision.portal-reference", (string)answer["rejected"]![0]!["reason"]!, StringComparison.Ordinal);
        Assert.Contains("application.status", (string)answer["rejected"]![1]!["reason"]!, StringComparison.Ordinal);
        Assert.Equal("application", (string)answer["rejected"]![2]!["column"]!);
        var approved = await FundHost.GetAsync(worker, $"{Council}/applications/{applications[0]["id"]}");
        Assert.Equal("approved", (string)approved["status"]!);
        Assert.Equal([50_001, 50_000], approved["lines"]![0]!["funding"]!.AsArray().Select(part => (int)part!["awardedPence"]!));
        Assert.Equal("refused", (string)(await FundHost.GetAsync(worker, $"{Council}/applications/{applications[1]["id"]}"))["status"]!);
        Assert.Equal("submitted", (string)(await FundHost.GetAsync(worker, $"{Council}/applications/{applications[3]["id"]}"))["status"]!);
        var child = await FundHost.GetAsync(worker, $"{Council}/children/{applications[1]["children"]![0]}");
        Assert.Equal(0, (int)child["balances"]![0]!["therapyPence"]!);
    }

    [Fact]
    public async Task Returned_Application_IsChangedAndSubmittedAgain()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 893);
        var family = await fund.FamilyAsync(893);
        var application = await fund.BeginAsync(worker, family, 20);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 893, application));
        await FundHost.ReadAsync(await FundHost.ActAsync(worker, 893, application, "decision", new { outcome = "returned", decidedOn = FundHost.Today, reason = "missing-information" }));
        var content = new { children = family.Children, lines = new[] { await fund.LineAsync(12) } };
        await FundHost.ReadAsync(await FundHost.ActAsync(worker, 893, application, "", content, HttpMethod.Put));

        var submitted = await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 893, application));

        Assert.Equal(("submitted", 90_000), ((string)submitted["status"]!, (int)submitted["totals"]![0]!["fundPence"]!));
    }

    [Fact]
    public async Task Decision_ThatCannotBe_IsRefused()
    {
        using var worker = fund.ClientOf(Roles.SupportFund, 893);
        var family = await fund.FamilyAsync(893);
        var application = await fund.BeginAsync(worker, family, 20);
        var approved = new { outcome = "approved", decidedOn = FundHost.Today, portalReference = "PR-2" };
        Assert.Equal((409, "application.status"), await FundHost.RefusalAsync(await FundHost.ActAsync(worker, 893, application, "decision", approved)));
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 893, application));
        async Task<(int, string)> DecideAsync(object body) => await FundHost.RefusalAsync(await FundHost.ActAsync(worker, 893, application, "decision", body));

        Assert.Equal((409, "decision.day"), await DecideAsync(new { outcome = "approved", decidedOn = FundHost.Today.AddDays(1), portalReference = "PR-2" }));
        Assert.Equal((409, "decision.day"), await DecideAsync(new { outcome = "approved", decidedOn = FundHost.Today.AddDays(-1), portalReference = "PR-2" }));
        Assert.Equal((400, "decision.portal-reference"), await DecideAsync(new { outcome = "approved", decidedOn = FundHost.Today }));
        Assert.Equal((400, "decision.portal-reference"), await DecideAsync(new { outcome = "approved", decidedOn = FundHost.Today, portalReference = "Orla-Underwillow" }));
        Assert.Equal((400, "decision.reason"), await DecideAsync(new { outcome = "refused", decidedOn = FundHost.Today }));
        Assert.Equal((400, "decision.award"), await DecideAsync(new { outcome = "approved", decidedOn = FundHost.Today, portalReference = "PR-2", awards = new[] { new { lineId = application["lines"]![0]!["lineId"], childId = family.Children[0], pence = 150_001 } } }));
        Assert.Equal((400, "decision.award"), await DecideAsync(new { outcome = "approved", decidedOn = FundHost.Today, portalReference = "PR-2", awards = new[] { new { lineId = application["lines"]![0]!["lineId"], childId = family.Children[0], pence = 0 } } }));
    }
}
