using System.Net;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.ExitPack;

/// <summary>What a leaving council takes with it of the central hub: its own and its side of links and releases, for its guardian alone.</summary>
public sealed class ExitPackTests : IAsyncLifetime
{
    private const string Links = "(select link from link_party where council = {0})";
    private const string Searches = "search in (select search from search_child where council = {0})";
    private const string Releases = "(council = {0} or reader_council = {0})";

    // A hub of its own: rows are planted in every table, for all councils.
    private readonly FamiliesHost _families = new();

    private PackedCouncils Councils => new(
        _families.Hub.Database,
        new Dictionary<string, string>
        {
            ["link"] = $"id in {Links}", ["link_child"] = $"link in {Links}", ["link_step"] = $"link in {Links}", ["search"] = Searches.Replace("search in", "id in", StringComparison.Ordinal),
            ["search_candidate"] = Searches, ["search_change"] = Searches, ["search_escalation"] = Searches, ["disclosure"] = Releases, ["disclosure_step"] = $"disclosure in (select id from disclosure where {Releases})",
            ["published_child"] = "reference in (select reference from child_profile where council = {0})", ["published_household"] = "reference in (select reference from household_offer where council = {0})",
            ["agreement_council"] = "agreement in (select id from agreement where councils @> array[{0}]::smallint[])",
            ["interest"] = "(council = {0} or open and child in (select child from search_child where council = {0}))",
        },
        "audit_entry.ids", "search_candidate.candidate", "search_change.move") { Recomputed = ["duty_count", "released_figure", "released_tracker"] };

    public ValueTask InitializeAsync() => _families.InitializeAsync();

    public ValueTask DisposeAsync() => _families.DisposeAsync();

    [Fact]
    public async Task Get_AsTheGuardian_HoldsAllOfTheCouncilsAndNothingOfAnothers()
    {
        await LinkAsync(860, 861);
        await LinkAsync(861, 860);
        await LinkAsync(861, 893);
        await LinkAsync(860, 893);

        // Without a link the household stays on the child's list.
        await _families.PairAsync(860, 861);
        await _families.PairAsync(861, 860);

        // Five alike of each council, so that there is something to publish, whatever the pairs before are like.
        var niche = FamiliesHost.Niche();
        foreach (var council in new[] { 860, 861 })
        {
            var alike = Enumerable.Range(0, 5).SelectMany(_ => new IMessage[] { niche.Child(council), niche.Household(council) });
            await _families.SendAsync([Measured.Stage(council, ChildStage.Matched, WaitBand.SixToTwelveMonths), .. alike]);
            await Eventually.TrueAsync(
                async () => await _families.CountAsync($"select count(*) from published_child join child_profile using (reference) where child_profile.council = {council}") >= 5
                    && await _families.CountAsync($"select count(*) from published_household join household_offer using (reference) where household_offer.council = {council}") >= 5,
                $"the children and households of {council} to be published");
        }

        await _families.SettledAsync();
        await PlantAsync();

        // Searches begin, and hubs answer, behind the requests that ask for them.
        TakenPack own = null!;
        await Eventually.AssertAsync(async () =>
        {
            own = await FetchAsync(860, 860);
            await Councils.DemandThatItHoldsAllOfAsync(own, 860);
        });
        await Councils.DemandThatItHoldsNothingOfAsync(own, 860, 861);
        await Councils.DemandThatItHoldsNothingOfAsync(await FetchAsync(861, 861), 861, 860);
        await Councils.DemandThatItHoldsNothingOfAsync(await FetchAsync(860, 860, 861), 860, 861);

        // A link opens the other side's snapshot to both councils' people while they work on it: nobody takes it away.
        Assert.Equal(
            await _families.CountAsync("select count(*) from household_offer where council = 860"), own.Rows("household_offer").Count);
        Assert.DoesNotContain("candidate", own.Rows("search_candidate")[0].Keys);
        Assert.DoesNotContain("move", own.Rows("search_change")[0].Keys);
        Assert.All(own.Rows("audit_entry"), entry => Assert.Equal("[860]", entry["councils"]));
        Assert.Contains(own.Rows("audit_entry"), entry => entry["operation"] == "council.exit-pack");
    }

    [Fact]
    public async Task Get_AsAnybodyElse_IsRefused()
    {
        foreach (var role in Roles.All.Where(role => role != Roles.CaldicottGuardian))
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await _families.AskAsync("/councils/860/exit-pack", _families.Hub.Tokens.With(role, 860))).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _families.AskAsync("/councils/860/exit-pack", _families.Guardian(861))).Status);
    }

    /// <summary>A link of a child with a household, and a release of each to the other side.</summary>
    private async Task LinkAsync(int childs, int households)
    {
        var (child, household) = await _families.PairAsync(childs, households);
        var link = await _families.StepAsync(await _families.ProposeAsync(child, household), child, household, "considered");
        foreach (var (token, subject, reader) in new[] { (_families.Finder(childs), "child", $"recruitment.{households}"), (_families.Recruiter(households), "household", $"family.finder.{childs}") })
        {
            var (status, body) = await _families.PostAsync(
                $"/links/{(Guid)link["link"]!}/disclosures", token, new { subject, level = "anonymous", purpose = "consider-link", basis = "public-task", reader = PersonReference.Of(reader).Value });
            Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
        }
    }

    /// <summary>Rows of both councils in the tables that nothing above fills.</summary>
    private Task PlantAsync() => _families.Hub.Database.ExecuteAsync(
        """
        insert into search_change (id, search, household, household_council, at, move) select gen_random_uuid(), search, gen_random_uuid(), council, now(), 'null' from search_child;
        insert into search_escalation (search, period, length, at, feasible) select search, 0, 2, now(), false from search_child on conflict do nothing;
        insert into search_alarm (id, search, child, council, cause, since, raised_at, over_at) select gen_random_uuid(), search, child, council, 1, now(), now(), now() from search_child;
        insert into interest (child, household, council, at, open) select gen_random_uuid(), reference, council, now(), false from household_offer;
        insert into outside_search (id, child, council, provider, london, number, feasible, started_at) select gen_random_uuid(), reference, council, 4, false, 1, false, now() from child_profile;
        insert into transfer (id, council, "from", "to", links, state, offered_at) select gen_random_uuid(), council, gen_random_uuid(), gen_random_uuid(), '{}', 1, now() from child_profile;
        insert into audit_anchor (council, sequence, hash, epoch) select council, 77, sha256(council::text::bytea), 1 from unnest(array[860, 861]) council;
        insert into campaign (id, kind, title, "from", "until", version, created_at) select '00000000-0000-0000-0000-000000000077', 1, 'Invented', '2027-04-20', '2027-04-20', 1, now();
        insert into campaign_child (campaign, child, council, since) select '00000000-0000-0000-0000-000000000077', reference, council, now() from child_profile;
        insert into identity_match (id, councils, found_at, by, version) select gen_random_uuid(), pair::smallint[], now(), 1, 1 from unnest(array['{860,861}', '{860,893}', '{861,893}']) pair;
        insert into identity_match_side (match, council, reference) select id, council, gen_random_uuid() from identity_match, unnest(councils) council on conflict do nothing;
        """);

    private async Task<TakenPack> FetchAsync(int council, params int[] councils)
    {
        using var guardian = _families.Hub.ClientOf(_families.Hub.Tokens.With(Roles.CaldicottGuardian, councils));
        using var response = await guardian.GetAsync($"/api/v1/region/councils/{council}/exit-pack");
        return await TakenPack.OfAsync(response);
    }
}
