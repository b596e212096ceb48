using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Partnership.AdoptionSupportFund.Tests.Ledger;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.AdoptionSupportFund.Tests;

/// <summary>The fund's writes, each ready to be done once to something of its own.</summary>
internal sealed class FundWrites(FundHost fund)
{
    public const int Council = 893;
    private const string Application = "/applications/{applicationId:guid}";
    private const string Fund = "/api/v1/fund";
    private const string Root = $"{Fund}/councils/{{code}}";

    /// <summary>The first day of a year that nobody applies for yet: whose rules hold there changes nothing for other tests.</summary>
    private static readonly DateOnly LaterDay = new(2027, 4, 1);
    private static readonly string Own = FundHost.Of(Council);

    public static readonly IReadOnlyDictionary<string, string> RoleOf = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["POST /applications"] = Roles.SupportFund,
        [$"PUT {Application}"] = Roles.SupportFund,
        [$"POST {Application}/submission"] = Roles.SupportFund,
        [$"POST {Application}/withdrawal"] = Roles.SupportFund,
        [$"POST {Application}/decision"] = Roles.SupportFund,
        [$"POST {Application}/orders"] = Roles.SupportFund,
        [$"POST {Application}/quotes"] = Roles.SupportFund,
        [$"POST {Application}/outcomes"] = Roles.SupportFund,
        ["POST /invoices"] = Roles.SupportFund,
        ["POST /invoices/{invoiceId:guid}/payment"] = Roles.Finance,
        ["POST /ledger/{journalId:guid}/reversal"] = Roles.Finance,
        ["POST /claims"] = Roles.SupportFund,
        ["POST /statements"] = Roles.Finance,
        ["POST /children/{childId:guid}/hand-over"] = Roles.SupportFund,
        ["POST /hand-overs/{handOverId:guid}/acceptance"] = Roles.SupportFund,
        ["POST /hand-overs/{handOverId:guid}/refusal"] = Roles.SupportFund,
        [$"POST {Application}/amendments"] = Roles.SupportFund,
        [$"POST {Application}/spend-confirmation"] = Roles.SupportFund,
        [$"POST {Application}/closure"] = Roles.SupportFund,
        [$"POST {Application}/contributions"] = Roles.Finance,
        [$"POST {Application}/returns"] = Roles.Finance,
        ["POST /decisions"] = Roles.SupportFund,
        ["POST /bids"] = Roles.SupportFund,
        ["POST /rule-packs"] = Roles.HubOperations,
        ["POST /rule-packs/{packId:guid}/preview"] = Roles.HubOperations,
        ["POST /rule-packs/{packId:guid}/adoption"] = Roles.HubOperations,
        ["POST /providers"] = Roles.Finance,
        ["PUT /providers/{providerId:guid}"] = Roles.Finance,
        ["POST /frameworks"] = Roles.Finance,
        ["POST /parked-messages/replay"] = Roles.Operator,
        ["POST /parked-messages/{messageId:guid}/replay"] = Roles.Operator,
        ["POST /parked-messages/{messageId:guid}/discard"] = Roles.Operator,
    };

    /// <summary>An operation without what all of them begin with.</summary>
    public static string ShortOf(string operation) => operation.Replace(Root, string.Empty, StringComparison.Ordinal).Replace(Fund, string.Empty, StringComparison.Ordinal);

    public async Task<WriteSample> SampleAsync(string operation)
    {
        var (worker, finance) = (fund.ClientOf(Roles.SupportFund, Council), fund.ClientOf(Roles.Finance, Council));
        var run = FundHost.Reference("R");
        switch (operation)
        {
            case "POST /applications":
                var family = await fund.FamilyAsync(Council);
                var line = await fund.LineAsync(4);
                return New($"{Own}/applications", new { assessmentId = family.Assessment, content = new { children = family.Children, lines = new[] { line } } }, $"application where assessment_id = '{family.Assessment}'");
            case $"PUT {Application}":
                var (begun, whose) = await BegunAsync(worker);
                var shorter = await fund.LineAsync(3);
                return OfApplication(begun, string.Empty, new { children = whose.Children, lines = new[] { shorter } });
            case $"POST {Application}/submission":
                return OfApplication((await BegunAsync(worker)).Application, "/submission", new { exceptions = Array.Empty<string>() });
            case $"POST {Application}/withdrawal":
                return OfApplication(await SubmittedAsync(worker), "/withdrawal", new { reason = "made-in-error" });
            case $"POST {Application}/decision":
                return OfApplication(await SubmittedAsync(worker), "/decision", new { outcome = "approved", decidedOn = FundHost.Today, portalReference = $"ASF-{run}" });
            case $"POST {Application}/orders":
                var (_, approved) = await ApprovedAsync();
                return New($"{Own}/applications/{approved["id"]}/orders", new { lineId = approved["lines"]![0]!["lineId"], hours = 1 }, $"purchase_order where line_id = '{approved["lines"]![0]!["lineId"]}'");
            case $"POST {Application}/quotes":
                var (quoted, _) = await BegunAsync(worker);
                var (provider, until) = (await fund.ProviderAsync(), FundHost.Today.AddYears(1));
                return New($"{Own}/applications/{quoted["id"]}/quotes", new { line = 1, providerId = provider, ratePence = 7_400, extraPence = 0, validUntil = until }, $"quote where application_id = '{quoted["id"]}'");
            case $"POST {Application}/outcomes":
                var (measured, helped) = await ApprovedAsync();
                return New(
                    $"{Own}/applications/{helped["id"]}/outcomes",
                    new { lineId = helped["lines"]![0]!["lineId"], childId = measured.Children[0], tool = "goal-based-outcome", when = "before", score = 3, measuredOn = FundHost.Today },
                    $"measurement where child_id = '{measured.Children[0]}'");
            case "POST /invoices":
                var order = await OrderAsync(worker);
                return New($"{Own}/invoices", Invoice(order, run), $"invoice where order_id = '{order["id"]}'");
            case "POST /invoices/{invoiceId:guid}/payment":
                var invoice = await FundHost.SendAsync(worker, HttpMethod.Post, $"{Own}/invoices", Invoice(await OrderAsync(worker), run));
                return Version($"{Own}/invoices/{invoice["id"]}", "/payment", new { paidOn = FundHost.Today }, "invoice", invoice["id"]!);
            case "POST /ledger/{journalId:guid}/reversal":
                var wrong = await FundHost.SendAsync(worker, HttpMethod.Post, $"{Own}/invoices", Invoice(await OrderAsync(worker), run));
                return New($"{Own}/ledger/{wrong["journalId"]}/reversal", new { reason = "wrong-amount" }, $"journal where reverses_id = '{wrong["journalId"]}'");
            case "POST /claims":
                await ApprovedAsync();
                return New($"{Own}/claims", new { month = FundHost.Today }, $"claim where council = {Council}");
            case "POST /statements":
                var row = $"reference,portal_reference,kind,amount,paid_on\r\nR-{run},ASF-{run},payment,1.00,{FundHost.Today:yyyy-MM-dd}\r\n";
                return OfFile($"{Own}/statements", row, $"statement_line where reference = 'R-{run}'");
            case "POST /decisions":
                var undecided = await SubmittedAsync(worker);
                return OfFile(
                    $"{Own}/decisions", $"application,outcome,decided_on,portal_reference\r\n{undecided["number"]},approved,{FundHost.Today:yyyy-MM-dd},ASF-{run}\r\n",
                    $"application where id = '{undecided["id"]}' and status = 4");
            case "POST /bids":
                var bidding = await fund.FamilyAsync(Council);
                return OfFile(
                    $"{Own}/bids",
                    $"bid,child,assessment,therapy,hours,rate,starts,ends,fund,status\r\n{run},{bidding.Children[0]},{bidding.Assessment},play therapy,2,75.00,2025-09-01,2026-02-27,150,draft\r\n",
                    $"application where assessment_id = '{bidding.Assessment}'");
            case $"POST {Application}/amendments":
                var (amending, amended) = await ApprovedAsync();
                var other = await fund.LineAsync(3);
                return New($"{Own}/applications/{amended["id"]}/amendments", new { children = amending.Children, lines = new[] { other } }, $"application where amends_id = '{amended["id"]}'");
            case $"POST {Application}/spend-confirmation":
                return OfApplication(await EndedAsync(), "/spend-confirmation", new { });
            case $"POST {Application}/closure":
                return OfApplication(await ConfirmedAsync(await EndedAsync()), "/closure", new { });
            case $"POST {Application}/contributions":
                return OfApplication(await SharedAsync(worker), "/contributions", new { funder = "council", paidOn = FundHost.Today });
            case $"POST {Application}/returns":
                var received = await EndedAsync();
                await FundHost.SendAsync(worker, HttpMethod.Post, $"{Own}/claims", new { month = FundHost.Today });
                await FundHost.UploadAsync(
                    finance, $"{Own}/statements", "reference,portal_reference,kind,amount,paid_on", $"R-{run},{received["portalReference"]},payment,300.00,{FundHost.Today:yyyy-MM-dd}");
                return OfApplication(await ConfirmedAsync(received), "/returns", new { pence = 1, paidOn = FundHost.Today });
            case "POST /rule-packs":
                return New($"{Fund}/rule-packs", await PackAsync(run), $"rule_pack where content::text like '%{run}%'");
            case "POST /rule-packs/{packId:guid}/preview":
                var previewed = await DraftedAsync(run);
                return New($"{Fund}/rule-packs/{previewed}/preview", new { from = LaterDay }, $"rule_job where pack_id = '{previewed}'");
            case "POST /rule-packs/{packId:guid}/adoption":
                var drafted = await DraftedAsync(run);
                var job = await FundHost.SendAsync(fund.ClientOf(Roles.HubOperations), HttpMethod.Post, $"{Fund}/rule-packs/{drafted}/preview", new { from = LaterDay });
                await Eventually.TrueAsync(async () => await CountAsync($"rule_job where id = '{job["id"]}' and finished_at is not null") == 1, "the preview's end");
                return New($"{Fund}/rule-packs/{drafted}/adoption", new { from = LaterDay }, $"rule_job where pack_id = '{drafted}' and kind = 2");
            case "POST /children/{childId:guid}/hand-over":
                var moving = (await fund.FamilyAsync(Council)).Children[0];
                return New($"{Own}/children/{moving}/hand-over", new { to = "894", reason = "family-moved" }, $"hand_over where child_id = '{moving}'");
            case "POST /hand-overs/{handOverId:guid}/acceptance":
            case "POST /hand-overs/{handOverId:guid}/refusal":
                using (var giver = fund.ClientOf(Roles.SupportFund, 894))
                {
                    var moved = (await fund.FamilyAsync(894)).Children[0];
                    var proposed = await FundHost.SendAsync(giver, HttpMethod.Post, $"{FundHost.Of(894)}/children/{moved}/hand-over", new { to = $"{Council}", reason = "family-moved" });
                    return Version($"{Own}/hand-overs/{proposed["id"]}", operation[operation.LastIndexOf('/')..], null, "hand_over", proposed["id"]!);
                }

            case "POST /providers":
                return New($"{Fund}/providers", Provider(run), $"provider where name = 'Written {run}'");
            case "PUT /providers/{providerId:guid}":
                var entered = await FundHost.SendAsync(finance, HttpMethod.Post, $"{Fund}/providers", Provider(run));
                return Version($"{Fund}/providers/{entered["id"]}", string.Empty, Provider(run + "x"), "provider", entered["id"]!);
            case "POST /frameworks":
                var rates = new[] { new { providerId = await fund.ProviderAsync(), therapy = "play-therapy", ratePence = 7_500 } };
                return New($"{Fund}/frameworks", new { reference = $"FW-{run}", from = "2025-04-01", until = "2029-03-31", ceilingPence = 1_000, rates }, $"framework where reference = 'FW-{run}'");
            case "POST /parked-messages/replay":
                return await Parked().ReplayAllAsync();
            case "POST /parked-messages/{messageId:guid}/replay":
                return await Parked().ReplayAsync();
            case "POST /parked-messages/{messageId:guid}/discard":
                return await Parked().DiscardAsync();
            default:
                throw new InvalidOperationException($"{operation} has no sample.");
        }
    }

    private static object Invoice(JsonNode order, string run) =>
        new { orderId = (string)order["id"]!, reference = $"INV-{run}", hours = 1, pence = 7_500, periodFrom = "2025-11-01", periodTo = "2025-11-30" };

    private static object Provider(string run) => new
    {
        name = $"Written {run}", status = "registered-support-agency", registrationReference = $"SC-{run}", isActive = false, hoursAMonth = 10, therapies = new[] { new { code = "creative-therapy", ratePence = 7_500 } }, areas = Array.Empty<int>(),
        checks = Array.Empty<object>(),
    };

    private async Task<(JsonNode Application, Family Family)> BegunAsync(HttpClient worker)
    {
        var family = await fund.FamilyAsync(Council);
        return (await fund.BeginAsync(worker, family, 4), family);
    }

    private async Task<JsonNode> SubmittedAsync(HttpClient worker)
    {
        var (application, _) = await BegunAsync(worker);
        return await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, Council, application));
    }

    /// <summary>Approved, and its therapy over: nothing was ordered.</summary>
    private async Task<JsonNode> EndedAsync()
    {
        var (_, application) = await ApprovedAsync();
        await fund.Database.ExecuteAsync($"update application_line set starts = date '2025-09-01', ends = date '2025-10-31' where application_id = '{application["id"]}'");
        return application;
    }

    private async Task<JsonNode> ConfirmedAsync(JsonNode application)
    {
        using var worker = fund.ClientOf(Roles.SupportFund, Council);
        return await FundHost.ReadAsync(await FundHost.ActAsync(worker, Council, application, "spend-confirmation", new { }));
    }

    /// <summary>Approved, and the council pays a part of it.</summary>
    private async Task<JsonNode> SharedAsync(HttpClient worker)
    {
        var family = await fund.FamilyAsync(Council);
        var line = await fund.LineAsync(4, new[] { new { childId = family.Children[0], funder = "fund", pence = 20_000 }, new { childId = family.Children[0], funder = "council", pence = 10_000 } });
        var application = await FundHost.SendAsync(
            worker, HttpMethod.Post, $"{Own}/applications", new { assessmentId = family.Assessment, content = new { children = family.Children, lines = new[] { line } } });
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, Council, application));
        return await FundHost.ReadAsync(await FundHost.ActAsync(
            worker, Council, application, "decision", new { outcome = "approved", decidedOn = FundHost.Today, portalReference = FundHost.Reference() }));
    }

    /// <summary>A later year's rules as they came with the product, to be told from other drafts by a source.</summary>
    private async Task<JsonElement> PackAsync(string source)
    {
        using var hub = fund.ClientOf(Roles.HubOperations);
        var packs = (await FundHost.GetAsync(hub, $"{Fund}/rule-packs?limit=200"))["items"]!.AsArray();
        var id = packs.Single(pack => (string)pack!["name"]! == "2027-28" && (int)pack["revision"]! == 1)!["id"];
        var rules = (await FundHost.GetAsync(hub, $"{Fund}/rule-packs/{id}"))["rules"]!.DeepClone().AsArray();
        rules[0]!["source"] = source;
        return JsonSerializer.SerializeToElement(new JsonObject { ["year"] = LaterDay.Year + 1, ["rules"] = rules });
    }

    private async Task<Guid> DraftedAsync(string run)
    {
        using var hub = fund.ClientOf(Roles.HubOperations);
        return (Guid)(await FundHost.SendAsync(hub, HttpMethod.Post, $"{Fund}/rule-packs", await PackAsync(run)))["pack"]!["id"]!;
    }

    private Task<(Family Family, JsonNode Application)> ApprovedAsync() => MoneyTests.ApprovedAsync(fund, 4, council: Council);

    private async Task<JsonNode> OrderAsync(HttpClient worker)
    {
        var (_, application) = await ApprovedAsync();
        return await FundHost.SendAsync(worker, HttpMethod.Post, $"{Own}/applications/{application["id"]}/orders", new { lineId = application["lines"]![0]!["lineId"] });
    }

    private WriteSample OfApplication(JsonNode application, string what, object body) => Version($"{Own}/applications/{application["id"]}", what, body, "application", application["id"]!);

    private WriteSample Version(string thing, string what, object? body, string table, JsonNode id) => new(
        thing + what, () => body is null ? null : JsonContent.Create(body), () => fund.Database.ScalarAsync<long>($"select version::bigint from {table} where id = '{id}'"), thing);

    private WriteSample New(string path, object body, string counted) => new(path, () => JsonContent.Create(body), () => CountAsync(counted));

    private WriteSample OfFile(string path, string lines, string counted) => new(
        path, () => new MultipartFormDataContent { { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(lines)), "files", "file.csv" } }, () => CountAsync(counted));

    private ParkedSamples Parked() => new(fund.Database, Fund, "support-needs-assessed");

    private Task<long> CountAsync(string of) => fund.Database.ScalarAsync<long>($"select count(*) from {of}");
}
