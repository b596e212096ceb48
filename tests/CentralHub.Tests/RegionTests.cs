using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests;

/// <summary>From messages on the broker to what each kind of reader is told.</summary>
public sealed class RegionTests(CentralHubHost hub) : IClassFixture<CentralHubHost>
{
    private const string Indicators = "/api/v1/region/indicators?to=2025-03-31";

    // One story told in order, as the releases of one region build on each other.
    [Fact]
    public async Task Region_FromReturnsToCorrections_TellsEachReaderWhatTheyMayKnow()
    {
        var truth = Measured.Window((860, [20, 18, 25]), (861, [12, 9, 14]), (893, [7, 3, 8]), (894, [11, 13, 10]));
        var stages = Enumerable.Range(0, 20).Select(_ => Measured.Stage(860, ChildStage.Matched, WaitBand.SixToTwelveMonths))
            .Concat(Enumerable.Range(0, 4).Select(_ => Measured.Stage(861, ChildStage.Matched, WaitBand.SixToTwelveMonths)))
            .Concat(Enumerable.Range(0, 8).Select(_ => Measured.Stage(894, ChildStage.Matched, WaitBand.SixToTwelveMonths))).ToList();
        var waits = Enumerable.Range(0, 30).Select(index => Measured.Wait(860, 2025, index < 12 ? WaitAtYearEnd.WaitingWithin : WaitAtYearEnd.WaitingBeyond)).ToList();
        var sent = 0;
        foreach (Contracts.IMessage message in truth.Cast<Contracts.IMessage>().Concat(stages).Concat(waits))
        {
            var id = Guid.CreateVersion7();
            await hub.SendAsync(message, id);
            if (++sent % 10 == 0)
            {
                await hub.SendAsync(message, id);
            }
        }

        await hub.WaitForEventsAsync(sent);
        Assert.Equal(sent, await hub.WithDatabaseAsync(db => db.Events.CountAsync()));

        // Outside the councils: the region to the day, 893 hidden for its 3 children of 2024, and 861 with it.
        var outside = await hub.GetAsync(Indicators, hub.Tokens.With(Roles.HubOperations));
        var days = truth.Select(child => child.EntryToPlacedDays!.Value).ToList();
        Assert.Equal(truth.Count, (int)outside["region"]!["A1"]!["n"]!);
        Assert.Equal((int)Math.Round(days.Average(), MidpointRounding.AwayFromZero), (int)outside["region"]!["A1"]!["rounded"]!);
        Assert.Equal(truth.Count, (int)outside["region"]!["A2"]!["n"]!);
        Assert.Equal(truth.Count, (int)outside["region"]!["A10"]!["n"]!);
        Assert.Equal(truth.Count(child => child.WithinThreshold == true) + 12, (int)outside["region"]!["A3"]!["within"]!);
        Assert.Equal(truth.Count + 30, (int)outside["region"]!["A3"]!["of"]!);
        Assert.Equal(["2022-04-01", "2025-03-31"], [(string)outside["window"]!["from"]!, (string)outside["window"]!["to"]!]);
        Assert.True((bool)outside["councils"]!["893"]!["A1"]!["suppressed"]!);
        Assert.True((bool)outside["councils"]!["861"]!["A1"]!["suppressed"]!);
        Assert.Equal(63, (int)outside["councils"]!["860"]!["A1"]!["n"]!);
        Assert.DoesNotContain("sum_days", outside.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("mean", outside.ToJsonString(), StringComparison.Ordinal);

        // A council's own reader: its own figures whole, no other council's.
        var own = await hub.GetAsync(Indicators, hub.Tokens.CaseSystem(893));
        Assert.Equal(["893"], own["councils"]!.AsObject().Select(council => council.Key));
        Assert.Equal(18, (int)own["councils"]!["893"]!["A1"]!["n"]!);
        Assert.Equal(truth.Where(child => child.Council.Number == 893).Sum(child => child.EntryToPlacedDays!.Value), (int)own["councils"]!["893"]!["A1"]!["sum_days"]!);
        Assert.Equal(0, (int)own["councils"]!["893"]!["A2"]!["excluded"]!["no-match"]!);
        Assert.Equal(truth.Count, (int)own["region"]!["A1"]!["n"]!);

        // Only 860 has children in A3's wait: the rest of the region has none, so 860 may see the region, and sees nobody else in it.
        var known = await hub.GetAsync(Indicators, hub.Tokens.With(Roles.SocialWorker, 860, 861, 894));
        Assert.True((bool)known["region"]!["A1"]!["suppressed"]!, "only 893 is left, with 3 children in 2024");

        var tracker = await hub.GetAsync("/api/v1/region/tracker", hub.Tokens.With(Roles.BoardMember));
        Assert.Equal(32, Children(tracker["region"]!));
        Assert.Equal([20, null, null, null], CentralHubHost.Councils.Select(council => Children(tracker["councils"]![$"{council}"]!)));
        Assert.Equal(4, Children((await hub.GetAsync("/api/v1/region/tracker", hub.Tokens.CaseSystem(861)))["councils"]!["861"]!));

        await FewChangesStayWithTheirCouncil(truth, sent);
        await RebuildMendsAndReleasesNothing();
    }

    private async Task FewChangesStayWithTheirCouncil(List<AdoptionMeasured> truth, int sent)
    {
        // Three late adoptions of 860, one of them corrected; an older version and an older epoch change nothing.
        var late = Enumerable.Range(0, 3).Select(_ => Measured.Adoption(860, 2025, 400)).ToList();
        var restored = Measured.Adoption(860, 2025, 500, version: 1, epoch: 1, reference: late[0].Reference);
        foreach (var message in new[] { late[0] with { Version = 2, EntryToPlacedDays = 450 }, late[0], late[1], late[2], restored, late[0] with { Version = 9 } })
        {
            await hub.SendAsync(message);
        }

        await hub.WaitForEventsAsync(sent + 6);
        var own = await hub.GetAsync(Indicators, hub.Tokens.CaseSystem(860));
        var figure = own["councils"]!["860"]!["A1"]!;
        Assert.Equal(66, (int)figure["n"]!);
        Assert.Equal(truth.Where(child => child.Council.Number == 860).Sum(child => child.EntryToPlacedDays!.Value) + 1300, (int)figure["sum_days"]!);
        Assert.Equal(truth.Count, (int)own["region"]!["A1"]!["n"]!);
        Assert.True((bool)(await hub.GetAsync("/api/v1/region/projection", hub.Tokens.CaseSystem(860)))["pending"]!);
        Assert.False((bool)(await hub.GetAsync("/api/v1/region/projection", hub.Tokens.CaseSystem(861)))["pending"]!);
        Assert.Null((await hub.GetAsync("/api/v1/region/projection", hub.Tokens.With(Roles.Auditor)))["pending"]);
        var operators = await hub.GetAsync("/api/v1/region/projection", hub.Tokens.With(Roles.Operator));
        Assert.Equal((sent + 6, sent + 6), ((int)operators["received"]!, (int)operators["applied"]!));

        // Three more: six together come out; then one of them is withdrawn and is gone from the council's own figure at once.
        var more = Enumerable.Range(0, 3).Select(_ => Measured.Adoption(860, 2025, 410)).ToList();
        foreach (var message in more.Append(more[0] with { Version = 2, Withdrawn = true }).Append(Measured.Adoption(860, 2025, 420)))
        {
            await hub.SendAsync(message);
        }

        await hub.WaitForEventsAsync(sent + 11);
        var after = await hub.GetAsync(Indicators, hub.Tokens.With(Roles.HubOperations));
        Assert.Equal(truth.Count + 6, (int)after["region"]!["A1"]!["n"]!);
        Assert.Equal(69, (int)after["councils"]!["860"]!["A1"]!["n"]!);
    }

    private async Task RebuildMendsAndReleasesNothing()
    {
        var before = (await hub.GetAsync(Indicators, hub.Tokens.With(Roles.HubOperations))).ToJsonString();
        var ownBefore = (await hub.GetAsync(Indicators, hub.Tokens.CaseSystem(860))).ToJsonString();
        var editions = await hub.WithDatabaseAsync(db => db.Editions.CountAsync());
        await hub.Database.ExecuteAsync("delete from regional_state where council = 861; update regional_state set entry_to_placed_days = 1 where council = 860 and year = 2024");
        await hub.Database.ExecuteAsync("update released_figure set n = 7 where n is not null");

        using var accepted = await hub.SendAsync(HttpMethod.Post, "/api/v1/region/projection/rebuild", hub.Tokens.With(Roles.Operator));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        JsonNode job = null!;
        await Eventually.TrueAsync(
            async () => (string)(job = await hub.GetAsync(accepted.Headers.Location!.ToString(), hub.Tokens.With(Roles.Operator)))["state"]! == "done",
            "the rebuild");

        Assert.Equal(before, (await hub.GetAsync(Indicators, hub.Tokens.With(Roles.HubOperations))).ToJsonString());
        Assert.Equal(ownBefore, (await hub.GetAsync(Indicators, hub.Tokens.CaseSystem(860))).ToJsonString());
        Assert.Equal(editions, await hub.WithDatabaseAsync(db => db.Editions.CountAsync()));
        Assert.Equal(35 + 4 + 18, (int)job["mended"]!);
    }

    [Theory]
    [InlineData("GET", "/api/v1/region/indicators?to=2025-03-31", Roles.Operator)]
    [InlineData("GET", "/api/v1/region/tracker", Roles.Operator)]
    [InlineData("POST", "/api/v1/region/projection/rebuild", Roles.HubOperations)]
    [InlineData("POST", "/api/v1/region/projection/republish", Roles.CaseSystem)]
    [InlineData("GET", "/api/v1/region/projection/jobs/01970000-0000-7000-8000-000000000001", Roles.Auditor)]
    public async Task Endpoint_WrongRoleOrNoToken_IsRefused(string method, string path, string role)
    {
        using var forbidden = await hub.SendAsync(new HttpMethod(method), path, hub.Tokens.With(role));
        using var unknown = await hub.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (forbidden.StatusCode, unknown.StatusCode));
    }

