using System.CommandLine;
using System.Text.Json.Nodes;
using Partnership.Cli.Regions;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Demo.Panels;

/// <summary>
/// <c>partnership demo panels</c>: two people of one council are approved as adopters, and a child of another is matched with them; each case from
/// its gates in the hub by way of the joint panel to a decision that is told. Then the panel's year as a picture.
/// </summary>
internal static class PanelsDemo
{
    public static Command Create()
    {
        var command = StackConnection.AddAddresses(new Command("panels", "Follow one adopter approval and one match from case to decision, between two councils"));
        command.SetAction(async (parsed, ct) =>
        {
            var stack = StackConnection.Of(parsed);
            using var cast = new PanelCast(stack, RegionFile.Read(await RunningRegion.FindAsync(ct) ?? RegionFile.Default));
            await new Story(stack, cast).TellAsync(ct);
            return Verb.Done;
        });
        return command;
    }

    private sealed class Story(StackConnection stack, PanelCast cast)
    {
        private const string Panels = "/api/v1/panels";
        private static readonly string[] Support = ["support"];

        private string HouseholdHub => $"/api/v1/councils/{cast.Household}";

        private string ChildHub => $"/api/v1/councils/{cast.Child}";

        public async Task TellAsync(CancellationToken ct)
        {
            Head($"1. {cast.Child} and {cast.Household} have a panel together");
            await cast.SetUpAsync(ct);

            Head($"2. Two people of {cast.Household} wish to adopt: the case opens, and no gate lets it through too early");
            var family = new PanelFamily(stack, cast);
            var household = await family.EnterHouseholdAsync(ct);
            var approval = await OpenAsync(cast.Recruitment, HouseholdHub, new { kind = "adopter-approval", childIds = Array.Empty<string>(), householdId = household }, ct);
            await RefusedAsync(cast.Recruitment, approval, ct);
            await family.CheckAsync(household, ct);
            Terminal.Print("  Stage one, checks of each adult, references, preparation: entered in the household's record.");
            await StateAsync(cast.Recruitment, approval, "report-author", ct);
            await RefusedAsync(cast.Recruitment, approval, ct);
            await UploadAsync(cast.Recruitment, approval, ["adopter-report"], ct);
            await RefusedAsync(cast.Recruitment, approval, ct);
            await RaiseAsync(cast.Recruitment, approval, ct);

            Head("3. The joint panel considers it, and a decision maker decides");
            await DecideAsync(approval, HouseholdHub, "09:30:00", [HouseholdHub], null, ct);
            await WaitAsync("the household's approval", () => cast.Recruitment.AskAsync($"{HouseholdHub}/households/{household}", ct), answer => (string?)answer["approval"] == "approved", ct);
            Terminal.Print($"  {cast.Household}'s hub: the household is approved, by that decision and by nothing else.");
            await LetterAsync(cast.Recruitment, approval, "adopters-approved", "Invented and Imagined Rushmere", ct, closes: true);

            Head($"4. A child of {cast.Child}, and the way to a link with that household (demo family-finding shows it step by step)");
            var child = await family.EnterChildAsync(ct);
            var (link, release) = await family.LinkAsync(child, household, ct);
            var match = await OpenAsync(cast.Worker(cast.Child), ChildHub, new { kind = "match", childIds = new[] { child }, linkId = link }, ct);
            await StateAsync(cast.Worker(cast.Child), match, "report-author", ct);
            await UploadAsync(cast.Worker(cast.Child), match, ["child-health-report", "child-health-summary", "permanence-report", "placement-report"], ct);
            await StateAsync(cast.Worker(cast.Child), match, "household-approved", ct);
            await RefusedAsync(cast.Worker(cast.Child), match, ct);
            await family.ReadReportAsync(release, ct);
            Terminal.Print($"  {cast.Finder(cast.Household).Name} opens the release: read by a worker it is not received.");
            await RefusedAsync(cast.Worker(cast.Child), match, ct);
            await family.GiveReportAsync(release, ct);
            Terminal.Print($"  The adopters receive the child's report: {cast.Finder(cast.Household).Name} enters the day on the ledger, and {cast.Child}'s hub hears of it.");
            await WaitAsync("the child's hub to hear of the receipt", () => cast.Worker(cast.Child).AskAsync(match.Address, ct), IsReceived, ct);
            await RefusedAsync(cast.Worker(cast.Child), match, ct);
            await RaiseAsync(cast.Worker(cast.Child), match, ct);

            Head("5. The panel considers the match; its minutes go to both councils, and the child's council decides");
            await DecideAsync(match, ChildHub, "13:30:00", [ChildHub, HouseholdHub], child, ct);
            var matched = await WaitAsync(
                "the child's match", () => cast.Worker(cast.Child).AskAsync($"{ChildHub}/children/{child}", ct),
                answer => answer["milestones"]!.AsArray().Any(each => (string?)each!["kind"] == "matched"), ct);
            Terminal.Print($"  {cast.Child}'s hub: matched on {(string)matched["milestones"]!.AsArray().Single(each => (string?)each!["kind"] == "matched")!["date"]!}, the day of the decision.");
            await LetterAsync(cast.Worker(cast.Child), match, "parents-placing", "Ms Invented Parent", ct);
            await RefusedTemplateAsync(ct);
            await LetterAsync(cast.Worker(cast.Child), match, "adopters-match", "Invented and Imagined Rushmere", ct, closes: true);

            Head("6. The panel's year");
            var file = Installation.PathOf(".data", "demo", "panels.svg");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, await cast.Adviser.DownloadAsync($"{Panels}/calendar.svg?from={cast.Today:yyyy-MM-dd}", ct), ct);
            Terminal.Print($"  Meetings, load, waits and breaches: {file}");
            Terminal.Print("Decided, and everybody told.");
        }

