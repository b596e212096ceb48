using System.Text;
using System.Text.Json.Nodes;

namespace Partnership.EndToEnd.Tests.Access;

/// <summary>One line for each operation of the support fund, as <see cref="Samples"/> has for the others.</summary>
internal static class FundSamples
{
    private const string Council = "/api/v1/fund/councils/{code}";
    private const string Application = $"{Council}/applications/{{applicationId}}";
    private const string HandOver = $"{Council}/hand-overs/{{handOverId}}";
    private const string Packs = "/api/v1/fund/rule-packs";
    private const string Parked = "/api/v1/fund/parked-messages";
    private const string Provider = "/api/v1/fund/providers/{providerId}";

    /// <summary>By which it is found again.</summary>
    public const string Registration = "SC0000007";

    /// <summary>What the register says of the provider that both councils work with.</summary>
    public static object TheProvider { get; } = new
    {
        name = "Matrix Therapies",
        status = "registered-support-agency",
        registrationReference = Registration,
        isActive = true,
        hoursAMonth = 100,
        therapies = new[] { new { code = "play-therapy", ratePence = 7_500 } },
        areas = Array.Empty<int>(),
        checks = new[] { "enhanced-disclosure", "professional-registration", "insurance", "safeguarding-training" }.Select(kind => new { kind, checkedOn = "2025-01-06", refreshDue = "2059-01-06" }),
    };

    private static readonly object Lines = new
    {
        children = new[] { "{childId}" },
        lines = new[] { new { therapy = "play-therapy", providerId = "{providerId}", hours = 1, ratePence = 7_500, starts = "2026-01-05", ends = "2026-03-20" } },
    };

