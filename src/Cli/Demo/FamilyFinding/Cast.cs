using System.Globalization;
using Partnership.Cli.Regions;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Demo.FamilyFinding;

/// <summary>Who is in the story: two sisters of the region's first council, and a household of each of the three that follow it.</summary>
internal sealed class Cast : IDisposable
{
    private static readonly string[] OneOrTwo = ["one", "two"];
    private static readonly string[] Ages = ["two", "three", "four", "five-or-six"];
    private static readonly string[] Adoption = ["adoption"];

    private readonly Dictionary<string, Colleague> _people = [];
    private readonly StackConnection _stack;
    private readonly string _mark;

    public Cast(StackConnection stack, RegionFile region)
    {
        if (region.Councils.Count < 4)
        {
            throw new CommandFailedException("The story needs a region of four councils or more.", "Start one with ./partnership up --region together4children");
        }

        _stack = stack;
        Home = region.Councils[0].Code;
        Others = [.. region.Councils.Skip(1).Take(3).Select(council => council.Code)];
        _mark = stack.Clock.GetUtcNow().ToString("MMddHHmmss", CultureInfo.InvariantCulture);
        Today = DateOnly.FromDateTime(stack.Clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>The sisters' council.</summary>
    public string Home { get; }

    /// <summary>The households' councils: of the one that suits, of the one that could consider two, and of the one in an excluded district.</summary>
    public IReadOnlyList<string> Others { get; }

    public DateOnly Today { get; }

    /// <summary>The sisters, the elder first: the hub's ids and the region's references.</summary>
    public IReadOnlyList<(string Id, Guid Reference)> Sisters { get; private set; } = [];

    public Colleague Worker => Person($"social.worker.{Home}");

    public Colleague Finder => Person($"family.finder.{Home}");

    public Colleague Recruitment => Person("recruitment");

    public Colleague FinderOf(string council) => Person($"family.finder.{council}");

    public Colleague Person(string user) => Known(user, () => TokenSource.OfPerson(_stack.Identity, user, _stack.Clock));

    public Colleague CaseSystemOf(string council) => Known($"case-system-{council}", () => TokenSource.OfClient(_stack.Identity, $"case-system-{council}", ClientSecret.Read(), _stack.Clock));

    public void Dispose()
    {
        foreach (var person in _people.Values)
        {
            person.Dispose();
        }
    }

    /// <summary>The councils agree to share, the sisters are registered and searched for together, the households are entered and approved.</summary>
    public async Task EnterAsync(CancellationToken ct)
    {
        foreach (var council in Others)
        {
            await AgreeAsync(council, ct);
        }

        string[] ids = [await ChildAsync("A", 5, 4, ct), await ChildAsync("B", 3, 2, ct)];
        await Worker.PutAsync(
            $"{Child(ids[0])}/needs",
            new
            {
                needs = new[]
                {
                    new { need = "attachment-difficulty", level = "medium", evidence = "Invented: the clinic's letter.", evidenceOn = Today.AddDays(-40) },
                    new { need = "speech-and-language", level = "low", evidence = "Invented: nursery.", evidenceOn = Today.AddDays(-60) },
                },
            },
            ct,
            versionOf: Child(ids[0]));
        await Worker.PutAsync(
            $"{Child(ids[1])}/exclusion-areas", new { areas = new[] { new { district = "ST17", reason = "Invented: somebody who must not meet them lives there." } } }, ct, versionOf: Child(ids[1]));

        var group = await Worker.PostAsync(
            $"/api/v1/councils/{Home}/sibling-groups",
            new { assessment = "Invented: they look for each other when one is hurt.", assessedOn = Today.AddDays(-20), togetherUntil = Today.AddDays(160), contactPlan = "Monthly, should they be apart." },
            ct);
        var address = $"/api/v1/councils/{Home}/sibling-groups/{(string)group["id"]!}";
        foreach (var id in ids)
        {
            await Worker.PutAsync($"{address}/children/{id}", new { decision = "together", decidedOn = Today.AddDays(-20), reason = "Invented: the assessment." }, ct, versionOf: address);
        }

        var sisters = new List<(string, Guid)>();
        foreach (var id in ids)
        {
            var started = await Worker.PostAsync($"{Child(id)}/search", null, ct, versionOf: Child(id));
            sisters.Add((id, (Guid)started["reference"]!));
        }

        Sisters = sisters;
        await HouseholdAsync(Others[0], "B1 1AA", ["one", "two"], [], ct);
        await HouseholdAsync(Others[1], "WV1 1AA", ["one"], ["two"], ct);
        await HouseholdAsync(Others[2], "ST17 4AA", ["one", "two"], [], ct);
    }

    public string Child(string id) => $"/api/v1/councils/{Home}/children/{id}";

    /// <summary>Writes and approves what may be released of the elder sister, one level after the other, never by one person alone.</summary>
    public async Task WriteProfilesAsync(CancellationToken ct)
    {
        foreach (var (level, text, approver) in new (string, string, string)[]
        {
            ("anonymous", "A girl who laughs easily and needs time with strangers.", Finder.Name),
            ("summary", "Imogen likes drums. She has had speech therapy and sees a clinic about attachment.", Finder.Name),
            ("full", "Invented permanence report: history, health, wishes, contact.", "panel.adviser"),
        })
        {
            var written = await Worker.PostAsync($"{Child(Sisters[0].Id)}/profile-versions", new { level, sections = new[] { new { title = "About her", text } } }, ct);
            var version = $"{Child(Sisters[0].Id)}/profile-versions/{(string)written["version"]!["id"]!}";
            await Person(approver).PostAsync($"{version}/approve", null, ct, versionOf: version);
        }
    }

    /// <summary>That each of them came into care, and the decision that she should be placed for adoption, entered by their worker.</summary>
    public async Task DecideForAdoptionAsync(CancellationToken ct)
    {
        foreach (var (id, _) in Sisters)
        {
            await Worker.PutAsync($"{Child(id)}/milestones/entered-care", new { date = Today.AddDays(-200) }, ct, versionOf: Child(id));
            await Worker.PutAsync($"{Child(id)}/milestones/should-be-placed", new { date = Today.AddDays(-7) }, ct, versionOf: Child(id));
        }
    }

    private async Task AgreeAsync(string council, CancellationToken ct)
    {
        var made = await Person($"caldicott.guardian.{Home}").PostAsync("/api/v1/region/agreements", new { councils = new[] { Home, council }, basis = "public-task" }, ct, mayBe: "agreement.exists");
        if (made["agreement"] is { } agreement)
        {
            await Person($"caldicott.guardian.{council}").PostAsync($"/api/v1/region/agreements/{(string)agreement!}/accept", null, ct);
        }
    }

    private async Task<string> ChildAsync(string letter, int years, int months, CancellationToken ct)
    {
        var localId = $"DEMO{_mark}{letter}";
        await CaseSystemOf(Home).PostAsync(
            $"/api/v1/councils/{Home}/changes",
            new[]
            {
                new
                {
                    la_child_id = localId,
                    child_details = new { first_name = letter == "A" ? "Imogen" : "Isolde", surname = "Inventedsister", date_of_birth = Today.AddYears(-years).AddMonths(-months), sex = "F", ethnicity = "WBRI", purge = false },
                    purge = false,
                },
            },
            ct);
        var found = await Worker.PostAsync($"/api/v1/councils/{Home}/children/search", new { localId }, ct);
        var id = (string)found["items"]![0]!["id"]!;
        await Worker.PutAsync(
            $"{Child(id)}/permanence",
            new { plan = "adoption", agreedOn = Today.AddDays(-30), reason = "Invented: no relative can care for them.", owner = new { name = "Wren Oakapple", manager = "Invented Manager", subject = Worker.Name } },
            ct,
            versionOf: Child(id));
        return id;
    }

    private async Task HouseholdAsync(string council, string postcode, string[] yes, string[] couldConsider, CancellationToken ct)
    {
        var reference = $"DEMO-{council}-{_mark}";
        var opened = await Recruitment.PostAsync(
            $"/api/v1/councils/{council}/households",
            new
            {
                members = new[] { new { role = "parent", given = "Invented", family = "Larkspur" }, new { role = "parent", given = "Imagined", family = "Larkspur" } },
                home = new { address = "1 Nowhere Lane", postcode, livesIn = council },
                assessment = new { },
                reference,
            },
            ct);
        var address = $"/api/v1/councils/{council}/households/{(string)opened["id"]!}";
        await CaseSystemOf(council).PostAsync(
            $"/api/v1/councils/{council}/households/approvals",
            new { reference, sourceDocument = "Invented list of approvals", decision = "approved", decidedOn = Today.AddDays(-90), routes = Adoption, numbers = OneOrTwo, ages = Ages },
            ct);
        await Recruitment.PutAsync(
            $"{address}/offer",
            new
            {
                numbers = new { yes, couldConsider },
                ages = new { yes = Ages, couldConsider = Array.Empty<string>() },
                routes = Adoption,
                answers = new[]
                {
                    new { need = "attachment-difficulty", low = "yes", medium = "yes", high = "could-consider" },
                    new { need = "speech-and-language", low = "yes", medium = "yes", high = "yes" },
                },
                identitySupport = Array.Empty<string>(),
                unavailable = (string?)null,
            },
            ct,
            versionOf: address);
    }

    private Colleague Known(string name, Func<TokenSource> tokens)
    {
        if (!_people.TryGetValue(name, out var person))
        {
            _people[name] = person = new Colleague(name, _stack.Gateway, tokens());
        }

        return person;
    }
}
