using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.EndToEnd.Tests.Access;

/// <summary>What hubs answer about cases for panel and decision maker, and what each council owns of it.</summary>
internal static class CaseSamples
{
    private const string Council = "/api/v1/councils/{code}";
    private const string Checks = Council + "/households/{householdId}/checks";
    private const string Case = Council + "/panel-cases/{caseId}";
    private const string Letter = Case + "/letters/{letterId}";
    private const string Template = Council + "/letter-templates/{letter}";
    private const string Minutes = Council + "/panel-items/{itemId}/minutes";

    private static readonly Dictionary<string, string> Author = new() { ["gate"] = "report-author" };
    private static readonly Dictionary<string, string> Parents = new() { ["recipient"] = "birth-parents" };
    private static readonly Dictionary<string, string> Carers = new() { ["letter"] = "carers" };

    // What nobody can read afterwards is another paper than the others read.
    private static readonly Dictionary<string, string> Spare = new() { ["paperId"] = "sparePaperId" };
    private static readonly Dictionary<string, string> Determination = new() { ["decisionId"] = "determinationId" };
    private static readonly Dictionary<string, string> SpareCase = new() { ["caseId"] = "spareCaseId" };

    public static IReadOnlyDictionary<string, Sample> ByOperation { get; } = new Dictionary<string, Sample>(StringComparer.Ordinal)
    {
        [$"GET {Checks}"] = new(),
        [$"PUT {Checks}"] = new(Json: new { checks = Array.Empty<object>() }, ETagFrom: Checks),
        [$"GET {Council}/panel-cases"] = new(),

        // A case has children, who belong to one council: whoever may is let in is shown by the hub's own tests.
        [$"POST {Council}/panel-cases"] = new(Json: new { kind = "adopter-approval", childIds = Array.Empty<Guid>() }, UsesUp: true, Refusal: "panel-case.household"),
        [$"GET {Case}"] = new(),
        [$"PUT {Case}"] = new(Json: new { courtDate = "2099-12-31" }, ETagFrom: Case),
        [$"PUT {Case}/gates/{{gate}}"] = new(Json: new { on = "2025-06-02" }, ETagFrom: Case, Values: Author),
        [$"POST {Case}/raise"] = new(ETagFrom: Case, UsesUp: true, Instead: SpareCase),
        [$"POST {Case}/withdraw"] = new(ETagFrom: Case, UsesUp: true, Instead: SpareCase),
        [$"GET {Case}/papers"] = new(),
        [$"POST {Case}/papers"] = new("?kind=other&datedOn=2025-06-02", Files: Paper),
        [$"GET {Case}/papers/{{paperId}}"] = new(),
        [$"GET {Case}/papers/{{paperId}}/readings"] = new(),
        [$"POST {Case}/papers/{{paperId}}/recall"] = new(Json: new { reason = "planted for a test" }, UsesUp: true, Instead: Spare),
        [$"GET {Council}/panel-papers/{{itemId}}"] = new(),
        [$"GET {Council}/panel-papers/{{itemId}}/{{paperId}}"] = new(),
        ["GET /api/v1/released/{code}/panel-papers/{itemId}"] = new(),
        ["GET /api/v1/released/{code}/panel-papers/{itemId}/{paperId}"] = new(),
        [$"POST {Minutes}"] = new(Json: new { discussion = "Invented.", reasons = "Invented." }),
        [$"GET {Minutes}"] = new(),
        [$"GET {Minutes}/document"] = new(),
        [$"POST {Case}/decision-records"] = new(Json: new { material = Array.Empty<Guid>(), otherMaterial = "Invented.", arguments = "Invented.", ownReasons = "Invented." }),
        [$"GET {Case}/decision-records/{{recordId}}"] = new(),
        [$"GET {Case}/decision-records/{{recordId}}/document"] = new(),
        [$"GET {Case}/decisions"] = new(),
        [$"GET {Case}/decisions/{{decisionId}}/review-papers"] = new(Instead: Determination),
        [$"POST {Case}/decisions/{{decisionId}}/notices/{{recipient}}"] = new(Json: new { orallyOn = "2025-06-17" }, ETagFrom: $"{Case}/decisions", Values: Parents),
        [$"GET {Council}/letter-templates"] = new(),
        [$"GET {Template}"] = new(Values: Carers),
        [$"PUT {Template}"] = new(Json: new { text = "Dear {{household}}" }, ETagFrom: Template, Values: Carers),
        [$"POST {Case}/letters"] = new(Json: new { decisionId = Guid.Empty, kind = "parents-should-be-placed", recipient = "Invented", address = "Invented", signedBy = "Invented" }, UsesUp: true, Refusal: "decision.not-found"),
        [$"GET {Letter}"] = new(),
        [$"GET {Letter}/document"] = new(),
        [$"POST {Letter}/sent"] = new(Json: new { on = "2025-06-17" }, ETagFrom: Letter, UsesUp: true),
    };

