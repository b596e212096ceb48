using System.Text.Json.Nodes;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Applications;

/// <summary>From a draft to a submission: checked, explained, guarded.</summary>
public sealed class ApplicationTests(FundHost fund)
{
    [Fact]
    public async Task Begin_ForSiblings_WorksOutWhoPaysAndExplainsTheTotals()
    {
        var family = await fund.FamilyAsync(860, children: 2);
        using var client = fund.ClientOf(Roles.SupportFund, 860);

        // £7,500: £3,750 for each child, of which the fund pays £3,000.
        var application = await fund.BeginAsync(client, family, 100);

        Assert.Equal("draft", (string)application["status"]!);
        Assert.Equal("by-our-applications", (string)application["basis"]!);
        Assert.Equal(750_000, (long)application["lines"]![0]!["costPence"]!);
        Assert.Equal(
            [300_000, 75_000, 300_000, 75_000],
            application["lines"]![0]!["funding"]!.AsArray().Select(part => (int)part!["pence"]!));
        Assert.All(application["totals"]!.AsArray(), total => Assert.Equal(
            (2026, 300_000, 75_000, 0, 300_000, 0), ((int)total!["year"]!, (int)total["fundPence"]!, (int)total["othersPence"]!, (int)total["usedPence"]!, (int)total["limitPence"]!, (int)total["leftForTherapyPence"]!)));
        var note = Assert.Single(application["findings"]!.AsArray().DistinctBy(finding => (string)finding!["code"]!))!;
        Assert.Equal(("funding.shortfall", "note"), ((string)note["code"]!, (string)note["severity"]!));
        Assert.NotEmpty((string)note["why"]!);
    }

    [Fact]
    public async Task Submit_CleanApplication_TakesItsMoneyAndExpectsTheDecision()
    {
        var family = await fund.FamilyAsync(860);
        using var client = fund.ClientOf(Roles.SupportFund, 860);
        var application = await fund.BeginAsync(client, family, 24);

        var submitted = await FundHost.ReadAsync(await FundHost.SubmitAsync(client, 860, application));

        Assert.Equal(("submitted", "2025-11-03", "2025-12-01"), ((string)submitted["status"]!, (string)submitted["appliedOn"]!, (string)submitted["decisionExpected"]!));
        var child = await FundHost.GetAsync(client, $"{FundHost.Of(860)}/children/{family.Children[0]}");
        Assert.Equal((2026, 180_000, 120_000), ((int)child["balances"]![0]!["year"]!, (int)child["balances"]![0]!["therapyPence"]!, (int)child["balances"]![0]!["leftForTherapyPence"]!));

        // The next draft sees what is left.
        var next = await fund.BeginAsync(client, family, 20);
        Assert.Equal([120_000, 30_000], next["lines"]![0]!["funding"]!.AsArray().Select(part => (int)part!["pence"]!));
    }

    [Fact]
    public async Task Submit_WithAFindingInTheWay_IsRefusedByItsCodeAndTakesNothing()
    {
        var family = await fund.FamilyAsync(861, with: child => child.Basis = ApplicantBasis.AnotherCouncilWithinThreeYears);
        using var client = fund.ClientOf(Roles.SupportFund, 861);
        var application = await fund.BeginAsync(client, family, 10);

        Assert.Equal((409, "child.applicant"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(client, 861, application)));

        Assert.Equal("draft", (string)(await FundHost.GetAsync(client, $"{FundHost.Of(861)}/applications/{application["id"]}"))["status"]!);
        Assert.Empty((await FundHost.GetAsync(client, $"{FundHost.Of(861)}/children/{family.Children[0]}"))["balances"]!.AsArray());
    }

    [Fact]
    public async Task Submit_ExceptedByCode_IsTakenAndKeepsTheException()
    {
        var family = await fund.FamilyAsync(860);
        using var client = fund.ClientOf(Roles.SupportFund, 860);
        var begun = new { children = family.Children, lines = new[] { new { therapy = "play-therapy", providerId = await fund.ProviderAsync(), hours = 10, ratePence = 7_500, starts = FundHost.Today.AddDays(-3), ends = FundHost.Today.AddDays(60) } } };
        var application = await FundHost.SendAsync(client, HttpMethod.Post, $"{FundHost.Of(860)}/applications", new { assessmentId = family.Assessment, content = begun });

        Assert.Equal((409, "line.started"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(client, 860, application)));
        Assert.Equal((409, "line.started"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(client, 860, application, "evidence-seen")));
        Assert.Equal((400, "exception.unknown"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(client, 860, application, "because")));
        var submitted = await FundHost.ReadAsync(await FundHost.SubmitAsync(client, 860, application, "retrospective-agreed-by-fund"));

        Assert.Equal(["retrospective-agreed-by-fund"], submitted["exceptions"]!.AsArray().Select(code => (string)code!));
    }

    [Fact]
    public async Task Submit_OtherStatuses_AreGuarded()
    {
        var family = await fund.FamilyAsync(860);
        using var client = fund.ClientOf(Roles.SupportFund, 860);
        var application = await fund.BeginAsync(client, family, 10);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(client, 860, application));

        Assert.Equal((409, "application.status"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(client, 860, application)));
        var content = new { children = family.Children, lines = Array.Empty<object>() };
        Assert.Equal((409, "application.not-a-draft"), await FundHost.RefusalAsync(await FundHost.ActAsync(client, 860, application, "", content, HttpMethod.Put)));

