using Npgsql;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether every child, group, link and step of one that was accepted is there, in the order in which the steps were taken, and every decision of the child's council,
/// every profile, every release and every placement, and nothing else is; whether the centre knows what has become of each child of a match; whether what was released is open or closed as it follows from what was accepted since; and whether
/// decisions and answers were told once in each version. That each hub's copy of a link or release is as the centre's own is for <see cref="FamilyCheck"/> to say.
/// </summary>
internal sealed class LinkCheck(RunningRegion region, LinkWrites writes, LinkMatches matches)
{
    private const string Check = "links";

    // As centre and hub number states, decisions, levels, ends and reasons.
    private static readonly Dictionary<string, int> States = new()
    {
        ["proposed"] = 1, ["considered"] = 2, ["interest"] = 3, ["shortlisted"] = 4, ["visited"] = 5, ["preferred"] = 6, ["selected"] = 7, ["to-panel"] = 8, ["matched"] = 9,
        ["not-progressed"] = 10,
    };
    private static readonly Dictionary<string, int> Decisions = new() { ["selected"] = 1, ["selection-withdrawn"] = 2, ["to-panel"] = 3, ["matched"] = 4, ["disrupted"] = 6, ["placed"] = 7 };
    private static readonly Dictionary<string, int> Levels = new() { ["anonymous"] = 1, ["summary"] = 2, ["full"] = 3 };
    private static readonly Dictionary<string, int> PlacementEnds = new() { ["disrupted"] = 1, ["planned"] = 2 };
    private const int AnotherFamilyPreferred = 2048;
    private const int Open = 2;
    private const int Closed = 3;
    private const int NoEnd = 0;
    private const int Revoked = 2;
    private const int LinkEnded = 4;
    private const int Replaced = 5;
    private const int NoneKept = 3;
    private const int Holds = 1;
    private const int MovedIn = 2;
    private const int Disrupted = 3;
    private const int Adoption = 1;
    private const int Together = 1;

    private const string Children = """
        select c.id::text, concat_ws(' ', c.local_id, (select r.reference from sealed.regional_reference r where r.child_id = c.id and r.purpose = 4)) from child c where c.local_id like 'FAULTS%'
        """;

    // What becomes of the children of a match is noted step by step as well, in whatever order it is heard: each child says how it stands in the end.
    private const string Links = """
        select l.id::text, concat_ws(' ', l.household, l.household_council, l.proposed_by, l.state, l.reasons, l.version - (select count(*) from link_step s where s.link = l.id and s."from" = 9 and s."to" = 9),
            (select string_agg(s."to"::text, ' ' order by s.version) filter (where s."from" is distinct from 9 or s."to" <> 9) from link_step s where s.link = l.id))
        from link l
        """;

    private const string ChildrenOfLinks = "select concat_ws(' ', link, child), concat_ws(' ', part, disrupted_at is not null) from link_child";

    private const string Groups = """
        select g.id::text, (select string_agg(concat_ws(' ', m.child_id, m.decision), ' ' order by m.child_id::text) from sibling_group_member m where m.group_id = g.id) from sibling_group g
        """;

    private const string Placements = "select id::text, concat_ws(' ', child_id, kind, \"from\", ended_on, end_reason) from placement";

    private const string DecisionsOfLinks = "select link_id::text, string_agg(concat_ws(' ', decision, decided_on), ', ' order by sequence) from link_decision group by link_id";

    private const string Profiles = "select id::text, concat_ws(' ', child_id, level, approved_by is not null) from profile_version where child_id is not null";

    private const string Releases = """
        select id::text, concat_ws(' ', link, subject_reference, council, reader_council, level, "end", hub_state, hub_end, read, papers, received_on) from disclosure
        """;

    private readonly HashSet<string> _before = [];

    private NpgsqlDataSource Home => region.Hubs[LinkWrites.Home];

    /// <summary>Notes what is there before the stream begins: it is none of what the stream has sent.</summary>
    public async Task OpenAsync()
    {
        foreach (var (source, query) in new[] { (region.Central, Links), (region.Central, ChildrenOfLinks), (region.Central, Releases), (Home, DecisionsOfLinks), (Home, Profiles), (Home, Groups), (Home, Placements) })
        {
            _before.UnionWith((await Records.ReadAsync(source, query)).Keys);
        }
    }

    public async Task<List<Disagreement>> RunAsync() =>
    [
        .. await KeptAsync(),
        .. await Told.OnceAsync<LinkDecided>(Check, region, "select reference, version from sealed.regional_reference where purpose = 7"),
        .. await Told.OnceAsync<ChildOfLinkStated>(Check, region, "select reference, version from sealed.regional_reference where purpose = 19"),
        .. await Told.OnceAsync<DisclosureAnswered>(Check, region, "select reference, version from sealed.regional_reference where purpose = 8"),
    ];

