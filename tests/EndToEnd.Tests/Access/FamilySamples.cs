using System.Text.Json;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Messaging;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Access;

/// <summary>The central hub's operations of family finding, and what each council owns there.</summary>
internal static class FamilySamples
{
    private const string Region = "/api/v1/region";
    private const string Link = Region + "/links/{linkId}";
    private const string Release = Region + "/disclosures/{disclosureId}";
    private const string Served = Region + "/events/{eventId}/children/{child}";

    // The hub of the council has links and releases under the same names.
    private static readonly Dictionary<string, string> OfRegion = new() { ["linkId"] = "regionLinkId", ["disclosureId"] = "regionDisclosureId", ["transferId"] = "regionTransferId" };

    /// <summary>Parameters of paths that name one council's own: for everybody else it is not there.</summary>
    public static IReadOnlyList<string> OwnedBy { get; } = ["child", "linkId", "disclosureId", "agreementId", "transferId", "searchId", "matchId"];

    // Whoever recruits households is let in, and acts for no child.
    private static Dictionary<string, string> ForNoChild(string code) => new() { [Roles.Recruitment] = code };

    private static readonly object Weights = new
    {
        number = 30, ages = 30, approval = 20, route = 30, disabilityAndHealth = 10, developmentalUncertainty = 10, attachmentAndTrauma = 15, behaviour = 10, learning = 10, contactPlan = 5,
    };

    private static readonly object Rates = new
    {
        fees = new[] { new { provider = "council", children = "one", pounds = 33_000 } }, londonPercent = 10, source = "Planted for a test of access",
    };

