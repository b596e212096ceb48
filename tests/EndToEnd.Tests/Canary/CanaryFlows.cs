using System.Text.Json;
using Partnership.EndToEnd.Tests.Access;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.EndToEnd.Tests.Canary;

/// <summary>Households, support with the fund, and panels: words about people in every field that keeps some, and where none belong.</summary>
public sealed partial class CanaryTests
{
    private const string Words = PlantedHousehold.Words;

    private string Own => $"/api/v1/councils/{Council}";

    /// <summary>Adopters from their first day to a hold, with everything that is written down about them.</summary>
    /// <returns>The household, in its hub.</returns>
    private async Task<string> KeepHouseholdAsync()
    {
        var content = new
        {
            members = new[] { new { role = "parent", given = PlantedHousehold.Given, family = PlantedHousehold.Family, dateOfBirth = "1985-03-04" } },
            home = new { address = PlantedHousehold.Address, postcode = PlantedHousehold.Postcode },
            assessment = new { interestAcceptedOn = "2025-01-06" },
            reference = PlantedHousehold.Reference,
            matchingPlan = new { agreedOn = "2025-01-06", text = Words },
            worker = new { name = PlantedHousehold.Worker },
        };
        var opened = await DoneAsync(Roles.Recruitment, HttpMethod.Post, $"{Own}/households", content);
        var household = opened.GetProperty("id").GetString()!;
        var home = $"{Own}/households/{household}";
        await DoneAsync(Roles.Recruitment, HttpMethod.Put, home, content, home);
        await DoneAsync(Roles.Recruitment, HttpMethod.Post, $"{home}/assessment-pauses", new { stage = "one", reason = "good-reason", from = "2025-02-03", words = Words }, home);
        await DoneAsync(Roles.Recruitment, HttpMethod.Post, $"{home}/holds", new { from = "2099-01-01", until = "2099-02-01", reason = "health", note = Words }, home);
        var profile = new { level = "full", sections = new[] { new { title = PlantedHousehold.Family, text = Words } }, medicalAdviserPassedOn = "2025-02-03", medicalAdviser = PlantedHousehold.Worker };
        var report = await DoneAsync(Roles.Recruitment, HttpMethod.Post, $"{home}/profile-versions", profile);
        var version = $"{home}/profile-versions/{report.GetProperty("version").GetProperty("id").GetString()}";
        await DoneAsync(Roles.Recruitment, HttpMethod.Put, version, profile, version);
        foreach (var path in new[] { home, $"{home}/duties", $"{home}/offer", $"{home}/checks", version, $"{Own}/households?limit=200" })
        {
            using var read = await SendAsync(Roles.Recruitment, HttpMethod.Get, path);
            Assert.True(read.IsSuccessStatusCode, $"{path}: {await read.Content.ReadAsStringAsync()}");
        }

        await NotTakenAsync(Roles.Recruitment, HttpMethod.Post, $"{home}/holds", new { from = Words, until = Words, reason = Words, note = Words }, home);
        await NotTakenAsync(Roles.Recruitment, HttpMethod.Post, $"{home}/reviews", new { on = "2025-01-06", outcome = Words, summary = Words }, home);
        await NotTakenAsync(Roles.Recruitment, HttpMethod.Put, $"{home}/offer", new { numbers = Words }, home);
        await NotTakenAsync(Roles.Recruitment, HttpMethod.Get, $"{Own}/households?cursor={Uri.EscapeDataString(Words)}");
        await NotTakenAsync(Roles.Recruitment, HttpMethod.Get, $"{Own}/households/{Uri.EscapeDataString(Words)}");
        await NotTakenAsync(Roles.CaseSystem, HttpMethod.Post, $"{Own}/households/approvals", new { reference = Words, sourceDocument = Words, decision = Words, decidedOn = "2025-01-06" });
        return household;
    }

    /// <summary>A family with support, its narratives, and files of the fund in which somebody has written names.</summary>
    private async Task SupportAsync()
    {
        const string Told = PlantedHousehold.Told;
        var family = await DoneAsync(Roles.SupportWorker, HttpMethod.Post, $"{Own}/support/families", new
        {
            otherNames = new[] { PlantedHousehold.SupportedFamily }, addressLines = new[] { PlantedHousehold.SupportedLine }, livesHere = true,
            children = new[]
            {
                new
                {
                    given = PlantedHousehold.SupportedGiven, family = PlantedHousehold.SupportedFamily, dateOfBirth = "2016-02-03", route = "adopted-from-care", placedBy = "this-council", hasPlan = false,
                    orderMadeOn = "2024-01-09",
                },
            },
        });
        var child = family.GetProperty("children")[0].GetProperty("id").GetString();
        var assessed = await DoneAsync(
            Roles.SupportWorker, HttpMethod.Post, $"{Own}/support/families/{family.GetProperty("id").GetString()}/assessments",
            new { assessedOn = "2025-10-06", children = new[] { new { id = child, needs = new[] { "attachment" } } } });
        var assessment = $"{Own}/support/assessments/{assessed.GetProperty("id").GetString()}";
        await DoneAsync(Roles.SupportWorker, HttpMethod.Put, $"{assessment}/narratives/measures", new { text = Told }, assessment);
        await DoneAsync(Roles.SupportWorker, HttpMethod.Post, $"{Own}/support/identity-guard", new { text = Told, familyId = family.GetProperty("id").GetString() });
        await NotTakenAsync(
            Roles.SupportWorker, HttpMethod.Post, $"{assessment}/export",
            new { assessmentId = assessed.GetProperty("fundReference").GetString(), fields = new[] { new { number = 1, section = "Outcomes", label = "How", narrative = "measures" } } });

        await MiswriteAsync(Told);
        await MiswriteAsync(PlantedHousehold.Hyphened);
    }

