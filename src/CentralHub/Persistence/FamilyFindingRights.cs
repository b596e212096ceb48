using Partnership.CentralHub.Agreements;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Persistence;

/// <summary>Which rows of family finding a request sees and writes: docs/family-finding.md says who sees what.</summary>
internal static class FamilyFindingRights
{
    private const string OwnLinks = "link in (select request_links())";

    private static readonly string ForDiscovery = string.Join(", ", AgreementBases.ForDiscovery.Select(basis => (short)basis));

    // Of a link that is being opened: its parties are not there yet.
    private const string OpenedHere = $"({OwnLinks} or exists (select from link opened where opened.id = link))";

    /// <summary>What the rules ask of tables that the request itself does not see. They answer with references of one's own, yes or no, and counts.</summary>
    public static IReadOnlyList<string> Functions { get; } =
    [
        $$"""
        create or replace function councils_share(one smallint, other smallint) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select one = other or exists (
                select from public.agreement a
                join public.agreement_council first on first.agreement = a.id and first.council = one and first.accepted_at is not null and first.left_at is null
                join public.agreement_council second on second.agreement = a.id and second.council = other and second.accepted_at is not null and second.left_at is null
                where a.in_force_at is not null and a.ended_at is null and a.basis in ({{ForDiscovery}}))
        $$;
        """,
        """
        create or replace function request_published_councils() returns setof smallint language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
        as $$
            -- Made for the reader when it was published, and still shared: an agreement that ends hides at once, one that comes shows nothing before.
            select own from unnest(public.request_councils()) own
            union
            select shown.owner from public.published_to shown
            where exists (select from unnest(shown.readers) reader where reader = any (public.request_councils()) and public.councils_share(reader, shown.owner))
        $$;
        """,
        """
        create or replace function request_published_children() returns setof uuid language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select profile.reference from public.child_profile profile where profile.council in (select public.request_published_councils())
        $$;
        """,
        """
        create or replace function request_published_households() returns setof uuid language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select offer.reference from public.household_offer offer where offer.council in (select public.request_published_councils())
        $$;
        """,
        """
        create or replace function search_may_show(which uuid, household_council smallint) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select not exists (
                select from public.search_child member where member.search = which and not public.councils_share(member.council, household_council))
        $$;
        """,
        """
        create or replace function link_is_open(which uuid) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            -- It is until its end (10), or until nobody of it has still to move in: LinkChild.Stands is Holds (1).
            select exists (
                select from public.link opened
                where opened.id = which and opened.state < 10 and exists (
                    select from public.link_child member
                    where member.link = which
                        and coalesce(member.part, case when member.disrupted_at is not null then 3 when member.placed_at is not null then 2 else 1 end) = 1))
        $$;
        """,
        """
        create or replace function request_links() returns setof uuid language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select party.link from public.link_party party where party.council = any (public.request_councils())
        $$;
        """,
        """
        create or replace function link_has_parties(which uuid) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select exists (select from public.link_party party where party.link = which)
        $$;
        """,
        """
        create or replace function link_may_be_opened(which uuid, proposer smallint, with_household uuid, council_of_household smallint) returns boolean
        language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select exists (select from public.search_child member where member.search = which and member.council = proposer)
                and exists (select from public.household_offer offer where offer.reference = with_household and offer.council = council_of_household and offer.live)
                and public.search_may_show(which, council_of_household)
        $$;
        """,
        """
        create or replace function link_may_have_child(which uuid, who uuid, council_of_child smallint) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select exists (
                select from public.link opened
                join public.search_child member on member.search = opened.search and member.child = who and member.council = council_of_child
                where opened.id = which and opened.proposed_by = any (public.request_councils()))
                and not public.link_has_parties(which)
        $$;
        """,
        """
        create or replace function link_may_have_party(which uuid, party_council smallint, party_side smallint) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select exists (
                select from public.link opened
                where opened.id = which and opened.proposed_by = any (public.request_councils())
                    and not exists (select from public.link_step step where step.link = which)
                    and case party_side
                        when 1 then exists (select from public.link_child member where member.link = which and member.council = party_council)
                        else opened.household_council = party_council end)
        $$;
        """,
        """
        create or replace function link_may_have_step(which uuid, step_council smallint, step_side smallint) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            -- Nobody's step is the end of a link between councils that share no longer, in the request that ends their agreement.
            select case step_side
                when 0 then step_council is null and exists (
                    select from public.link_party party
                    join public.link ended on ended.id = party.link
                    join public.link_child member on member.link = ended.id and not public.councils_share(member.council, ended.household_council)
                    where party.link = which and party.council = any (public.request_councils()))
                else step_council = any (public.request_councils()) and exists (
                    select from public.link_party party where party.link = which and party.council = step_council and party.side = step_side) end
        $$;
        """,
        """
        create or replace function request_hidden_children() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
        as $$
            -- Once the search is over the profile says nothing more: of whoever was matched the part in the link does, unless the child has left that link (4), of which nothing more is said either.
            select profile.reference from public.child_profile profile
            where profile.restricted_to <> 0 and profile.council = any (public.request_councils()) and not public.request_sees(profile.restricted_to)
              and (profile.live or not exists (select from public.link_child member where member.child = profile.reference and member.part <> 4))
            union
            select member.child from public.link_child member
            where member.restricted_to <> 0 and member.part <> 4 and member.council = any (public.request_councils()) and not public.request_sees(member.restricted_to)
              and not exists (select from public.child_profile profile where profile.reference = member.child and profile.live)
        $$;
        """,
        """
        create or replace function request_hidden_households() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
        as $$
            select offer.reference from public.household_offer offer
            where offer.restricted_to <> 0 and offer.council = any (public.request_councils()) and not public.request_sees(offer.restricted_to)
        $$;
        """,
        """
        create or replace function request_hidden_searches() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
        as $$
            select member.search from public.search_child member where member.child in (select public.request_hidden_children())
        $$;
        """,
        """
        create or replace function request_hidden_links() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
        as $$
            select member.link from public.link_child member where member.child in (select public.request_hidden_children())
            union
            select hidden.id from public.link hidden where hidden.household in (select public.request_hidden_households())
        $$;
        """,
        """
        create or replace function request_hidden_facts() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
        as $$
            select state.reference from public.regional_state state
            where state.restricted_to <> 0 and state.council = any (public.request_councils()) and not public.request_sees(state.restricted_to)
        $$;
        """,
        """
        create or replace function request_opened_children() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
        as $$
            select member.child from public.link_party party
            join public.link opened on opened.id = party.link
            join public.link_child member on member.link = opened.id and member.part is distinct from 4
            where party.council = any (public.request_councils()) and opened.id not in (select public.request_hidden_links()) and public.link_is_open(opened.id) and public.councils_share(party.council, member.council)
        $$;
        """,
        """
        create or replace function request_opened_households() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
        as $$
            select opened.household from public.link_party party
            join public.link opened on opened.id = party.link
            where party.council = any (public.request_councils()) and opened.id not in (select public.request_hidden_links()) and public.link_is_open(opened.id) and public.councils_share(party.council, opened.household_council)
        $$;
        """,
        """
        create or replace function competing_links(which uuid) returns table (side smallint, state smallint, links integer)
        language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select others.side, others.state, count(*)::integer
            from public.link own
            cross join lateral (
                select other.id, 2::smallint as side, other.state from public.link other
                where other.household = own.household and other.id <> own.id and other.state < 9
                union all
                select other.id, 1::smallint, other.state from public.link other
                where other.id <> own.id and other.state < 9 and exists (
                    select from public.link_child his join public.link_child mine on mine.child = his.child
                    where his.link = other.id and mine.link = own.id and his.part is distinct from 4 and mine.part is distinct from 4)) others
            where own.id = which and which in (select public.request_links()) and which not in (select public.request_hidden_links()) and others.id not in (select public.request_hidden_links())
            group by others.side, others.state
            order by others.side, others.state
        $$;
        """,
        """
        create or replace function group_size(which uuid) returns smallint language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select count(*)::smallint from public.search_child member
            where member.search = which and exists (select from public.search_child own where own.search = which and own.council = any (public.request_councils()))
        $$;
        """,
        """
        create or replace function group_searched_outside(which uuid, with_provider smallint) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select exists (
                select from public.outside_search outside
                where outside.search = which and outside.provider = with_provider and outside.ended_at is null
                    and exists (select from public.search_child own where own.search = which and own.council = any (public.request_councils())))
        $$;
        """,
        """
        create or replace function note_worker(who uuid, their_subject text, their_name text, their_councils smallint[]) returns void
        language sql security definer set search_path = pg_catalog, pg_temp
        as $$
            insert into public.worker (reference, subject, name, councils)
            select who, their_subject, their_name, their_councils where their_councils <@ public.request_councils()
            on conflict (reference) do update set name = excluded.name, councils = excluded.councils
            where worker.subject = excluded.subject and (worker.name, worker.councils) is distinct from (excluded.name, excluded.councils)
        $$;
        """,
    ];