        /// <summary>Opens a case in a hub; its address there.</summary>
        private static async Task<DemoCase> OpenAsync(Colleague who, string hub, object request, CancellationToken ct)
        {
            var opened = await who.PostAsync($"{hub}/panel-cases", request, ct);
            Terminal.Print($"  {who.Name} opens a case: {opened["gates"]!.AsArray().Count} gates, of which {Shut(opened)} are shut.");
            return new DemoCase((string)opened["caseId"]!, hub);
        }

        private Task<JsonNode> StateAsync(Colleague who, DemoCase @case, string gate, CancellationToken ct) =>
            who.PutAsync($"{@case.Address}/gates/{gate}", new { on = cast.Today.AddDays(-10), reason = "Invented." }, ct, versionOf: @case.Address);

        private static async Task RefusedAsync(Colleague who, DemoCase @case, CancellationToken ct)
        {
            var (_, read, version) = await who.AskAsync(@case.Address, ct);
            var refused = await who.PostAsync($"{@case.Address}/raise", null, ct, versionOf: @case.Address, mayBe: read["gates"]!.AsArray().Select(FirstShut).FirstOrDefault(code => code is not null));
            Terminal.Print(refused["code"] is { } code ? $"    not yet: {(string)code!}. {(string)refused["detail"]!}" : throw new CommandFailedException($"{@case.Address} was raised, at version {version}, with a gate shut."));
        }

        private static string? FirstShut(JsonNode? gate) =>
            (string?)gate!["state"] == "missing" && (string?)gate["stage"] == "raise" ? $"gate.{(string)gate["gate"]!}" : null;

        private static bool IsReceived(JsonNode @case) =>
            @case["gates"]!.AsArray().Any(gate => (string?)gate!["gate"] == "report-received-by-adopters" && (string?)gate["state"] == "met");

        private static int Shut(JsonNode @case) => @case["gates"]!.AsArray().Count(gate => FirstShut(gate) is not null);

        private async Task UploadAsync(Colleague who, DemoCase @case, string[] kinds, CancellationToken ct)
        {
            foreach (var kind in kinds)
            {
                using var file = PanelCast.Paper($"Invented {kind.Replace('-', ' ')}");
                await who.PostAsync($"{@case.Address}/papers?kind={kind}&datedOn={cast.Today:yyyy-MM-dd}", file, ct);
            }

            Terminal.Print($"  Papers: {string.Join(", ", kinds)}. They stay in the hub.");
        }

        /// <summary>The report goes to the adopters, who comment, and the case to panel scheduling.</summary>
        private async Task RaiseAsync(Colleague who, DemoCase @case, CancellationToken ct)
        {
            await who.PutAsync(@case.Address, new { reportSentOn = cast.Today, commentsOn = cast.Today }, ct, versionOf: @case.Address);
            var raised = await who.PostAsync($"{@case.Address}/raise", null, ct, versionOf: @case.Address);
            Terminal.Print($"  The adopters have commented; every hard gate is met. Raised on {(string)raised["readyOn"]!}: panel scheduling hears of codes and days.");
            await WaitAsync("the case at panel scheduling", () => cast.Adviser.AskAsync(@case.AtPanels, ct), answer => (string?)answer["case"]?["state"] == "ready", ct);
            await ClocksAsync(@case, ct);
        }

