using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Partnership.Cli.Regions;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Demo;

/// <summary>
/// <c>partnership demo fund</c>: a sibling group on its way through the support fund, across a change of rules: need, bid, a lower limit, decision, order,
/// invoice, claim, statement, outcome. Two more families make six children, of whom the region's figures may tell: then its balances and its picture.
/// </summary>
internal sealed class FundDemo(StackConnection stack, string council) : IDisposable
{
    private const string Fund = "/api/v1/fund";
    private const string CleanMeasures = "The children's sleep, and a questionnaire.";
    private const long Usual = 300_000;
    private const long Lower = 250_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Checks = ["enhanced-disclosure", "professional-registration", "insurance", "safeguarding-training"];
    private static readonly string[] Parts = ["summary-of-needs", "reason-for-therapy", "outcomes-hoped-for", "measures"];
    private static readonly string[] Needs = ["attachment", "trauma"];
    private static readonly string[] Address = ["7 Nettlebed Cottages"];
    private static readonly Sibling[] Siblings = [new("Orla", 9), new("Bram", 7)];
    private static readonly (string Name, Sibling[] Children)[] MoreFamilies = [("Thistledown", [new("Isla", 11), new("Jory", 8)]), ("Fennimore", [new("Wilf", 12), new("Nell", 10)])];

    private readonly GatewayClient _worker = stack.AsPerson($"support.worker.{council}");
    private readonly GatewayClient _applicant = stack.AsPerson("support.fund");
    private readonly GatewayClient _finance = stack.AsPerson("finance");
    private readonly GatewayClient _operations = stack.AsPerson("hub.operations");
    private readonly DateOnly _today = DateOnly.FromDateTime(stack.Clock.GetUtcNow().UtcDateTime);

    // In digits: references of the fund hold no words.
    private readonly string _run = Random.Shared.Next(10_000_000, 100_000_000).ToString(CultureInfo.InvariantCulture);

    private string Council => $"{Fund}/councils/{council}";

    private int Year => _today.Month >= 4 ? _today.Year + 1 : _today.Year;

    public static Command Create()
    {
        var council = new Option<string?>("--council") { Description = "The council; the region's first when left out" };
        var command = StackConnection.AddAddresses(new Command("fund", "Follow a sibling group through the support fund, from need to outcome, across a change of rules") { council });
        command.SetAction(async (parsed, ct) =>
        {
            var region = RegionFile.Read(await RunningRegion.FindAsync(ct) ?? RegionFile.Default);
            using var demo = new FundDemo(StackConnection.Of(parsed), parsed.GetValue(council) ?? region.Councils[0].Code);
            await demo.RunAsync(ct);
            return Verb.Done;
        });
        return command;
    }

