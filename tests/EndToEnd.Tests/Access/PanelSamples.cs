using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Partnership.EndToEnd.Tests.Access;

/// <summary>Panel scheduling's operations, and what each council owns there.</summary>
internal static class PanelSamples
{
    private const string Panels = "/api/v1/panels";
    private const string Meeting = Panels + "/meetings/{meetingId}";
    private const string Item = Panels + "/agenda-items/{itemId}";
    private const string Case = Panels + "/cases/{caseId}";
    private const string Member = Panels + "/members/{memberId}";
    private const string Plan = Panels + "/schedules/{planId}";
    private const string Decision = Panels + "/decisions/{decisionId}";
    private const string Maker = Panels + "/decision-makers/{decisionMakerId}";

    private static readonly object Settings = new
    {
        meetingMinutes = 300, itemMinutes = new Dictionary<string, int>(), coolingOffMonths = 0, meetingPounds = 0, shares = new Dictionary<string, int>(), travelPounds = new Dictionary<string, int>(),
        minutesWorkingDays = 5, takesAdvisoryItems = false,
    };

    // What empties, ends or fills a meeting is done to another one than the others look at.
    private static readonly Dictionary<string, string> Spare = new() { ["meetingId"] = "spareMeetingId" };

    private static readonly Dictionary<string, string> Management = new() { ["kind"] = "management" };

