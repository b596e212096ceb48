using System.Net.Http.Json;
using Partnership.Contracts.PanelScheduling;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests;

/// <summary>Panel scheduling's writes, repeated and contested: an operation that is added and has no sample fails the first test.</summary>
public sealed class WriteTests(PanelHost host) : PanelTest(host)
{
    private const string Panels = "/api/v1/panels";

    private static readonly string[] Tried =
    [
        "POST ", "PUT /{panelId:guid}/settings", "POST /lists", "POST /lists/{listId:guid}/members", "POST /lists/{listId:guid}/fee-rates", "PUT /members/{memberId:guid}/facts",
        "PUT /members/{memberId:guid}/absences", "POST /members/{memberId:guid}/notice", "POST /{panelId:guid}/meetings", "POST /{panelId:guid}/series", "PUT /meetings/{meetingId:guid}/members",
        "PUT /meetings/{meetingId:guid}/venue",
        "POST /meetings/{meetingId:guid}/agenda", "POST /meetings/{meetingId:guid}/settle", "POST /meetings/{meetingId:guid}/cancel", "PUT /agenda-items/{itemId:guid}/invitation",
        "POST /agenda-items/{itemId:guid}/withdraw", "PUT /cases/{caseId:guid}/scheduling", "POST /cases/{caseId:guid}/pauses", "POST /cases/{caseId:guid}/conflicts",
        "POST /cases/{caseId:guid}/papers", "POST /cases/{caseId:guid}/decisions", "POST /decision-makers", "POST /decision-makers/{decisionMakerId:guid}/end", "POST /schedules", "POST /schedules/{planId:guid}/apply",
        "POST /parked-messages/replay", "POST /parked-messages/{messageId:guid}/replay", "POST /parked-messages/{messageId:guid}/discard",
        "POST /{panelId:guid}/reports/{kind}/issue", "POST /cases/{caseId:guid}/pauses/{pauseId:guid}/end", "POST /schedules/{planId:guid}/changes", .. SittingWrites.Operations,
    ];

    /// <summary>Makes something new, or states what is one's own: there is no version that it could be of. All that is parked is what is parked now.</summary>
    private static readonly string[] OfNoVersion =
    [
        "POST ", "POST /lists", "POST /lists/{listId:guid}/members", "POST /lists/{listId:guid}/fee-rates", "POST /{panelId:guid}/meetings", "POST /{panelId:guid}/series", "POST /decision-makers",
        "POST /cases/{caseId:guid}/papers", "POST /schedules", "POST /agenda-items/{itemId:guid}/feedback", "POST /{panelId:guid}/reports/{kind}/issue", "POST /members/{memberId:guid}/feed", "POST /parked-messages/replay",
    ];

    // What it answers is a secret, which would be kept with the key.
    private const string OfNoKey = "POST /members/{memberId:guid}/feed";

    public static TheoryData<string> Operations => [.. Tried];

    public static TheoryData<string> Versioned => [.. Tried.Except(OfNoVersion)];

