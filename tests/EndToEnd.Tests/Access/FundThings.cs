using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.EndToEnd.Tests.Access;

/// <summary>Gives a council something of its own in the support fund: a child, a bid that was approved, an order, an invoice, a claim, a statement.</summary>
internal sealed class FundThings(AccessFixture access, string council)
{
    private const string Fund = "/api/v1/fund";
    private readonly string _run = Random.Shared.Next(10_000_000, 100_000_000).ToString(CultureInfo.InvariantCulture);

    private string Own => $"{Fund}/councils/{council}";

    /// <summary>Adds the ids by the names of the paths' parameters. The child has the id that it has in its hub, which only tests may give it.</summary>
    public async Task MakeAsync(Dictionary<string, string> ids)
    {
        var assessment = Guid.NewGuid();
        await access.ExecuteAsync(
            "support_fund",
            """
            insert into fund_child (id, council, family_id, route, born_in, has_plan, basis, needs, assessment_id, epoch, version)
            values ($1, $2, $3, 2, 2012, false, 2, 1, $4, 1, 1) on conflict (id) do nothing
            """,
            Guid.Parse(ids["childId"]), short.Parse(council, CultureInfo.InvariantCulture), Guid.NewGuid(), assessment);
        await access.ExecuteAsync(
            "support_fund",
            "insert into needs_assessment (id, child_id, council, assessed_on, review_due, narratives_checked, withdrawn) values ($1, $2, $3, date '2025-10-06', date '2059-10-06', true, false)",
            assessment, Guid.Parse(ids["childId"]), short.Parse(council, CultureInfo.InvariantCulture));
        var handOver = Guid.NewGuid();
        await access.ExecuteAsync(
            "support_fund",
            "insert into hand_over (id, child_id, from_council, to_council, state, reason, proposed_by, proposed_at, version) values ($1, $1, $2, 893, 1, 'family-moved', 'planted', now(), 1)",
            handOver, short.Parse(council, CultureInfo.InvariantCulture));
        ids["handOverId"] = handOver.ToString();
        ids["fundAssessmentId"] = assessment.ToString();
        await PackAsync(ids);
        ids["providerId"] = await ProviderAsync();
        await MoneyAsync(ids);
    }

    /// <summary>The last draft pack, and a job that has looked at what it would change.</summary>
    private async Task PackAsync(Dictionary<string, string> ids)
    {
        var packs = await AskAsync(Roles.HubOperations, HttpMethod.Get, $"{Fund}/rule-packs?limit=200");
        var draft = packs.GetProperty("items").EnumerateArray().Where(pack => pack.GetProperty("state").GetString() == "draft").MaxBy(pack => pack.GetProperty("year").GetInt32());
        ids["packId"] = draft.GetProperty("id").GetString()!;
        ids["packDay"] = $"{draft.GetProperty("year").GetInt32()}-03-31";
        ids["jobId"] = Id(await AskAsync(Roles.HubOperations, HttpMethod.Post, $"{Fund}/rule-packs/{ids["packId"]}/preview", new { from = ids["packDay"] }));
    }

    private async Task<string> ProviderAsync()
    {
        var known = await AskAsync(Roles.HubOperations, HttpMethod.Get, $"{Fund}/providers?therapy=play-therapy&limit=200");
        var found = known.GetProperty("items").EnumerateArray().Where(entry => entry.GetProperty("provider").GetProperty("registrationReference").GetString() == FundSamples.Registration).Select(Id).FirstOrDefault();
        return found ?? Id(await AskAsync(Roles.HubOperations, HttpMethod.Post, $"{Fund}/providers", FundSamples.TheProvider));
    }

    private async Task MoneyAsync(Dictionary<string, string> ids)
    {
        var reference = $"ASF-{_run}";
        var bids = await access.SendJsonAsync(Token(Roles.SupportFund), HttpMethod.Post, $"{Own}/bids", FundSamples.Csv(
            "bid,child,assessment,therapy,provider,hours,rate,starts,ends,fund,status,applied_on,decided_on,portal_reference",
            $"{_run},{ids["childId"]},{ids["fundAssessmentId"]},play-therapy,{FundSamples.Registration},12,75.00,2025-12-01,2026-03-20,900.00,approved,2025-11-03,2025-11-20,{reference}"));
        Assert.True(bids.GetProperty("imported").GetInt32() == 1, bids.ToString());
        var listed = await AskAsync(Roles.SupportFund, HttpMethod.Get, $"{Own}/applications?status=approved&limit=200");
        ids["applicationId"] = Id(listed.GetProperty("items").EnumerateArray().Single(entry => entry.GetProperty("portalReference").GetString() == reference));
        var application = await AskAsync(Roles.SupportFund, HttpMethod.Get, $"{Own}/applications/{ids["applicationId"]}");
        ids["lineId"] = application.GetProperty("lines")[0].GetProperty("lineId").GetString()!;
        ids["orderId"] = Id(await AskAsync(Roles.SupportFund, HttpMethod.Post, $"{Own}/applications/{ids["applicationId"]}/orders", new { lineId = ids["lineId"], hours = 2 }));
        var invoice = await AskAsync(
            Roles.SupportFund, HttpMethod.Post, $"{Own}/invoices", new { orderId = ids["orderId"], reference = $"INV-{_run}", hours = 1, pence = 7_500, periodFrom = "2025-12-01", periodTo = "2025-12-31" });
        ids["invoiceId"] = Id(invoice);
        ids["journalId"] = invoice.GetProperty("journalId").GetString()!;
        ids["claimId"] = Id(await AskAsync(Roles.SupportFund, HttpMethod.Post, $"{Own}/claims", new { month = "2025-12-01" }));
        ids["statementId"] = Id(await access.SendJsonAsync(
            Token(Roles.Finance), HttpMethod.Post, $"{Own}/statements", FundSamples.Csv("reference,portal_reference,kind,amount,paid_on", $"BACS-{_run},{reference},payment,100.00,2026-01-05")));
    }

    private Task<JsonElement> AskAsync(string role, HttpMethod method, string address, object? body = null) =>
        access.SendJsonAsync(Token(role), method, address, body is null ? null : JsonContent.Create(body));

    private string Token(string role) => access.Tokens.For(role, [council]);

    private static string Id(JsonElement thing) => thing.GetProperty("id").GetString()!;
}
