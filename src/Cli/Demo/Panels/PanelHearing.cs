using System.Text.Json.Nodes;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Demo.Panels;

/// <summary>One case at its meeting and before the decision maker.</summary>
internal sealed class PanelHearing(StackConnection stack, PanelCast cast, DemoCase @case)
{
    private const string Panels = "/api/v1/panels";
    private string _meeting = "";
    private string _item = "";

    private string Meeting => $"{Panels}/meetings/{_meeting}";

    private string Item => $"{Panels}/agenda-items/{_item}";

    /// <summary>Has the case scheduled, puts it on that agenda, invites the adopters, and settles it: the papers are open to the members.</summary>
    public async Task BookAsync(string startsAt, CancellationToken ct)
    {
        await cast.MeetingAsync(startsAt, ct);
        await ScheduleAsync(ct);

        // This case alone: a plan that is applied books every case that is ready, whosever it is.
        var booked = await cast.Adviser.PostAsync($"{Meeting}/agenda", new { caseId = @case.Id }, ct, versionOf: Meeting);
        _item = (string)booked["itemId"]!;
        Terminal.Print($"  On the agenda of {(string)booked["meetsOn"]!}; quorum {(int)booked["quorum"]!["needed"]!} of {(int)booked["quorum"]!["counted"]!} ({(string)booked["quorum"]!["source"]!}).");
        await cast.Adviser.PutAsync($"{Item}/invitation", new { invitedOn = cast.Today, came = true }, ct, versionOf: Item);
        var member = cast.Person("panel.member");
        var (before, _, _) = await member.AskAsync(Open(@case.Hub), ct);
        await cast.Adviser.PostAsync($"{Meeting}/settle", null, ct, versionOf: Meeting);
        var papers = await Patience.WaitAsync(stack.Clock, "the papers to be open", () => member.AskAsync(Open(@case.Hub), ct), answer => answer["items"]!.AsArray().Count > 0, ct);
        var copy = await member.DownloadAsync($"{Open(@case.Hub)}/{(string)papers["items"]![0]!["id"]!}", ct);
        Terminal.Print($"  Settled: {member.Name}, who found nothing before ({(int)before}), reads {papers["items"]!.AsArray().Count} papers, each a PDF of its own with reader and time on every page ({copy.Length} bytes).");
        var readings = await cast.Adviser.ReadAsync($"{@case.Address}/papers/{(string)papers["items"]![0]!["id"]!}/readings", ct);
        Terminal.Print($"  Who has read it is known: {string.Join(", ", readings["items"]!.AsArray().Select(each => (string)each!["by"]!))}.");
    }

    /// <summary>Every case that is ready is placed into the panel's meetings of the year, at the least lateness and waiting.</summary>
    private async Task ScheduleAsync(CancellationToken ct)
    {
        var plan = await cast.Adviser.PostAsync($"{Panels}/schedules", new { from = cast.Today, until = cast.Today.AddYears(1), panelIds = new[] { cast.PanelId }, includeBooked = false }, ct);
        var placed = plan["placements"]!.AsArray().Single(each => (string?)each!["caseId"] == @case.Id)!;
        _meeting = (string?)placed["meetingId"] ?? throw new CommandFailedException("No meeting of the year takes the case.", "Look at ./partnership logs panel-scheduling");
        var (gap, earlier) = ((double)plan["gap"]!, placed["earlier"]!.AsArray().Count);
        Terminal.Print($"  Scheduled in {(int)plan["milliseconds"]!} ms: {(string)placed["date"]!}, {(long)placed["daysWaited"]!} days after it was ready; {((bool)plan["optimal"]! ? "no plan is better" : $"at most {gap:P1} from the best")}, {earlier} earlier meetings that could not take it.");
    }