    public static IReadOnlyDictionary<string, Sample> ByOperation => new Dictionary<string, Sample>(StringComparer.Ordinal)
    {
        [$"GET {Parked}"] = new(),
        [$"GET {Parked}/{{messageId}}"] = new(Values: Samples.Regional),
        [$"POST {Parked}/replay"] = new(Json: Samples.Nothing),
        [$"POST {Parked}/{{messageId}}/replay"] = new(ETagFrom: $"{Parked}/{{messageId}}", Values: Samples.Regional, UsesUp: true),
        [$"POST {Parked}/{{messageId}}/discard"] = new(Json: Samples.Discarded, ETagFrom: $"{Parked}/{{messageId}}", Values: Samples.Regional, UsesUp: true),
        ["GET /api/v1/fund/audit"] = new(),
        ["GET /api/v1/fund/audit/chain"] = new(),
        [$"GET {Council}/audit"] = new(),
        [$"GET {Council}/exit-pack"] = new(),
        [$"GET {Packs}"] = new(),
        [$"GET {Packs}/{{packId}}"] = new(),
        [$"POST {Packs}"] = new(Json: WholePack()),
        [$"POST {Packs}/{{packId}}/preview"] = new(Json: new { from = "{packDay}" }),

        // From a day that has passed: adopted it would change what everybody else's samples are held against.
        [$"POST {Packs}/{{packId}}/adoption"] = new(Json: new { from = "2020-01-06" }, UsesUp: true),
        ["GET /api/v1/fund/rule-jobs/{jobId}"] = new(),
        ["GET /api/v1/fund/rule-jobs/{jobId}/changes"] = new(),
        ["GET /api/v1/fund/rule-jobs/{jobId}/history"] = new(),
        ["GET /api/v1/fund/providers"] = new("?therapy=play-therapy"),
        ["POST /api/v1/fund/providers"] = new(Json: TheProvider),
        [$"GET {Provider}"] = new(),
        [$"PUT {Provider}"] = new(Json: TheProvider, ETagFrom: Provider),
        ["GET /api/v1/fund/frameworks"] = new(),
        ["POST /api/v1/fund/frameworks"] = new(
            Json: new { reference = "FW-2025", from = "2025-04-01", until = "2029-03-31", ceilingPence = 100_000, rates = new[] { new { providerId = "{providerId}", therapy = "play-therapy", ratePence = 7_500 } } },
            UsesUp: true),
        ["GET /api/v1/fund/figures"] = new(),
        ["GET /api/v1/fund/provider-spend"] = new("?year=2026"),
        ["GET /api/v1/fund/what-if"] = new("?year=2026"),
        ["GET /api/v1/fund/what-if/picture"] = new("?year=2026&limitPence=250000"),
        ["GET /api/v1/fund/outcomes"] = new(),
        ["GET /api/v1/fund/picture"] = new(),
        [$"GET {Council}/children"] = new(),
        [$"GET {Council}/children/{{childId}}"] = new(),
        [$"POST {Council}/children/{{childId}}/hand-over"] = new(Json: new { to = "893", reason = "family-moved" }, UsesUp: true),
        [$"GET {Council}/hand-overs"] = new(),
        [$"GET {HandOver}"] = new(),
        [$"POST {HandOver}/acceptance"] = new(ETagFrom: HandOver, UsesUp: true),
        [$"POST {HandOver}/refusal"] = new(ETagFrom: HandOver, UsesUp: true),
        [$"GET {Council}/applications"] = new("?limit=200"),
        [$"POST {Council}/applications"] = new(Json: new { assessmentId = "{fundAssessmentId}", content = Lines }),
        [$"GET {Application}"] = new(),
        [$"PUT {Application}"] = new(Json: Lines, ETagFrom: Application, UsesUp: true),
        [$"POST {Application}/submission"] = new(Json: new { exceptions = Array.Empty<string>() }, ETagFrom: Application, UsesUp: true),
        [$"POST {Application}/withdrawal"] = new(Json: new { reason = "made-in-error" }, ETagFrom: Application, UsesUp: true),
        
        // Not once the spend was confirmed.
        [$"POST {Application}/amendments"] = new(Json: Lines, UsesUp: true),
        [$"POST {Application}/decision"] = new(Json: new { outcome = "approved", decidedOn = "2025-11-20", portalReference = "ASF-2025-2" }, ETagFrom: Application, UsesUp: true),
        [$"POST {Council}/decisions"] = new(Files: () => Csv("application,outcome,decided_on", "F999999999,refused,2025-11-20")),
        [$"POST {Application}/orders"] = new(Json: new { lineId = "{lineId}", hours = 0.01 }),
        [$"GET {Council}/orders"] = new(),
        [$"POST {Council}/invoices"] = new(
            Json: new { orderId = "{orderId}", reference = "INV-2026-1", hours = 0.1, pence = 100, periodFrom = "2026-01-05", periodTo = "2026-01-30" }, UsesUp: true),
        [$"GET {Council}/invoices"] = new(),
        [$"GET {Council}/invoices/{{invoiceId}}"] = new(),
        [$"POST {Council}/invoices/{{invoiceId}}/payment"] = new(Json: new { paidOn = "2026-02-02" }, ETagFrom: $"{Council}/invoices/{{invoiceId}}", UsesUp: true),
        [$"POST {Council}/claims"] = new(Json: new { month = "2026-01-05" }, UsesUp: true),
        [$"GET {Council}/claims"] = new(),
        [$"GET {Council}/claims/{{claimId}}"] = new(),
        [$"POST {Council}/statements"] = new(Files: () => Csv("reference,portal_reference,kind,amount,paid_on", "BACS-2026-1,ASF-2025-0,payment,1.00,2026-01-05")),
        [$"GET {Council}/statements"] = new(),
        [$"GET {Council}/statements/{{statementId}}"] = new(),
        [$"POST {Application}/spend-confirmation"] = new(ETagFrom: Application, UsesUp: true),
        [$"POST {Application}/closure"] = new(ETagFrom: Application, UsesUp: true),
        [$"POST {Application}/contributions"] = new(Json: new { funder = "council", paidOn = "2026-02-02" }, ETagFrom: Application, UsesUp: true),
        [$"POST {Application}/returns"] = new(Json: new { pence = 1, paidOn = "2026-02-02" }, ETagFrom: Application, UsesUp: true),
        [$"GET {Council}/ledger"] = new(),
        [$"GET {Council}/ledger/totals"] = new(),
        [$"GET {Council}/ledger/children"] = new(),
        [$"POST {Council}/ledger/{{journalId}}/reversal"] = new(Json: new { reason = "made-in-error" }, UsesUp: true),
        [$"GET {Application}/portal-form"] = new(),
        [$"POST {Council}/bids"] = new(Files: () => Csv("bid,child,assessment,therapy,hours,rate,starts,ends,fund,status", "2025-0,none,none,play-therapy,1,75,2026-01-05,2026-03-20,75,draft")),
        [$"POST {Application}/quotes"] = new(Json: new { line = 1, providerId = "{providerId}", ratePence = 7_400, extraPence = 0, validUntil = "2059-12-31" }),
        [$"GET {Application}/quotes"] = new(),
        [$"POST {Application}/outcomes"] = new(
            Json: new { lineId = "{lineId}", childId = "{childId}", tool = "goal-based-outcome", when = "before", score = 3, measuredOn = "2026-01-05" }),
        [$"GET {Council}/outcomes"] = new(),
        [$"GET {Council}/worklist"] = new(),
        [$"GET {Council}/what-if"] = new("?year=2026"),
        [$"GET {Council}/what-if/picture"] = new("?year=2026&limitPence=250000"),
        [$"GET {Council}/provider-spend"] = new("?year=2026"),
        [$"GET {Council}/picture"] = new("?year=2026"),
    };

    /// <summary>A body of one CSV file.</summary>
    public static HttpContent Csv(params string[] lines) => new MultipartFormDataContent
    {
        { new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n")) { Headers = { ContentType = new("text/csv") } }, "files", "matrix.csv" },
    };

    /// <summary>A year's rules as they come with the product, to be drafted once more.</summary>
    private static JsonObject WholePack()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Partnership.sln")))
        {
            root = root.Parent!;
        }

        var pack = JsonNode.Parse(File.ReadAllText(Path.Combine(root.FullName, "src", "AdoptionSupportFund", "Rules", "Packs", "2025-26.json")))!.AsObject();
        pack.Remove("revision");
        return pack;
    }
}
