using System.Text.Json.Nodes;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests;

/// <summary>A central list with its people, and a panel of it: all invented, and nobody else's.</summary>
internal sealed class World
{
    private readonly PanelHost _host;
    private readonly int[] _councils;

    private World(PanelHost host, int[] councils, string name) => (_host, _councils, Name, Adviser) = (host, councils, name, host.As(Roles.PanelAdviser, $"adviser.{name}", councils));

    public string Name { get; }

    public PanelClient Adviser { get; }

    public Guid ListId { get; private set; }

    public Guid PanelId { get; private set; }

    /// <summary>The chair, two vice chairs (the second is staff), two social workers, the medical adviser and four others.</summary>
    public List<Guid> Members { get; } = [];

    public Guid Chair => Members[0];

    public static async Task<World> MakeAsync(PanelHost host, params int[] councils)
    {
        var world = new World(host, councils.Length == 0 ? [860] : councils, $"w{Guid.NewGuid():n}"[..10]);
        var list = await world.Adviser.SendAsync(HttpMethod.Post, "/lists", new { code = $"list-{world.Name}", strand = "adoption", councils = world.Codes });
        world.ListId = Id(list, "id");
        (string Name, (string, int)[] Facts)[] people =
        [
            ("chair", [SocialWork(2001), ("personal-experience", 2001)]), ("vice", [("personal-experience", 2010)]), ("vice-staff", [("employee", 2015)]), ("worker-1", [SocialWork(2005)]),
            ("worker-2", [SocialWork(2012), ("employee", 2018)]), ("doctor", [("medical-adviser", 2012)]), .. Enumerable.Range(1, 4).Select(n => ($"member-{n}", new[] { ("personal-experience", 2016) })),
        ];
        world.Members.AddRange(await Task.WhenAll(people.Select(each => world.EnterAsync(each.Name, each.Facts))));
        var panel = await world.Adviser.SendAsync(HttpMethod.Post, "", new { code = $"panel-{world.Name}", listId = world.ListId, councils = world.Codes, settings = Settings() });
        world.PanelId = Id(panel, "id");
        return world;
    }

    /// <summary>The same where no case of other tests is before panel: for what looks at all of a council's cases.</summary>
    public static async Task<World> MakeAloneAsync(PanelHost host, int council)
    {
        await host.Database.ExecuteAsync($"update panel_case set state = 9 where council = {council}");
        return await MakeAsync(host, council);
    }

    public string[] Codes => [.. _councils.Select(council => $"{council}")];

    public static object Settings(int minutes = 300) => new
    {
        meetingMinutes = minutes, itemMinutes = new Dictionary<string, int>(), coolingOffMonths = 0, meetingPounds = 1000, shares = new Dictionary<string, int>(), travelPounds = new Dictionary<string, int>(),
        minutesWorkingDays = 5, takesAdvisoryItems = true,
    };

    public static Guid Id(JsonNode node, string name) => Guid.Parse(node[name]!.GetValue<string>());

    public string SubjectOf(string member) => $"{member}.{Name}";

    /// <summary>Somebody of the list, as he or she signs in.</summary>
    public PanelClient As(string member) => _host.As(member == "chair" ? Roles.PanelChair : Roles.PanelMember, SubjectOf(member), _councils);

    public async Task<Guid> AddAsync(string member, params (string Kind, int Since)[] facts)
    {
        Members.Add(await EnterAsync(member, facts));
        return Members[^1];
    }

    private async Task<Guid> EnterAsync(string member, (string Kind, int Since)[] facts) => Id(
        await Adviser.SendAsync(HttpMethod.Post, $"/lists/{ListId}/members", new
        {
            name = $"Invented {member}", subject = SubjectOf(member), joinedOn = "2020-01-06",
            facts = facts.Select(fact => new { kind = fact.Kind, council = fact.Kind is "employee" or "medical-adviser" ? $"{_councils[0]}" : null, from = $"{fact.Since}-09-01", until = (string?)null }),
        }),
        "id");

    public async Task<Guid> MeetingAsync(string date, int? minutes = null) =>
        Id(await Adviser.SendAsync(HttpMethod.Post, $"/{PanelId}/meetings", new { date, startsAt = "09:30:00", minutes }), "id");