    /// <summary>Names where the fund keeps codes and references, each in a request that would be taken with another word.</summary>
    private async Task MiswriteAsync(string told)
    {
        var (ids, code) = (fuzz.Target.Ids, told.ToLowerInvariant());
        var fund = $"/api/v1/fund/councils/{Council}";
        var application = $"{fund}/applications/{ids["applicationId"]}";
        var bid = $"{ids["childId"]},{ids["fundAssessmentId"]}";
        foreach (var (role, path, header, rows) in new (string, string, string, string[])[]
        {
            (
                Roles.SupportFund, "bids", "bid,child,assessment,therapy,hours,rate,starts,ends,fund,status",
                [$"{told},{told},{told},{told},{told},{told},{told},{told},{told},{told}", $"{told},{bid},play-therapy,1,75,2026-01-05,2026-03-20,75,draft", $"2025-9,{bid},{code},1,75,2026-01-05,2026-03-20,75,draft"]),
            (Roles.SupportFund, "decisions", "application,outcome,decided_on", [$"{told},{told},{told}"]),
            (
                Roles.Finance, "statements", "reference,portal_reference,kind,amount,paid_on",
                [$"{told},{told},{told},{told},{told}", $"{told},ASF-2025-9,payment,1.00,2026-01-05", $"BACS-2026-9,{told},payment,1.00,2026-01-05"]),
        })
        {
            using var file = FundSamples.Csv([header, .. rows]);
            using var answer = await SendAsync(role, HttpMethod.Post, $"{fund}/{path}", file);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode < 500 && (!answer.IsSuccessStatusCode || JsonDocument.Parse(text).RootElement.GetProperty("rejected").GetArrayLength() == rows.Length), text);
            _refusals.Add(text);
        }

        await NotTakenAsync(Roles.SupportFund, HttpMethod.Post, $"{fund}/applications", new { assessmentId = Guid.NewGuid(), content = new { children = new[] { told }, lines = told } });
        await NotTakenAsync(Roles.SupportFund, HttpMethod.Post, $"{fund}/applications", new
        {
            assessmentId = ids["fundAssessmentId"],
            content = new { children = new[] { ids["childId"] }, lines = new[] { new { therapy = code, providerId = ids["providerId"], hours = 1, ratePence = 7_500, starts = "2026-01-05", ends = "2026-03-20" } } },
        });
        await NotTakenAsync(Roles.SupportFund, HttpMethod.Post, $"{application}/submission", new { exceptions = new[] { told } }, application);
        await NotTakenAsync(Roles.SupportFund, HttpMethod.Post, $"{application}/withdrawal", new { reason = told }, application);
        await NotTakenAsync(Roles.SupportFund, HttpMethod.Post, $"{application}/decision", new { outcome = "approved", decidedOn = "2025-11-20", portalReference = told }, application);
        await NotTakenAsync(Roles.SupportFund, HttpMethod.Post, $"{fund}/invoices", new { orderId = ids["orderId"], reference = told, hours = 0.1, pence = 1, periodFrom = "2025-12-01", periodTo = "2025-12-31" });
        await NotTakenAsync(Roles.SupportFund, HttpMethod.Post, $"{fund}/children/{ids["childId"]}/hand-over", new { to = "894", reason = told });
        foreach (var (name, registration, therapy) in new[] { (told + " ☎", "SC0000008", "play-therapy"), ("Miswritten", told, "play-therapy"), ("Miswritten", "SC0000008", code) })
        {
            await NotTakenAsync(Roles.Finance, HttpMethod.Post, "/api/v1/fund/providers", new
            {
                name, status = "registered-support-agency", registrationReference = registration, isActive = false, hoursAMonth = 1, therapies = new[] { new { code = therapy, ratePence = 1 } },
                areas = Array.Empty<string>(), checks = Array.Empty<object>(),
            });
        }

