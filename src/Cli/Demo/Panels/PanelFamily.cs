using System.Text.Json.Nodes;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Demo.Panels;

/// <summary>The two adopters and the child, and the way from the register to a link that is ready for panel.</summary>
internal sealed class PanelFamily(StackConnection stack, PanelCast cast)
{
    private const string Region = "/api/v1/region";
    private static readonly string[] One = ["one"];
    private static readonly string[] TenOrOver = ["ten-or-over"];
    private static readonly string[] Adoption = ["adoption"];
    private static readonly string[] None = [];

    private string Households => $"/api/v1/councils/{cast.Household}/households";

    private string Children => $"/api/v1/councils/{cast.Child}/children";

    public async Task<string> EnterHouseholdAsync(CancellationToken ct) =>
        (string)(await cast.Recruitment.PostAsync(Households, Record(new { interestAcceptedOn = cast.Today.AddDays(-150) }), ct))["id"]!;

    /// <summary>The days of the assessment, and a check of everything that the gates ask for.</summary>
    public async Task CheckAsync(string household, CancellationToken ct)
    {
        var address = $"{Households}/{household}";
        await cast.Recruitment.PutAsync(
            address, Record(new { interestAcceptedOn = cast.Today.AddDays(-150), stageOneDecidedOn = cast.Today.AddDays(-95), stageTwoFrom = cast.Today.AddDays(-80) }), ct, versionOf: address);
        object Check(string kind, int? member = null, bool relative = false) => new { kind, on = cast.Today.AddDays(-60), member, refreshBy = cast.Today.AddYears(2), relative };
        await cast.Recruitment.PutAsync(
            $"{address}/checks",
            new
            {
                checks = new[]
                {
                    Check("criminal-record", 0), Check("criminal-record", 1), Check("health", 0), Check("health", 1), Check("local-authority"), Check("preparation"), Check("reference", relative: true),
                    Check("reference"), Check("reference"),
                },
            },
            ct,
            versionOf: address);
    }

    /// <summary>A child of ten with a placement order, for whom a family is sought.</summary>
    public async Task<string> EnterChildAsync(CancellationToken ct)
    {
        var (worker, localId) = (cast.Worker(cast.Child), $"DEMO{cast.Mark}P");
        await cast.CaseSystem(cast.Child).PostAsync(
            $"/api/v1/councils/{cast.Child}/changes",
            new[]
            {
                new
                {
                    la_child_id = localId, purge = false,
                    child_details = new { first_name = "Merrily", surname = "Inventedchild", date_of_birth = cast.Today.AddYears(-10).AddMonths(-3), sex = "F", ethnicity = "WBRI", purge = false },
                },
            },
            ct);
        var id = (string)(await worker.PostAsync($"{Children}/search", new { localId }, ct))["items"]![0]!["id"]!;
        var child = $"{Children}/{id}";
        foreach (var (milestone, days) in new[] { ("should-be-placed", 100), ("placement-order", 40) })
        {
            await worker.PutAsync($"{child}/milestones/{milestone}", new { date = cast.Today.AddDays(-days) }, ct, versionOf: child);
        }

        await worker.PutAsync(
            $"{child}/permanence",
            new { plan = "adoption", agreedOn = cast.Today.AddDays(-110), reason = "Invented: no relative can care for her.", owner = new { name = "Wren Oakapple", manager = "Invented Manager", subject = worker.Name } }, ct, versionOf: child);
        return id;
    }

    /// <summary>Offer, search, link; the report is written, released to the household's council and not opened yet. The link, and the release.</summary>
    public async Task<(string Link, string Release)> LinkAsync(string childId, string household, CancellationToken ct)
    {
        var (worker, finder, other) = (cast.Worker(cast.Child), cast.Finder(cast.Child), cast.Finder(cast.Household));
        var child = $"{Children}/{childId}";
        await AgreeAsync(ct);
        await cast.Recruitment.PutAsync(
            $"{Households}/{household}/offer",
            new
            {
                numbers = new { yes = One, couldConsider = None }, ages = new { yes = TenOrOver, couldConsider = None }, routes = Adoption, answers = Array.Empty<object>(), identitySupport = None,
                unavailable = (string?)null,
            },
            ct,
            versionOf: $"{Households}/{household}");
        var reference = (string)(await worker.PostAsync($"{child}/search", null, ct, versionOf: child))["reference"]!;
        var list = await Patience.WaitAsync(
            stack.Clock, "the household on the child's list", () => finder.AskAsync($"{Region}/children/{reference}/candidates?search=alone&limit=50", ct), answer => answer["candidates"]!.AsArray().Count > 0, ct);
        var link = await finder.PostAsync($"{Region}/links", new { child = reference, household = (string)list["candidates"]![0]!["household"]!, search = "alone" }, ct);
        var (id, address) = ((string)link["link"]!, $"{Region}/links/{(string)link["link"]!}");
        var known = await Patience.WaitAsync(
            stack.Clock, "the link at the household's hub", () => cast.Recruitment.AskAsync($"/api/v1/councils/{cast.Household}/links/{id}", ct), _ => true, ct);
        if ((string?)known["link"]?["householdId"] != household)
        {
            throw new CommandFailedException("Another household than the story's is the best for this child.", "Tell the story in a region without households for children of ten or over.");
        }

        await WriteReportAsync(child, finder, ct);
        await StepAsync(other, address, "considered", ct);
        var reader = (string)(await finder.ReadAsync(address, ct))["workers"]!.AsArray().First(one => (string)one!["side"]! == "household")!["reference"]!;
        var release = "";
        foreach (var (level, step, taker) in new (string, string?, Colleague)[] { ("anonymous", null, other), ("summary", "interest", other), ("full", "shortlisted", finder) })
        {
            if (step is not null)
            {
                await StepAsync(taker, address, step, ct);
            }

            var purpose = level == "full" ? "give-report-to-adopters" : "consider-link";
            var given = await finder.PostAsync($"{address}/disclosures", new { subject = "child", child = reference, level, purpose, basis = "public-task", reader }, ct);
            release = (string)given["disclosure"]!;
            await Patience.WaitAsync(
                stack.Clock, $"the {level} profile to be open", () => finder.AskAsync($"{Region}/disclosures/{release}", ct), answer => (string?)answer["hub"]?["state"] == "open", ct);
        }

        await StepAsync(finder, address, "visited", ct);
        await StepAsync(finder, address, "preferred", ct);
        await DecideAsync(id, "selected", "preferred", ct);
        await DecideAsync(id, "to-panel", "selected", ct);
        Terminal.Print($"  {cast.Finder(cast.Child).Name} and {other.Name}: linked, selected, to panel.");
        return (id, release);
    }

