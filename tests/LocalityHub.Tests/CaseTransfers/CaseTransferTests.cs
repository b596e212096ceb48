using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.LocalityHub.Tests.Restrictions;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.CaseTransfers;

/// <summary>A worker's cases go to a colleague when the colleague accepts, and not before.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class CaseTransferTests(HubFixture hub)
{
    [Fact]
    public async Task Accept_MakesThePlansTheColleaguesAndLeavesWhatWentElsewhere()
    {
        var (giver, other) = People();
        var (child, gone) = (await OwnedAsync(giver), await OwnedAsync(giver));
        using var from = hub.As(Roles.SocialWorker, giver);
        using var to = hub.As(Roles.FamilyFinder, other);
        using var stranger = hub.As(Roles.SocialWorker, "stranger");
        var path = $"/case-transfers/{(await from.PostAsync("/case-transfers", Offer(other, child, gone))).Good()["id"].GetString()}";
        Assert.Equal("Invented Worker", await OwnerAsync(child));
        await hub.Database.ExecuteAsync($"update permanence set owner_subject = 'third', owner_name = 'Third Worker' where child_id = '{gone}'");

        (await stranger.GetAsync(path)).Refused(HttpStatusCode.NotFound, "case-transfer.not-found");
        (await from.ChangeAsync(HttpMethod.Post, path + "/accept", null, path)).Refused(HttpStatusCode.Conflict, "case-transfer.not-the-receiver");
        var accepted = (await to.ChangeAsync(HttpMethod.Post, path + "/accept", null, path)).Good();

        Assert.Equal(("Imagined Worker", "Third Worker"), (await OwnerAsync(child), await OwnerAsync(gone)));
        Assert.Equal(
            new[] { (child, true), (gone, false) }.OrderBy(each => each.Item1),
            accepted["children"].EnumerateArray().Select(each => (each.GetProperty("childId").GetGuid(), each.GetProperty("takenOver").GetBoolean())).OrderBy(each => each.Item1));
        (await to.ChangeAsync(HttpMethod.Post, path + "/revoke", null, path)).Refused(HttpStatusCode.Conflict, "case-transfer.over");
        Assert.Contains(child.ToString(), (await to.GetAsync("/worklist?mine=true")).Good().Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_ByEither_EndsTheOfferAndChangesNothing()
    {
        foreach (var byGiver in new[] { true, false })
        {
            var (giver, other) = People();
            var child = await OwnedAsync(giver);
            using var from = hub.As(Roles.SocialWorker, giver);
            using var to = hub.As(Roles.SocialWorker, other);
            var path = $"/case-transfers/{(await from.PostAsync("/case-transfers", Offer(other, child))).Good()["id"].GetString()}";

            (await (byGiver ? from : to).ChangeAsync(HttpMethod.Post, path + "/revoke", null, path)).Good();

            (await to.ChangeAsync(HttpMethod.Post, path + "/accept", null, path)).Refused(HttpStatusCode.Conflict, "case-transfer.over");
            Assert.Equal("Invented Worker", await OwnerAsync(child));
            Assert.Empty((await to.GetAsync("/case-transfers?open=true")).Good()["items"].EnumerateArray());
            Assert.Single((await to.GetAsync("/case-transfers?open=false")).Good()["items"].EnumerateArray());
        }
    }

    [Fact]
    public async Task Offer_OfWhatIsNotOnesOwn_OrToOneself_IsRefused()
    {
        var (giver, other) = People();
        var (own, anothers) = (await OwnedAsync(giver), await OwnedAsync(other));
        using var from = hub.As(Roles.SocialWorker, giver);

        (await from.PostAsync("/case-transfers", Offer(other, own, anothers))).Refused(HttpStatusCode.Conflict, "case-transfer.not-yours");
        (await from.PostAsync("/case-transfers", Offer(giver, own))).Refused(HttpStatusCode.Conflict, "case-transfer.to-oneself");
        (await from.PostAsync("/case-transfers", Offer(other))).Refused(HttpStatusCode.BadRequest, "case-transfer.children");
    }

    /// <summary>What the giver wrote about a child, and that there is a transfer, goes with the child; a kept answer says it no more, either.</summary>
    [Fact]
    public async Task Transfer_OfAChildHiddenSince_IsNeitherListedReadNorAnsweredAgain()
    {
        var (giver, other) = People();
        var (child, sibling) = (await OwnedAsync(giver), await OwnedAsync(giver));
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        using var finder = hub.ClientOfPerson(giver, Roles.FamilyFinder);
        using var from = hub.As(Roles.FamilyFinder, giver);
        (await from.PostAsync("/case-transfers", Offer(other, sibling))).Good();
        var first = await OfferAsync();
        Assert.Equal(HttpStatusCode.Created, first.Status);
        var path = $"/case-transfers/{JsonDocument.Parse(first.Body).RootElement.GetProperty("id").GetString()}";

        await HiddenChildTests.RestrictAsync(guardian, child, Roles.SocialWorker);

        Assert.Equal(HttpStatusCode.NotFound, (await OfferAsync()).Status);
        (await from.GetAsync(path)).Refused(HttpStatusCode.NotFound, "case-transfer.not-found");
        var left = Assert.Single((await from.GetAsync("/case-transfers")).Good()["items"].EnumerateArray());
        Assert.Contains(sibling.ToString(), left.ToString(), StringComparison.Ordinal);
        await HiddenChildTests.LiftAsync(guardian, child);
        Assert.Equal(first, await OfferAsync());
        Assert.Equal(2, (await from.GetAsync("/case-transfers")).Good()["items"].GetArrayLength());

        async Task<(HttpStatusCode Status, string Body)> OfferAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/councils/860/case-transfers") { Content = JsonContent.Create(Offer(other, child, sibling)) };
            request.Headers.Add("Idempotency-Key", "transfer-1");
            using var response = await finder.SendAsync(request);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    private static (string Giver, string Other) People() => ($"giver-{Guid.NewGuid()}", $"other-{Guid.NewGuid()}");

    private static object Offer(string to, params Guid[] children) => new { to = new { name = "Imagined Worker", manager = "Imagined Manager", subject = to }, children };

    private async Task<Guid> OwnedAsync(string subject)
    {
        var child = await PermanenceSamples.WaitingAsync(hub);
        await hub.Database.ExecuteAsync(
            $"""
            insert into permanence (child_id, plan, agreed_on, owner_subject, owner_name, manager_name, early_permanence_asked, closed_to_release)
            values ('{child}', 1, '2025-05-12', '{subject}', 'Invented Worker', 'Invented Manager', false, false)
            """);
        return child;
    }

    private Task<string> OwnerAsync(Guid child) => hub.Database.ScalarAsync<string>($"select owner_name from permanence where child_id = '{child}'");
}
