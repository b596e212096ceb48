using Npgsql;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether every step towards panel that was accepted is in its owner's database with the content that was sent, and nothing else is; whether panel
/// scheduling knows of each raised case what its hub's own rows say, told once in each version; and whether the hubs know of their cases' places on
/// agendas, of decisions and of who was told what panel scheduling has entered, and made of each decision what follows from it.
/// </summary>
internal sealed class PanelCheck(RunningRegion region, PanelWrites writes)
{
    private const string Check = "panels";

    // As hub and panel scheduling number them.
    private const int Approval = 1;
    private const int Match = 3;
    private const int Preparing = 1;
    private const int Raised = 2;
    private const int TakenBack = 3;
    private const int Ready = 2;
    private const int Booked = 3;
    private const int Withdrawn = 9;
    private const int Heard = 4;
    private const int ForDecision = 5;
    private const int Decided = 7;
    private const int Closed = 8;
    private const int OnAgenda = 1;
    private const int OffAgenda = 2;
    private const int Considered = 3;
    private const int Yes = 1;
    private const int Final = 1;
    private const int Approved = 1;
    private static readonly Dictionary<string, int> Recipients = new() { ["adopters"] = 1, ["birth-parents"] = 2 };

    private static readonly (string What, string Query)[] OfHub =
    [
        ("household",
            """
            select h.id::text, concat_ws(' ', source_reference, interest_accepted_on, stage_one_decided_on, stage_two_from,
                (select count(*) from household_check c where c.household_id = h.id)) from household h
            """),
        ("case",
            """
            select c.id::text, concat_ws(' ', household_id, kind, state, report_sent_on, comments_on, ready_on,
                (select count(*) from gate_statement g where g.case_id = c.id),
                (select string_agg(p.id::text, ' ' order by p.id) from case_paper p join case_paper_content t on t.version_id = p.id where p.case_id = c.id))
            from panel_case c where state <> 4
            """),
        ("minutes", "select item_id::text, concat_ws(' ', case_id, count(*)) from item_minutes group by item_id, case_id"),
        ("record", "select id::text, case_id::text from decision_record"),
        ("approval", "select id::text, concat_ws(' ', household_id, decision, decided_on, routes, numbers, ages) from household_decision where source = 1"),
        ("telling", "select concat_ws(' ', decision_id, recipient), concat_ws(' ', case_id, orally_on, in_writing_on) from decision_notice"),
    ];

    private static readonly (string What, string Query)[] OfPanels =
    [
        ("case at panel scheduling", "select id::text, concat_ws(' ', council, state, ready_on) from panel_case"),
        ("meeting", "select id::text, concat_ws(' ', date, (select count(*) from meeting_member d where d.meeting_id = m.id)) from meeting m"),
        ("item", "select id::text, concat_ws(' ', case_id, meeting_id, state) from agenda_item"),
        ("decision", "select id::text, concat_ws(' ', case_id, stage, outcome, decided_on, record) from decision"),
    ];

    // Of the cases that panel considers for adopters: what their hub says, and what panel scheduling does.
    private const string AtHub = """
        select c.id::text, concat_ws(' ', c.cases_council, c.brief, c.fast_track, c.infant, cardinality(c.child_ids), c.households_council, c.ready_on, h.stage_two_from, c.report_sent_on,
            c.comments_on, r.epoch, r.version)
        from panel_case c left join household h on h.id = c.household_id left join sealed.regional_reference r on r.reference = c.id and r.purpose = 12
        where c.kind = 1 and c.ready_on is not null and c.state <> 4
        """;

    private const string AtPanels = """
        select c.id::text, concat_ws(' ', c.council, c.is_brief, c.is_fast_track, c.is_infant, c.child_count, c.household_council, c.ready_on,
            (select day from case_day d where d.case_id = c.id and d.round = 1 and d.event = 6), (select day from case_day d where d.case_id = c.id and d.round = 1 and d.event = 8),
            (select day from case_day d where d.case_id = c.id and d.round = 1 and d.event = 9), c.epoch, c.hub_version)
        from panel_case c where c.kind = 1
        """;