    /// <summary>Whose the things are that requests name. A link is each party's, a release the giver's and the reader's.</summary>
    public static IReadOnlyList<TrailSubject> Subjects { get; } =
    [
        new("child_profile", "reference"),
        new("household_offer", "reference"),
        new("search_child", "search"),
        new("link_party", "link"),
        new("disclosure", Councils: "array[council, reader_council]"),
        TrailSubject.OfSeveral("agreement"),
        TrailSubject.OfSeveral("identity_match"),
        new("identity_match_side", "reference"),
        "outside_search",
        "transfer",
    ];

    public static IReadOnlyList<TableRule> Rules { get; } =
    [
        TableRule.SystemOnly("family_event"),
        TableRule.SystemOnly("overdue_duty"),
        TableRule.SystemOnly("register_state"),
        TableRule.SystemOnly("candidate_question"),
        TableRule.SystemOnly("published_to"),
        new("register_due", "false", "insert", Addable: "true"),

        // Regional staff, who are of no council, read all of it; councils what is their own or shared with them.
        new("published_child", $"{OfTheRegion} or reference in (select request_published_children())"),
        new("published_household", $"{OfTheRegion} or reference in (select request_published_households())"),
        new("child_profile", $"{TableRule.Own} or reference in (select request_opened_children())"),
        new("household_offer", $"{TableRule.Own} or reference in (select request_opened_households())"),
        new("search", Of("search.id")),
        new("search_child", TableRule.Own),
        new("search_candidate", $"{Of("search_candidate.search")} and search_may_show(search, household_council)"),
        new("search_change", $"{Of("search_change.search")} and search_may_show(search, household_council)"),
        new("search_escalation", Of("search_escalation.search")),
        new("search_alarm", TableRule.Own),
        new("interest", $"{TableRule.Own} or (open and exists (select from search_child member where member.child = interest.child))", "select, insert", Addable: TableRule.Own),
        new("weights", "true", "select, insert", Addable: "true"),
        new("agreement", "councils && (select request_councils())", "select, insert, update (in_force_at, ended_at)",
            Addable: "councils && (select request_councils()) and in_force_at is null", Changeable: "councils && (select request_councils())"),

        // Nobody accepts for another council.
        new("agreement_council", "exists (select from agreement a where a.id = agreement)", "select, insert, update (accepted_at, left_at)",
            Addable: $"exists (select from agreement a where a.id = agreement) and (accepted_at is null or {TableRule.Own})", Changeable: TableRule.Own),
        new("link", $"id in (select request_links()) or ({Proposed} and not link_has_parties(id))", "select, insert, update (state, reasons, version, changed_at, facts_at_end)",
            Addable: $"{Proposed} and state = 1 and version = 1 and link_may_be_opened(search, proposed_by, household, household_council)", Changeable: "id in (select request_links())"),

        // Of a link that a request opens, nothing but what follows from the search: whoever is named in it would be shown to its parties.
        new("link_child", OpenedHere, "select, insert", Addable: "part is null and placed_at is null and disrupted_at is null and link_may_have_child(link, child, council)"),
        new("link_party", OpenedHere, "select, insert, update (taken)", Addable: "decision is null and link_may_have_party(link, council, side)", Changeable: $"{OwnLinks} and {TableRule.Own}"),
        new("link_step", OpenedHere, "select, insert", Addable: "link_may_have_step(link, council, side)"),
        new("link_worker", OpenedHere, "select, insert, update (until)", Addable: $"{OpenedHere} and {TableRule.Own}", Changeable: $"{OwnLinks} and {TableRule.Own}"),
        new("worker", "councils && (select request_councils()) or reference in (select part.worker from link_worker part) or reference in (select side.answered_by from identity_match_side side)"),
        TableRule.SystemOnly("child_identity"),
        new("identity_match", "councils && (select request_councils())", "select, update (version)", Changeable: "councils && (select request_councils())"),
        new("identity_match_side", "exists (select from identity_match m where m.id = match)", "select, update (answer, answered_by, answered_at)", Changeable: TableRule.Own),
        new("disclosure", Releases, $"select, insert, update (version, {Asked}, received_on, receipt_told, papers, attested_at, attested_by, attestation_asked_at, attestation_asked_by, attestation_due)", Addable: TableRule.Own, Changeable: Releases),
        new("disclosure_step", "exists (select from disclosure d where d.id = disclosure)", "select, insert", Addable: "exists (select from disclosure d where d.id = disclosure)"),
        new("rate", "true", "select, insert, update", Addable: "true", Changeable: "true"),
        new("outside_search", TableRule.Own, "select, insert, update (ended_at, \"end\", fee)", Addable: TableRule.Own, Changeable: TableRule.Own),
        new("campaign", "true", "select, insert, update (version)", Addable: "true", Changeable: "true"),
        new("campaign_child", $"{TableRule.Own} or exists (select from published_child published where published.reference = child)", "select, insert, delete",
            Addable: TableRule.Own, Changeable: TableRule.Own),
        new("transfer", TableRule.Own, "select, insert, update (state, answered_at)", Addable: TableRule.Own, Changeable: TableRule.Own),
    ];