    [Fact]
    public void Operations_ThatWrite_TakeAKeyAndAVersionOrItIsSaidWhyNot()
    {
        var all = WriteOperations.Of(Host.Services).ToDictionary(operation => operation.Key.Replace(Panels, string.Empty, StringComparison.Ordinal), operation => operation.Value);

        Assert.Equal([OfNoKey.Replace("POST ", $"POST {Panels}", StringComparison.Ordinal)], WriteOperations.WithoutKey(Host.Services));
        Assert.Equal(all.Keys.Order(StringComparer.Ordinal), Tried.Append(OfNoKey).Order(StringComparer.Ordinal));
        Assert.Equal(OfNoVersion.Order(StringComparer.Ordinal), all.Where(operation => !operation.Value).Select(operation => operation.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Write_ManyTimesAtOnceUnderOneKey_TakesEffectOnce(string operation)
    {
        var (client, sample) = await SampleAsync(operation);
        var (effects, entries) = (await sample.Effects(), await EntriesAsync());

        var answers = await WriteOperations.SendAtOnceAsync(client.Http, operation, sample, WriteOperations.Repeats, sameKey: true);

        Assert.All(answers, answer => Assert.True((int)answer.Status is >= 200 and < 300, $"{(int)answer.Status} {answer.Body}"));
        Assert.Single(answers, answer => !answer.IsRepeat);
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(effects + 1, await sample.Effects());
        Assert.Equal((entries.Done + 1, entries.Repeated + WriteOperations.Repeats - 1), await EntriesAsync());

        // The council's guardian can read of it, unless it is the region's affair.
        Assert.Equal(
            operation.Contains("/parked-messages", StringComparison.Ordinal),
            await Host.Database.ScalarAsync<bool>("select councils = '{}' from audit_entry where outcome = 'done' and operation not like '%.read' order by id desc limit 1"));
    }

    [Theory]
    [MemberData(nameof(Versioned))]
    public async Task Write_ByThreeEditorsOfOneVersion_IsOnesAlone(string operation)
    {
        var (client, sample) = await SampleAsync(operation);
        var effects = await sample.Effects();

        var answers = await WriteOperations.SendAtOnceAsync(client.Http, operation, sample, WriteOperations.Editors, sameKey: false);

        WriteOperations.DemandOneEditor(operation, answers);
        Assert.Equal(effects + 1, await sample.Effects());
    }

    private async Task<(PanelClient Client, WriteSample Sample)> SampleAsync(string operation)
    {
        if (operation.Contains("parked-messages", StringComparison.Ordinal))
        {
            var parked = new ParkedSamples(Host.Database, Panels, "panel-case-raised");
            return (Host.As(Roles.Operator), operation switch
            {
                "POST /parked-messages/replay" => await parked.ReplayAllAsync(),
                "POST /parked-messages/{messageId:guid}/replay" => await parked.ReplayAsync(),
                _ => await parked.DiscardAsync(),
            });
        }

        var world = operation.Contains("/schedules", StringComparison.Ordinal) ? await World.MakeAloneAsync(Host, 893) : await World.MakeAsync(Host);
        if (SittingWrites.Operations.Contains(operation))
        {
            return await new SittingWrites(Host, world).SampleAsync(operation);
        }

        var code = $"x-{world.Name}";
        var member = world.Members[^1];
        switch (operation)
        {
            case "POST ":
                return New("", new { code, listId = world.ListId, councils = world.Codes, settings = World.Settings() }, $"panel where code = '{code}'");
            case "PUT /{panelId:guid}/settings":
                return Version($"/{world.PanelId}", "/settings", World.Settings(240), "panel", world.PanelId);
            case "POST /lists":
                return New("/lists", new { code, strand = "adoption", councils = world.Codes }, $"central_list where code = '{code}'");
            case "POST /lists/{listId:guid}/members":
                return New(
                    $"/lists/{world.ListId}/members", new { name = "Invented Writer", subject = (string?)null, joinedOn = "2024-01-08", facts = Array.Empty<object>() }, $"list_member where list_id = '{world.ListId}'");
            case "POST /lists/{listId:guid}/fee-rates":
                return New($"/lists/{world.ListId}/fee-rates", new { role = "member", from = "2025-04-01", meetingPounds = 150 }, $"fee_rate where list_id = '{world.ListId}'");
            case "PUT /members/{memberId:guid}/facts":
                return OfMember("/facts", new { facts = Array.Empty<object>() });
            case "PUT /members/{memberId:guid}/absences":
                return OfMember("/absences", new { absences = new[] { new { from = "2025-08-01", until = "2025-08-15" } } });
            case "POST /members/{memberId:guid}/notice":
                return OfMember("/notice", new { givenOn = "2025-06-16", by = "member" });
            case "POST /{panelId:guid}/meetings":
                return New($"/{world.PanelId}/meetings", new { date = "2025-07-15", startsAt = "09:30:00" }, $"meeting where panel_id = '{world.PanelId}'");
            case "POST /{panelId:guid}/series":
                return New(
                    $"/{world.PanelId}/series", new { from = "2025-07-01", until = "2025-07-07", weekday = "tuesday", everyWeeks = 1, weekOfMonth = (int?)null, startsAt = "09:30:00" },
                    $"meeting where panel_id = '{world.PanelId}'");
            case "PUT /meetings/{meetingId:guid}/members":
                return OfMeeting(await world.MeetingAsync("2025-07-15"), "/members", new { members = new[] { new { memberId = member, role = "member" } } });
            case "POST /meetings/{meetingId:guid}/agenda":
                var (booking, booked) = (await world.DrawnMeetingAsync("2025-07-15"), (await world.RaiseAsync(PanelCaseKind.AdopterApproval)).Id);
                return (world.Adviser, OfMeeting(booking, "/agenda", new { caseId = booked }).Sample with { Effects = () => CountAsync($"agenda_item where meeting_id = '{booking}'") });
            case "PUT /meetings/{meetingId:guid}/venue":
                return OfMeeting(await world.MeetingAsync("2025-07-15"), "/venue", new { venue = "Invented room" });
            case "POST /meetings/{meetingId:guid}/settle":
                return OfMeeting(await world.DrawnMeetingAsync("2025-07-15"), "/settle", null);
            case "POST /meetings/{meetingId:guid}/cancel":
                return OfMeeting(await world.MeetingAsync("2025-07-15"), "/cancel", null);
            case "PUT /agenda-items/{itemId:guid}/invitation":
                return Version(await ItemAsync(), "/invitation", new { invitedOn = "2025-06-16" }, "agenda_item");
            case "POST /agenda-items/{itemId:guid}/withdraw":
                return Version(await ItemAsync(), "/withdraw", new { reason = "moved" }, "agenda_item");
            case "PUT /cases/{caseId:guid}/scheduling":
                return OfCase(await world.RaiseAsync(PanelCaseKind.AdopterApproval), "/scheduling", new { minutes = 60, absences = Array.Empty<object>() });
            case "POST /cases/{caseId:guid}/pauses":
                return OfCase(await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-04-01"), "/pauses", new { clock = "stage-two", reason = "applicant-request", from = "2025-06-16" });
            case "POST /cases/{caseId:guid}/conflicts":
                return OfCase(await world.RaiseAsync(PanelCaseKind.AdopterApproval), "/conflicts", new { memberId = member, kind = "other" });
            case "POST /cases/{caseId:guid}/decisions":
                var decided = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
                await world.RecommendedAsync(decided);
                var (maker, record) = await world.DecisionMakerAsync(decided);
                return (maker, OfCase(decided, "/decisions", World.Decisions(decided, record, "yes")).Sample with { Effects = () => CountAsync($"decision where case_id = '{decided.Id}'") });
            case "POST /cases/{caseId:guid}/papers":
                var taken = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
                var heard = await world.RecommendedAsync(taken);
                var (reader, _) = await world.DecisionMakerAsync(taken);
                return (reader, new WriteSample($"{Panels}/cases/{taken.Id}/papers", () => null, () => Host.Database.ScalarAsync<long>($"select version::bigint from agenda_item where id = '{heard}'")));
            case "POST /cases/{caseId:guid}/pauses/{pauseId:guid}/end":
                var pausing = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");
                var paused = await world.Adviser.SendAsync(
                    HttpMethod.Post, $"/cases/{pausing.Id}/pauses", new { clock = "stage-two", reason = "exceptional-circumstances", from = "2025-06-02" }, $"/cases/{pausing.Id}");
                return OfCase(pausing, $"/pauses/{World.Id(paused["pauses"]![0]!, "id")}/end", new { until = "2025-06-12" });
            case "POST /{panelId:guid}/reports/{kind}/issue":
                return New($"/{world.PanelId}/reports/quality-feedback/issue", new { until = "2025-05-31" }, $"issued_report where panel_id = '{world.PanelId}'");
            case "POST /decision-makers":
                return New("/decision-makers", Maker(code), $"decision_maker where subject = '{code}'");
            case "POST /decision-makers/{decisionMakerId:guid}/end":
                var appointed = World.Id(await world.Adviser.SendAsync(HttpMethod.Post, "/decision-makers", Maker(code)), "decisionMakerId");
                return Version($"/decision-makers/{appointed}", "/end", new { until = "2025-12-31" }, "decision_maker", appointed);
            case "POST /schedules":
                return New("/schedules", Plan(), "schedule_plan");
            case "POST /schedules/{planId:guid}/changes":
                var (to, moved) = (await world.MeetingAsync("2025-07-08"), await world.RaiseAsync(PanelCaseKind.AdopterApproval));
                var drawn = World.Id(await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", Plan()), "planId");
                return Version($"/schedules/{drawn}", "/changes", new { moves = new[] { new { caseId = moved.Id, meetingId = to } }, replan = false, save = true }, "schedule_plan", drawn);
            case "POST /schedules/{planId:guid}/apply":
                await world.MeetingAsync("2025-07-08");
                await world.RaiseAsync(PanelCaseKind.AdopterApproval);
                var plan = World.Id(await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", Plan()), "planId");
                return Version($"/schedules/{plan}", "/apply", null, "schedule_plan", plan);
            default:
                throw new InvalidOperationException($"{operation} has no sample.");
        }

        object Plan() => new { from = "2025-06-17", until = "2025-12-31", panelIds = new[] { world.PanelId } };

        object Maker(string subject) => new
        {
            council = "860", subject, name = "Invented Maker", kinds = new[] { "adopter-approval" }, from = "2024-01-01", until = (string?)null, authority = "scheme-of-delegation", authorityOn = "2023-12-01",
            socialWorkerSince = "2001-01-01",
        };

        async Task<string> ItemAsync() =>
            $"/agenda-items/{World.Id(await world.BookAsync(await world.DrawnMeetingAsync("2025-07-15"), await world.RaiseAsync(PanelCaseKind.AdopterApproval)), "itemId")}";

        (PanelClient, WriteSample) OfMember(string what, object body) => Version($"/members/{member}", what, body, "list_member", member);

        (PanelClient Client, WriteSample Sample) OfMeeting(Guid meeting, string what, object? body) => Version($"/meetings/{meeting}", what, body, "meeting", meeting);

        (PanelClient Client, WriteSample Sample) OfCase(RaisedCase @case, string what, object body) => Version($"/cases/{@case.Id}", what, body, "panel_case", @case.Id);

        (PanelClient, WriteSample) New(string path, object body, string counted) => (world.Adviser, new WriteSample(Panels + path, () => JsonContent.Create(body), () => CountAsync(counted)));

        (PanelClient Client, WriteSample Sample) Version(string thing, string what, object? body, string table, Guid? id = null) => (world.Adviser, new WriteSample(
            Panels + thing + what,
            () => body is null ? null : JsonContent.Create(body),
            () => Host.Database.ScalarAsync<long>($"select version::bigint from {table} where id = '{id ?? Guid.Parse(thing[(thing.LastIndexOf('/') + 1)..])}'"),
            Panels + thing));
    }

    private Task<long> CountAsync(string of) => Host.Database.ScalarAsync<long>($"select count(*) from {of}");

    private async Task<(long Done, long Repeated)> EntriesAsync() => (
        await CountAsync("audit_entry where outcome = 'done' and operation not like '%.read'"), await CountAsync("audit_entry where outcome = 'repeated'"));
}
