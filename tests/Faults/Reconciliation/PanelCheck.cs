using Npgsql;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether every step towards panel that was accepted is in its owner's database with the content that was sent, and nothing else is; whether panel
/// scheduling knows of each raised case what its hub's own rows say, told once in each version; and whether the hubs know of their cases' places on
/// agendas what panel scheduling has entered.
/// </summary>
internal sealed class PanelCheck(RunningRegion region, PanelWrites writes)
{
    private const string Check = "panels";

    // As hub and panel scheduling number them.
    private const int Approval = 1;
    private const int Preparing = 1;
    private const int Raised = 2;
    private const int TakenBack = 3;
    private const int Ready = 2;
    private const int Booked = 3;
    private const int Withdrawn = 9;
    private const int OnAgenda = 1;
    private const int OffAgenda = 2;

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
    ];

    private static readonly (string What, string Query)[] OfPanels =
    [
        ("case at panel scheduling", "select id::text, concat_ws(' ', council, state, ready_on) from panel_case"),
        ("meeting", "select id::text, concat_ws(' ', date, (select count(*) from meeting_member d where d.meeting_id = m.id)) from meeting m"),
        ("item", "select id::text, concat_ws(' ', case_id, meeting_id, state) from agenda_item"),
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

    private const string ItemsAtPanels = """
        select i.id::text, concat_ws(' ', i.case_id, m.date, case i.state when 2 then 6 else 1 end, i.version) from agenda_item i join meeting m on m.id = i.meeting_id
        """;

    private const string ItemsAtHub = "select id::text, concat_ws(' ', case_id, meets_on, state, item_version) from case_item";

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
        return found;
    }

    /// <summary>Whether panel scheduling and the hubs agree on cases and on their places on agendas.</summary>
    public async Task<List<Disagreement>> ToldAsync()
    {
        var (cases, items, none) = (new Dictionary<string, string>(), new Dictionary<string, string>(), new HashSet<string>());
        foreach (var hub in region.Hubs.Values)
        {
            foreach (var (id, record) in await Records.ReadAsync(hub, AtHub))
            {
                cases.Add(id, record);
            }

            foreach (var (id, record) in await Records.ReadAsync(hub, ItemsAtHub))
            {
                items.Add(id, record);
            }
        }

        return
        [
            .. Records.Compare(Check, "raised case", cases, await Records.ReadAsync(region.Panels, AtPanels), none),
            .. Records.Compare(Check, "place on an agenda", await Records.ReadAsync(region.Panels, ItemsAtPanels), items, none),
        ];
    }

    private IEnumerable<(string Database, NpgsqlDataSource Source, string What, string Query)> All() =>
    [
        .. region.Hubs.SelectMany(hub => OfHub.Select(each => (hub.Key, hub.Value, each.What, each.Query))),
        .. OfPanels.Select(each => ("panels", region.Panels, each.What, each.Query)),
    ];

    private Dictionary<string, string> Sent(string database, string what)
    {
        var cases = writes.Cases.Where(@case => database == "panels" || @case.Council == database).ToList();
        return what switch
        {
            "household" => cases.Where(@case => @case.Household is not null).ToDictionary(
                @case => $"{@case.Household}",
                @case => Records.Of(@case.Reference, @case.InterestAcceptedOn, @case.StageOneDecidedOn, @case.StageTwoFrom, @case.Checks)),
            "case" => cases.Where(@case => @case.Id is not null).ToDictionary(@case => $"{@case.Id}", Case),
            "case at panel scheduling" => cases.Where(@case => @case.RaisedOn is not null).ToDictionary(
                @case => $"{@case.Id}",
                @case => Records.Of(@case.Council, @case.IsWithdrawn ? Withdrawn : @case.Item is { IsTakenOff: false } ? Booked : Ready, @case.RaisedOn)),
            "meeting" => writes.Meetings.ToDictionary(meeting => $"{meeting.Key}", meeting => Records.Of(meeting.Value.Date, meeting.Value.Members)),
            _ => cases.Where(@case => @case.Item is not null).ToDictionary(
                @case => $"{@case.Item!.Id}", @case => Records.Of(@case.Id, @case.Item!.Meeting, @case.Item.IsTakenOff ? OffAgenda : OnAgenda)),
        };
    }

    private static string Case(RaisedCase @case) => Records.Of(
        @case.Household,
        Approval,
        @case.IsWithdrawn ? TakenBack : @case.RaisedOn is null ? Preparing : Raised,
        @case.ReportSentOn,
        @case.ReportSentOn,
        @case.RaisedOn,
        @case.Statements,
        @case.Papers.Count == 0 ? null : string.Join(' ', @case.Papers.Select(paper => $"{paper}").Order(StringComparer.Ordinal)));
}