    /// <summary>Whether hub and centre have what was accepted, and what follows from it.</summary>
    public async Task<List<Disagreement>> KeptAsync()
    {
        var (searched, links) = (writes.Children.Concat(matches.Children).ToList(), writes.Links.Concat(matches.Links).ToList());

        // With the move the search ends, and the child is called by its name no more.
        var children = searched.ToDictionary(child => $"{child.Id}", child => Records.Of(child.LocalId, child.Placement is null ? child.Reference : null));
        var profiles = searched.SelectMany(child => child.Profiles.Select(profile => (Child: child, Profile: profile)))
            .ToDictionary(each => $"{each.Profile.Key}", each => Records.Of(each.Child.Id, Levels[each.Profile.Value.Level], each.Profile.Value.IsApproved));
        var groups = matches.Groups.ToDictionary(
            group => $"{group.Id}", group => string.Join(' ', group.Together.OrderBy(child => $"{child.Id}", StringComparer.Ordinal).Select(child => Records.Of(child.Id, Together))));
        var placements = searched.Where(child => child.Placement is not null).ToDictionary(
            child => $"{child.Placement}",
            child => child.PlacementEnd is { } end ? Records.Of(child.Id, Adoption, writes.Today, writes.Today, PlacementEnds[end]) : Records.Of(child.Id, Adoption, writes.Today));
        var decisions = links.Where(link => link.Decisions.Count > 0)
            .ToDictionary(link => $"{link.Id}", link => string.Join(", ", link.Decisions.Select(decision => Records.Of(Decisions[decision], writes.Today))));
        var parts = links.SelectMany(link => link.Children.Select(child => (Link: link, Child: child)))
            .ToDictionary(each => Records.Of(each.Link.Id, each.Child.Reference), each => Part(each.Link, each.Child));
        var releases = links.SelectMany(link => link.Releases.Select(release => (Link: link, Release: release)))
            .ToDictionary(each => $"{each.Release.Id}", each => Release(each.Link, each.Release));
        return
        [
            .. Records.Compare(Check, "child", children, await Records.ReadAsync(Home, Children), new HashSet<string>()),
            .. Records.Compare(Check, "profile", profiles, await Records.ReadAsync(Home, Profiles), _before),
            .. Records.Compare(Check, "group", groups, await Records.ReadAsync(Home, Groups), _before),
            .. Records.Compare(Check, "placement", placements, await Records.ReadAsync(Home, Placements), _before),
            .. Records.Compare(Check, "link", links.ToDictionary(link => $"{link.Id}", Link), await Records.ReadAsync(region.Central, Links), _before),
            .. Records.Compare(Check, "child of link", parts, await Records.ReadAsync(region.Central, ChildrenOfLinks), _before),
            .. Records.Compare(Check, "decisions of link", decisions, await Records.ReadAsync(Home, DecisionsOfLinks), _before),
            .. Records.Compare(Check, "release", releases, await Records.ReadAsync(region.Central, Releases), _before),
        ];
    }

    private static string Link(AcceptedLink link) => Records.Of(
        link.Household,
        link.HouseholdsCouncil,
        LinkWrites.Home,
        States[link.Steps[^1]],
        link.HasEnded ? AnotherFamilyPreferred : 0,
        link.Steps.Count,
        string.Join(' ', link.Steps.Select(step => States[step])));

    /// <summary>How a child of a link stands: once they are matched its hub says so of each.</summary>
    private static string Part(AcceptedLink link, SearchedChild child)
    {
        int? part = link.Steps[^1] != "matched" ? null : child.PlacementEnd is not null ? Disrupted : child.Placement is not null ? MovedIn : Holds;
        return Records.Of(part, part == Disrupted);
    }

    /// <summary>A later release of a child to the reader takes the place of the one before, and with its link the last one ends.</summary>
    private string Release(AcceptedLink link, AcceptedRelease release)
    {
        var isLast = link.Releases.FindLast(each => each.Child == release.Child) == release;
        var end = release.IsTakenBack ? Revoked : !isLast ? Replaced : link.HasEnded ? LinkEnded : NoEnd;
        return Records.Of(
            link.Id, release.Child.Reference, LinkWrites.Home, link.HouseholdsCouncil, Levels[release.Level], end, end == NoEnd ? Open : Closed, end, release.IsRead, release.IsAttested ? NoneKept : null,
            release.IsReceived ? writes.Today : null);
    }
}
