namespace Partnership.EndToEnd.Tests.Access;

/// <summary>How an operation is asked so that somebody who may is let in.</summary>
/// <param name="Query">What follows the path.</param>
/// <param name="Json">The body; ids of the council's own as in the path, such as <c>"{childId}"</c>.</param>
/// <param name="Files">Makes a body of files instead.</param>
/// <param name="ETagFrom">For a write that needs <c>If-Match</c>: the resource that gives it.</param>
/// <param name="UsesUp">It can be done once to one thing: whoever may is let in is shown by the service's own tests.</param>
/// <param name="Instead">By the path's parameter, the name under which the council has the thing of this operation: another to lose, for one that destroys, or one of another kind.</param>
/// <param name="Values">Values of the path's parameters that belong to this operation alone; the others are the council's own (<see cref="Owned"/>).</param>
/// <param name="Refusal">For what whoever is let in is refused with this sample: the problem's code.</param>
/// <param name="RefusalOf">The same of roles that are let in and that this sample is not for.</param>
internal sealed record Sample(
    string Query = "", object? Json = null, Func<HttpContent>? Files = null, string? ETagFrom = null, IReadOnlyDictionary<string, string>? Values = null,
    bool UsesUp = false, IReadOnlyDictionary<string, string>? Instead = null, string? Refusal = null,
    IReadOnlyDictionary<string, string>? RefusalOf = null)
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
    private const string PanelParked = "/api/v1/panels/parked-messages";
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

    private const string Home = "/api/v1/councils/{code}/households/{householdId}";

    private const string Release = "/api/v1/councils/{code}/disclosures/{disclosureId}";
    private const string Link = "/api/v1/councils/{code}/links/{linkId}";
    private const string Group = "/api/v1/councils/{code}/sibling-groups/{groupId}";

    /// <summary>The household's own version, where the parameter's name is the same as of the child's.</summary>
    private static readonly Dictionary<string, string> Report = new() { ["versionId"] = "reportId" };

    private static readonly Dictionary<string, string> Duty = new() { ["duty"] = "match-in-time" };

    /// <summary>The hub's own, where the parameter's name is the same elsewhere.</summary>
    private static readonly Dictionary<string, string> OfHub = new() { ["eventId"] = "caseEventId", ["pauseId"] = "assessmentPauseId" };

    public static readonly object Profile = new { level = "anonymous", sections = new[] { new { title = "planted", text = "planted" } } };

    public static readonly object Siblings = new { assessment = "planted", assessedOn = "2024-02-01" };

    private static readonly object Plan = new { plan = "return-home", agreedOn = "2024-02-01", reason = "planted", owner = new { name = "Invented Worker", manager = "Invented Manager" } };

    /// <summary>In each council, a child whose plan is the tests' own people's.</summary>
    public static readonly Guid OwnedChild = new("01970000-0000-7000-8000-0000000000ed");

    public static readonly object Approval = new
    {
        reference = "ACCESSMATRIX", sourceDocument = "planted for a test", decision = "not-approved", decidedOn = "2024-01-05",
        routes = Array.Empty<string>(), numbers = Array.Empty<string>(), ages = Array.Empty<string>(),
    };

    /// <summary>A household that the region hears nothing of.</summary>
    public static readonly object Household = new
    {
        members = new[] { new { role = "parent", given = "Invented", family = "Household" } },
        home = new { postcode = "ST16 2LH" },
        assessment = new { },
    };

    private static readonly object Range = new { yes = new[] { "one" }, couldConsider = Array.Empty<string>() };

    private static readonly object Offer = new
    {
        numbers = Range, ages = Range, routes = new[] { "adoption" }, identitySupport = Array.Empty<string>(), unavailable = (string?)null,
        answers = new[] { new { need = "autism", low = "yes", medium = "no", high = "no" } },
    };

    public static IReadOnlyDictionary<string, Sample> ByOperation { get; } = new Dictionary<string, Sample>(FamilySamples.ByOperation, StringComparer.Ordinal)
    {
        ["POST /api/v1/councils/{code}/imports"] = new("?year=2025", Files: TinyReturn.Content),
        ["POST /api/v1/councils/{code}/imports/{importId}/undo"] = new(UsesUp: true, Instead: new Dictionary<string, string> { ["importId"] = "spareImportId" }),
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

        // The child of these tests has a placement and a case, and is refused for that.
        [$"DELETE {Child}"] = new("?reason=made-in-error", ETagFrom: Child, UsesUp: true),

        // Open to all who read children, so that the others' cells find the child as before.
        [$"PUT {Child}/restriction"] = new(Json: new { roles = new[] { "case-system", "social-worker", "family-finder" }, reason = "court-direction" }, ETagFrom: Child, UsesUp: true),
        [$"POST {Child}/restriction/lift"] = new(Json: new { reason = "no-longer-needed" }, ETagFrom: Child, UsesUp: true),
        ["GET /api/v1/councils/{code}/restrictions"] = new(),
        ["POST /api/v1/councils/{code}/children/break-glass"] = new(Json: new { localId = TinyReturn.HiddenId, reason = "court-direction", caseReference = "MATRIX-1" }),
        [$"GET {Grants}"] = new(),
        [$"GET {Grants}/{{grantId}}"] = new(),
        [$"POST {Grants}/{{grantId}}/review"] = new(Json: new { outcome = "justified" }, ETagFrom: $"{Grants}/{{grantId}}", UsesUp: true),
        ["PUT /api/v1/councils/{code}/children/{childId}/name"] = new(Json: new { given = "Invented", family = "Child" }, ETagFrom: Child),
        [$"PUT {Child}/nhs-number"] = new(Json: new { nhsNumber = (string?)null }, ETagFrom: Child),
        ["GET /api/v1/councils/{code}/identities/{reference}"] = new(),
        ["PUT /api/v1/councils/{code}/children/{childId}/milestones/{kind}"] =
            new(Json: new { date = "2024-01-05" }, ETagFrom: Child, Values: new Dictionary<string, string> { ["kind"] = "entered-care" }),
        ["POST /api/v1/councils/{code}/changes"] = new(Json: new[]
        {
            new
            {
                la_child_id = TinyReturn.LocalId,
                child_details = new { unique_pupil_number = "UN1" },
                social_care_episodes = new[] { new { social_care_episode_id = "E1", adoption = new { purge = false }, child_looked_after_placements = new[] { new { child_looked_after_placement_id = "P1", purge = true } } } },
                purge = false,
            },
        }),
        ["GET /api/v1/councils/{code}/changes"] = new(),
        [$"POST {Webhooks}"] = new(Json: new { url = "https://case-system.example.org/matrix" }, UsesUp: true),
        [$"GET {Webhooks}"] = new(),
        [$"GET {Webhooks}/{{webhookId}}"] = new(),
        [$"DELETE {Webhooks}/{{webhookId}}"] = new(ETagFrom: $"{Webhooks}/{{webhookId}}", UsesUp: true, Instead: new Dictionary<string, string> { ["webhookId"] = "spareWebhookId" }),
        [$"GET {Webhooks}/{{webhookId}}/deliveries"] = new(),
        [$"POST {Webhooks}/{{webhookId}}/deliveries/{{deliveryId}}/replay"] = new(),
        ["GET /api/v1/councils/{code}/annex-map"] = new(),
        ["PUT /api/v1/councils/{code}/annex-map"] =
            new(Json: new { headings = new[] { new { list = 10, text = "Dt Placement Order made", column = "placement-order" } }, values = Array.Empty<object>() }, ETagFrom: "/api/v1/councils/{code}/annex-map"),
        ["POST /api/v1/councils/{code}/annex-map/suggestions"] = new(Json: new { list = 10, headings = new[] { "Dt Placement Order made" } }),
        ["GET /api/v1/councils/{code}/return-map"] = new(),
        ["PUT /api/v1/councils/{code}/return-map"] = new(
            Json: new { headings = new[] { new { table = "PlacedAdoption", text = "Date should be placed", column = "DATE_PLACED" } }, values = Array.Empty<object>() },
            ETagFrom: "/api/v1/councils/{code}/return-map"),
        ["POST /api/v1/councils/{code}/return-map/suggestions"] = new(Json: new { headings = new[] { "CHILD", "DOB", "Date should be placed" } }),
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
        [$"GET {Child}/permanence"] = new(),
        [$"PUT {Child}/permanence"] = new(Json: Plan, ETagFrom: Child),
        [$"GET {Child}/needs"] = new(),
        [$"PUT {Child}/needs"] = new(Json: new { needs = new[] { new { need = "autism", level = "low" } } }, ETagFrom: Child),
        [$"GET {Child}/background"] = new(),
        [$"PUT {Child}/background"] = new(Json: new { support = new[] { "heritage" } }, ETagFrom: Child),
        [$"GET {Child}/exclusion-areas"] = new(),
        [$"PUT {Child}/exclusion-areas"] = new(Json: new { areas = new[] { new { district = "ST16", reason = "planted" } } }, ETagFrom: Child),
        [$"GET {Child}/family-finding"] = new(),
        [$"POST {Child}/search"] = new(ETagFrom: Child, UsesUp: true),
        [$"POST {Child}/search/pause"] = new(Json: new { reason = "court", words = "planted", reviewOn = "2099-01-01" }, ETagFrom: Child, UsesUp: true),
        [$"POST {Child}/search/resume"] = new(ETagFrom: Child, UsesUp: true),
        [$"POST {Child}/search/end"] = new(Json: new { reason = "no-longer-needed", words = "planted" }, ETagFrom: Child, UsesUp: true),
        [$"GET {Child}/placements"] = new(),
        [$"POST {Child}/placements"] = new(Json: new { kind = "home", from = "2024-02-01" }, ETagFrom: Child, UsesUp: true),
        [$"POST {Child}/placements/{{placementId}}/end"] = new(Json: new { on = "2024-02-02", reason = "planned", words = "planted" }, ETagFrom: Child, UsesUp: true),
        [$"GET {Child}/temporary-approvals"] = new(),
        [$"POST {Child}/temporary-approvals"] = new(
            Json: new
            {
                from = "2024-02-02", approvedBy = "Invented Head", suitabilityAssessedOn = "2024-02-01", welfareConsideredOn = "2024-02-01", welfare = "planted", consultedOn = "2024-02-01",
                nominatedOfficer = "Invented Officer", nominatedOfficerApprovedOn = "2024-02-01", householdId = Guid.Empty,
            },
            ETagFrom: Child, UsesUp: true),
        [$"POST {Child}/temporary-approvals/{{approvalId}}/end"] = new(Json: new { reason = "carers-notice", on = "2024-02-02", words = "planted" }, ETagFrom: Child, UsesUp: true),
        [$"POST {Child}/moves"] = new(Json: new { on = "2024-02-02", to = "foster-carers", reason = "planted" }, ETagFrom: Child),
        [$"POST {Child}/orders"] = new(Json: new { kind = "special-guardianship-order", on = "2024-02-02" }, ETagFrom: Child, UsesUp: true),
        [$"POST {Child}/orders/{{courtOrderId}}/withdraw"] = new(Json: new { words = "planted" }, ETagFrom: Child, UsesUp: true),
        [$"POST {Child}/match/withdraw"] = new(Json: new { reason = "household-withdrew", on = "2024-02-02", decidedBy = "planted", words = "planted" }, ETagFrom: Child, UsesUp: true),
        ["POST /api/v1/councils/{code}/sibling-groups"] = new(Json: Siblings),
        ["GET /api/v1/councils/{code}/sibling-groups/{groupId}"] = new(),
        ["PUT /api/v1/councils/{code}/sibling-groups/{groupId}"] = new(Json: Siblings, ETagFrom: Group),
        ["PUT /api/v1/councils/{code}/sibling-groups/{groupId}/children/{childId}"] = new(Json: new { decision = "together", decidedOn = "2024-02-02", reason = "planted" }, ETagFrom: Group),
        ["DELETE /api/v1/councils/{code}/sibling-groups/{groupId}/children/{childId}"] = new(ETagFrom: Group, UsesUp: true),
        [$"PUT {Child}/ruled-out/{{household}}"] = new(
            Json: new { reason = "planted" }, ETagFrom: Child),
        ["GET /api/v1/councils/{code}/links"] = new(),
        [$"GET {Link}"] = new(),
        [$"POST {Link}/decision"] = new(Json: new { decision = "selected", decidedBy = "Planted", decidedOn = "2024-02-02", words = "planted" }, ETagFrom: Link, UsesUp: true),
        [$"POST {Link}/words"] = new(Json: new { words = "planted" }, ETagFrom: Link),
        [$"GET {Home}/learned"] = new(),
        [$"POST {Home}/learned/{{learnedId}}"] = new(Json: new { outcome = "confirmed", talkedOn = "2024-02-02", words = "planted" }, ETagFrom: Home),
        [$"POST {Child}/profile-versions"] = new(Json: Profile),
        [$"GET {Child}/profile-versions"] = new(),
        [$"GET {Child}/profile-versions/{{versionId}}"] = new(),
        [$"PUT {Child}/profile-versions/{{versionId}}"] = new(Json: Profile, ETagFrom: $"{Child}/profile-versions/{{versionId}}"),
        [$"POST {Child}/profile-versions/{{versionId}}/approve"] = new(ETagFrom: $"{Child}/profile-versions/{{versionId}}", UsesUp: true),
        [$"POST {Child}/profile-versions/{{versionId}}/withdraw"] = new(ETagFrom: $"{Child}/profile-versions/{{versionId}}", UsesUp: true),
        [$"POST {Child}/profile-versions/{{versionId}}/court-permissions"] = new(
            Json: new { reader = "1c0b9a8f-7e6d-4c5b-8a49-382716054f3e", basis = "rule1273", on = "2024-02-02" }, ETagFrom: $"{Child}/profile-versions/{{versionId}}"),
        [$"POST {Home}/profile-versions"] = new(Json: Profile),
        [$"GET {Home}/profile-versions"] = new(),
        [$"GET {Home}/profile-versions/{{versionId}}"] = new(Instead: Report),
        [$"PUT {Home}/profile-versions/{{versionId}}"] = new(Json: Profile, ETagFrom: $"{Home}/profile-versions/{{versionId}}", Instead: Report),
        [$"POST {Home}/profile-versions/{{versionId}}/approve"] = new(ETagFrom: $"{Home}/profile-versions/{{versionId}}", Instead: Report, UsesUp: true),
        [$"POST {Home}/profile-versions/{{versionId}}/withdraw"] = new(ETagFrom: $"{Home}/profile-versions/{{versionId}}", Instead: Report, UsesUp: true),
        ["POST /api/v1/councils/{code}/case-transfers"] = new(
            Json: new { to = new { name = "Imagined Worker", manager = "Invented Manager", subject = "planted" }, children = new[] { OwnedChild } }),
        ["GET /api/v1/councils/{code}/case-transfers"] = new(),
        ["GET /api/v1/councils/{code}/case-transfers/{transferId}"] = new(),
        ["POST /api/v1/councils/{code}/case-transfers/{transferId}/accept"] = new(ETagFrom: "/api/v1/councils/{code}/case-transfers/{transferId}", UsesUp: true),
        ["POST /api/v1/councils/{code}/case-transfers/{transferId}/revoke"] = new(ETagFrom: "/api/v1/councils/{code}/case-transfers/{transferId}", UsesUp: true),
        ["GET /api/v1/councils/{code}/worklist"] = new("?limit=200"),
        [$"GET {Child}/duties"] = new(),
        [$"POST {Child}/case-events"] = new(Json: new { kind = "reviewed", on = "2024-02-02" }, ETagFrom: Child, UsesUp: true),
        [$"POST {Child}/case-events/{{eventId}}/withdraw"] = new(ETagFrom: Child, Instead: OfHub, UsesUp: true),
        [$"PUT {Child}/duties/{{duty}}/reason"] = new(Json: new { words = "planted" }, ETagFrom: Child, Values: Duty, UsesUp: true),
        [$"GET {Home}/duties"] = new(),
        [$"POST {Home}/assessment-pauses"] = new(Json: new { stage = "one", reason = "good-reason", from = "2024-02-02", words = "planted" }, ETagFrom: Home, UsesUp: true),
        [$"POST {Home}/assessment-pauses/{{pauseId}}/end"] = new(Json: new { on = "2024-02-02" }, ETagFrom: Home, Instead: OfHub, UsesUp: true),
        [$"PUT {Home}/duties/{{duty}}/reason"] = new(Json: new { words = "planted" }, ETagFrom: Home, Values: Duty, UsesUp: true),
        ["GET /api/v1/councils/{code}/disclosures"] = new(),
        [$"GET {Release}"] = new(),
        [$"POST {Release}/end"] = new(
            Json: new { words = "planted" }, ETagFrom: Release, UsesUp: true, Instead: new Dictionary<string, string> { ["disclosureId"] = "spareDisclosureId" }),
        ["GET /api/v1/released/{code}/disclosures/{disclosureId}"] = new(),
        ["POST /api/v1/councils/{code}/households"] = new(Json: Household),
        ["GET /api/v1/councils/{code}/households"] = new("?limit=200"),
        ["POST /api/v1/councils/{code}/households/approvals"] = new(Json: Approval),
        ["POST /api/v1/councils/{code}/households/changes"] = new(Json: new[] { new { reference = "ACCESSMATRIX", sourceDocument = "planted for a test", adopters = new[] { "A1" } } }),
        [$"GET {Home}"] = new(),
        [$"PUT {Home}"] = new(Json: Household, ETagFrom: Home),
        [$"GET {Home}/offer"] = new(),
        [$"PUT {Home}/offer"] = new(Json: Offer, ETagFrom: Home),
        [$"POST {Home}/holds"] = new(Json: new { from = "2099-01-01", until = "2099-02-01", reason = "moving" }, ETagFrom: Home),
        [$"POST {Home}/holds/{{holdId}}/end"] = new(ETagFrom: Home, UsesUp: true),
        [$"POST {Home}/reviews"] = new(Json: new { on = "2024-01-05", outcome = "continues" }, ETagFrom: Home, UsesUp: true),
        [$"PUT {Home}/restriction"] = new(Json: new { roles = new[] { "recruitment", "support-worker", "panel-adviser" }, reason = "court-direction" }, ETagFrom: Home, UsesUp: true),
        [$"POST {Home}/restriction/lift"] = new(Json: new { reason = "no-longer-needed" }, ETagFrom: Home, UsesUp: true),
        ["GET /api/v1/councils/{code}/household-restrictions"] = new(),
        [$"GET {Parked}"] = new(),
        [$"GET {Parked}/{{messageId}}"] = new(),
        [$"POST {Parked}/replay"] = new(Json: Nothing),
        [$"POST {Parked}/{{messageId}}/replay"] = new(ETagFrom: $"{Parked}/{{messageId}}", UsesUp: true),
        [$"POST {Parked}/{{messageId}}/discard"] = new(Json: Discarded, ETagFrom: $"{Parked}/{{messageId}}", UsesUp: true),
        ["GET /api/v1/councils/{code}/audit"] = new(),
        ["GET /api/v1/councils/{code}/audit/chain"] = new(),
        ["GET /api/v1/councils/{code}/audit/shared-anchors"] = new(),
        [$"GET {RegionalParked}"] = new(),
        [$"GET {RegionalParked}/{{messageId}}"] = new(Values: Regional),
        [$"POST {RegionalParked}/replay"] = new(Json: Nothing),
        [$"POST {RegionalParked}/{{messageId}}/replay"] = new(ETagFrom: $"{RegionalParked}/{{messageId}}", Values: Regional, UsesUp: true),
        [$"POST {RegionalParked}/{{messageId}}/discard"] = new(Json: Discarded, ETagFrom: $"{RegionalParked}/{{messageId}}", Values: Regional, UsesUp: true),
        [$"GET {PanelParked}"] = new(),
        [$"GET {PanelParked}/{{messageId}}"] = new(Values: Regional),
        [$"POST {PanelParked}/replay"] = new(Json: Nothing),
        [$"POST {PanelParked}/{{messageId}}/replay"] = new(ETagFrom: $"{PanelParked}/{{messageId}}", Values: Regional, UsesUp: true),
        [$"POST {PanelParked}/{{messageId}}/discard"] = new(Json: Discarded, ETagFrom: $"{PanelParked}/{{messageId}}", Values: Regional, UsesUp: true),
        ["GET /api/v1/panels/audit"] = new(),
        ["GET /api/v1/panels/audit/chain"] = new(),
        ["GET /api/v1/panels/councils/{code}/audit"] = new(),
        ["GET /api/v1/panels/councils/{code}/exit-pack"] = new(),
        ["GET /api/v1/region/audit"] = new(),
        ["GET /api/v1/region/audit/chain"] = new(),
        ["GET /api/v1/region/councils/{code}/audit"] = new(),
        ["GET /api/v1/region/councils/{code}/exit-pack"] = new(),
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
    .Concat(FundSamples.ByOperation).Concat(PanelSamples.ByOperation).Concat(CaseSamples.ByOperation).ToDictionary(StringComparer.Ordinal);
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
