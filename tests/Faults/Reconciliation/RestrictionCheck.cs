using System.Globalization;
using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether each hub holds the restrictions that were accepted, and whether central hub, panels and fund were told of each record what follows from the restriction that its hub holds: who
/// of the council's people may see it there. Which role is which number is written down here again, and no line of a service runs.
/// </summary>
internal sealed class RestrictionCheck(RunningRegion region, GuardianWrites writes)
{
    private const string Check = "restrictions";

    // As contracts number those who may see a restricted record; the guardian always does.
    private const int Guardian = 1;
    private const int ToFund = Guardian | 2 | 4;

    private const string Flags = """
        (select 1 + coalesce(sum(flag.number), 0) from (values ('support-worker', 2), ('support-fund', 4), ('social-worker', 8), ('family-finder', 16), ('recruitment', 32), ('panel-adviser', 64),
            ('panel-member', 128), ('panel-chair', 256), ('decision-maker', 512), ('case-system', 1024)) flag (role, number) where flag.role = any (r.roles))
        """;

    private const string OfChildren = "select r.child_id::text, array_to_string(r.roles, ' ') from child_restriction r";
    private const string OfHouseholds = "select r.household_id::text, array_to_string(r.roles, ' ') from household_restriction r";

    // What each restricted record's readers are, by the record.
    private const string Children = $"with restricted as (select child_id, {Flags} flags from child_restriction r) ";
    private const string Both = $"with restricted as (select child_id, {Flags} flags from child_restriction r), household as (select household_id, {Flags} flags from household_restriction r) ";

    private const string ProfilesAtHub = Children + """
        select k.reference::text, coalesce(r.flags, 0)::text from sealed.regional_reference k left join restricted r on r.child_id = k.child_id where k.purpose = 4 and k.child_id is not null and k.tombstoned_at is null
        """;

    private const string FiguresAtHub = Children + """
        select k.reference::text, coalesce(r.flags, 0)::text from sealed.regional_reference k left join restricted r on r.child_id = k.child_id where k.purpose in (1, 2, 3) and k.child_id is not null and k.tombstoned_at is null
        """;

    private const string PartsAtHub = Children + """
        select concat_ws(' ', c.link_id, c.child), coalesce(r.flags, 0)::text from family_link_child c left join restricted r on r.child_id = c.child_id where c.child_id is not null and c.part_reference is not null
        """;

    private const string OffersAtHub = $"with household as (select household_id, {Flags} flags from household_restriction r) " + """
        select k.reference::text, coalesce(r.flags, 0)::text from sealed.regional_reference k left join household r on r.household_id = k.household_id where k.purpose = 5 and k.tombstoned_at is null
        """;

    // Of what several records have a part in: who may not see one of them sees none. Once a case is taken back nothing more is said of it.
    private const string CasesAtHub = Both + """
        select c.id::text, coalesce((select bit_and(flags::int) from (select flags from restricted r where r.child_id = any (c.child_ids) union all select flags from household h where h.household_id = c.household_id) each), 0)::text
        from panel_case c where c.state = 2
        """;

    private const string SupportedAtHub = Children + """
        select k.reference::text, coalesce((select bit_and(flags::int) from restricted r join support_child of_family on of_family.child_id = r.child_id where of_family.family_id = s.family_id), 0)::text
        from sealed.support_reference k join support_child s on s.id = k.about_id where k.kind = 1
        """;

    private static readonly HashSet<string> Nobodys = [];

    public async Task<List<Disagreement>> RunAsync() => [.. await HeldAsync(), .. await ToldAsync()];

    /// <summary>Whether those services were told what the hubs hold.</summary>
    public async Task<List<Disagreement>> ToldAsync()
    {
        var found = new List<Disagreement>();
        foreach (var (code, hub) in region.Hubs)
        {
            await CompareAsync("a child's profile", hub, ProfilesAtHub, region.Central, $"select reference::text, restricted_to::text from child_profile where live and council = {code}");
            await CompareAsync(
                "a child in the figures", hub, FiguresAtHub, region.Central, $"select reference::text, restricted_to::text from regional_state where council = {code}", mayBeMore: true);
            await CompareAsync(
                "a child's part in a link", hub, PartsAtHub, region.Central, $"select concat_ws(' ', link, child), restricted_to::text from link_child where part is not null and council = {code}");
            await CompareAsync("a household's offer", hub, OffersAtHub, region.Central, $"select reference::text, restricted_to::text from household_offer where council = {code}", mayBeMore: true);
            await CompareAsync("a case for panel", hub, CasesAtHub, region.Panels, $"select id::text, restricted_to::text from panel_case where council = {code}", mayBeMore: true);
            await CompareAsync("a child at the fund", hub, SupportedAtHub, region.Fund, $"select id::text, restricted_to::text from fund_child where council = {code}", mayBeMore: true, of: ToFund);

            async Task CompareAsync(string what, NpgsqlDataSource at, string held, NpgsqlDataSource service, string told, bool mayBeMore = false, int of = int.MaxValue)
            {
                var ought = (await Records.ReadAsync(at, held)).ToDictionary(
                    record => record.Key, record => (int.Parse(record.Value, CultureInfo.InvariantCulture) & of).ToString(CultureInfo.InvariantCulture));
                var known = await Records.ReadAsync(service, told);

                // What was never told, or what is over, is for other checks: here it is who may see what was.
                found.AddRange(Records.Compare(Check, what, ought.Where(record => known.ContainsKey(record.Key)).ToDictionary(), known, mayBeMore ? [.. known.Keys] : Nobodys));
            }
        }

        return found;
    }

    /// <summary>Whether the hubs hold what was accepted, and no restriction besides.</summary>
    private async Task<List<Disagreement>> HeldAsync()
    {
        var found = new List<Disagreement>();
        foreach (var (code, hub) in region.Hubs)
        {
            foreach (var (isHousehold, query) in new[] { (false, OfChildren), (true, OfHouseholds) })
            {
                var held = (await Records.ReadAsync(hub, query)).ToDictionary(record => record.Key, record => Sorted(record.Value.Split(' ')));
                var accepted = writes.Accepted.Where(each => each.Key.Council == code && each.Key.IsHousehold == isHousehold && each.Value is not null)
                    .ToDictionary(each => $"{each.Key.Id}", each => Sorted(each.Value!));
                found.AddRange(Records.Compare(Check, isHousehold ? "the restriction of household" : "the restriction of child", accepted, held, Nobodys));
            }
        }

        return found;
    }

    private static string Sorted(IEnumerable<string> roles) => string.Join(' ', roles.Order(StringComparer.Ordinal));
}
