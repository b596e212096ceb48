using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Partnership.Cli.Regions;
using Partnership.Cli.Stack;
using Spectre.Console;

namespace Partnership.Cli.Demo.FamilyFinding;

/// <summary>
/// <c>partnership demo family-finding</c>: two sisters of one council and three households of others, from registration to a match that is ready for
/// panel. Every step is asked of the running system, and after each it is asked who can see what.
/// </summary>
internal static class FamilyFindingDemo
{
    public static Command Create()
    {
        var command = StackConnection.AddAddresses(new Command("family-finding", "Follow two sisters and three households from registration to a match that is ready for panel"));
        command.SetAction(async (parsed, ct) =>
        {
            var stack = StackConnection.Of(parsed);
            using var cast = new Cast(stack, RegionFile.Read(await RunningRegion.FindAsync(ct) ?? RegionFile.Default));
            await new Story(stack, cast).TellAsync(ct);
            return Verb.Done;
        });
        return command;
    }

    private sealed class Story(StackConnection stack, Cast cast)
    {
        private const string Region = "/api/v1/region";

        private Guid Elder => cast.Sisters[0].Reference;

        private string Lists => $"{Region}/children/{Elder}/candidates?search=together&limit=50";

        public async Task TellAsync(CancellationToken ct)
        {
            Head($"1. Two sisters of {cast.Home} are registered to be placed together; households of {string.Join(", ", cast.Others)} are entered");
            await cast.EnterAsync(ct);
            var list = await WaitAsync(
                "the list", () => cast.Finder.AskAsync(Lists, ct), answer => answer["candidates"]!.AsArray().Count >= 2, ct);
            Show(list);
            Terminal.Print($"  The household of {cast.Others[2]} lives in a district that {cast.Home} excludes: it is on no list, and nothing says why.");
            await WhoSeesAsync(null, null, ct);

            Head("2. The sisters' council proposes the first");
            var household = (Guid)list["candidates"]![0]!["household"]!;
            var link = await cast.Finder.PostAsync($"{Region}/links", new { child = Elder, household, search = "together" }, ct);
            var address = $"{Region}/links/{(string)link["link"]!}";
            var council = (string)link["householdCouncil"]!;
            var (other, third) = (cast.FinderOf(council), cast.FinderOf(cast.Others.First(code => code != council)));
            Terminal.Print($"  It is a household of {council}: nobody but these two councils knows that there is a link.");
            await WhoSeesAsync(address, null, ct, other, third);

            Head($"3. {council} considers it and is interested; releases go step by step to its family finder alone");
            await cast.WriteProfilesAsync(ct);
            await StepAsync(other, address, "considered", ct);
            var reader = (await cast.Finder.ReadAsync(address, ct))["workers"]!.AsArray().First(worker => (string)worker!["side"]! == "household")!["reference"]!;
            string? release = null;
            foreach (var (level, step, taker) in new (string, string?, Colleague)[] { ("anonymous", null, other), ("summary", "interest", other), ("full", "shortlisted", cast.Finder) })
            {
                if (step is not null)
                {
                    await StepAsync(taker, address, step, ct);
                }

                var given = await cast.Finder.PostAsync(
                    $"{address}/disclosures",
                    new { subject = "child", child = Elder, level, purpose = level == "full" ? "give-report-to-adopters" : "consider-link", basis = "public-task", reader = (string)reader! },
                    ct);
                release = (string)given["disclosure"]!;
                var open = await WaitAsync(
                    $"the {level} profile to be open", () => cast.Finder.AskAsync($"{Region}/disclosures/{release}", ct), answer => (string?)answer["hub"]?["state"] == "open", ct);
                Terminal.Print($"  {level}: released to {other.Name} until {(string)open["expires"]!}");
                await WhoSeesAsync(address, release, ct, other, third);
            }

            Head("4. The report is taken back");
            var started = stack.Clock.GetTimestamp();
            await cast.Finder.PostAsync($"{Region}/disclosures/{release}/end", null, ct, versionOf: $"{Region}/disclosures/{release}");
            await WaitAsync("the door to close", () => other.AskAsync(Released(release!), ct), _ => true, ct, HttpStatusCode.NotFound);
            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"  Closed to {other.Name} {stack.Clock.GetElapsedTime(started).TotalMilliseconds:0} ms after it was asked for."));
            await WhoSeesAsync(address, release, ct, other, third);
            await WaitAsync("the ledger", () => other.AskAsync($"{Region}/disclosures/{release}", ct), answer => (bool)answer["owesAttestation"]!, ct);
            await other.PostAsync($"{Region}/disclosures/{release}/attestation", new { papers = "none-kept" }, ct);
            Terminal.Print($"  {other.Name} attests that no papers were kept.");