    // Between recommendation and signature the item rises with each draft of its minutes, of which its hub needs to be told nothing.
    private const string ItemsAtPanels = """
        select i.id::text, concat_ws(' ', i.case_id, m.date,
            case when i.state = 2 then 6 when i.state = 3 and i.signed_at is null then 3 when i.state = 3 then 4 when m.state = 1 then 1 else 2 end,
            case when i.state = 3 and i.signed_at is null then null else i.version end)
        from agenda_item i join meeting m on m.id = i.meeting_id
        """;

    private const string ItemsAtHub = "select id::text, concat_ws(' ', case_id, meets_on, state, case when state = 3 then null else item_version end) from case_item";

    private const string DecisionsAtPanels = "select id::text, concat_ws(' ', case_id, stage, outcome, decided_on, record) from decision";

    private const string DecisionsAtHub = "select id::text, concat_ws(' ', case_id, stage, outcome, decided_on, record_id) from case_decision";

    private const string NoticesAtPanels = "select reference::text, concat_ws(' ', case_id, decision_id, recipient, orally_on, in_writing_on) from held_notice";

    private const string NoticesAtHub = "select reference::text, concat_ws(' ', case_id, decision_id, recipient, orally_on, in_writing_on) from decision_notice";

    private static readonly HashSet<string> Nobodys = [];

    private readonly Dictionary<(string Database, string What), HashSet<string>> _before = [];

    /// <summary>Notes what is there before the stream begins: it is none of what the stream has sent.</summary>
    public async Task OpenAsync()
    {
        foreach (var (database, source, what, query) in All())
        {
            _before.Add((database, what), [.. (await Records.ReadAsync(source, query)).Keys]);
        }
    }

    public async Task<List<Disagreement>> RunAsync()
    {
        var found = new List<Disagreement>();
        foreach (var (database, source, what, query) in All())
        {
            found.AddRange(Records.Compare(Check, what, Sent(database, what), await Records.ReadAsync(source, query), _before[(database, what)]));
        }

        found.AddRange(await ToldAsync());
        found.AddRange(await Told.OnceAsync<PanelCaseRaised>(Check, region, "select reference, version from sealed.regional_reference where purpose = 12"));
        found.AddRange(await Told.OnceAsync<PanelMinutesHeld>(Check, region, "select reference, version from sealed.regional_reference where purpose = 14"));
        found.AddRange(await Told.OnceAsync<DecisionRecordHeld>(Check, region, "select reference, version from sealed.regional_reference where purpose = 15"));
        found.AddRange(await Told.OnceAsync<DecisionTold>(Check, region, "select reference, version from sealed.regional_reference where purpose = 16"));
        return found;
    }

    /// <summary>Whether panel scheduling and the hubs agree on cases, their places on agendas, what was decided and who was told.</summary>
    public async Task<List<Disagreement>> ToldAsync() =>
    [
        .. await CasesAsync(region.Panels, region.Hubs.Values),
        .. Records.Compare(Check, "place on an agenda", await Records.ReadAsync(region.Panels, ItemsAtPanels), await OfHubsAsync(region.Hubs.Values, ItemsAtHub), Nobodys),
        .. await DecisionsAsync(region.Panels, region.Hubs.Values),
        .. Records.Compare(Check, "telling told", await OfHubsAsync(region.Hubs.Values, NoticesAtHub), await Records.ReadAsync(region.Panels, NoticesAtPanels), Nobodys),
    ];

    /// <summary>Whether panel scheduling knows the raised cases as their hubs' own rows say.</summary>
    public static async Task<List<Disagreement>> CasesAsync(NpgsqlDataSource panels, IEnumerable<NpgsqlDataSource> hubs) =>
        [.. Records.Compare(Check, "raised case", await OfHubsAsync(hubs, AtHub), await Records.ReadAsync(panels, AtPanels), Nobodys)];

    /// <summary>Whether each decision that panel scheduling has entered is known to a hub of its case, and none besides.</summary>
    public static async Task<List<Disagreement>> DecisionsAsync(NpgsqlDataSource panels, IEnumerable<NpgsqlDataSource> hubs) =>
    [
        .. Records.Compare(
            Check, "decision told", await Records.ReadAsync(panels, DecisionsAtPanels), await OfHubsAsync(hubs, DecisionsAtHub), Nobodys),
    ];

