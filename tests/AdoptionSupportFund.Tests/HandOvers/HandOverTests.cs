using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Partnership.AdoptionSupportFund.Children;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.HandOvers;

/// <summary>A case goes to another council, which has to accept; nothing of either council's own is seen by the other.</summary>
public sealed class HandOverTests(FundHost fund)
{
    private static readonly string From = FundHost.Of(860);
    private static readonly string To = FundHost.Of(861);

    [Fact]
    public async Task Child_HandedOver_IsTheOthersWithItsBalanceAndNothingElse()
    {
        using var giver = fund.ClientOf(Roles.SupportFund, 860);
        using var taker = fund.ClientOf(Roles.SupportFund, 861);
        var family = await fund.FamilyAsync(860, children: 2);
        var child = family.Children[0];
        var application = await fund.BeginAsync(giver, family with { Children = [child] }, 30);
        Assert.Equal((409, "hand-over.under-way"), await FundHost.RefusalAsync(await ProposeAsync(giver, child)));
        await FundHost.ReadAsync(await FundHost.SubmitAsync(giver, 860, application));
        await FundHost.ReadAsync(await FundHost.ActAsync(giver, 860, application, "decision", new { outcome = "approved", decidedOn = FundHost.Today, portalReference = FundHost.Reference() }));

        var proposed = await FundHost.ReadAsync(await ProposeAsync(giver, child));
        Assert.Equal((409, "hand-over.proposed"), await FundHost.RefusalAsync(await ProposeAsync(giver, child)));
        Assert.Equal((404, "child.not-found"), await FundHost.RefusalAsync(await taker.GetAsync($"{To}/children/{child}")));
        Assert.Equal((409, "hand-over.not-asked"), await FundHost.RefusalAsync(await DecideAsync(giver, From, proposed, "acceptance")));
        using var stranger = fund.ClientOf(Roles.SupportFund, 893);
        Assert.Equal((404, "hand-over.not-found"), await FundHost.RefusalAsync(await stranger.GetAsync($"{FundHost.Of(893)}/hand-overs/{proposed["id"]}")));

        Assert.Equal("accepted", (string)(await FundHost.ReadAsync(await DecideAsync(taker, To, proposed, "acceptance")))["state"]!);

        // £2,250 of the limit are used, whoever used them; the assessment came over, the application and the sibling did not.
        var seen = await FundHost.GetAsync(taker, $"{To}/children/{child}");
        Assert.Equal((225_000, "handed-over", 1), ((int)seen["balances"]![0]!["therapyPence"]!, (string)seen["child"]!["basis"]!, seen["assessments"]!.AsArray().Count));
        Assert.Equal((404, "application.not-found"), await FundHost.RefusalAsync(await taker.GetAsync($"{To}/applications/{application["id"]}")));
        Assert.Equal((404, "child.not-found"), await FundHost.RefusalAsync(await taker.GetAsync($"{To}/children/{family.Children[1]}")));
        Assert.Equal((404, "child.not-found"), await FundHost.RefusalAsync(await giver.GetAsync($"{From}/children/{child}")));
        await FundHost.ReadAsync(await giver.GetAsync($"{From}/applications/{application["id"]}"));
        var over = await fund.BeginAsync(taker, family with { Council = 861, Children = [child] }, 20);
        Assert.Equal(75_000, over["lines"]![0]!["funding"]!.AsArray().Where(part => (string)part!["funder"]! == "fund").Sum(part => (int)part!["pence"]!));
        Assert.Equal((409, "hand-over.decided"), await FundHost.RefusalAsync(await DecideAsync(taker, To, proposed, "refusal")));
    }

    /// <summary>The hub before says no more of the child, the one that has accepted does, from its first version on.</summary>
    [Fact]
    public async Task Snapshots_AfterAHandOver_AreTakenFromTheNewCouncilAlone()
    {
        using var giver = fund.ClientOf(Roles.SupportFund, 860);
        using var taker = fund.ClientOf(Roles.SupportFund, 861);
        var family = await fund.FamilyAsync(860);
        var proposed = await FundHost.ReadAsync(await ProposeAsync(giver, family.Children[0]));
        await FundHost.ReadAsync(await DecideAsync(taker, To, proposed, "acceptance"));

        await fund.WithDatabaseAsync(async db =>
        {
            await new SupportNeedsAssessedConsumer(db).ConsumeAsync([Snapshot(860, 7, SupportRoute.AdoptedOtherwise), Snapshot(861, 1, SupportRoute.SpecialGuardianshipAfterCare)], CancellationToken.None);
            return await db.SaveChangesAsync();
        });

        Assert.Equal("special-guardianship-after-care", (string)(await FundHost.GetAsync(taker, $"{To}/children/{family.Children[0]}"))["child"]!["route"]!);

        SupportNeedsAssessed Snapshot(int council, long version, SupportRoute route) => new(
            family.Children[0], new CouncilCode(council), 1, version, false, Guid.NewGuid(), Guid.NewGuid(), route, new YearEnded(2015), false, ApplicantBasis.HandedOver, SupportNeeds.Trauma,
            new WorkDay(FundHost.Today), new WorkDay(FundHost.Today.AddYears(1)), true);
    }