    /// <summary>The household's worker opens the release.</summary>
    public async Task ReadReportAsync(string release, CancellationToken ct)
    {
        var reader = cast.Finder(cast.Household);
        await reader.ReadAsync($"/api/v1/released/{cast.Child}/disclosures/{release}", ct);
        await Patience.WaitAsync(stack.Clock, "the ledger to know that it was read", () => reader.AskAsync($"{Region}/disclosures/{release}", ct), answer => (bool?)answer["read"] == true, ct);
    }

    /// <summary>The household's worker gives the report to the adopters, and says so on the ledger.</summary>
    public Task<JsonNode> GiveReportAsync(string release, CancellationToken ct) =>
        cast.Finder(cast.Household).PostAsync($"{Region}/disclosures/{release}/receipt", new { receivedOn = cast.Today }, ct);

    private async Task AgreeAsync(CancellationToken ct)
    {
        var made = await cast.Person($"caldicott.guardian.{cast.Child}").PostAsync(
            $"{Region}/agreements", new { councils = new[] { cast.Child, cast.Household }, basis = "public-task" }, ct, mayBe: "agreement.exists");
        if (made["agreement"] is { } agreement)
        {
            await cast.Person($"caldicott.guardian.{cast.Household}").PostAsync($"{Region}/agreements/{(string)agreement!}/accept", null, ct);
        }
    }

    private async Task WriteReportAsync(string child, Colleague finder, CancellationToken ct)
    {
        foreach (var (level, approver) in new[] { ("anonymous", finder), ("summary", finder), ("full", cast.Adviser) })
        {
            var written = await cast.Worker(cast.Child).PostAsync($"{child}/profile-versions", new { level, sections = new[] { new { title = "About her", text = "A girl who loves rivers and needs time." } } }, ct);
            var version = $"{child}/profile-versions/{(string)written["version"]!["id"]!}";
            await approver.PostAsync($"{version}/approve", null, ct, versionOf: version);
        }
    }

    private async Task DecideAsync(string link, string decision, string from, CancellationToken ct)
    {
        var address = $"/api/v1/councils/{cast.Child}/links/{link}";
        await Patience.WaitAsync(stack.Clock, "the hub to hear of the link", () => cast.Worker(cast.Child).AskAsync(address, ct), answer => (string?)answer["link"]?["state"] == from, ct);
        await cast.Worker(cast.Child).PostAsync(
            $"{address}/decision", new { decision, decidedBy = "Invented Manager, team manager", decidedOn = cast.Today, words = "Invented: they alone live by a river." }, ct, versionOf: address);
        await Patience.WaitAsync(stack.Clock, "the region to hear of it", () => cast.Finder(cast.Child).AskAsync($"{Region}/links/{link}", ct), answer => (string?)answer["state"] == decision, ct);
    }

    private static Task<JsonNode> StepAsync(Colleague who, string link, string to, CancellationToken ct) => who.PostAsync($"{link}/steps", new { to }, ct, versionOf: link);

    private object Record(object assessment) => new
    {
        members = new[] { new { role = "parent", given = "Invented", family = "Rushmere", dateOfBirth = "1985-04-02" }, new { role = "parent", given = "Imagined", family = "Rushmere", dateOfBirth = "1986-08-20" } },
        home = new { address = "2 Nowhere Lane", postcode = "B1 1AB", livesIn = cast.Household },
        assessment,
        reference = $"DEMO-P-{cast.Mark}",
    };
}