    public static IReadOnlyDictionary<string, Sample> ByOperation { get; } = new Dictionary<string, Sample>(StringComparer.Ordinal)
    {
        [$"GET {Region}/children/{{child}}"] = new(),
        [$"GET {Region}/children/{{child}}/candidates"] = new(),
        [$"GET {Region}/children/{{child}}/candidate-changes"] = new(),
        [$"GET {Region}/children/{{child}}/interests"] = new(),

        // Not published: for everybody's interest alike it is not there. That a household's council is let in is shown by the service's own tests; so it is below.
        // The child is published once four others are like it, and then the household is what is not there.
        [$"POST {Region}/children/{{child}}/interests"] = new(Json: new { household = Guid.Empty }, UsesUp: true, Refusal: "404"),
        [$"GET {Region}/searches"] = new(),
        [$"GET {Region}/searches/overview"] = new(),
        [$"GET {Region}/weights"] = new(),
        [$"PUT {Region}/weights"] = new(Json: Weights, ETagFrom: $"{Region}/weights"),
        [$"GET {Region}/agreements"] = new(),
        [$"POST {Region}/agreements"] = new(Json: new { councils = new[] { "860" }, basis = "public-task" }, UsesUp: true, Refusal: "agreement.councils"),
        [$"POST {Region}/agreements/{{agreementId}}/accept"] = new(UsesUp: true, Refusal: "agreement.ended"),
        [$"POST {Region}/agreements/{{agreementId}}/end"] = new(UsesUp: true, Refusal: "agreement.ended"),
        [$"POST {Region}/links"] = new(Json: new { child = Guid.Empty, household = Guid.Empty }, UsesUp: true, Refusal: "child.not-found"),
        [$"GET {Region}/links"] = new(),
        [$"GET {Link}"] = new(Instead: OfRegion),
        [$"POST {Link}/steps"] = new(Json: new { to = "shortlisted" }, ETagFrom: Link, Instead: OfRegion, UsesUp: true),
        [$"POST {Link}/workers"] = new(Json: new { side = "child" }, Instead: OfRegion, RefusalOf: ForNoChild("link.not-your-side")),
        [$"POST {Link}/disclosures"] = new(
            Json: new { subject = "child", level = "anonymous", purpose = "consider-link", basis = "public-task", reader = Guid.Empty }, Instead: OfRegion, UsesUp: true,
            Refusal: "disclosure.reader-not-on-link", RefusalOf: ForNoChild("disclosure.not-yours")),
        [$"POST {Region}/transfers"] = new(Json: new { links = new[] { Guid.Empty }, to = "somebody.else" }, UsesUp: true, Refusal: "link.not-found"),
        [$"GET {Region}/transfers"] = new(),
        [$"POST {Region}/transfers/{{transferId}}/accept"] = new(Instead: OfRegion, UsesUp: true, Refusal: "transfer.answered"),
        [$"POST {Region}/transfers/{{transferId}}/decline"] = new(Instead: OfRegion, UsesUp: true, Refusal: "transfer.answered"),
        [$"POST {Region}/transfers/{{transferId}}/revoke"] = new(Instead: OfRegion, UsesUp: true, Refusal: "transfer.not-found"),
        [$"GET {Region}/disclosures"] = new(),
        [$"GET {Release}"] = new(Instead: OfRegion),
        [$"POST {Release}/end"] = new(ETagFrom: Release, Instead: OfRegion, UsesUp: true),
        [$"POST {Release}/receipt"] = new(Json: new { receivedOn = "2026-11-06" }, Instead: OfRegion, UsesUp: true, Refusal: "disclosure.no-report"),
        [$"POST {Release}/ask-attestation"] = new(Instead: OfRegion, UsesUp: true, Refusal: "disclosure.nothing-owed"),
        [$"POST {Release}/attestation"] = new(Json: new { papers = "none-kept" }, Instead: OfRegion, UsesUp: true, Refusal: "disclosure.still-open"),
        [$"GET {Region}/rates"] = new(),
        [$"PUT {Region}/rates/{{from}}"] = new(Json: Rates, ETagFrom: $"{Region}/rates", Values: new Dictionary<string, string> { ["from"] = "2099-04-01" }),
        [$"POST {Region}/outside-searches"] = new(Json: new { child = Guid.Empty, provider = "council" }, UsesUp: true, Refusal: "child.not-found"),
        [$"GET {Region}/outside-searches"] = new(),
        [$"POST {Region}/outside-searches/{{searchId}}/end"] = new(Json: new { end = "given-up" }, UsesUp: true, Refusal: "outside-search.ended"),
        [$"POST {Region}/events"] = new(Json: new { kind = "event", title = "Matrix evening", from = "2099-04-20" }),
        [$"GET {Region}/events"] = new(),
        [$"GET {Region}/events/{{eventId}}"] = new(),
        [$"PUT {Served}"] = new(ETagFrom: $"{Region}/events/{{eventId}}"),
        [$"DELETE {Served}"] = new(ETagFrom: $"{Region}/events/{{eventId}}"),
        [$"GET {Region}/family-finding/outcomes"] = new(),
        [$"GET {Region}/family-finding/outcomes/funnel.svg"] = new(),
        [$"GET {Region}/family-finding/outcomes/waits.svg"] = new(),
        [$"GET {Region}/family-finding/outcomes/places.svg"] = new(),
        [$"GET {Region}/sufficiency"] = new(),
        [$"GET {Region}/duties"] = new(),
        [$"GET {Region}/identity-matches"] = new(),
        [$"GET {Region}/identity-matches/{{matchId}}"] = new(),
        [$"POST {Region}/identity-matches/{{matchId}}/answer"] = new(Json: new { answer = "different-children" }, ETagFrom: $"{Region}/identity-matches/{{matchId}}"),
    };