    /// <summary>A meeting with the chair, one independent vice chair, both social workers and so many others.</summary>
    public async Task<Guid> DrawnMeetingAsync(string date, int others = 3)
    {
        var meeting = await MeetingAsync(date);
        await DrawAsync(meeting, [(Members[0], "chair"), (Members[1], "vice-chair"), (Members[3], "member"), (Members[4], "member"), .. Members.Skip(6).Take(others).Select(member => (member, "member"))]);
        return meeting;
    }

    public Task<JsonNode> DrawAsync(Guid meeting, params (Guid Member, string Role)[] members) => Adviser.SendAsync(
        HttpMethod.Put, $"/meetings/{meeting}/members", new { members = members.Select(each => new { memberId = each.Member, role = each.Role, asMedicalAdviser = each.Member == Members[5] }) }, $"/meetings/{meeting}");

    /// <summary>A case as its hub raises it, known here when this returns.</summary>
    public async Task<RaisedCase> RaiseAsync(
        PanelCaseKind kind, int? council = null, int children = 0, CouncilCode? household = null, string readyOn = "2025-06-10", string? stageTwoOn = null, string? reportSentOn = null, bool authority = true,
        string plannedOn = "2025-04-01", string? courtDate = null)
    {
        var code = new CouncilCode(council ?? _councils[0]);
        var message = new PanelCaseRaised(
            Guid.NewGuid(), code, 1, 1, false, kind, false, false, false, kind == PanelCaseKind.AdopterApproval ? Guid.NewGuid() : null, kind == PanelCaseKind.Match ? Guid.NewGuid() : null,
            household ?? (kind == PanelCaseKind.AdopterApproval ? code : null), children, Day(readyOn)!.Value, Day(stageTwoOn), Day(reportSentOn), null, Day(courtDate));
        await _host.SendAsync(message);
        var raised = new List<PanelCaseChildStated>();
        for (var n = 0; n < children; n++)
        {
            raised.Add(new PanelCaseChildStated(Guid.NewGuid(), code, 1, 1, message.Case, kind, Guid.NewGuid(), Day(plannedOn), authority ? new CaseDay(Day(plannedOn)!.Value.Day.AddDays(30)) : null));
            await _host.SendAsync(raised[^1]);
        }

        await Eventually.TrueAsync(
            async () => (await Adviser.TryAsync(HttpMethod.Get, $"/cases/{message.Case}")).Body?["case"]?["state"]?.GetValue<string>() is "ready" or "for-decision", $"case {kind} to arrive");
        return new RaisedCase(message, raised);
    }

    public Task<JsonNode> BookAsync(Guid meeting, RaisedCase @case) =>
        Adviser.SendAsync(HttpMethod.Post, $"/meetings/{meeting}/agenda", new { caseId = @case.Id }, $"/meetings/{meeting}");

    public Task<JsonNode> SettleAsync(Guid meeting) => Adviser.SendAsync(HttpMethod.Post, $"/meetings/{meeting}/settle", version: $"/meetings/{meeting}");

    public Task<JsonNode> AttendAsync(Guid meeting, IEnumerable<Guid> present) =>
        Adviser.SendAsync(HttpMethod.Put, $"/meetings/{meeting}/attendance", new { present }, $"/meetings/{meeting}");

    public Task<JsonNode> CallAsync(Guid item, IEnumerable<Guid> sitting) => Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/sitting", new { sitting }, $"/agenda-items/{item}");

