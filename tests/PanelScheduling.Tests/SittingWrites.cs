using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests;

/// <summary>The writes from the day of a meeting to what follows a determination, each ready to be done once to something of its own.</summary>
internal sealed class SittingWrites(PanelHost host, World world)
{
    private const string Panels = "/api/v1/panels";

    public static readonly string[] Operations =
    [
        "PUT /meetings/{meetingId:guid}/answer", "POST /meetings/{meetingId:guid}/substitutions", "PUT /meetings/{meetingId:guid}/attendance", "PUT /agenda-items/{itemId:guid}/sitting",
        "PUT /agenda-items/{itemId:guid}/recommendation", "POST /agenda-items/{itemId:guid}/sign", "POST /agenda-items/{itemId:guid}/feedback", "POST /decisions/{decisionId:guid}/answer",
        "POST /decisions/{decisionId:guid}/review",
    ];

    public async Task<(PanelClient Client, WriteSample Sample)> SampleAsync(string operation)
    {
        switch (operation)
        {
            case "PUT /meetings/{meetingId:guid}/answer":
                return (world.As("worker-1"), OfMeeting(await world.DrawnMeetingAsync("2025-07-15"), "/answer", new { answer = "cannot" }));
            case "POST /meetings/{meetingId:guid}/substitutions":
                return (world.Adviser, OfMeeting(await world.DrawnMeetingAsync("2025-07-15"), "/substitutions", new { memberId = world.Members[1], by = world.Members[2] }));
            case "PUT /meetings/{meetingId:guid}/attendance":
                var meeting = await world.DrawnMeetingAsync("2025-07-15");
                await world.SettleAsync(meeting);
                host.Clock.SetTo(new DateTimeOffset(2025, 7, 15, 9, 0, 0, TimeSpan.Zero));
                return (world.Adviser, OfMeeting(meeting, "/attendance", new { present = world.Members.Take(2) }));
            case "PUT /agenda-items/{itemId:guid}/sitting":
                var (_, called, sitting) = await world.CalledAsync(await world.RaiseAsync(PanelCaseKind.AdopterApproval));
                return (world.Adviser, OfItem(called, "/sitting", new { sitting }));
            case "PUT /agenda-items/{itemId:guid}/recommendation":
                var heard = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
                var (_, item, voters) = await world.CalledAsync(heard);
                return (world.Adviser, OfItem(item, "/recommendation", World.Recommendation(heard, "yes", voters.Count)));
            case "POST /agenda-items/{itemId:guid}/sign":
                return (world.As("chair"), OfItem(await MinutedAsync(), "/sign", null));
            case "POST /agenda-items/{itemId:guid}/feedback":
                var judged = await world.RecommendedAsync(await world.RaiseAsync(PanelCaseKind.AdopterApproval));
                return (world.As("member-1"), New($"/agenda-items/{judged}/feedback", new { from = "member", quality = 4, timeliness = 2, conduct = 3 }, $"item_feedback where item_id = '{judged}'"));
            case "POST /decisions/{decisionId:guid}/answer":
                return (world.Adviser, OfDecision(await ToldAsync(), "/answer", new { answer = "independent-review", on = "2025-07-18" }));
            case "POST /decisions/{decisionId:guid}/review":
                var answered = await ToldAsync();
                await world.Adviser.SendAsync(HttpMethod.Post, $"/decisions/{answered}/answer", new { answer = "independent-review", on = "2025-07-18" }, $"/decisions/{answered}");
                return (world.Adviser, OfDecision(answered, "/review", new { step = "notified", on = "2025-07-18" }));
            default:
                throw new InvalidOperationException($"{operation} has no sample.");
        }
    }

    /// <summary>An item with a recommendation whose minutes the hub holds, to be signed.</summary>
    private async Task<Guid> MinutedAsync()
    {
        var heard = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        var (_, item, present) = await world.CalledAsync(heard);
        await world.Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", World.Recommendation(heard, "yes", present.Count), $"/agenda-items/{item}");
        await world.HoldMinutesAsync(heard, item, heard.Council);
        return item;
    }

    /// <summary>A refusal that its adopters were told of, on the day of the notice.</summary>
    private async Task<Guid> ToldAsync()
    {
        var refused = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");
        await world.RecommendedAsync(refused, "no");
        var (maker, record) = await world.DecisionMakerAsync(refused);
        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{refused.Id}/decisions", World.Decisions(refused, record, "no"), $"/cases/{refused.Id}");
        var decision = World.Id(made["decisions"]![0]!, "decisionId");
        var day = new DateOnly(2025, 7, 18);
        await host.SendAsync(new DecisionTold(Guid.NewGuid(), refused.Council, 1, 1, refused.Id, decision, PanelNoticeRecipient.Adopters, new CaseDay(day), new CaseDay(day), false));
        await Eventually.TrueAsync(() => host.AskAsync(async db => await db.Notices.AnyAsync(notice => notice.DecisionId == decision)), "the notice to be known");
        host.Clock.SetTo(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
        return decision;
    }

    private WriteSample OfMeeting(Guid meeting, string what, object body) => Version($"/meetings/{meeting}", what, body, $"meeting where id = '{meeting}'");

    private WriteSample OfItem(Guid item, string what, object? body) => Version($"/agenda-items/{item}", what, body, $"agenda_item where id = '{item}'");

    private WriteSample OfDecision(Guid decision, string what, object body) => Version($"/decisions/{decision}", what, body, $"determination where decision_id = '{decision}'");

    private WriteSample Version(string thing, string what, object? body, string of) => new(
        Panels + thing + what, () => body is null ? null : JsonContent.Create(body), () => host.Database.ScalarAsync<long>($"select version::bigint from {of}"), Panels + thing);

    private WriteSample New(string path, object body, string counted) => new(
        Panels + path, () => JsonContent.Create(body), () => host.Database.ScalarAsync<long>($"select count(*) from {counted}"));
}