    /// <summary>
    /// Plants a child and a household of the council, a link of the two, a release to whoever asks here and what else belongs to them. The household is on
    /// hold: nobody is asked about it. Snapshots are in the log, too, so that they outlast a rebuild. No run of the register is under way meanwhile: it would see
    /// the link and not the child, and end it.
    /// </summary>
    /// <param name="council">The council.</param>
    /// <param name="execute">Runs a statement in a database.</param>
    public static async Task<IReadOnlyDictionary<string, string>> MakeAsync(string council, Func<string, string, Task> execute)
    {
        var code = CouncilCode.Parse(council, null);
        var partner = code.Number == 894 ? 893 : 894;
        var (self, another) = (PersonReference.Of("access-tests").Value, PersonReference.Of("somebody.else").Value);
        var child = Families.Child(code.Number);
        var household = Families.Household(code.Number) with { Availability = Availability.OnHold };
        var ids = new[] { "regionLinkId", "regionDisclosureId", "regionTransferId", "agreementId", "searchId", "matchId" }.ToDictionary(name => name, _ => Guid.NewGuid().ToString());
        var link = ids["regionLinkId"];
        await execute(
            "central_hub",
            $"""
            select from register_state where id = 1 for update;
            insert into family_event (kind, reference, council, epoch, version, body)
            values (1, '{child.Reference}', {council}, 1, 1, '{Body(child)}'), (2, '{household.Reference}', {council}, 1, 1, '{Body(household)}');
            insert into child_profile (reference, council, epoch, version, live, snapshot, first_seen_at) values ('{child.Reference}', {council}, 1, 1, true, '{Body(child)}', now());
            insert into household_offer (reference, council, epoch, version, live, snapshot, first_seen_at) values ('{household.Reference}', {council}, 1, 1, true, '{Body(household)}', now());
            insert into link (id, search, search_of, household, household_council, proposed_by, number, state, reasons, version, proposed_at, changed_at)
            values ('{link}', '{child.Reference}', 1, '{household.Reference}', {council}, {council}, 1, 3, 0, 1, now(), now());
            insert into link_child (link, child, council) values ('{link}', '{child.Reference}', {council});
            insert into link_party (link, council, side) values ('{link}', {council}, 1), ('{link}', {council}, 2);
            insert into link_step (link, version, at, side, "to", taken, reasons) values ('{link}', 1, now(), 2, 3, true, 0);
            insert into worker (reference, subject, name, councils)
            values ('{self}', 'access-tests', 'Access Tests', array[{council}]), ('{another}', 'somebody.else', 'Somebody Else', array[{council}])
            on conflict (reference) do update set councils = worker.councils || excluded.councils;
            insert into link_worker (link, worker, side, council, since) values ('{link}', '{self}', 2, {council}, now()), ('{link}', '{another}', 1, {council}, now());
            insert into disclosure (id, link, subject, subject_reference, council, level, purpose, basis, giver, reader, reader_council, granted_at, expires, version, "end", hub_gates, hub_end, read)
            values ('{ids["regionDisclosureId"]}', '{link}', 1, '{child.Reference}', {council}, 1, 1, 1, '{another}', '{self}', {council}, now(), now() + interval '30 days', 1, 0, 0, 0, false);
            insert into disclosure_step (id, disclosure, at, kind, gates, "end", read) values (gen_random_uuid(), '{ids["regionDisclosureId"]}', now(), 1, 0, 0, false);
            insert into transfer (id, council, "from", "to", links, state, offered_at, answered_at)
            values ('{ids["regionTransferId"]}', {council}, '{another}', '{self}', array['{link}']::uuid[], 3, now(), now());
            insert into agreement (id, councils, region, basis, proposed_at, in_force_at, ended_at) values ('{ids["agreementId"]}', array[{council}, {partner}], false, 1, now(), now(), now());
            insert into agreement_council (agreement, council, accepted_at, left_at)
            values ('{ids["agreementId"]}', {council}, now(), now()), ('{ids["agreementId"]}', {partner}, now(), null);
            insert into outside_search (id, child, council, provider, london, number, feasible, started_at, ended_at, "end")
            values ('{ids["searchId"]}', '{child.Reference}', {council}, 1, false, 1, false, now(), now(), 3);
            insert into identity_match (id, councils, found_at, by, version) values ('{ids["matchId"]}', array[{council}, {partner}], now(), 2, 1);
            insert into identity_match_side (match, council, reference) values ('{ids["matchId"]}', {council}, gen_random_uuid()), ('{ids["matchId"]}', {partner}, gen_random_uuid());
            insert into campaign (id, kind, title, "from", until, version, created_at) values ('{Samples.RegionalEvent}', 1, 'Planted evening', '2099-03-01', '2099-03-01', 1, now())
            on conflict do nothing;
            insert into register_due (id, kind) values (gen_random_uuid(), 0);
            """);
        return new Dictionary<string, string>(ids) { ["child"] = child.Reference.ToString(), ["household"] = household.Reference.ToString(), ["eventId"] = Samples.RegionalEvent.ToString() };

        static string Body<T>(T message) => JsonSerializer.Serialize(message, MessageJson.Options);
    }
}
