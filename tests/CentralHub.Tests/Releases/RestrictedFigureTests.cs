using System.Net;
using System.Text.Json.Nodes;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Releases;

/// <summary>A restricted record is counted in its council's own figures for those alone who see it, and in the region's as ever.</summary>
public sealed class RestrictedFigureTests(CentralHubHost hub) : IClassFixture<CentralHubHost>
{
    private const string Tracker = "/api/v1/region/tracker";
    private const string Indicators = "/api/v1/region/indicators?to=2025-03-31";
    private const RestrictedTo ToSocialWorkers = RestrictedTo.CaldicottGuardian | RestrictedTo.SocialWorker;
    private int _sent;

    [Fact]
    public async Task Figures_OfACouncilWithARestrictedChild_CountItForWhoSeesIt()
    {
        // One cell of 860 alone, one that it shares with 861, and adoptions of both.
        var alone = Enumerable.Range(0, 8).Select(_ => Measured.Stage(860, ChildStage.Matched, WaitBand.SixToTwelveMonths)).ToList();
        var shared = Enumerable.Range(0, 16).Select(child => Measured.Stage(860 + (child % 2), ChildStage.Placed, WaitBand.UnderThreeMonths)).ToList();
        var adopted = Measured.Window((860, [8, 8, 8]), (861, [7, 7, 7]));
        var wait = Enumerable.Range(0, 9).Select(child => Measured.Wait(860, 2025, WaitAtYearEnd.WaitingBeyond)).ToList();
        await SendAsync([.. alone, .. shared, .. adopted, .. wait]);
        var (finder, worker, guardian, region) = (
            hub.Tokens.With(Roles.FamilyFinder, 860), hub.Tokens.With(Roles.SocialWorker, 860), hub.Tokens.With(Roles.CaldicottGuardian, 860), hub.Tokens.With(Roles.HubOperations));
        string[] everybody = [finder, worker, guardian, region];
        foreach (var token in everybody)
        {
            // Nobody waited within the threshold: too few for who is of no council.
            Assert.Equal(new Seen(8, 8, 8, 16, 24, token == region ? null : 24 + 9), await SeenAsync(token));
        }

        await SendAsync([.. RestrictedAs(2, ToSocialWorkers)]);

        // Where nobody else's child stands, the region's figure would tell the difference.
        Assert.Equal(new Seen(7, null, 7, 16, 23, 23 + 8), await SeenAsync(finder));
        Assert.Equal(new Seen(7, null, 7, 16, 23, 23 + 8), await SeenAsync(hub.Tokens.CaseSystem(860)));
        foreach (var token in everybody.Skip(1))
        {
            // Nobody waited within the threshold: too few for who is of no council.
            Assert.Equal(new Seen(8, 8, 8, 16, 24, token == region ? null : 24 + 9), await SeenAsync(token));
        }

        await RebuildAsync();
        Assert.Equal(new Seen(7, null, 7, 16, 23, 23 + 8), await SeenAsync(finder));

        await SendAsync([.. RestrictedAs(3, RestrictedTo.CaldicottGuardian | RestrictedTo.FamilyFinder)]);
        Assert.Equal(new Seen(8, 8, 8, 16, 24, 24 + 9), await SeenAsync(finder));
        Assert.Equal(new Seen(7, null, 7, 16, 23, 23 + 8), await SeenAsync(worker));
        await SendAsync([.. RestrictedAs(4, RestrictedTo.None)]);
        Assert.Equal(new Seen(8, 8, 8, 16, 24, 24 + 9), await SeenAsync(worker));

        IMessage[] RestrictedAs(long version, RestrictedTo to) =>
        [
            alone[0] with { Version = version, RestrictedTo = to }, shared[0] with { Version = version, RestrictedTo = to },
            adopted[0] with { Version = version, RestrictedTo = to }, wait[0] with { Version = version, RestrictedTo = to },
        ];
    }

    private async Task SendAsync(IMessage[] messages)
    {
        foreach (var message in messages)
        {
            await hub.SendAsync(message);
        }

        await hub.WaitForEventsAsync(_sent += messages.Length);
    }

    private async Task<Seen> SeenAsync(string token)
    {
        var (tracker, indicators) = (await hub.GetAsync(Tracker, token), await hub.GetAsync(Indicators, token));
        return new Seen(
            Children(tracker["councils"]!["860"]!, "matched", "six-to-twelve-months"), Children(tracker["region"]!, "matched", "six-to-twelve-months"), Children(tracker["councils"]!["860"]!, "placed", "under-three-months"), Children(tracker["region"]!, "placed", "under-three-months"),
            (int?)indicators["councils"]!["860"]!["A1"]!["n"], (int?)indicators["councils"]!["860"]!["A3"]!["of"]);
    }

    private async Task RebuildAsync()
    {
        using var accepted = await hub.SendAsync(HttpMethod.Post, "/api/v1/region/projection/rebuild", hub.Tokens.With(Roles.Operator));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await Eventually.TrueAsync(
            async () => (string)(await hub.GetAsync(accepted.Headers.Location!.ToString(), hub.Tokens.With(Roles.Operator)))["state"]! == "done",
            "the rebuild");
    }

    private static int? Children(JsonNode table, string stage, string wait) => (int?)table.AsArray()
        .Single(cell => (string)cell!["stage"]! == stage && (string)cell["wait"]! == wait)!["children"];

    private sealed record Seen(int? AloneOwn, int? AloneRegion, int? SharedOwn, int? SharedRegion, int? Adopted, int? Waits);
}