    /// <summary>Opens a case of a council's child, before anybody hears of it.</summary>
    public static async Task<string> OpenAsync(string council, string child, Func<string, HttpMethod, string, HttpContent?, EntityTagHeaderValue?, Task<JsonElement>> send) =>
        (await send(Roles.SocialWorker, HttpMethod.Post, $"/api/v1/councils/{council}/panel-cases", JsonContent.Create(new { kind = "should-be-placed-by-order", childIds = new[] { child } }), null))
            .GetProperty("caseId").GetString()!;

    /// <summary>Gives the case papers, an agenda item with its minutes, a reasoned record, a decision and a letter.</summary>
    public static async Task<Dictionary<string, string>> MakeAsync(
        string council,
        string @case,
        string item,
        string decision,
        string child,
        Func<string, HttpMethod, string, HttpContent?, EntityTagHeaderValue?, Task<JsonElement>> send,
        Func<string, string, object[], Task> execute)
    {
        var own = $"/api/v1/councils/{council}";
        var (paper, spare) = (await UploadAsync(), await UploadAsync());
        var determination = Guid.NewGuid();

        // What panel scheduling says comes by messages, of days that are not today's: planted.
        await execute(
            $"locality_hub_{council}",
            $"""
            update panel_case set state = 2, ready_on = '2025-06-02' where id = '{@case}';
            insert into case_item (id, case_id, item_version, meets_on, state, recommended) values ('{item}', '{@case}', 1, (now() at time zone 'Europe/London')::date, 3, 1);
            insert into case_decision (id, case_id, child_id, stage, outcome, decided_on, maker, record_id, reason, received_at)
            values ('{decision}', '{@case}', '{child}', 1, 1, '2025-06-16', gen_random_uuid(), gen_random_uuid(), 0, now()),
                   ('{determination}', '{@case}', null, 2, 2, '2025-06-16', gen_random_uuid(), gen_random_uuid(), 0, now());
            """,
            []);
        foreach (var reader in new[] { "access-tests", "fuzz-tests" })
        {
            await execute(
                $"locality_hub_{council}",
                $"insert into paper_opening (item_id, reader, case_id, item_version, open, until) values ('{item}', '{PersonReference.Of(reader)}', '{@case}', 1, true, '2099-12-31')",
                []);
        }

        await send(Roles.PanelAdviser, HttpMethod.Post, $"{own}/panel-items/{item}/minutes", JsonContent.Create(new { discussion = "Invented.", reasons = "Invented." }), null);
        var record = (await send(
            Roles.DecisionMaker, HttpMethod.Post, $"{own}/panel-cases/{@case}/decision-records", JsonContent.Create(new { material = new[] { paper }, arguments = "Invented.", ownReasons = "Invented." }), null))
            .GetProperty("recordId").GetString()!;
        var letter = (await send(
            Roles.SocialWorker, HttpMethod.Post, $"{own}/panel-cases/{@case}/letters",
            JsonContent.Create(new { decisionId = decision, kind = "parents-should-be-placed", recipient = "Invented Person", address = "1 Invented Lane", signedBy = "Invented Manager" }), null))
            .GetProperty("letterId").GetString()!;
        return new Dictionary<string, string>
        {
            ["paperId"] = paper, ["sparePaperId"] = spare, ["spareCaseId"] = await OpenAsync(council, child, send), ["recordId"] = record, ["letterId"] = letter,
            ["determinationId"] = determination.ToString(),
        };

        async Task<string> UploadAsync() =>
            (await send(Roles.SocialWorker, HttpMethod.Post, $"{own}/panel-cases/{@case}/papers?kind=permanence-report&datedOn=2025-06-02", Paper(), null)).GetProperty("id").GetString()!;
    }

    /// <summary>A file as panel papers are.</summary>
    internal static MultipartFormDataContent Paper(string name) => new() { { new ByteArrayContent(TinyPdf()), "files", name } };

    private static MultipartFormDataContent Paper() => Paper("invented.pdf");

    /// <summary>The smallest PDF that readers take: one empty page.</summary>
    private static byte[] TinyPdf()
    {
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>", "<</Length 0>>\nstream\n\nendstream",
        ];
        var text = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (n, content) in objects.Index())
        {
            offsets.Add(text.Length);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{n + 1} 0 obj\n{content}\nendobj\n");
        }

        var table = text.Length;
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