    public void Dispose()
    {
        foreach (var client in new[] { _worker, _applicant, _finance, _operations })
        {
            client.Dispose();
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        var started = Stopwatch.StartNew();
        await AdoptAsync(Usual, ct);
        var (assessment, children) = await AssessAsync("Underwillow", Siblings, "Orla's sleep, and a questionnaire.", ct);
        var provider = await PostAsync(_operations, $"{Fund}/providers", new
        {
            name = $"Invented Therapies {_run}", status = "registered-support-agency", registrationReference = $"SC-{_run}", isActive = true, hoursAMonth = 120,
            therapies = new[] { new { code = "play-therapy", ratePence = 7_500 } }, areas = Array.Empty<string>(),
            checks = Checks.Select(kind => new { kind, checkedOn = _today.AddYears(-1), refreshDue = _today.AddYears(1) }),
        }, null, ct);

        var content = ContentOf(children, provider);
        var draft = await PostAsync(_applicant, $"{Council}/applications", new { assessmentId = assessment, content }, null, ct);
        var address = $"{Council}/applications/{Text(draft, "id")}";
        Terminal.Print($"Bid {Text(draft, "number")}: £6,000 for two children, of which the fund is asked for {Pounds(Sum(draft, "fund"))}. {Findings(draft)}");

        await AdoptAsync(Lower, ct);
        Terminal.Print($"  Checked again: {Findings(await GetAsync(_applicant, address, ct))}");
        var mended = await ActAsync(_applicant, address, content, ct, HttpMethod.Put);
        Terminal.Print($"  Mended: the fund is asked for {Pounds(Sum(mended, "fund"))}, the council pays {Pounds(Sum(mended, "council"))}. {Findings(mended)}");
        await ActAsync(_applicant, $"{address}/submission", new { exceptions = Array.Empty<string>() }, ct, versionOf: address);
        var approved = await ActAsync(_finance, $"{address}/decision", new { outcome = "approved", decidedOn = _today, portalReference = $"ASF-{_run}" }, ct, versionOf: address);
        Terminal.Print($"Decision: {Text(approved, "status")}, {Text(approved, "portalReference")}.");
        await SpendAsync(approved, address, ct);
        await MeasureAsync(approved, children, address, ct);
        foreach (var (index, more) in MoreFamilies.Index())
        {
            await AgreeAsync(more.Name, more.Children, provider, $"ASF-{_run}-{index + 1}", ct);
        }

        Terminal.Print("Two more families: £5,000 agreed for the two children of each.");
        await AdoptAsync(Usual, ct);
        await ShowAsync(ct);
        Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"Finished in {started.Elapsed.TotalSeconds:0} seconds."));
    }

    /// <summary>80 hours, for as many days as are left of the year, at most twelve weeks: a package across its end is another rule's matter.</summary>
    private object ContentOf(string[] children, JsonNode provider) => new
    {
        children,
        lines = new[]
        {
            new { therapy = "play-therapy", providerId = Text(provider, "id"), hours = 80, ratePence = 7_500, starts = _today, ends = new[] { _today.AddDays(84), new DateOnly(Year, 3, 31) }.Min() },
        },
    };

    /// <summary>A family's bid from the need to the decision.</summary>
    private async Task AgreeAsync(string name, Sibling[] siblings, JsonNode provider, string reference, CancellationToken ct)
    {
        var (assessment, children) = await AssessAsync(name, siblings, CleanMeasures, ct);
        var draft = await PostAsync(_applicant, $"{Council}/applications", new { assessmentId = assessment, content = ContentOf(children, provider) }, null, ct);
        var address = $"{Council}/applications/{Text(draft, "id")}";
        await ActAsync(_applicant, $"{address}/submission", new { exceptions = Array.Empty<string>() }, ct, versionOf: address);
        await ActAsync(_finance, $"{address}/decision", new { outcome = "approved", decidedOn = _today, portalReference = reference }, ct, versionOf: address);
    }

    /// <summary>Two children of one family whom the hub knows for support alone; waits until the fund has heard of them.</summary>
    private async Task<(string Assessment, string[] Children)> AssessAsync(string name, Sibling[] siblings, string measures, CancellationToken ct)
    {
        var hub = $"/api/v1/councils/{council}/support";
        var family = await PostAsync(
            _worker, $"{hub}/families",
            new
            {
                otherNames = new[] { $"Wren {name}" }, addressLines = Address, livesHere = true,
                children = siblings.Select(sibling => new
                {
                    given = sibling.Given, family = name, dateOfBirth = _today.AddYears(-sibling.Age), route = "special-guardianship-after-care", placedBy = "this-council", hasPlan = false, orderMadeOn = _today.AddMonths(-20),
                }),
            },
            null, ct);
        var assessment = await PostAsync(
            _worker, $"{hub}/families/{Text(family, "id")}/assessments",
            new { assessedOn = _today.AddDays(-7), children = family["children"]!.AsArray().Select(child => new { id = Text(child!, "id"), needs = Needs }) }, null, ct);
        var address = $"{hub}/assessments/{Text(assessment, "id")}";
        foreach (var part in Parts)
        {
            await ActAsync(_worker, $"{address}/narratives/{part}", new { text = part == "measures" ? measures : "The children find endings hard and need help to feel safe." }, ct, HttpMethod.Put, address);
        }

        if ((await GetAsync(_worker, address, ct))["narratives"]!.AsArray().SelectMany(each => each!["found"]!.AsArray()).SingleOrDefault() is { } found)
        {
            Terminal.Print($"Need: two children of a special guardian, known for support alone. The identity guard finds a {Text(found, "kind")} of {found["length"]} letters at {found["offset"]}; it is written anew.");
            await ActAsync(_worker, $"{address}/narratives/measures", new { text = CleanMeasures }, ct, HttpMethod.Put, address);
        }

        var known = await GetAsync(_worker, $"{hub}/families/{Text(family, "id")}", ct);
        var children = known["children"]!.AsArray().Select(child => Text(child!, "fundReference")).ToArray();
        await UntilAsync(
            async () =>
            {
                foreach (var child in children)
                {
                    if (await _applicant.FindAsync<JsonNode>($"{Council}/children/{child}", ct) is not { } there || !(bool)there.Found["assessments"]![0]!["narrativesChecked"]!)
                    {
                        return false;
                    }
                }

                return true;
            },
            "The support fund has not heard of the children.", ct);
        return (Text(assessment, "fundReference"), children);
    }

    /// <summary>Has the year's rules with this limit: drafts, previews and adopts a revision where they have another.</summary>
    private async Task AdoptAsync(long limit, CancellationToken ct)
    {
        var packs = new List<JsonNode>();
        await foreach (var each in _operations.ListAsync<JsonNode>($"{Fund}/rule-packs", ct))
        {
            packs.Add(each);
        }

        var newest = packs.Where(pack => (int)pack["year"]! == Year).MaxBy(pack => (int)pack["revision"]!)
            ?? throw new CommandFailedException($"There are no rules of the financial year that ends in {Year}, not even a draft.");
        var rules = (await GetAsync(_operations, $"{Fund}/rule-packs/{Text(newest, "id")}", ct))["rules"]!.AsArray();
        var access = rules.Single(rule => Text(rule!, "rule") == "fair-access-limit")!;
        if (Text(newest, "state") == "adopted" && (long?)access["pence"] == limit)
        {
            return;
        }

        if ((long?)access["pence"] != limit || Text(newest, "state") == "adopted")
        {
            access["pence"] = limit;
            newest = (await PostAsync(_operations, $"{Fund}/rule-packs", new { year = Year, rules }, null, ct))["pack"]!;
        }

        var address = $"{Fund}/rule-packs/{Text(newest, "id")}";
        var preview = await FinishedAsync(await PostAsync(_operations, $"{address}/preview", new { from = _today }, null, ct), ct);
        Terminal.Print($"Rules {Text(newest, "name")}.{newest["revision"]}, limit {Pounds(limit)}: of {preview["total"]} drafts the preview breaks {preview["broken"]} and mends {preview["mended"]}.");
        await FinishedAsync(await PostAsync(_operations, $"{address}/adoption", new { from = _today }, null, ct), ct);
    }

    private async Task SpendAsync(JsonNode application, string address, CancellationToken ct)
    {
        var order = await PostAsync(_applicant, $"{address}/orders", new { lineId = Text(application["lines"]![0]!, "lineId") }, null, ct);
        var invoice = await PostAsync(
            _applicant, $"{Council}/invoices", new { orderId = Text(order, "id"), reference = $"INV-{_run}", hours = 20, pence = 150_000, periodFrom = _today, periodTo = _today }, null, ct);
        await ActAsync(_finance, $"{Council}/invoices/{Text(invoice, "id")}/payment", new { paidOn = _today }, ct, versionOf: $"{Council}/invoices/{Text(invoice, "id")}");
        var claim = await PostAsync(_applicant, $"{Council}/claims", new { month = _today }, null, ct);
        var item = claim["items"]!.AsArray().Single(each => Text(each!, "portalReference") == $"ASF-{_run}")!;
        var lines = string.Create(CultureInfo.InvariantCulture, $"reference,portal_reference,kind,amount,paid_on\r\nBACS-{_run},ASF-{_run},payment,{(long)item["pence"]! / 100m:0.00},{_today:yyyy-MM-dd}\r\n");
        using var answer = await _finance.PostAsync(
            $"{Council}/statements", () => new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(lines)), "files", "statement.csv" } }, null, ct);
        var statement = (await answer.Content.ReadFromJsonAsync<JsonNode>(ct))!;
        Terminal.Print($"Money: order {Text(order, "number")}, an invoice of £1,500 paid, {Pounds((long)item["pence"]!)} claimed; the fund's statement: {Text(statement["lines"]![0]!, "outcome")}.");
    }

    private async Task MeasureAsync(JsonNode application, string[] children, string address, CancellationToken ct)
    {
        foreach (var (when, score) in new[] { ("before", 24), ("after", 17) })
        {
            foreach (var child in children)
            {
                await PostAsync(_worker, $"{address}/outcomes", new { lineId = Text(application["lines"]![0]!, "lineId"), childId = child, tool = "strengths-and-difficulties", when, score, measuredOn = _today }, null, ct);
            }
        }

        var report = (await GetAsync(_worker, $"{Council}/outcomes", ct))["outcomes"]!.AsArray();
        Terminal.Print($"Outcome: from 24 to 17 for both; told by therapy: {string.Join(", ", report.Select(figure => $"{Text(figure!, "therapy")} {((bool)figure!["suppressed"]! ? "hidden, fewer than six children" : $"{figure["better"]} of {figure["children"]} better")}"))}.");
    }

    private async Task ShowAsync(CancellationToken ct)
    {
        Terminal.Print("");
        Terminal.Print($"The fund's money of {Year - 1}-{Year % 100:00} in the region (hidden below six children):");
        foreach (var row in (await GetAsync(_operations, $"{Fund}/figures?year={Year}", ct))["councils"]!.AsArray())
        {
            Terminal.Print((bool)row!["suppressed"]!
                ? $"  {Text(row, "name"),-22} hidden"
                : $"  {Text(row, "name"),-22} {row["children"],4} children, agreed {Told(row["awardedPence"]),11}, spent {Told(row["spentPence"]),11}, set apart {Told(row["setApartPence"]),11}");
        }

        var picture = await _operations.GetTextAsync($"{Fund}/picture?year={Year}", ct);
        Terminal.Print($"  {BalancesIn(picture)}");
        Terminal.Print($"As council {council} sees its own:");
        foreach (var row in (await GetAsync(_applicant, $"{Council}/ledger/totals?year={Year}", ct))["balances"]!.AsArray())
        {
            Terminal.Print($"  {Text(row!, "funder"),-16} received {Pounds((long)row!["receivedPence"]!),11}, set apart {Pounds((long)row["setApartPence"]!),11}, paid {Pounds((long)row["paidPence"]!),11}");
        }

        Terminal.Print($"The region's picture: {await KeepAsync("fund-region.svg", picture, ct)}");
        Terminal.Print($"The council's picture: {await KeepAsync("fund.svg", await _applicant.GetTextAsync($"{Council}/picture?year={Year}", ct), ct)}");
    }

    private static string Told(JsonNode? pence) => pence is null ? "hidden" : Pounds((long)pence);

    /// <summary>The children's balances, as the picture says them in words to who does not see it.</summary>
    private static string BalancesIn(string picture) =>
        XDocument.Parse(picture).Descendants().Single(element => element.Name.LocalName == "desc").Value.Split(". ").Single(panel => panel.StartsWith("Children by ", StringComparison.Ordinal));

    private static async Task<string> KeepAsync(string name, string picture, CancellationToken ct)
    {
        var file = Installation.PathOf(".data", "demo", name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, picture, ct);
        return file;
    }

    private async Task<JsonNode> FinishedAsync(JsonNode job, CancellationToken ct)
    {
        var state = job;
        await UntilAsync(
            async () =>
            {
                state = await GetAsync(_operations, $"{Fund}/rule-jobs/{Text(job, "id")}", ct);
                return Text(state, "state") == "done";
            },
            "The rules' job does not end.", ct);
        return state;
    }

    private async Task UntilAsync(Func<Task<bool>> isSo, string otherwise, CancellationToken ct)
    {
        for (var began = stack.Clock.GetTimestamp(); !await isSo();)
        {
            if (stack.Clock.GetElapsedTime(began) > Patience)
            {
                throw new CommandFailedException(otherwise, "./partnership status tells what does not run.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), stack.Clock, ct);
        }
    }

    private static Task<JsonNode> GetAsync(GatewayClient client, string path, CancellationToken ct) => client.GetAsync<JsonNode>(path, ct);

    private static async Task<JsonNode> PostAsync(GatewayClient client, string path, object body, EntityTagHeaderValue? version, CancellationToken ct)
    {
        using var answer = await client.PostAsync(path, () => JsonContent.Create(body), version, ct);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(ct))!;
    }

    /// <summary>Changes something by its present version.</summary>
    private static async Task<JsonNode> ActAsync(GatewayClient client, string path, object body, CancellationToken ct, HttpMethod? method = null, string? versionOf = null)
    {
        var read = await client.FindAsync<JsonNode>(versionOf ?? path, ct) ?? throw new CommandFailedException($"{versionOf ?? path} is not there.");
        if (method is null)
        {
            return await PostAsync(client, path, body, read.Version, ct);
        }

        using var answer = await client.PutAsync(path, () => JsonContent.Create(body), read.Version, ct);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(ct))!;
    }

    private static string Text(JsonNode node, string member) => node[member]!.ToString();

    private static long Sum(JsonNode application, string funder) =>
        application["lines"]!.AsArray().SelectMany(line => line!["funding"]!.AsArray()).Where(part => Text(part!, "funder") == funder).Sum(part => (long)part!["pence"]!);

    private static string Findings(JsonNode application) => application["findings"]!.AsArray().Where(finding => Text(finding!, "severity") != "note").ToList() switch
    {
        [] => "Nothing stands in its way.",
        var stops => string.Join(" ", stops.Select(finding => $"{Text(finding!, "code")} by {finding!["rule"]}{(finding["pence"] is { } pence ? $", {Pounds((long)pence)} too much" : string.Empty)}. {Text(finding, "next")}").Distinct()),
    };

    private static string Pounds(long pence) => string.Create(CultureInfo.InvariantCulture, $"£{pence / 100m:N0}");

    private sealed record Sibling(string Given, int Age);
}