    [Theory]
    [InlineData("2025-03-30", "window.not-a-year-end")]
    [InlineData("2025-12-31", "window.not-a-year-end")]
    [InlineData("2099-03-31", "window.not-over")]
    [InlineData("1066-03-31", "window.not-over")]
    public async Task Indicators_NotAYearEndThatIsOver_Returns400WithTheMend(string to, string code)
    {
        using var response = await hub.SendAsync(HttpMethod.Get, $"/api/v1/region/indicators?to={to}", hub.Tokens.With(Roles.HubOperations));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["code"]!);
    }

    [Fact]
    public async Task Indicators_ForACouncilOutsideTheRegion_ShowNoCouncil() =>
        Assert.Empty((await hub.GetAsync(Indicators, hub.Tokens.CaseSystem(370)))["councils"]!.AsObject());

    [Fact]
    public async Task Republish_ByTheOperator_AsksEveryHub()
    {
        using var accepted = await hub.SendAsync(HttpMethod.Post, "/api/v1/region/projection/republish", hub.Tokens.With(Roles.Operator));

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        foreach (var council in CentralHubHost.Councils)
        {
            // Beside it stands how far the region's audit trail has come, which each request moves.
            List<string?> told = [];
            await Eventually.TrueAsync(
                async () =>
                {
                    while (await hub.Channel.BasicGetAsync($"locality-hub-{council}.commands", autoAck: true) is { } message)
                    {
                        told.Add(message.BasicProperties.Type);
                    }

                    return told.Contains("republish-regional-state");
                },
                $"the command to {council}");
            Assert.Single(told, name => name == "republish-regional-state");
        }
    }

    [Fact]
    public async Task Schema_OwnTables_HaveNoColumnThatCouldHoldAName()
    {
        var columns = await hub.Database.ScalarAsync<string>(
            """
            select coalesce(string_agg(table_name || '.' || column_name || ' ' || data_type, ', '), '')
            from information_schema.columns
            where table_schema = 'public'
                and table_name not in ('outbox', 'inbox', 'retry', 'parked', 'idempotency_key', 'audit_entry', 'audit_anchor', '__EFMigrationsHistory')
                and data_type not in ('smallint', 'integer', 'bigint', 'boolean', 'uuid', 'timestamp with time zone')

                -- Messages of types that can hold no text.
                and (table_name, column_name) not in (
                    ('family_event', 'body'), ('child_profile', 'snapshot'), ('household_offer', 'snapshot'), ('overdue_duty', 'snapshot'),
                    ('search_candidate', 'candidate'), ('search_change', 'move'), ('weights', 'weights'), ('rate', 'fees'), ('sufficiency', 'figures'), ('sufficiency', 'with_pipeline'))

                -- Councils and links, by number and reference.
                and (table_name, column_name) not in (('agreement', 'councils'), ('worker', 'councils'), ('transfer', 'links'), ('identity_match', 'councils'), ('search', 'joined'), ('published_to', 'readers'))

                -- What members of staff are called, and what they write of fees and events; days of these, and of the handing over of a report.
                and (table_name, column_name) not in (
                    ('worker', 'subject'), ('worker', 'name'), ('rate', 'source'), ('rate', 'from'), ('campaign', 'title'), ('campaign', 'from'), ('campaign', 'until'),
                    ('disclosure', 'received_on'), ('disclosure', 'attestation_due'))
            """);

        Assert.Equal(string.Empty, columns);
    }

    private static int? Children(JsonNode table) => (int?)table.AsArray()
        .Single(cell => (string)cell!["stage"]! == "matched" && (string)cell["wait"]! == "six-to-twelve-months")!["children"];
}
