namespace Partnership.EndToEnd.Tests.Access;

/// <summary>A body that names things, asked with one of another council in it.</summary>
/// <param name="Json">The body; <c>"{caseId}"</c> is one of the ids that each council owns.</param>
/// <param name="Refusals">Codes of the problem that are as good as that there is no such thing.</param>
internal sealed record ForeignBody(object Json, params string[] Refusals);

/// <summary>
/// Every operation whose body names something by its id: another council's is as good as none. What needs a line is read off the description.
/// </summary>
internal static class ForeignThings
{
    private const string Panels = "/api/v1/panels";
    private const string Meeting = Panels + "/meetings/{meetingId}";
    private const string Case = Panels + "/cases/{caseId}";
    private const string Region = "/api/v1/region";
    private const string Council = "/api/v1/councils/{code}";
    private const string Fund = "/api/v1/fund/councils/{code}";

    private static readonly object Settings = new
    {
        meetingMinutes = 300, itemMinutes = new Dictionary<string, int>(), coolingOffMonths = 0, meetingPounds = 0, shares = new Dictionary<string, int>(), travelPounds = new Dictionary<string, int>(),
        minutesWorkingDays = 5, takesAdvisoryItems = false,
    };

    private static readonly object Lines = new
    {
        children = new[] { "{childId}" },
        lines = new[] { new { therapy = "play-therapy", providerId = "{providerId}", hours = 1, ratePence = 7_500, starts = "2026-01-05", ends = "2026-03-20" } },
    };

    public static IReadOnlyDictionary<string, ForeignBody> ByOperation { get; } = new Dictionary<string, ForeignBody>(StringComparer.Ordinal)
    {
        [$"POST {Panels}"] = new(new { code = "foreign", listId = "{listId}", councils = new[] { AccessFixture.Own }, settings = Settings }),
        [$"PUT {Meeting}/members"] = new(new { members = new[] { new { memberId = "{memberId}", role = "member" } } }, "meeting.not-listed"),
        [$"POST {Meeting}/substitutions"] = new(new { memberId = "{memberId}", by = "{memberId}" }, "meeting.not-drawn"),
        [$"POST {Meeting}/agenda"] = new(new { caseId = "{caseId}" }),
        [$"POST {Case}/conflicts"] = new(new { memberId = "{memberId}", kind = "other" }, "conflict.not-yours"),
        [$"POST {Panels}/schedules"] = new(new { from = "2026-01-01", until = "2026-01-31", panelIds = new[] { "{panelId}" } }),
        [$"POST {Panels}/schedules/{{planId}}/changes"] = new(new { moves = new[] { new { caseId = "{caseId}", meetingId = "{meetingId}" } }, save = true }, "schedule.not-in-plan"),
        [$"POST {Region}/children/{{child}}/interests"] = new(new { household = "{household}" }),
        [$"POST {Region}/links"] = new(new { child = "{child}", household = "{household}" }, "link.not-a-candidate"),
        [$"POST {Region}/transfers"] = new(new { links = new[] { "{regionLinkId}" }, to = "somebody.else" }),
        [$"POST {Region}/outside-searches"] = new(new { child = "{child}", provider = "council" }),
        [$"POST {Council}/panel-cases"] = new(new { kind = "should-be-placed-by-order", childIds = new[] { "{childId}" } }),
        [$"POST {Council}/panel-cases/{{caseId}}/decision-records"] = new(new { material = new[] { "{paperId}" }, arguments = "Invented.", ownReasons = "Invented." }, "decision-record.material", "decision-record.not-heard"),
        [$"POST {Council}/panel-cases/{{caseId}}/letters"] =
            new(new { decisionId = "{decisionId}", kind = "parents-should-be-placed", recipient = "Invented", address = "Invented", signedBy = "Invented" }),
        [$"POST {Council}/case-transfers"] = new(new { to = new { name = "Imagined Worker", manager = "Invented Manager", subject = "planted" }, children = new[] { "{childId}" } }, "case-transfer.not-yours"),
        [$"POST {Council}/support/families/{{familyId}}/assessments"] = new(Samples.TheAssessment, "support-assessment.children"),
        [$"PUT {Council}/support/families/{{familyId}}"] = new(Samples.TheFamily("{supportChildId}"), "support-child.missing"),
        [$"POST {Council}/support/families"] = new(Samples.TheFamily("{supportChildId}"), "support-child.unknown"),
        [$"POST {Council}/support/identity-guard"] = new(new { text = "Invented.", familyId = "{familyId}" }),
        [$"POST {Council}/support/assessments/{{assessmentId}}/export"] =
            new(new { assessmentId = "{assessmentReference}", fields = new[] { new { number = 1, section = "Applicant", label = "Our reference", value = "F000123" } } }, "export.other-assessment"),
        [$"POST {Council}/children/{{childId}}/placements"] = new(new { kind = "home", from = "2024-02-05", householdId = "{householdId}" }, "placement.household"),
        [$"POST {Fund}/applications"] = new(new { assessmentId = "{fundAssessmentId}", content = Lines }),
        [$"POST {Fund}/applications/{{applicationId}}/amendments"] = new(Lines),
        [$"POST {Fund}/applications/{{applicationId}}/orders"] = new(new { lineId = "{lineId}", hours = 0.01 }),
        [$"POST {Fund}/applications/{{applicationId}}/outcomes"] =
            new(new { lineId = "{lineId}", childId = "{childId}", tool = "goal-based-outcome", when = "before", score = 3, measuredOn = "2026-01-05" }),
        [$"POST {Fund}/applications/{{applicationId}}/decision"] = new(
            new { outcome = "approved", decidedOn = "2025-11-20", portalReference = "ASF-2025-3", awards = new[] { new { lineId = "{lineId}", childId = "{childId}", pence = 1 } } }, "decision.award"),
        [$"POST {Fund}/invoices"] = new(new { orderId = "{orderId}", reference = "INV-2026-3", hours = 0.1, pence = 100, periodFrom = "2026-01-05", periodTo = "2026-01-30" }),
    };

    /// <summary>What names nothing that one council owns, or is refused before that is looked at, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> NoneOwned { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [$"POST {Council}/sibling-groups"] = "a search that is shared by several councils",
        [$"PUT {Council}/sibling-groups/{{groupId}}"] = "a search that is shared by several councils",
        [$"POST {Council}/children/{{childId}}/profile-versions/{{versionId}}/court-permissions"] = "a person, of whatever council",
        [$"POST {Region}/links/{{linkId}}/disclosures"] = "a person, who must be on the link",
        ["POST /api/v1/fund/frameworks"] = "providers, who are the region's",
        [$"POST {Fund}/applications/{{applicationId}}/quotes"] = "providers, who are the region's",
        [$"PUT {Fund}/applications/{{applicationId}}"] = "refused for the state of the application before; the same is begun above",
        [$"PUT {Meeting}/attendance"] = "refused for the day of the meeting before; only who is drawn is there",
        [$"PUT {Panels}/agenda-items/{{itemId}}/sitting"] = "refused for the day of the meeting before; only who was there sits",
        [$"PUT {Panels}/agenda-items/{{itemId}}/recommendation"] = "a child by what the case calls it",
        [$"POST {Council}/children/{{childId}}/temporary-approvals"] = "refused for what comes before early permanence, which is looked for first",
        [$"POST {Case}/decisions"] = "a record of the case, which its own maker has written",
    };
}
