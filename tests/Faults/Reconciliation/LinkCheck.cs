using Npgsql;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether every child, link and step of one that was accepted is there, in the order in which the steps were taken, and every decision of the child's council,
/// every profile and every release, and nothing else is; whether what was released is open or closed as it follows from what was accepted since; and whether
/// decisions and answers were told once in each version. That each hub's copy of a link or release is as the centre's own is for <see cref="FamilyCheck"/> to say.
/// </summary>
internal sealed class LinkCheck(RunningRegion region, LinkWrites writes)
{
    private const string Check = "links";

    // As centre and hub number states, decisions, levels, ends and reasons.
    private static readonly Dictionary<string, int> States = new()
    {
        ["proposed"] = 1, ["considered"] = 2, ["interest"] = 3, ["shortlisted"] = 4, ["visited"] = 5, ["preferred"] = 6, ["selected"] = 7, ["not-progressed"] = 10,
    };
    private static readonly Dictionary<string, int> Decisions = new() { ["selected"] = 1, ["selection-withdrawn"] = 2 };
    private static readonly Dictionary<string, int> Levels = new() { ["anonymous"] = 1, ["summary"] = 2 };
    private const int AnotherFamilyPreferred = 2048;
    private const int Open = 2;
    private const int Closed = 3;
    private const int NoEnd = 0;
    private const int Revoked = 2;
    private const int LinkEnded = 4;
    private const int Replaced = 5;
    private const int NoneKept = 3;

    private const string Children = """
        select c.id::text, concat_ws(' ', c.local_id, (select r.reference from sealed.regional_reference r where r.child_id = c.id and r.purpose = 4)) from child c where c.local_id like 'FAULTS%'
        """;

    private const string Links = """
        select l.id::text, concat_ws(' ', l.household, l.household_council, l.proposed_by, l.state, l.reasons, l.version,
            (select string_agg(c.child::text, ' ') from link_child c where c.link = l.id), (select string_agg(s."to"::text, ' ' order by s.version) from link_step s where s.link = l.id))
        from link l
        """;

    private const string DecisionsOfLinks = "select link_id::text, string_agg(concat_ws(' ', decision, decided_on), ', ' order by sequence) from link_decision group by link_id";

    private const string Profiles = "select id::text, concat_ws(' ', child_id, level, approved_by is not null) from profile_version where child_id is not null";

    private const string Releases = """
        select id::text, concat_ws(' ', link, subject_reference, council, reader_council, level, "end", hub_state, hub_end, read, papers) from disclosure
        """;

    private readonly HashSet<string> _before = [];

    private NpgsqlDataSource Home => region.Hubs[LinkWrites.Home];

    /// <summary>Notes what is there before the stream begins: it is none of what the stream has sent.</summary>
    public async Task OpenAsync()
    {
        foreach (var (source, query) in new[] { (region.Central, Links), (region.Central, Releases), (Home, DecisionsOfLinks), (Home, Profiles) })
        {
            _before.UnionWith((await Records.ReadAsync(source, query)).Keys);
        }
    }

    public async Task<List<Disagreement>> RunAsync() =>
    [
        .. await KeptAsync(),
        .. await Told.OnceAsync<LinkDecided>(Check, region, "select reference, version from sealed.regional_reference where purpose = 7"),
        .. await Told.OnceAsync<DisclosureAnswered>(Check, region, "select reference, version from sealed.regional_reference where purpose = 8"),
    ];

    /// <summary>Whether hub and centre have what was accepted, and what follows from it.</summary>
    public async Task<List<Disagreement>> KeptAsync()
    {
        var children = writes.Children.ToDictionary(child => $"{child.Id}", child => Records.Of(child.LocalId, child.Reference));
        var profiles = writes.Children.SelectMany(child => child.Profiles.Select(profile => (Child: child, Profile: profile)))
            .ToDictionary(each => $"{each.Profile.Key}", each => Records.Of(each.Child.Id, Levels[each.Profile.Value.Level], each.Profile.Value.IsApproved));
        var links = writes.Links.ToDictionary(link => $"{link.Id}", Link);
        var decisions = writes.Links.Where(link => link.Decisions.Count > 0)
            .ToDictionary(link => $"{link.Id}", link => string.Join(", ", link.Decisions.Select(decision => Records.Of(Decisions[decision], writes.Today))));
        var releases = writes.Links.SelectMany(link => link.Releases.Select(release => (Link: link, Release: release)))
            .ToDictionary(each => $"{each.Release.Id}", each => Release(each.Link, each.Release));
        return
        [
            .. Records.Compare(Check, "child", children, await Records.ReadAsync(Home, Children), new HashSet<string>()),
            .. Records.Compare(Check, "profile", profiles, await Records.ReadAsync(Home, Profiles), _before),
            .. Records.Compare(Check, "link", links, await Records.ReadAsync(region.Central, Links), _before),
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
        link.Child,
        string.Join(' ', link.Steps.Select(step => States[step])));

    /// <summary>A later release to the reader takes the place of the one before, and with its link the last one ends.</summary>
    private static string Release(AcceptedLink link, AcceptedRelease release)
    {
        var end = release.IsTakenBack ? Revoked : release != link.Releases[^1] ? Replaced : link.HasEnded ? LinkEnded : NoEnd;
        return Records.Of(
            link.Id, link.Child, LinkWrites.Home, link.HouseholdsCouncil, Levels[release.Level], end, end == NoEnd ? Open : Closed, end, release.IsRead, release.IsAttested ? NoneKept : null);
    }
}
