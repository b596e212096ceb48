namespace Partnership.EndToEnd.Tests.Access;

/// <summary>How an operation is asked so that somebody who may is let in.</summary>
/// <param name="Query">What follows the path.</param>
/// <param name="Json">The body; ids of the council's own as in the path, such as <c>"{childId}"</c>.</param>
/// <param name="Files">Makes a body of files instead.</param>
/// <param name="ETagFrom">For a write that needs <c>If-Match</c>: the resource that gives it.</param>
/// <param name="UsesUp">It can be done once to one thing: whoever may is let in is shown by the service's own tests.</param>
/// <param name="Instead">By the path's parameter, the name under which the council has the thing of this operation: another to lose, for one that destroys.</param>
/// <param name="Values">Values of the path's parameters that belong to this operation alone; the others are the council's own (<see cref="Owned"/>).</param>
/// <param name="Refusal">For what whoever is let in is refused with this sample: the problem's code.</param>
internal sealed record Sample(
    string Query = "", object? Json = null, Func<HttpContent>? Files = null, string? ETagFrom = null, IReadOnlyDictionary<string, string>? Values = null,
    bool UsesUp = false, IReadOnlyDictionary<string, string>? Instead = null, string? Refusal = null)
{
    public HttpContent? Content(IReadOnlyDictionary<string, string> ids) =>
        Files?.Invoke() ?? (Json is null ? null : new ByteArrayContent(Body(ids)) { Headers = { ContentType = new("application/json") } });

    /// <summary>The body; where a text of it is the name of a path's parameter in braces, the council's own id stands in its place.</summary>
    public byte[] Body(IReadOnlyDictionary<string, string> ids) =>
        System.Text.Encoding.UTF8.GetBytes(AccessFixture.FillIds(System.Text.Json.JsonSerializer.Serialize(Json ?? new { }), ids));
}

/// <summary>What one council owns, by the name of the path's parameter: all of it is there and its owner can read it.</summary>
internal sealed record Owned(string Council, IReadOnlyDictionary<string, string> Ids);

/// <summary>One line for each operation of the API. A new endpoint needs one here: without it the access matrix and the fuzzer fail.</summary>
internal static class Samples
{
    /// <summary>The message that is parked at the central hub.</summary>
    public static readonly Guid RegionalMessage = new("01970000-0000-7000-8000-00000000c0de");

    /// <summary>The event that every council sees.</summary>
    public static readonly Guid RegionalEvent = new("01970000-0000-7000-8000-0000000e7e17");

    private const string Parked = "/api/v1/councils/{code}/parked-messages";
    private const string Grants = "/api/v1/councils/{code}/break-glass-grants";
    private const string RegionalParked = "/api/v1/region/parked-messages";

    public static readonly IReadOnlyDictionary<string, string> Regional = new Dictionary<string, string> { ["messageId"] = RegionalMessage.ToString() };
    public static readonly object Discarded = new { reason = "planted for a test" };

    // Everything else that is parked stays where it is.
    public static readonly object Nothing = new { parkedUntil = "2000-01-01T00:00:00Z" };

    private const string Webhooks = "/api/v1/councils/{code}/webhooks";
    private const string Child = "/api/v1/councils/{code}/children/{childId}";
    private const string Support = "/api/v1/councils/{code}/support";

    /// <summary>What was found of the family's child.</summary>
    public static object TheAssessment { get; } = new { assessedOn = "2025-10-06", children = new[] { new { id = "{supportChildId}", needs = new[] { "attachment" } } } };

    /// <summary>A family that the hub knows for support alone.</summary>
    public static object TheFamily(string? child = null) => new
    {
        otherNames = new[] { "Wren Matrix" },
        addressLines = Array.Empty<string>(),
        livesHere = true,
        children = new[] { new { id = child, given = "Invented", family = "Matrix", dateOfBirth = "2016-02-03", route = "adopted-from-care", placedBy = "no-council", hasPlan = false, orderMadeOn = "2019-05-07" } },
    };