    /// <summary>A settled meeting with one booked item, on its day with everybody there, the item called and the adopters invited.</summary>
    public async Task<(Guid Meeting, Guid Item, List<Guid> Present)> CalledAsync(RaisedCase @case, string date = "2025-07-15")
    {
        var meeting = await DrawnMeetingAsync(date);
        var item = Id(await BookAsync(meeting, @case), "itemId");
        await Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/invitation", new { invitedOn = "2025-06-16" }, $"/agenda-items/{item}");
        await SettleAsync(meeting);
        _host.Clock.SetTo(new DateTimeOffset(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture).ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
        List<Guid> present = [.. (await Adviser.GetAsync($"/meetings/{meeting}"))["members"]!.AsArray().Select(member => Id(member!, "memberId"))];
        await AttendAsync(meeting, present);
        await CallAsync(item, present);
        return (meeting, item, present);
    }

    /// <summary>The same with a recommendation, the minutes in each hub, and the chair's signature: before the decision maker.</summary>
    public async Task<Guid> RecommendedAsync(RaisedCase @case, string outcome = "yes", string date = "2025-07-15", bool sign = true)
    {
        var (_, item, present) = await CalledAsync(@case, date);
        await Adviser.SendAsync(HttpMethod.Put, $"/agenda-items/{item}/recommendation", Recommendation(@case, outcome, present.Count), $"/agenda-items/{item}");
        foreach (var council in @case.Councils)
        {
            await HoldMinutesAsync(@case, item, council);
        }

        if (sign)
        {
            await As("chair").SendAsync(HttpMethod.Post, $"/agenda-items/{item}/sign", version: $"/agenda-items/{item}");
        }

        return item;
    }

    public static object Recommendation(RaisedCase @case, string outcome, int voters, int against = 0) => new
    {
        recommendations = @case.Subjects.Select(child => new
        {
            child, outcome, @for = voters - against, against, abstained = 0,
            terms = @case.Kind == PanelCaseKind.AdopterApproval && outcome == "yes" ? new { routes = "adoption", numbers = "one, two", ages = "one, two" } : null,
        }),
        advice = new[] { "support" },
    };

    public async Task HoldMinutesAsync(RaisedCase @case, Guid item, CouncilCode council, byte digest = 1)
    {
        await _host.SendAsync(new PanelMinutesHeld(Guid.NewGuid(), council, 1, 1, @case.Id, item, new AuditHash([.. Enumerable.Repeat(digest, AuditHash.Length)]), PapersOf(council)));
        await Eventually.TrueAsync(
            async () => (await Adviser.GetAsync($"/agenda-items/{item}"))["minutesHeld"]!.AsArray()
                .Any(held => held!["council"]!.GetValue<string>() == council.ToString() && held["digest"]!.GetValue<string>()[1] == (char)('0' + digest)), "the minutes to be known");
    }

    /// <summary>What a council's hub says of its papers that a panel had.</summary>
    public static AuditHash PapersOf(CouncilCode council) => new([.. Enumerable.Repeat((byte)(council.Number - 800), AuditHash.Length)]);

    /// <summary>A decision maker of the council with a record in its hub.</summary>
    public async Task<(PanelClient Maker, Guid Record)> DecisionMakerAsync(RaisedCase @case, string? person = null)
    {
        var subject = person ?? SubjectOf($"maker-{@case.Council}");
        var maker = _host.As(Roles.DecisionMaker, subject, _councils);
        await Adviser.TryAsync(HttpMethod.Post, "/decision-makers", new
        {
            council = @case.Council.ToString(), subject, name = "Invented Maker", kinds = Enum.GetNames<PanelCaseKind>().Select(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName),
            from = "2024-01-01", until = (string?)null, authority = "scheme-of-delegation", authorityOn = "2023-12-01", socialWorkerSince = "2001-01-01",
        });
        return (maker, await RecordAsync(@case, subject));
    }

    public async Task<Guid> RecordAsync(RaisedCase @case, string subject)
    {
        var record = Guid.NewGuid();
        await _host.SendAsync(new DecisionRecordHeld(record, @case.Council, 1, 1, @case.Id, PersonReference.Of(subject)));
        await Eventually.TrueAsync(() => _host.AskAsync(async db => await db.Records.FindAsync(record) is not null), "the record to be known");
        return record;
    }

    public static object Decisions(RaisedCase @case, Guid record, string outcome, string reasons = "all", string? reversal = null) => new
    {
        recordId = record, reasonsAdopted = reasons, reversalReason = reversal ?? "none",
        decisions = @case.Subjects.Select(child => new
        {
            child, outcome, terms = @case.Kind == PanelCaseKind.AdopterApproval && outcome == "yes" ? new { routes = "adoption", numbers = "one, two", ages = "one, two" } : null,
        }),
    };

    private static (string Kind, int Since) SocialWork(int since) => ("social-work", since);

    private static CaseDay? Day(string? text) => text is null ? null : new CaseDay(DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>A case as it was raised.</summary>
internal sealed record RaisedCase(PanelCaseRaised Message, IReadOnlyList<PanelCaseChildStated> Children)
{
    public Guid Id => Message.Case;

    public PanelCaseKind Kind => Message.Kind;

    public CouncilCode Council => Message.Council;

    public IEnumerable<CouncilCode> Councils => new[] { Message.Council, Message.HouseholdsCouncil ?? Message.Council }.Distinct();

    /// <summary>What is recommended on and decided: each child, or the case as a whole.</summary>
    public IEnumerable<Guid?> Subjects => Children.Count == 0 ? [null] : Children.Select(child => (Guid?)child.Child);
}
