namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether every child, link and step of one that was accepted is there, in the order in which the steps were taken, and nothing else is. That each hub's
/// copy of a link is as the centre's own is for <see cref="FamilyCheck"/> to say.
/// </summary>
internal sealed class LinkCheck(RunningRegion region, LinkWrites writes)
{
    private const string Check = "links";

    // As the centre numbers states, kinds of searches and reasons.
    private static readonly Dictionary<string, int> States = new() { ["proposed"] = 1, ["considered"] = 2, ["interest"] = 3, ["shortlisted"] = 4, ["visited"] = 5, ["not-progressed"] = 10 };
    private const int AnotherFamilyPreferred = 2048;

    private const string Children = """
        select c.id::text, concat_ws(' ', c.local_id, (select r.reference from sealed.regional_reference r where r.child_id = c.id and r.purpose = 4)) from child c where c.local_id like 'FAULTS%'
        """;

    private const string Links = """
        select l.id::text, concat_ws(' ', l.household, l.household_council, l.proposed_by, l.state, l.reasons, l.version,
            (select string_agg(c.child::text, ' ') from link_child c where c.link = l.id), (select string_agg(s."to"::text, ' ' order by s.version) from link_step s where s.link = l.id))
        from link l
        """;

    private readonly HashSet<string> _before = [];

    /// <summary>Notes what is there before the stream begins: it is none of what the stream has sent.</summary>
    public async Task OpenAsync() => _before.UnionWith((await Records.ReadAsync(region.Central, Links)).Keys);

    public async Task<List<Disagreement>> RunAsync()
    {
        var children = writes.Children.ToDictionary(child => $"{child.Id}", child => Records.Of(child.LocalId, child.Reference));
        var links = writes.Links.ToDictionary(link => $"{link.Id}", Link);
        return
        [
            .. Records.Compare(Check, "child", children, await Records.ReadAsync(region.Hubs[LinkWrites.Home], Children), new HashSet<string>()),
            .. Records.Compare(Check, "link", links, await Records.ReadAsync(region.Central, Links), _before),
        ];
    }

    private static string Link(AcceptedLink link) => Records.Of(
        link.Household,
        link.HouseholdsCouncil,
        LinkWrites.Home,
        States[link.Steps[^1]],
        link.Steps[^1] == "not-progressed" ? AnotherFamilyPreferred : 0,
        link.Steps.Count,
        link.Child,
        string.Join(' ', link.Steps.Select(step => States[step])));
}