        foreach (var (reference, therapy) in new[] { (told, "play-therapy"), ("FW-2025-9", code) })
        {
            await NotTakenAsync(
                Roles.Finance, HttpMethod.Post, "/api/v1/fund/frameworks",
                new { reference, from = "2025-04-01", until = "2029-03-31", ceilingPence = 1, rates = new[] { new { providerId = ids["providerId"], therapy, ratePence = 1 } } });
        }
    }

    /// <summary>A panel's member, the minutes, reasons and letter of a case, and words where panels keep codes.</summary>
    private async Task SitAsync()
    {
        var ids = fuzz.Target.Ids;
        const string Panels = "/api/v1/panels";
        var (meeting, item, @case) = ($"{Panels}/meetings/{ids["meetingId"]}", $"{Panels}/agenda-items/{ids["itemId"]}", $"{Own}/panel-cases/{ids["caseId"]}");
        var member = await DoneAsync(
            Roles.PanelAdviser, HttpMethod.Post, $"{Panels}/lists/{ids["listId"]}/members", new { name = PlantedHousehold.Member, subject = (string?)null, joinedOn = "2024-01-08", facts = Array.Empty<object>() });
        var path = $"{Panels}/members/{member.GetProperty("id").GetString()}";
        await DoneAsync(Roles.PanelAdviser, HttpMethod.Put, $"{path}/absences", new { absences = new[] { new { from = "2099-08-01", until = "2099-08-15" } } }, path);
        await DoneAsync(Roles.PanelAdviser, HttpMethod.Post, $"{Own}/panel-items/{ids["itemId"]}/minutes", new { discussion = Words, reasons = Words });
        await DoneAsync(
            Roles.DecisionMaker, HttpMethod.Post, $"{@case}/decision-records", new { material = Array.Empty<Guid>(), otherMaterial = Words, arguments = Words, ownReasons = Words });
        var letter = await DoneAsync(
            Roles.SocialWorker, HttpMethod.Post, $"{@case}/letters",
            new { decisionId = ids["decisionId"], kind = "parents-should-be-placed", recipient = PlantedHousehold.Worker, address = PlantedHousehold.Address, signedBy = PlantedHousehold.Worker });
        foreach (var format in new[] { "pdf", "docx" })
        {
            using var document = await SendAsync(Roles.SocialWorker, HttpMethod.Get, $"{@case}/letters/{letter.GetProperty("letterId").GetString()}/document?format={format}");
            Assert.True(document.IsSuccessStatusCode, await document.Content.ReadAsStringAsync());
        }

        await DoneAsync(Roles.SocialWorker, HttpMethod.Post, $"{@case}/decisions/{ids["decisionId"]}/notices/birth-parents", new { notPossible = Words }, $"{@case}/decisions");
        await NotTakenAsync(Roles.SocialWorker, HttpMethod.Post, $"{@case}/decisions/{ids["decisionId"]}/notices/{Uri.EscapeDataString(Words)}", new { orallyOn = "2025-06-17" }, $"{@case}/decisions");
        await NotTakenAsync(Roles.PanelAdviser, HttpMethod.Post, Panels + "/lists", new { code = Words, strand = Words, councils = new[] { Council } });
        await NotTakenAsync(Roles.PanelAdviser, HttpMethod.Put, $"{item}/recommendation", new { recommendations = new[] { new { outcome = Words } }, advice = new[] { Words } }, item);
        await NotTakenAsync(Roles.PanelAdviser, HttpMethod.Post, $"{item}/withdraw", new { reason = Words }, item);
        await NotTakenAsync(Roles.PanelAdviser, HttpMethod.Post, $"{item}/feedback", new { from = Words, quality = 3, timeliness = 3, conduct = 3 });
        await NotTakenAsync(Roles.PanelAdviser, HttpMethod.Post, $"{meeting}/substitutions", new { memberId = Words, by = Words }, meeting);
        await NotTakenAsync(Roles.PanelAdviser, HttpMethod.Post, $"{Panels}/decision-makers", new { council = Council, name = Words, subject = "nobody", kinds = new[] { Words } });
        await NotTakenAsync(Roles.PanelAdviser, HttpMethod.Get, $"{Panels}/cases?cursor={Uri.EscapeDataString(Words)}");
        await NotTakenAsync(Roles.PanelAdviser, HttpMethod.Get, $"{Panels}/feeds/{Uri.EscapeDataString(Words)}.ics");
    }

    private async Task<JsonElement> DoneAsync(string role, HttpMethod method, string address, object body, string? versionOf = null)
    {
        using var answer = await SendAsync(role, method, address, Json(body), versionOf: versionOf);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {address}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task NotTakenAsync(string role, HttpMethod method, string address, object? body = null, string? versionOf = null)
    {
        using var answer = await SendAsync(role, method, address, body is null ? null : Json(body), versionOf: versionOf);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{method} {address}: {(int)answer.StatusCode} {text}");
        _refusals.Add($"{answer.Headers} {text}");
    }
}
