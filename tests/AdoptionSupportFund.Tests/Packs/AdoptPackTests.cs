using System.Text.Json.Nodes;
using Partnership.AdoptionSupportFund.Tests.Ledger;
using Partnership.AdoptionSupportFund.Tests.Worklists;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.AdoptionSupportFund.Tests.Packs;

/// <summary>A new pack: drafted, previewed on all drafts, adopted by a named person, every draft checked again in one go. In a region of its own.</summary>
public sealed class AdoptPackTests(FundHost fund)
{
    private const string Path = "/api/v1/fund/rule-packs";

    [Fact]
    public async Task Pack_WithALowerLimit_BreaksDraftsInItsPreviewAndThenInFact()
    {
        await using var own = await FundHost.AtAsync(FundHost.Today);
        using var worker = own.ClientOf(Roles.SupportFund, 860);
        using var stranger = own.ClientOf(Roles.SupportFund, 861);
        using var hub = own.ClientOf(Roles.HubOperations);
        var dear = await own.BeginAsync(worker, await own.FamilyAsync(860), 36);
        var cheap = await own.BeginAsync(worker, await own.FamilyAsync(860), 10);
        var foreign = await own.BeginAsync(stranger, await own.FamilyAsync(861), 36);

        var pack = await DraftAsync(hub, limit: 250_000);
        Assert.Equal(("draft", 2), ((string)pack["pack"]!["state"]!, (int)pack["pack"]!["revision"]!));
        Assert.Equal((409, "rule-pack.not-previewed"), await FundHost.RefusalAsync(await PostAsync(hub, pack, "adoption")));
        Assert.Equal((403, "role.not-allowed"), await FundHost.RefusalAsync(await PostAsync(worker, pack, "adoption")));

        var preview = await FinishedAsync(worker, await FundHost.ReadAsync(await PostAsync(worker, pack, "preview")));
        Assert.Equal((3, 2, 2, 0), ((int)preview["total"]!, (int)preview["changed"]!, (int)preview["broken"]!, (int)preview["mended"]!));
        var change = Assert.Single((await FundHost.GetAsync(worker, $"/api/v1/fund/rule-jobs/{preview["id"]}/changes"))["items"]!.AsArray())!;
        Assert.Equal((Guid)dear["id"]!, (Guid)change["applicationId"]!);
        Assert.Equal(["limit.fair-access"], change["come"]!.AsArray().Select(code => (string)code!));
        Assert.Empty((await FundHost.GetAsync(worker, $"{FundHost.Of(860)}/applications/{dear["id"]}"))["findings"]!.AsArray());

        var recheck = await FinishedAsync(hub, await FundHost.ReadAsync(await PostAsync(hub, pack, "adoption")));
        Assert.Equal((3, 2, 2), ((int)recheck["total"]!, (int)recheck["changed"]!, (int)recheck["broken"]!));
        var broken = await FundHost.GetAsync(worker, $"{FundHost.Of(860)}/applications/{dear["id"]}");
        Assert.Equal(("limit.fair-access", "2025-26.2 fair-access-limit", 20_000), ((string)broken["findings"]![0]!["code"]!, (string)broken["findings"]![0]!["rule"]!, (int)broken["findings"]![0]!["pence"]!));
        Assert.Empty((await FundHost.GetAsync(worker, $"{FundHost.Of(860)}/applications/{cheap["id"]}"))["findings"]!.AsArray());
        Assert.Equal((409, "limit.fair-access"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(stranger, 861, foreign)));
        foreach (var (council, draft) in new[] { (860, dear), (861, foreign) })
        {
            var told = Assert.Single(await ChaseTests.SentAsync(own, council, [], (Guid)draft["assessmentId"]!));
            Assert.Equal(("DraftBroken", "WithinAWeek", "2025-11-10"), ((string)told["task"]!, (string)told["step"]!, (string)told["due"]!));
        }

        var adopted = await FundHost.GetAsync(hub, $"{Path}/{pack["pack"]!["id"]}");
        Assert.Equal(("adopted", "2025-11-03", "hub.operations."), ((string)adopted["pack"]!["state"]!, (string)adopted["pack"]!["adoptedFrom"]!, (string)adopted["pack"]!["adoptedBy"]!));
        Assert.Equal((409, "rule-pack.adopted"), await FundHost.RefusalAsync(await PostAsync(hub, pack, "adoption")));

        // Once more on the next day: the same findings, so nothing is written.
        var written = await own.Database.ScalarAsync<string>("select string_agg(id::text || findings || version, ',' order by id) from application");
        own.Clock.Advance(TimeSpan.FromDays(1));
        ((AdoptionSupportFund.Packs.PackSignal)own.Services.GetService(typeof(AdoptionSupportFund.Packs.PackSignal))!).Wake();
        await Eventually.TrueAsync(async () => await own.Database.ScalarAsync<long>("select count(*) from rule_job where kind = 3 and day = date '2025-11-04' and finished_at is not null") == 1, "the next day's recheck");
        Assert.Equal(written, await own.Database.ScalarAsync<string>("select string_agg(id::text || findings || version, ',' order by id) from application"));
        Assert.Equal(0, await own.Database.ScalarAsync<int>("select changed from rule_job where kind = 3 and day = date '2025-11-04'"));
    }