            Head("5. Visited, preferred; selected by the sisters' council in its own hub, and put to panel");
            await StepAsync(cast.Finder, address, "visited", ct);
            await StepAsync(cast.Finder, address, "preferred", ct);
            await cast.DecideForAdoptionAsync(ct);
            Terminal.Print("  The sisters' decision maker has decided that they should be placed for adoption: no match goes to panel before.");
            foreach (var (decision, words) in new[] { ("selected", "Invented: they alone would keep the sisters in touch with their brother."), ("to-panel", "Invented: ready.") })
            {
                var own = $"/api/v1/councils/{cast.Home}/links/{(string)link["link"]!}";
                await WaitAsync(
                    "the hub to hear of the link", () => cast.Worker.AskAsync(own, ct), answer => (string?)answer["link"]?["state"] == (decision == "selected" ? "preferred" : "selected"), ct);
                await cast.Worker.PostAsync($"{own}/decision", new { decision, decidedBy = "Invented Manager, team manager", decidedOn = cast.Today, words }, ct, versionOf: own);
                await WaitAsync("the region to hear of it", () => cast.Finder.AskAsync(address, ct), answer => (string)answer["state"]! == decision, ct);
                Terminal.Print($"  {decision}: who, why and when stay in {cast.Home}'s hub; the region knows the state alone.");
            }

            await WhoSeesAsync(address, release, ct, other, third);
            Terminal.Print("Ready for panel.");
        }

        private static async Task StepAsync(Colleague who, string link, string to, CancellationToken ct)
        {
            await who.PostAsync($"{link}/steps", new { to }, ct, versionOf: link);
            Terminal.Print($"  {to}, by {who.Name}");
        }

        private string Released(string release) => $"/api/v1/released/{cast.Home}/disclosures/{release}";

        private async Task WhoSeesAsync(string? link, string? release, CancellationToken ct, params Colleague[] others)
        {
            var people = new List<Colleague> { cast.Worker, cast.Finder };
            people.AddRange(others.Length > 0 ? others : cast.Others.Select(cast.FinderOf));
            people.Add(cast.Person("hub.operations"));
            var table = new Table().Border(TableBorder.Simple).AddColumn("who sees");
            people.ForEach(person => table.AddColumn(person.Name));
            foreach (var (what, path) in new (string, string?)[]
            {
                ("the elder's record", cast.Child(cast.Sisters[0].Id)),
                ("her snapshot at the centre", $"{Region}/children/{Elder}"),
                ("the list of households", Lists),
                ("the link, both snapshots", link),
                ("the ledger's row", release is null ? null : $"{Region}/disclosures/{release}"),
                ("what was released", release is null ? null : Released(release)),
            })
            {
                if (path is not null)
                {
                    var cells = new List<string> { what };
                    foreach (var person in people)
                    {
                        var (status, _, _) = await person.AskAsync(path, ct);
                        cells.Add(status switch { HttpStatusCode.OK => "yes", HttpStatusCode.Forbidden => "not by role", _ => "nothing there" });
                    }

                    table.AddRow([.. cells]);
                }
            }

            Terminal.Output.Write(table);
        }

        private static void Show(JsonNode list)
        {
            foreach (var candidate in list["candidates"]!.AsArray())
            {
                Terminal.Print($"  {(int)candidate!["place"]!}. {(string)candidate["approval"]!}{(candidate["published"] is null ? "; too few are like it for more to be shown before a link" : "")}");
                foreach (var factor in candidate["factors"]!.AsArray())
                {
                    var what = (string?)factor!["need"] ?? (string)factor["kind"]!;
                    Terminal.Print($"       {(string)factor["fit"]!,-8} {what}{((string?)factor["level"] is { } level and not "none" ? $", {level}" : "")}: {(string?)factor["answer"] ?? "as approved"}");
                }
            }
        }

        private Task<JsonNode> WaitAsync(
            string what,
            Func<Task<(HttpStatusCode Status, JsonNode Body, System.Net.Http.Headers.EntityTagHeaderValue? Version)>> ask,
            Func<JsonNode, bool> isThere,
            CancellationToken ct,
            HttpStatusCode expected = HttpStatusCode.OK) => Patience.WaitAsync(stack.Clock, what, ask, isThere, ct, expected);

        private static void Head(string text)
        {
            Terminal.Print("");
            Terminal.Print(text);
        }
    }
}
