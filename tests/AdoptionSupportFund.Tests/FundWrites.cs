using System.Net.Http.Json;
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
                return new WriteSample(
                    $"{Own}/statements",
                    () => new MultipartFormDataContent { { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(row)), "files", "file.csv" } },
                    () => CountAsync($"statement_line where reference = 'R-{run}'"));
            case "POST /children/{childId:guid}/hand-over":
                var moving = (await fund.FamilyAsync(Council)).Children[0];
                return New($"{Own}/children/{moving}/hand-over", new { to = "894", reason = "family-moved" }, $"hand_over where child_id = '{moving}'");
            case "POST /hand-overs/{handOverId:guid}/acceptance":
                using (var giver = fund.ClientOf(Roles.SupportFund, 894))
                {
                    var moved = (await fund.FamilyAsync(894)).Children[0];
                    var proposed = await FundHost.SendAsync(giver, HttpMethod.Post, $"{FundHost.Of(894)}/children/{moved}/hand-over", new { to = $"{Council}", reason = "family-moved" });
                    return Version($"{Own}/hand-overs/{proposed["id"]}", "/acceptance", null, "hand_over", proposed["id"]!);
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

    private ParkedSamples Parked() => new(fund.Database, Fund, "support-needs-assessed");

    private Task<long> CountAsync(string of) => fund.Database.ScalarAsync<long>($"select count(*) from {of}");
}