    /// <summary>What any of the hubs has; what concerns two councils is with both.</summary>
    private static async Task<Dictionary<string, string>> OfHubsAsync(IEnumerable<NpgsqlDataSource> hubs, string query)
    {
        var records = new Dictionary<string, string>();
        foreach (var hub in hubs)
        {
            foreach (var (id, record) in await Records.ReadAsync(hub, query))
            {
                records[id] = record;
            }
        }

        return records;
    }

    private IEnumerable<(string Database, NpgsqlDataSource Source, string What, string Query)> All() =>
    [
        .. region.Hubs.SelectMany(hub => OfHub.Select(each => (hub.Key, hub.Value, each.What, each.Query))),
        .. OfPanels.Select(each => ("panels", region.Panels, each.What, each.Query)),
    ];

    private Dictionary<string, string> Sent(string database, string what)
    {
        // Of a match the household is in its own council's hub, and both have the minutes; all else is the children's council's.
        var cases = writes.Cases.Where(@case => database == "panels" || @case.Council == database).ToList();
        return what switch
        {
            "household" => writes.Cases.Where(@case => @case.Household is not null && (@case.HouseholdsCouncil ?? @case.Council) == database).ToDictionary(
                @case => $"{@case.Household}",
                @case => Records.Of(@case.Reference, @case.InterestAcceptedOn, @case.StageOneDecidedOn, @case.StageTwoFrom, @case.Checks)),
            "case" => cases.Where(@case => @case.Id is not null).ToDictionary(@case => $"{@case.Id}", Case),
            "case at panel scheduling" => cases.Where(@case => @case.RaisedOn is not null).ToDictionary(
                @case => $"{@case.Id}",
                @case => Records.Of(@case.Council, AtPanel(@case), @case.RaisedOn)),
            "minutes" => writes.Cases.Where(@case => @case.Minutes.Contains(database)).ToDictionary(@case => $"{@case.Item!.Id}", @case => Records.Of(@case.Id, 1)),
            "record" => cases.Where(@case => @case.Record is not null).ToDictionary(@case => $"{@case.Record}", @case => $"{@case.Id}"),
            "decision" => cases.SelectMany(@case => @case.Decisions.Select(decision => (Id: decision, Case: @case)))
                .ToDictionary(each => $"{each.Id}", each => Records.Of(each.Case.Id, Final, Yes, writes.Today, each.Case.Record)),
            "approval" => cases.Where(@case => @case is { IsMatch: false, Decisions.Count: > 0 }).ToDictionary(
                @case => $"{@case.Id}",
                @case => Records.Of(@case.Household, Approved, writes.Today, (int)HouseholdRoutes.Adoption, (int)ChildCounts.One, (int)(AgeBands.One | AgeBands.Two))),
            "telling" => cases.SelectMany(@case => @case.Told.Select(told => (told.Decision, told.Recipient, @case.Id)))
                .ToDictionary(each => Records.Of(each.Decision, Recipients[each.Recipient]), each => Records.Of(each.Id, writes.Today, writes.Today)),
            "meeting" => writes.Meetings.ToDictionary(meeting => $"{meeting.Key}", meeting => Records.Of(meeting.Value.Date, meeting.Value.Members)),
            _ => cases.Where(@case => @case.Item is not null).ToDictionary(
                @case => $"{@case.Item!.Id}", @case => Records.Of(@case.Id, @case.Item!.Meeting, @case.Item.IsTakenOff ? OffAgenda : @case.Item.IsHeard ? Considered : OnAgenda)),
        };
    }

    private static int AtPanel(RaisedCase @case) => @case switch
    {
        { IsWithdrawn: true } => Withdrawn,
        { IsTold: true } => Closed,
        { Decisions.Count: > 0 } => Decided,
        { IsSigned: true } => ForDecision,
        { Item.IsHeard: true } => Heard,
        { Item.IsTakenOff: false } => Booked,
        _ => Ready,
    };

    private static string Case(RaisedCase @case) => Records.Of(
        @case.IsMatch ? null : @case.Household,
        @case.IsMatch ? Match : Approval,
        @case.IsWithdrawn ? TakenBack : @case.RaisedOn is null ? Preparing : Raised,
        @case.ReportSentOn,
        @case.ReportSentOn,
        @case.RaisedOn,
        @case.Statements,
        @case.Papers.Count == 0 ? null : string.Join(' ', @case.Papers.Select(paper => $"{paper}").Order(StringComparer.Ordinal)));
}