    /// <summary>Begun in the moment in which the other council accepts, which found nothing under way: left behind, and good for nothing but to be withdrawn.</summary>
    [Fact]
    public async Task Application_BegunWhileItsChildWentOver_IsNotSubmittedAndMayBeWithdrawn()
    {
        using var giver = fund.ClientOf(Roles.SupportFund, 860);
        var family = await fund.FamilyAsync(860);
        var application = await fund.BeginAsync(giver, family, 10);
        await fund.Database.ExecuteAsync($"update fund_child set council = 861 where id = '{family.Children[0]}'");

        Assert.Equal((409, "child.handed-over"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(giver, 860, application)));

        Assert.Equal("withdrawn", (string)(await FundHost.ReadAsync(await FundHost.ActAsync(giver, 860, application, "withdrawal", new { reason = "no-longer-needed" })))["status"]!);
    }

    /// <summary>The narrative parts stay in the other council's hub: what rests on its assessment is not submitted, what rests on the taker's own is.</summary>
    [Fact]
    public async Task Assessment_HandedOver_IsSubmittedOnlyWhenItWasMadeAnew()
    {
        using var giver = fund.ClientOf(Roles.SupportFund, 860);
        using var taker = fund.ClientOf(Roles.SupportFund, 861);
        var family = await fund.FamilyAsync(860);
        var proposed = await FundHost.ReadAsync(await ProposeAsync(giver, family.Children[0]));
        await FundHost.ReadAsync(await DecideAsync(taker, To, proposed, "acceptance"));

        var over = await fund.BeginAsync(taker, family with { Council = 861 }, 4);
        Assert.Contains("narrative.not-checked", over["findings"]!.AsArray().Select(finding => (string)finding!["code"]!));
        Assert.Equal((409, "narrative.not-checked"), await FundHost.RefusalAsync(await FundHost.SubmitAsync(taker, 861, over)));

        await FundHost.ReadAsync(await FundHost.ActAsync(taker, 861, over, "withdrawal", new { reason = "other-funding" }));

        var own = Guid.NewGuid();
        await fund.WithDatabaseAsync(async db =>
        {
            await new SupportNeedsAssessedConsumer(db).ConsumeAsync(
                [
                    new SupportNeedsAssessed(
                        family.Children[0], new CouncilCode(861), 1, 1, false, Guid.NewGuid(), own, SupportRoute.AdoptedFromCare, new YearEnded(2015), false, ApplicantBasis.HandedOver,
                        SupportNeeds.Trauma, new WorkDay(FundHost.Today), new WorkDay(FundHost.Today.AddYears(1)), true),
                ],
                CancellationToken.None);
            return await db.SaveChangesAsync();
        });
        var anew = await fund.BeginAsync(taker, family with { Council = 861, Assessment = own }, 4);
        Assert.Equal("submitted", (string)(await FundHost.ReadAsync(await FundHost.SubmitAsync(taker, 861, anew)))["status"]!);
    }

    [Fact]
    public async Task Proposal_RefusedOrTakenBack_ChangesNothing()
    {
        using var giver = fund.ClientOf(Roles.SupportFund, 860);
        using var taker = fund.ClientOf(Roles.SupportFund, 861);
        var child = (await fund.FamilyAsync(860)).Children[0];

        var refused = await FundHost.ReadAsync(await ProposeAsync(giver, child));
        Assert.Equal("refused", (string)(await FundHost.ReadAsync(await DecideAsync(taker, To, refused, "refusal")))["state"]!);
        var withdrawn = await FundHost.ReadAsync(await ProposeAsync(giver, child));
        Assert.Equal("withdrawn", (string)(await FundHost.ReadAsync(await DecideAsync(giver, From, withdrawn, "refusal")))["state"]!);

        await FundHost.ReadAsync(await giver.GetAsync($"{From}/children/{child}"));
        Assert.Equal((400, "hand-over.to"), await FundHost.RefusalAsync(await giver.PostAsJsonAsync($"{From}/children/{child}/hand-over", new { to = "860", reason = "family-moved" })));
        Assert.Equal((400, "hand-over.reason"), await FundHost.RefusalAsync(await giver.PostAsJsonAsync($"{From}/children/{child}/hand-over", new { to = "861", reason = "because" })));
    }

    private static Task<HttpResponseMessage> ProposeAsync(HttpClient client, Guid child) => client.PostAsJsonAsync($"{From}/children/{child}/hand-over", new { to = "861", reason = "family-moved" });

    private static async Task<HttpResponseMessage> DecideAsync(HttpClient client, string council, JsonNode handOver, string what)
    {
        using var read = await client.GetAsync($"{council}/hand-overs/{handOver["id"]}");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{council}/hand-overs/{handOver["id"]}/{what}");
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        return await client.SendAsync(request);
    }
}