        var withdrawn = await FundHost.ReadAsync(await FundHost.ActAsync(client, 860, application, "withdrawal", new { reason = "other-funding" }));
        Assert.Equal(("withdrawn", "other-funding"), ((string)withdrawn["status"]!, (string)withdrawn["reason"]!));
        Assert.Equal((409, "application.status"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(client, 860, application)));
        var child = await FundHost.GetAsync(client, $"{FundHost.Of(860)}/children/{family.Children[0]}");
        Assert.Equal(0, (int)child["balances"]![0]!["therapyPence"]!);
    }

    [Fact]
    public async Task Change_Draft_ReplacesItsLinesAndChecksAgain()
    {
        var family = await fund.FamilyAsync(860, children: 2);
        using var client = fund.ClientOf(Roles.SupportFund, 860);
        var application = await fund.BeginAsync(client, family, 10, 20);
        var content = new { children = new[] { family.Children[0] }, lines = new[] { await fund.LineAsync(50, new[] { new { childId = family.Children[0], funder = "fund", pence = 375_000 } }) } };

        var changed = await FundHost.ReadAsync(await FundHost.ActAsync(client, 860, application, "", content, HttpMethod.Put));

        Assert.Equal([family.Children[0]], changed["children"]!.AsArray().Select(child => (Guid)child!));
        Assert.Single(changed["lines"]!.AsArray());
        Assert.Equal(("limit.fair-access", 75_000), Assert.Single(changed["findings"]!.AsArray().Select(finding => ((string)finding!["code"]!, (int)finding["pence"]!))));
        Assert.Equal((409, "limit.fair-access"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(client, 860, application)));
    }

    [Fact]
    public async Task Draft_OfTheSameTwice_IsFoundAsADuplicate()
    {
        var family = await fund.FamilyAsync(893);
        using var client = fund.ClientOf(Roles.SupportFund, 893);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(client, 893, await fund.BeginAsync(client, family, 5)));

        var second = await fund.BeginAsync(client, family, 6);

        Assert.Contains("line.duplicate", Codes(second));
        Assert.Equal((409, "line.duplicate"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(client, 893, second)));
        await FundHost.ReadAsync(await FundHost.SubmitAsync(client, 893, second, "both-are-meant"));
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "\"hours\":10", "\"hours\":0" },
        { "\"hours\":10", "\"hours\":1.234" },
        { "\"ratePence\":7500", "\"ratePence\":0" },
        { "\"therapy\":\"play-therapy\"", "\"therapy\":\"A child's name\"" },
        { "\"therapy\":\"play-therapy\"", "\"therapy\":\"orla-underwillow\"" },
        { "\"starts\":\"2025-11-17\"", "\"starts\":\"1925-11-17\"" },
        { "\"funding\":null", "\"funding\":[{\"childId\":\"00000000-0000-4000-8000-000000000001\",\"funder\":\"fund\",\"pence\":1}]" },
        { "\"funding\":null", "\"children\":[\"00000000-0000-4000-8000-000000000001\"]" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Begin_WithAFieldThatCannotBeMeant_Is400NamingIt(string good, string bad)
    {
        var family = await fund.FamilyAsync(860);
        using var client = fund.ClientOf(Roles.SupportFund, 860);
        var body = System.Text.Json.JsonSerializer.Serialize(new { assessmentId = family.Assessment, content = new { children = family.Children, lines = new[] { await fund.LineAsync(10) } } });
        Assert.Contains(good, body, StringComparison.Ordinal);

        using var response = await client.PostAsync($"{FundHost.Of(860)}/applications", new StringContent(body.Replace(good, bad, StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.StartsWith("lines[0]", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["field"]!, StringComparison.Ordinal);
    }

    /// <summary>Another council's children, assessments and applications do not exist, whatever the role; roles that may not are refused.</summary>
    [Fact]
    public async Task Everything_OfAnotherCouncil_IsNotThere()
    {
        var family = await fund.FamilyAsync(861);
        using var owner = fund.ClientOf(Roles.SupportFund, 861);
        var application = await fund.BeginAsync(owner, family, 10);
        using var stranger = fund.ClientOf(Roles.SupportFund, 860);
        using var worker = fund.ClientOf(Roles.SocialWorker, 861);

        Assert.Equal((404, "resource.not-found"), await FundHost.RefusalAsync(await stranger.GetAsync($"{FundHost.Of(861)}/applications/{application["id"]}")));
        Assert.Equal((404, "application.not-found"), await FundHost.RefusalAsync(await stranger.GetAsync($"{FundHost.Of(860)}/applications/{application["id"]}")));
        Assert.Equal((404, "child.not-found"), await FundHost.RefusalAsync(await stranger.GetAsync($"{FundHost.Of(860)}/children/{family.Children[0]}")));
        Assert.Equal((403, "role.not-allowed"), await FundHost.RefusalAsync(await worker.GetAsync($"{FundHost.Of(861)}/applications/{application["id"]}")));
        var own = await fund.FamilyAsync(860);
        var foreign = new { assessmentId = own.Assessment, content = new { children = family.Children, lines = Array.Empty<object>() } };
        using var response = await stranger.PostAsync($"{FundHost.Of(860)}/applications", System.Net.Http.Json.JsonContent.Create(foreign));
        Assert.Equal((404, "child.not-found"), await FundHost.RefusalAsync(response));
    }

    private static IEnumerable<string> Codes(JsonNode application) => application["findings"]!.AsArray().Select(finding => (string)finding!["code"]!);
}