    /// <summary>
    /// Rows of restricted records, for people of the council that restricts: gone for whoever reads such records in its hub and is not listed. Other councils see what a link, a release or an agreement opens to
    /// them as ever.
    /// </summary>
    public static IReadOnlyList<(string Table, string Visible)> Restricted { get; } =
    [
        .. new[] { "regional_state", "received_event", "edition_child" }.Select(table => (table, "reference not in (select request_hidden_facts())")),
        ("child_profile", "reference not in (select request_hidden_children())"),
        ("household_offer", "reference not in (select request_hidden_households())"),

        // Published by the same reference, by which a person of the same council would know whom the hub does not own up to. Nothing is shown to a request that has not told who it is.
        ("published_child", "cardinality((select request_roles())) > 0 and reference not in (select request_hidden_children())"),
        ("published_household", "cardinality((select request_roles())) > 0 and reference not in (select request_hidden_households())"),
        ("search", "id not in (select request_hidden_searches())"),
        .. new[] { "search_child", "search_escalation" }.Select(table => (table, OfSeenSearch)),
        ("outside_search", $"child not in (select request_hidden_children()) and (search is null or {OfSeenSearch})"),
        ("search_overview", "child not in (select request_hidden_children())"),
        .. new[] { "search_candidate", "search_change" }.Select(table => (table, $"{OfSeenSearch} and household not in (select request_hidden_households())")),
        ("search_alarm", "child not in (select request_hidden_children())"),
        ("interest", "child not in (select request_hidden_children()) and household not in (select request_hidden_households())"),
        ("campaign_child", "child not in (select request_hidden_children())"),
        ("link", "id not in (select request_hidden_links())"),
        .. new[] { "link_child", "link_party", "link_step", "link_worker", "disclosure" }.Select(table => (table, "link not in (select request_hidden_links())")),
        ("transfer", "not links && array(select request_hidden_links())"),
    ];

    private const string OfSeenSearch = "search not in (select request_hidden_searches())";

    private const string OfTheRegion = "(select request_councils()) is null";

    private const string Releases = $"({TableRule.Own} or reader_council = any ((select request_councils())::smallint[]))";
    private const string Asked = "\"end\", ended_at";

    private const string Proposed = "proposed_by = any ((select request_councils())::smallint[])";

    private static string Of(string search) => $"exists (select from search_child member where member.search = {search})";
}