    public static IReadOnlyDictionary<string, Sample> ByOperation { get; } = new Dictionary<string, Sample>(StringComparer.Ordinal)
    {
        [$"GET {Panels}"] = new(),

        // A list and a panel have codes of their own: whoever may is let in is shown by the service's own tests.
        [$"POST {Panels}"] = new(Json: new { code = "x", listId = Guid.Empty, councils = Array.Empty<string>(), settings = Settings }, UsesUp: true, Refusal: "list.not-found"),
        [$"GET {Panels}/{{panelId}}"] = new(),
        [$"PUT {Panels}/{{panelId}}/settings"] = new(Json: Settings, ETagFrom: $"{Panels}/{{panelId}}"),
        [$"GET {Panels}/lists"] = new(),
        [$"POST {Panels}/lists"] = new(Json: new { code = "x", strand = "adoption", councils = Array.Empty<string>() }, UsesUp: true, Refusal: "code.invalid"),
        [$"GET {Panels}/lists/{{listId}}"] = new(),
        [$"GET {Panels}/lists/{{listId}}/members"] = new(),
        [$"POST {Panels}/lists/{{listId}}/members"] = new(Json: new { name = "Invented Member", subject = (string?)null, joinedOn = "2024-01-08", facts = Array.Empty<object>() }),
        [$"GET {Panels}/lists/{{listId}}/activity"] = new("?from=2025-01-01&until=2025-12-31"),
        [$"GET {Panels}/lists/{{listId}}/fee-rates"] = new(),
        [$"POST {Panels}/lists/{{listId}}/fee-rates"] = new(Json: new { role = "member", from = "2025-04-01", meetingPounds = 150 }),
        [$"GET {Member}"] = new(),
        [$"PUT {Member}/facts"] = new(Json: new { facts = Array.Empty<object>() }, ETagFrom: Member, UsesUp: true),
        [$"PUT {Member}/absences"] = new(Json: new { absences = Array.Empty<object>() }, ETagFrom: Member),
        [$"POST {Member}/notice"] = new(Json: new { givenOn = "2025-06-16", by = "member" }, ETagFrom: Member, UsesUp: true),
        [$"POST {Member}/feed"] = new(),
        [$"GET {Panels}/meetings"] = new(),
        [$"POST {Panels}/{{panelId}}/meetings"] = new(Files: () => JsonContent.Create(new { date = NextTuesday(), startsAt = AnyTime(), minutes = 30 })),
        [$"POST {Panels}/{{panelId}}/series"] =
            new(Files: () => JsonContent.Create(new { from = NextTuesday(), until = NextTuesday(), weekday = "tuesday", everyWeeks = 1, weekOfMonth = (int?)null, startsAt = AnyTime(), minutes = 30 })),
        [$"GET {Meeting}"] = new(),
        [$"PUT {Meeting}/members"] = new(Json: new { members = Array.Empty<object>() }, ETagFrom: Meeting, UsesUp: true, Instead: Spare),
        [$"POST {Meeting}/substitutions"] = new(Json: new { memberId = Guid.Empty, by = Guid.Empty }, ETagFrom: Meeting, UsesUp: true, Instead: Spare),
        [$"PUT {Meeting}/venue"] = new(Json: new { venue = "Invented room" }, ETagFrom: Meeting),
        [$"PUT {Meeting}/answer"] = new(Json: new { answer = "comes" }, ETagFrom: Meeting),
        [$"PUT {Meeting}/attendance"] = new(Json: new { present = Array.Empty<Guid>() }, ETagFrom: Meeting, UsesUp: true, Instead: Spare),
        [$"POST {Meeting}/settle"] = new(ETagFrom: Meeting, UsesUp: true, Instead: Spare),
        [$"POST {Meeting}/cancel"] = new(ETagFrom: Meeting, UsesUp: true, Instead: Spare),
        [$"POST {Meeting}/agenda"] = new(Json: new { caseId = Guid.Empty }, ETagFrom: Meeting, UsesUp: true, Instead: Spare),
        [$"GET {Item}"] = new(),
        [$"POST {Item}/withdraw"] = new(Json: new { reason = "moved" }, ETagFrom: Item, UsesUp: true),
        [$"PUT {Item}/invitation"] = new(Json: new { invitedOn = "2025-06-16" }, ETagFrom: Item),
        [$"PUT {Item}/sitting"] = new(Json: new { sitting = Array.Empty<Guid>() }, ETagFrom: Item, UsesUp: true),
        [$"PUT {Item}/recommendation"] = new(Json: new { recommendations = Array.Empty<object>(), advice = Array.Empty<string>() }, ETagFrom: Item, UsesUp: true),
        [$"POST {Item}/sign"] = new(ETagFrom: Item, UsesUp: true),
        [$"POST {Item}/feedback"] = new(Json: new { from = "member", quality = 3, timeliness = 3, conduct = 4 }),
        [$"GET {Panels}/cases"] = new(),
        [$"GET {Case}"] = new(),
        [$"PUT {Case}/scheduling"] = new(Json: new { minutes = 60, absences = Array.Empty<object>() }, ETagFrom: Case),
        [$"POST {Case}/pauses"] = new(Json: new { clock = "stage-two", reason = "applicant-request", from = "2025-06-16" }, ETagFrom: Case, UsesUp: true),
        [$"POST {Case}/pauses/{{pauseId}}/end"] = new(Json: new { until = "2025-06-16" }, ETagFrom: Case, UsesUp: true),
        [$"POST {Case}/conflicts"] = new(Json: new { memberId = Guid.Empty, kind = "other" }, ETagFrom: Case, UsesUp: true),
        [$"POST {Case}/papers"] = new(UsesUp: true, Refusal: "decision.not-appointed"),
        [$"POST {Case}/decisions"] = new(Json: new { recordId = Guid.Empty, reasonsAdopted = "all", decisions = Array.Empty<object>() }, ETagFrom: Case, UsesUp: true),
        [$"GET {Panels}/clocks"] = new(),
        [$"GET {Panels}/worklist"] = new(),
        [$"POST {Panels}/schedules"] = new(Json: new { from = "2026-01-01", until = "2026-01-31", panelIds = Array.Empty<Guid>() }),
        [$"GET {Plan}"] = new(),
        [$"POST {Plan}/changes"] = new(Json: new { moves = Array.Empty<object>() }, ETagFrom: Plan),
        [$"POST {Plan}/apply"] = new(ETagFrom: Plan, UsesUp: true),
        [$"GET {Panels}/calendar.svg"] = new("?from=2025-01-01&until=2025-12-31"),
        [$"GET {Panels}/decision-makers"] = new(),
        [$"POST {Panels}/decision-makers"] = new(Json: new { }, UsesUp: true, Refusal: "request.invalid"),
        [$"GET {Maker}"] = new(),
        [$"POST {Maker}/end"] = new(Json: new { until = "2099-12-31" }, ETagFrom: Maker),
        [$"GET {Panels}/decisions"] = new(),
        [$"GET {Decision}"] = new(),
        [$"POST {Decision}/answer"] = new(Json: new { answer = "representations", on = "2025-06-16" }, ETagFrom: Decision, UsesUp: true),
        [$"POST {Decision}/review"] = new(Json: new { step = "notified", on = "2025-06-16" }, ETagFrom: Decision, UsesUp: true),
        [$"GET {Panels}/{{panelId}}/reports/{{kind}}"] = new("?until=2025-06-30", Values: Management),
        [$"POST {Panels}/{{panelId}}/reports/{{kind}}/issue"] = new(Json: new { until = "2025-06-30" }, Values: Management),
        [$"GET {Panels}/{{panelId}}/costs"] = new("?from=2025-01-01&until=2025-12-31"),
        [$"GET {Panels}/approval-terms"] = new("?from=2025-01-01&until=2025-12-31"),
    };