    public static IReadOnlyDictionary<string, Sample> ByOperation { get; } = new Dictionary<string, Sample>(FamilySamples.ByOperation, StringComparer.Ordinal)
    {
        ["POST /api/v1/councils/{code}/imports"] = new("?year=2025", Files: TinyReturn.Content),
        ["GET /api/v1/councils/{code}/imports"] = new(),
        ["GET /api/v1/councils/{code}/imports/{importId}"] = new(),
        ["GET /api/v1/councils/{code}/imports/{importId}/findings"] = new(),
        ["GET /api/v1/councils/{code}/imports/{importId}/rejected-rows"] = new(),
        ["GET /api/v1/councils/{code}/imports/{importId}/held-children"] = new(),
        ["GET /api/v1/councils/{code}/imports/{importId}/preview"] = new(),
        ["GET /api/v1/councils/{code}/imports/{importId}/comparison/{otherId}"] = new(),
        ["GET /api/v1/councils/{code}/findings/summary"] = new(),
        ["GET /api/v1/councils/{code}/children"] = new("?limit=200"),
        ["POST /api/v1/councils/{code}/children/search"] = new(Json: new { localId = TinyReturn.LocalId }),
        ["GET /api/v1/councils/{code}/children/{childId}"] = new(),

        // Open to all who read children, so that the others' cells find the child as before.
        [$"PUT {Child}/restriction"] = new(Json: new { roles = new[] { "case-system", "social-worker", "family-finder" }, reason = "court-direction" }, ETagFrom: Child),
        [$"POST {Child}/restriction/lift"] = new(Json: new { reason = "no-longer-needed" }, ETagFrom: Child, UsesUp: true),
        ["GET /api/v1/councils/{code}/restrictions"] = new(),
        ["POST /api/v1/councils/{code}/children/break-glass"] = new(Json: new { localId = TinyReturn.HiddenId, reason = "court-direction", caseReference = "MATRIX-1" }),
        [$"GET {Grants}"] = new(),
        [$"GET {Grants}/{{grantId}}"] = new(),
        [$"POST {Grants}/{{grantId}}/review"] = new(Json: new { outcome = "justified" }, ETagFrom: $"{Grants}/{{grantId}}", UsesUp: true),
        ["PUT /api/v1/councils/{code}/children/{childId}/name"] = new(Json: new { given = "Invented", family = "Child" }, ETagFrom: Child),
        ["PUT /api/v1/councils/{code}/children/{childId}/milestones/{kind}"] =
            new(Json: new { date = "2024-01-05" }, ETagFrom: Child, Values: new Dictionary<string, string> { ["kind"] = "entered-care" }),
        ["POST /api/v1/councils/{code}/changes"] = new(Json: new[] { new { la_child_id = TinyReturn.LocalId, purge = false } }),
        ["GET /api/v1/councils/{code}/changes"] = new(),
        [$"POST {Webhooks}"] = new(Json: new { url = "https://case-system.example.org/matrix" }, UsesUp: true),
        [$"GET {Webhooks}"] = new(),
        [$"GET {Webhooks}/{{webhookId}}"] = new(),
        [$"DELETE {Webhooks}/{{webhookId}}"] = new(ETagFrom: $"{Webhooks}/{{webhookId}}", UsesUp: true, Instead: new Dictionary<string, string> { ["webhookId"] = "spareWebhookId" }),
        [$"GET {Webhooks}/{{webhookId}}/deliveries"] = new(),
        [$"POST {Webhooks}/{{webhookId}}/deliveries/{{deliveryId}}/replay"] = new(),
        ["GET /api/v1/councils/{code}/settings"] = new(),
        ["PUT /api/v1/councils/{code}/settings"] =
            new(Json: new { serviceTitle = "Adoption team", contactRole = "Manager", decisionMakerRole = "Director" }, ETagFrom: "/api/v1/councils/{code}/settings"),
        ["GET /api/v1/councils/{code}/exit-pack"] = new(),
        [$"GET {Support}/families"] = new(),
        [$"POST {Support}/families"] = new(Json: TheFamily()),
        [$"GET {Support}/families/{{familyId}}"] = new(),
        [$"PUT {Support}/families/{{familyId}}"] = new(Json: TheFamily("{supportChildId}"), ETagFrom: $"{Support}/families/{{familyId}}"),
        [$"POST {Support}/families/{{familyId}}/assessments"] = new(Json: TheAssessment),
        [$"GET {Support}/assessments/{{assessmentId}}"] = new(),
        [$"POST {Support}/assessments/{{assessmentId}}/withdrawal"] = new(ETagFrom: $"{Support}/assessments/{{assessmentId}}", UsesUp: true),
        [$"PUT {Support}/assessments/{{assessmentId}}/narratives/{{part}}"] = new(
            Json: new { text = "The child finds endings hard." }, ETagFrom: $"{Support}/assessments/{{assessmentId}}", Values: new Dictionary<string, string> { ["part"] = "measures" }),
        [$"POST {Support}/assessments/{{assessmentId}}/export"] = new(
            Json: new { assessmentId = "{assessmentReference}", fields = new[] { new { number = 1, section = "Applicant", label = "Our reference", value = "F000001" } } }),
        [$"POST {Support}/identity-guard"] = new(Json: new { text = "The child finds endings hard.", familyId = "{familyId}" }),
        [$"GET {Parked}"] = new(),
        [$"GET {Parked}/{{messageId}}"] = new(),
        [$"POST {Parked}/replay"] = new(Json: Nothing),
        [$"POST {Parked}/{{messageId}}/replay"] = new(ETagFrom: $"{Parked}/{{messageId}}", UsesUp: true),
        [$"POST {Parked}/{{messageId}}/discard"] = new(Json: Discarded, ETagFrom: $"{Parked}/{{messageId}}", UsesUp: true),
        ["GET /api/v1/councils/{code}/audit"] = new(),
        ["GET /api/v1/councils/{code}/audit/chain"] = new(),
        [$"GET {RegionalParked}"] = new(),
        [$"GET {RegionalParked}/{{messageId}}"] = new(Values: Regional),
        [$"POST {RegionalParked}/replay"] = new(Json: Nothing),
        [$"POST {RegionalParked}/{{messageId}}/replay"] = new(ETagFrom: $"{RegionalParked}/{{messageId}}", Values: Regional, UsesUp: true),
        [$"POST {RegionalParked}/{{messageId}}/discard"] = new(Json: Discarded, ETagFrom: $"{RegionalParked}/{{messageId}}", Values: Regional, UsesUp: true),
        ["GET /api/v1/region/audit"] = new(),
        ["GET /api/v1/region/audit/chain"] = new(),
        ["GET /api/v1/region/councils/{code}/audit-anchors"] = new(),
        ["GET /api/v1/region/register/children"] = new(),
        ["GET /api/v1/region/register/households"] = new(),
        ["GET /api/v1/region/indicators"] = new("?to=2025-03-31"),
        ["GET /api/v1/region/tracker"] = new(),
        ["GET /api/v1/region/projection"] = new(),
        ["POST /api/v1/region/projection/rebuild"] = new(),
        ["POST /api/v1/region/projection/republish"] = new(),
        ["GET /api/v1/region/projection/jobs/{id}"] = new(),
    }
    .Concat(FundSamples.ByOperation).ToDictionary(StringComparer.Ordinal);
}

/// <summary>A return of one invented child in care, without a plan: nothing that the region would hear of.</summary>
internal static class TinyReturn
{
    public const string LocalId = "ACCESSMATRIX";

    /// <summary>Restricted to the guardian: for everybody else of the council not there.</summary>
    public const string HiddenId = "ACCESSHIDDEN";

    public static HttpContent Content() => Of(LocalId);

    public static HttpContent Of(string child)
    {
        var content = new MultipartFormDataContent();
        Add("header.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", $"{child},F,03/02/2012,WBRI,UN1,0,");
        Add(
            "episodes.csv",
            "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
            $"{child},05/01/2024,S,C1,N1,U6,PR1,,,,ST16 2LH,ST17 4AA,SC000001");
        return content;

        void Add(string file, params string[] lines) =>
            content.Add(new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n")) { Headers = { ContentType = new("text/csv") } }, "files", file);
    }
}