    /// <summary>£3,000 that were agreed to in 2025-26 would not have been under a limit of £2,500; £750 would.</summary>
    [Fact]
    public async Task Preview_OfTheNextYearsPack_NamesEachDecidedApplicationThatItWouldHaveStopped()
    {
        using var hub = fund.ClientOf(Roles.HubOperations);
        using var worker = fund.ClientOf(Roles.SupportFund, 893);
        using var stranger = fund.ClientOf(Roles.SupportFund, 861);
        var (_, dear) = await MoneyTests.ApprovedAsync(fund, 40, council: 893);
        var (_, cheap) = await MoneyTests.ApprovedAsync(fund, 10, council: 893);
        var rules = await RulesAsync(hub, "2026-27");
        rules.Single(rule => (string)rule!["rule"]! == "fair-access-limit")!["pence"] = 250_000;
        var pack = await FundHost.ReadAsync(await hub.PostAsync(Path, Json(new JsonObject { ["year"] = 2027, ["rules"] = rules })));

        var preview = await FinishedAsync(worker, await FundHost.ReadAsync(await PostAsync(worker, pack, "preview", "2026-04-01")));

        Assert.True((int)preview["history"]!["applications"]! >= 2);
        var stopped = (await FundHost.GetAsync(worker, $"/api/v1/fund/rule-jobs/{preview["id"]}/history?limit=200"))["items"]!.AsArray();
        Assert.All(stopped, past => Assert.Equal("893", (string)past!["council"]!));
        Assert.Equal(["limit.fair-access"], stopped.Single(past => (Guid)past!["applicationId"]! == (Guid)dear["id"]!)!["codes"]!.AsArray().Select(code => (string)code!));
        Assert.DoesNotContain(stopped, past => (Guid)past!["applicationId"]! == (Guid)cheap["id"]!);
        Assert.DoesNotContain((string)dear["id"]!, await stranger.GetStringAsync($"/api/v1/fund/rule-jobs/{preview["id"]}/history?limit=200", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var none = await worker.GetAsync($"/api/v1/fund/rule-jobs/{Guid.NewGuid()}/history", TestContext.Current.CancellationToken);
        Assert.Equal((404, "rule-job.not-found"), await FundHost.RefusalAsync(none));
    }

    [Fact]
    public async Task Draft_ThatIsNotWholeOrForAPastDay_IsRefused()
    {
        using var hub = fund.ClientOf(Roles.HubOperations);
        var rules = await RulesAsync(hub);
        rules.Remove(rules.First(rule => (string)rule!["rule"]! == "start"));
        using var response = await hub.PostAsync(Path, Json(new JsonObject { ["year"] = 2026, ["rules"] = rules }));
        Assert.Equal((400, "rule-pack.not-whole"), await FundHost.RefusalAsync(response));

        var pack = await DraftAsync(hub, limit: 280_000);
        Assert.Equal((409, "rule-pack.day"), await FundHost.RefusalAsync(await PostAsync(hub, pack, "preview", "2025-11-02")));
        Assert.Equal((409, "rule-pack.day"), await FundHost.RefusalAsync(await PostAsync(hub, pack, "preview", "2026-04-01")));
    }

    private static async Task<JsonArray> RulesAsync(HttpClient client, string year = "2025-26")
    {
        var id = (await FundHost.GetAsync(client, Path + "?limit=200"))["items"]!.AsArray().First(pack => (string)pack!["name"]! == year)!["id"];
        return (JsonArray)(await FundHost.GetAsync(client, $"{Path}/{id}"))["rules"]!.DeepClone();
    }

    private static async Task<JsonNode> DraftAsync(HttpClient hub, long limit)
    {
        var rules = await RulesAsync(hub);
        rules.Single(rule => (string)rule!["rule"]! == "fair-access-limit")!["pence"] = limit;
        return await FundHost.ReadAsync(await hub.PostAsync(Path, Json(new JsonObject { ["year"] = 2026, ["rules"] = rules })));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, JsonNode pack, string what, string from = "2025-11-03") =>
        client.PostAsync($"{Path}/{pack["pack"]!["id"]}/{what}", Json(new JsonObject { ["from"] = from }));

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");

    private static async Task<JsonNode> FinishedAsync(HttpClient client, JsonNode job)
    {
        var state = job;
        await Eventually.TrueAsync(
            async () =>
            {
                state = await FundHost.GetAsync(client, $"/api/v1/fund/rule-jobs/{job["id"]}");
                return (string)state["state"]! == "done";
            },
            "the job's end");
        return state;
    }
}