    /// <summary>Gives a council a list with whoever asks on it, a panel, a meeting with a case that was heard and decided, a plan.</summary>
    public static async Task<Dictionary<string, string>> MakeAsync(
        string council,
        string @case,
        Func<HttpMethod, string, HttpContent?, EntityTagHeaderValue?, Task<JsonElement>> send,
        Func<string, Task<EntityTagHeaderValue?>> tag,
        Func<string, string, object[], Task> execute,
        string name = "matrix")
    {
        var list = await MadeAsync("/lists", new { code = $"{name}-{council}", strand = "adoption", councils = new[] { council } });
        var (member, another) = (await MemberAsync("access-tests"), await MemberAsync("fuzz-tests"));
        var panel = await MadeAsync("", new { code = $"{name}-{council}", listId = list, councils = new[] { council }, settings = Settings });
        var meeting = await MadeAsync($"/{panel}/meetings", new { date = NextTuesday(), startsAt = "09:30:00", minutes = 300 });
        var spare = await MadeAsync($"/{panel}/meetings", new { date = NextTuesday(), startsAt = "15:30:00", minutes = 60 });
        await send(
            HttpMethod.Put, $"{Panels}/meetings/{meeting}/members", JsonContent.Create(new { members = new[] { new { memberId = member, role = "member" }, new { memberId = another, role = "member" } } }), await tag($"{Panels}/meetings/{meeting}"));
        var maker = await MadeAsync("/decision-makers", new
        {
            council, subject = name == "matrix" ? "somebody.else" : $"{name}.maker", name = "Invented Maker", kinds = new[] { "adopter-approval" }, from = "2024-01-01", until = (string?)null, authority = "scheme-of-delegation",
            authorityOn = "2023-12-01", socialWorkerSince = "2001-01-01",
        }, "decisionMakerId");
        var plan = await MadeAsync("/schedules", new { from = "2026-01-01", until = "2026-01-31", panelIds = new[] { panel } }, "planId");

        // Cases come from hubs alone, and are heard on a day that is not today: these are planted.
        var (item, decision, pause) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await execute(
            "panel_scheduling",
            $"""
            insert into panel_case (id, council, councils, kind, is_brief, is_fast_track, is_infant, state, child_count, absences, excused, round, epoch, hub_version, version)
            values ('{@case}', {council}, array[{council}]::smallint[], 1, false, false, false, 6, 0, '[]', '[]', 1, 1, 1, 1);
            insert into agenda_item (id, meeting_id, case_id, councils, position, minutes, is_pinned, state, reason, booked_at, late_reason, sitting, recommendations, advice, version)
            values ('{item}', '{meeting}', '{@case}', array[{council}]::smallint[], 1, 60, false, 3, 0, now(), 0, '[]', '[]', '[]', 1);
            insert into decision (id, case_id, council, councils, maker_id, round, stage, outcome, decided_on, reasons_adopted, record, made_at)
            values ('{decision}', '{@case}', {council}, array[{council}]::smallint[], '{maker}', 1, 2, 2, '2025-06-16', 1, gen_random_uuid(), now());
            insert into case_pause (id, case_id, councils, clock, reason, "from", until) values ('{pause}', '{@case}', array[{council}]::smallint[], 3, 1, '2025-05-01', '2025-05-08');
            insert into determination (decision_id, case_id, councils, referred_to_panel, version) values ('{decision}', '{@case}', array[{council}]::smallint[], false, 1);
            """,
            []);
        return new Dictionary<string, string>
        {
            ["listId"] = list, ["memberId"] = member, ["panelId"] = panel, ["meetingId"] = meeting, ["spareMeetingId"] = spare, ["decisionMakerId"] = maker, ["planId"] = plan, ["caseId"] = @case,
            ["itemId"] = item.ToString(), ["decisionId"] = decision.ToString(), ["pauseId"] = pause.ToString(),
        };

        // Whoever asks is on the list.
        Task<string> MemberAsync(string subject) => MadeAsync($"/lists/{list}/members", new { name = "Invented Member", subject, joinedOn = "2024-01-08", facts = Array.Empty<object>() });

        async Task<string> MadeAsync(string address, object body, string id = "id") =>
            (await send(HttpMethod.Post, Panels + address, JsonContent.Create(body), null)).GetProperty(id).GetString()!;
    }

    private static string NextTuesday()
    {
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(8);
        while (day.DayOfWeek != DayOfWeek.Tuesday || day.Day is 24 or 25 or 26 or 27 or 28 or 1)
        {
            day = day.AddDays(1);
        }

        return day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string AnyTime() => TimeSpan.FromSeconds(Random.Shared.Next(22 * 3600)).ToString("c", System.Globalization.CultureInfo.InvariantCulture);
}