    /// <summary>The meeting is held: quorum, recommendation, the same minutes in each hub, the chair's signature.</summary>
    public async Task HearAsync(string[] hubs, string[] advice, CancellationToken ct)
    {
        await cast.LetTheDayComeAsync(_meeting, ct);
        Terminal.Print("  (The story does not wait for the day: it moves this meeting to today, in the database of this machine.)");
        await cast.Adviser.PutAsync($"{Meeting}/attendance", new { present = cast.Present }, ct, versionOf: Meeting);
        var called = await cast.Adviser.PutAsync($"{Item}/sitting", new { sitting = cast.Present }, ct, versionOf: Item);
        Terminal.Print($"  Called: {(int)called["quorum"]!["counted"]!} sit, {((bool)called["quorum"]!["quorate"]! ? "quorate" : "not quorate")}.");
        var atPanels = await cast.Adviser.ReadAsync(@case.AtPanels, ct);
        await cast.Adviser.PutAsync(
            $"{Item}/recommendation", new { recommendations = Subjects(atPanels).Select(child => new { child, outcome = "yes", @for = cast.Present.Count(), against = 0, abstained = 0, terms = TermsOf(child) }), advice }, ct, versionOf: Item);
        Terminal.Print("  Recommended: yes, without a condition; advice apart from it: support.");
        foreach (var hub in hubs)
        {
            await Patience.WaitAsync(stack.Clock, "the hub to hear of the item", () => HearsAsync(hub, ct), _ => true, ct);
            await cast.Adviser.PostAsync($"{hub}/panel-items/{_item}/minutes", new { discussion = "Invented: the panel heard everybody.", reasons = "Invented: they understand what is asked of them.", advice = "Invented: support from the first day." }, ct);
        }

        var held = await Patience.WaitAsync(
            stack.Clock, "the minutes to be known", () => cast.Adviser.AskAsync(Item, ct), answer => answer["minutesHeld"]!.AsArray().Count == hubs.Length, ct);
        Terminal.Print($"  Minutes: the same in {string.Join(" and ", held["minutesHeld"]!.AsArray().Select(each => (string)each!["council"]!))} ({((string)held["minutesHeld"]![0]!["digest"]!)[..12]}…); panel scheduling knows the digest alone.");
        await cast.Person("panel.chair").PostAsync($"{Item}/sign", null, ct, versionOf: Item);
        Terminal.Print("  Signed by the chair: the decision maker's working days begin.");
    }

    /// <summary>The decision maker writes the reasoned record in the hub, and decides.</summary>
    public async Task DecideAsync(string hub, bool ofChild, CancellationToken ct)
    {
        var maker = cast.Maker(hub[^3..]);
        var taken = await maker.PostAsync($"{@case.AtPanels}/papers", null, ct);
        var material = new List<string>();
        foreach (var council in taken["councils"]!.AsArray().Select(each => (string)each!))
        {
            var released = $"/api/v1/released/{council}/panel-papers/{_item}";
            var papers = await Patience.WaitAsync(stack.Clock, "the papers to be open to the decision maker", () => maker.AskAsync(released, ct), _ => true, ct);
            material.AddRange(papers["items"]!.AsArray().Select(each => (string)each!["id"]!));
        }

        // Until the hub has heard of the signature.
        var record = await Patience.WaitAsync(
            stack.Clock, "the reasoned record",
            async () => (System.Net.HttpStatusCode.OK, await maker.PostAsync(
                $"{@case.Address}/decision-records",
                new { material, otherMaterial = "Invented: the panel's minutes.", arguments = "Invented: for and against.", panelReasons = "Invented: all, for they follow from the reports.", ownReasons = "Invented: a family for life." },
                ct, mayBe: "decision-record.not-heard"), null),
            answer => answer["recordId"] is not null, ct);
        var recordId = (string)record["recordId"]!;
        var pdf = await maker.DownloadAsync($"{@case.Address}/decision-records/{recordId}/document", ct);
        Terminal.Print($"  {maker.Name} has before him or her the {material.Count} versions that the panel had, of {taken["councils"]!.AsArray().Count} councils, and writes a reasoned record, which stays in the hub (PDF of {pdf.Length} bytes).");
        var atPanels = await cast.Adviser.ReadAsync(@case.AtPanels, ct);
        var body = new
        {
            recordId, reasonsAdopted = "all", decisions = Subjects(atPanels).Select(child => new { child, outcome = "yes", terms = TermsOf(child) }),
        };

        // Until panel scheduling has heard of the record.
        var decided = await Patience.WaitAsync(
            stack.Clock, "the decision", async () => (System.Net.HttpStatusCode.OK, await maker.PostAsync($"{@case.AtPanels}/decisions", body, ct, versionOf: @case.AtPanels, mayBe: "decision.no-record"), null),
            answer => answer["decisions"] is not null, ct);
        var one = decided["decisions"]![0]!;
        Terminal.Print($"  Decided on {(string)one["decidedOn"]!}: {(string)one["outcome"]!}{(ofChild ? " for the child" : "")}, {(string)one["stage"]!}.");
    }

    private string Open(string hub) => $"{hub}/panel-papers/{_item}";

    /// <summary>The hub of the household knows another council's case by its agenda item.</summary>
    private async Task<(System.Net.HttpStatusCode Status, JsonNode Body, System.Net.Http.Headers.EntityTagHeaderValue? Version)> HearsAsync(string hub, CancellationToken ct)
    {
        var answer = await cast.Adviser.AskAsync($"{hub}/panel-cases/{@case.Id}", ct);
        return answer.Body["items"] is JsonArray items && items.Any(item => (string?)item!["itemId"] == _item && (string?)item["state"] == "heard")
            ? answer
            : (System.Net.HttpStatusCode.NotFound, answer.Body, null);
    }

    private static IEnumerable<string?> Subjects(JsonNode atPanels) => atPanels["children"]!.AsArray() is { Count: > 0 } children ? children.Select(child => (string?)child!["child"]) : [null];

    private static object? TermsOf(string? child) => child is null ? new { routes = "adoption", numbers = "one", ages = "ten-or-over" } : null;
}
