using System.Net;
using Partnership.Contracts.PanelScheduling;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.ExitPack;

/// <summary>What a leaving council takes with it of panel scheduling: its own and what it has a part in, for its guardian alone, and nothing of another's.</summary>
public sealed class ExitPackTests(PanelHost host) : PanelTest(host)
{
    private const string Cases = "case_id in (select id from panel_case where councils @> array[{0}]::smallint[])";
    private const string OwnCases = "case_id in (select id from panel_case where council = {0})";

    private PackedCouncils Councils => new(
        Host.Database,
        new Dictionary<string, string>
        {
            ["agenda_item"] = Cases, ["item_feedback"] = $"item_id in (select id from agenda_item where {Cases})", ["item_minutes"] = "council = {0}",
            ["held_record"] = OwnCases, ["held_notice"] = OwnCases, ["decision_maker"] = "council = {0}",
        },
        "audit_entry.ids", "schedule_plan.placements");

    [Fact]
    public async Task Get_AsTheGuardian_HoldsAllOfTheCouncilsAndNothingOfAnothers()
    {
        foreach (var council in new[] { 860, 861 })
        {
            await WorkAsync(await World.MakeAsync(Host, council), council);
        }

        // A joint panel, before which each agency has a case of its own; and a match that both have a part in.
        GoTo("2025-06-16");
        var joint = await World.MakeAsync(Host, 860, 861);
        await joint.RecommendedAsync(await joint.RaiseAsync(PanelCaseKind.AdopterApproval, 860));
        GoTo("2025-06-16");
        await joint.RecommendedAsync(await joint.RaiseAsync(PanelCaseKind.AdopterApproval, 861), date: "2025-07-16");
        GoTo("2025-06-16");
        await DecideAsync(joint, await joint.RaiseAsync(PanelCaseKind.Match, 861, children: 1, household: new(860)), "2025-07-17");
        var own = await FetchAsync(860, 860);

        await Councils.DemandThatItHoldsAllOfAsync(own, 860);
        await Councils.DemandThatItHoldsNothingOfAsync(own, 860, 861);
        await Councils.DemandThatItHoldsNothingOfAsync(await FetchAsync(861, 861), 861, 860);
        await Councils.DemandThatItHoldsNothingOfAsync(await FetchAsync(860, 860, 861), 860, 861);
        Assert.Contains(own.Rows("audit_entry"), entry => entry["operation"] == "council.exit-pack");
    }

    [Fact]
    public async Task Get_TextThatBeginsLikeAFormula_IsHarmlessInTheCsv()
    {
        var world = await World.MakeAsync(Host, 894);
        await Host.Database.ExecuteAsync($"update list_member set name = '@SUM(1)' where id = '{world.Chair}'");

        Assert.Equal("'@SUM(1)", (await FetchAsync(894, 894)).Rows("list_member").Single(member => member["id"] == world.Chair.ToString())["name"]);
    }

    [Fact]
    public async Task Get_AsAnybodyElse_IsRefused()
    {
        foreach (var role in Roles.All.Where(role => role != Roles.CaldicottGuardian))
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await Host.As(role, null, 860).TryAsync(HttpMethod.Get, "/councils/860/exit-pack")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await Host.As(Roles.CaldicottGuardian, null, 861).TryAsync(HttpMethod.Get, "/councils/860/exit-pack")).Status);
    }

    /// <summary>Something in every table.</summary>
    private async Task WorkAsync(World world, int council)
    {
        GoTo("2025-06-16");
        var @case = await world.RaiseAsync(PanelCaseKind.Match, council, children: 1, household: new(council));
        await DecideAsync(world, @case, "2025-07-15");
        await Host.Database.ExecuteAsync(
            $"""
            insert into case_pause (id, case_id, councils, clock, reason, "from") values (gen_random_uuid(), '{@case.Id}', array[{council}], 1, 1, '2025-06-20');
            insert into case_conflict (case_id, member_id, councils, kind, at_the_item, declared_at) values ('{@case.Id}', '{world.Members[^1]}', array[{council}], 1, false, now());
            insert into determination (decision_id, case_id, councils, referred_to_panel, version) select id, case_id, councils, false, 1 from decision where case_id = '{@case.Id}' limit 1;
            insert into held_notice (reference, case_id, councils, epoch, hub_version) values (gen_random_uuid(), '{@case.Id}', array[{council}], 1, 1);
            insert into item_feedback (id, item_id, councils, "from", quality, timeliness, conduct, given_at) select gen_random_uuid(), id, array[{council}], 1, 1, 1, 1, now() from agenda_item where case_id = '{@case.Id}';
            insert into issued_report (panel_id, councils, kind, until, issued_on) values ('{world.PanelId}', array[{council}], 1, '2025-06-30', '2025-07-01');
            insert into fee_rate (list_id, councils, role, "from", meeting_pounds) values ('{world.ListId}', array[{council}], 1, '2025-06-30', 100);
            """);
    }

    private static async Task DecideAsync(World world, RaisedCase @case, string date)
    {
        await world.RecommendedAsync(@case, date: date);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}");
    }

    private async Task<TakenPack> FetchAsync(int council, params int[] councils)
    {
        using var response = await Host.As(Roles.CaldicottGuardian, $"guardian.{council}", councils).Http.GetAsync($"/api/v1/panels/councils/{council}/exit-pack");
        return await TakenPack.OfAsync(response);
    }
}