        private async Task DecideAsync(DemoCase @case, string hub, string startsAt, string[] hubs, string? child, CancellationToken ct)
        {
            var hearing = new PanelHearing(stack, cast, @case);
            await hearing.BookAsync(startsAt, ct);
            await ClocksAsync(@case, ct);
            await hearing.HearAsync(hubs, Support, ct);
            await ClocksAsync(@case, ct);
            await hearing.DecideAsync(hub, child is not null, ct);
            await ClocksAsync(@case, ct);
        }

        private async Task LetterAsync(Colleague who, DemoCase @case, string kind, string recipient, CancellationToken ct, bool closes = false)
        {
            var decision = (await WaitAsync(
                "the decision in the hub", () => who.AskAsync($"{@case.Address}/decisions", ct), answer => answer["items"]!.AsArray().Count > 0, ct))["items"]![0]!;
            var letter = await who.PostAsync(
                $"{@case.Address}/letters", new { decisionId = (string)decision["decisionId"]!, kind, recipient, address = "2 Nowhere Lane", signedBy = "Wren Oakapple" }, ct);
            var address = $"{@case.Address}/letters/{(string)letter["letterId"]!}";
            var (pdf, docx) = (await who.DownloadAsync($"{address}/document", ct), await who.DownloadAsync($"{address}/document?format=docx", ct));
            await who.PostAsync(
                $"{@case.Address}/decisions/{(string)decision["decisionId"]!}/notices/{(kind.StartsWith("parents", StringComparison.Ordinal) ? "birth-parents" : "adopters")}", new { orallyOn = cast.Today }, ct,
                versionOf: $"{@case.Address}/decisions");
            await who.PostAsync($"{address}/sent", new { on = cast.Today }, ct, versionOf: address);
            Terminal.Print($"  Letter {kind}: PDF of {pdf.Length} bytes, docx of {docx.Length}. Told by word of mouth and in writing.");
            if (closes)
            {
                await WaitAsync("the case to close", () => cast.Adviser.AskAsync(@case.AtPanels, ct), answer => (string?)answer["case"]?["state"] == "closed", ct);
            }

            await ClocksAsync(@case, ct);
        }

        /// <summary>A letter to parents cannot have a field of the household.</summary>
        private async Task RefusedTemplateAsync(CancellationToken ct)
        {
            var address = $"{ChildHub}/letter-templates/parents-placing";
            var refused = await cast.Adviser.WriteAsync(HttpMethod.Put, address, new { text = "Your child goes to {{household}}." }, ct, versionOf: address, mayBe: "template.field");
            Terminal.Print($"    a template for parents with the household in it: {(string?)refused["code"] ?? throw new CommandFailedException("A letter to parents may name the household.")}");
        }

        private async Task ClocksAsync(DemoCase @case, CancellationToken ct)
        {
            var read = await cast.Adviser.ReadAsync(@case.AtPanels, ct);
            Terminal.Print($"    {(string)read["case"]!["state"]!}; clocks:");
            foreach (var clock in read["clocks"]!.AsArray())
            {
                Terminal.Print($"      {(string)clock!["status"]!,-9} {(string)clock["title"]!}, {(clock["ended"] is { } ended ? $"ended {(string)ended!}" : clock["due"] is { } due ? $"due {(string)due!}" : "no day yet")} ({(string)clock["source"]!})");
            }
        }

        private Task<JsonNode> WaitAsync(
            string what, Func<Task<(System.Net.HttpStatusCode Status, JsonNode Body, System.Net.Http.Headers.EntityTagHeaderValue? Version)>> ask, Func<JsonNode, bool> isThere, CancellationToken ct) =>
            Patience.WaitAsync(stack.Clock, what, ask, isThere, ct);

        private static void Head(string text)
        {
            Terminal.Print("");
            Terminal.Print(text);
        }
    }
}

/// <summary>A case of the story: its id, and the hub that prepares it.</summary>
internal sealed record DemoCase(string Id, string Hub)
{
    public string Address => $"{Hub}/panel-cases/{Id}";

    public string AtPanels => $"/api/v1/panels/cases/{Id}";
}
