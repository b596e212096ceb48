using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Restrictions;

/// <summary>A restricted household in every operation of the hub that names one, or lists some.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class HiddenHouseholdTests(HubFixture hub)
{
    [Fact]
    public void Tables_WithAHousehold_AreAllFiltered()
    {
        using var db = hub.Db();
        var ofAHousehold = db.Model.GetEntityTypes().Where(type => type.FindProperty("HouseholdId") is not null).Select(type => type.ClrType).Append(typeof(Household));
        var filtered = db.Model.GetEntityTypes().Where(type => type.GetDeclaredQueryFilters().Any(filter => filter.Key == SightFilter.OfHouseholds)).Select(type => type.ClrType);

        Assert.Equal(
            ofAHousehold.Except([typeof(HouseholdRestriction)]).Select(type => type.Name).Order(StringComparer.Ordinal), filtered.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Hidden_InEachOperationAndRole_DoesNotExist()
    {
        var (hidden, hold) = await HouseholdSamples.PlantAsync(hub, restricted: true);
        await hub.Database.ExecuteAsync($"update household_restriction set roles = array['{Roles.Recruitment}'] where household_id = '{hidden}'");
        var wrong = new List<string>();
        var tried = 0;
        foreach (var (method, path, roles) in Operations())
        {
            foreach (var role in roles.Except([Roles.Recruitment, Roles.CaldicottGuardian]))
            {
                tried++;
                using var client = hub.As(role);
                var mine = await AskAsync(client, method, path, hidden, hold);
                var invented = await AskAsync(client, method, path, Guid.NewGuid(), Guid.NewGuid());
                if (path.Contains("{householdId", StringComparison.Ordinal)
                    ? (mine.Status, mine.Code) != (invented.Status, invented.Code) || mine.Status != HttpStatusCode.NotFound
                    : mine.Body.ToString().Contains(hidden.ToString(), StringComparison.OrdinalIgnoreCase))
                {
                    wrong.Add($"{method} {path} as {role}: {(int)mine.Status}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(tried >= 6, $"only {tried} tries");
    }

    [Fact]
    public async Task Listed_AndGuardian_SeeTheHousehold()
    {
        var (hidden, _) = await HouseholdSamples.PlantAsync(hub);
        using var guardian = hub.As(Roles.CaldicottGuardian);
        using var keeper = hub.As(Roles.Recruitment);
        using var adviser = hub.As(Roles.PanelAdviser);
        var path = $"/households/{hidden}";

        (await guardian.ChangeAsync(HttpMethod.Put, path + "/restriction", new { roles = new[] { Roles.Recruitment }, reason = "elected-member" }, path)).Good();

        Assert.True((await keeper.GetAsync(path)).Good()["restricted"].GetBoolean());
        Assert.Contains(hidden.ToString(), (await guardian.GetAsync("/households?limit=200")).Good().Body.ToString(), StringComparison.Ordinal);
        Assert.Contains(hidden.ToString(), (await guardian.GetAsync("/household-restrictions?limit=200")).Good().Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await adviser.GetAsync(path)).Status);

        (await guardian.ChangeAsync(HttpMethod.Post, path + "/restriction/lift", new { reason = "no-longer-needed" }, path)).Good();
        (await adviser.GetAsync(path)).Good();
    }

    /// <summary>Whoever hands in an approval does not learn that there is a record of that household, and the region hears of it as ever.</summary>
    [Fact]
    public async Task Approval_OfAHiddenHousehold_IsTakenIn()
    {
        var (hidden, _) = await HouseholdSamples.PlantAsync(hub, restricted: true, approved: false);
        using var system = hub.As(Roles.CaseSystem);

        (await system.PostAsync("/households/approvals", HouseholdSamples.Approval($"P{hidden:n}"))).Good();

        Assert.Equal("Approved", (await hub.OfferedAsync(hidden))!.Value.GetProperty("approval").GetString());
        Assert.Equal(1, await hub.Database.ScalarAsync<long>($"select count(*) from household where source_reference = 'P{hidden:n}'"));
    }

    /// <summary>The same for a list of adopters: what it answers does not tell that the record is there.</summary>
    [Fact]
    public async Task List_OfAHiddenHousehold_IsTakenInAndAnsweredAsForAnyOther()
    {
        var (hidden, _) = await HouseholdSamples.PlantAsync(hub, restricted: true, approved: false);
        using var system = hub.As(Roles.CaseSystem);

        var answer = (await system.PostAsync("/households/changes", new[] { HouseholdSamples.Listed($"P{hidden:n}", approvedOn: "2025-03-04"), HouseholdSamples.Listed($"P{Guid.NewGuid():n}", approvedOn: "2025-03-04") })).Good();

        Assert.Equal(2, answer["applied"].GetInt32());
        Assert.DoesNotContain(hidden.ToString(), answer.Body.ToString(), StringComparison.Ordinal);
        Assert.Equal("Approved", (await hub.OfferedAsync(hidden))!.Value.GetProperty("approval").GetString());
    }

    [Fact]
    public async Task Replay_OfAnAnswerAboutAHouseholdHiddenSince_IsNotFound()
    {
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        using var client = hub.ClientOf(Roles.Recruitment, 860);
        async Task<HttpStatusCode> PutAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/households/{household}/offer") { Content = System.Net.Http.Json.JsonContent.Create(HouseholdSamples.Offer()) };
            request.Headers.Add("If-Match", "\"1\"");
            request.Headers.Add("Idempotency-Key", $"offer-{household}");
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await PutAsync());
        await hub.Database.ExecuteAsync($"insert into household_restriction (household_id, roles, reason, set_by, set_at) values ('{household}', '{"{}"}', 'court-direction', 'planted', now())");

        Assert.Equal(HttpStatusCode.NotFound, await PutAsync());
    }

    private static Task<HubAnswer> AskAsync(HubClient client, string method, string path, Guid household, Guid hold)
    {
        path = path.Replace("{householdId:guid}", household.ToString(), StringComparison.Ordinal).Replace("{holdId:guid}", hold.ToString(), StringComparison.Ordinal)
            .Replace("{learnedId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{versionId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal);
        return client.SendAsync(new HttpMethod(method), path + (method == "GET" ? "?limit=200" : ""), method == "GET" ? null : LinkSamples.BodyOf(path) ?? (ProfileSamples.IsOne(path) ? ProfileSamples.BodyOf(path) : HouseholdSamples.BodyOf(path)), method == "GET" ? null : "\"1\"");
    }

    /// <summary>The hub's operations on households, with who is let in. Approvals and lists are handed in by reference: they have tests of their own.</summary>
    private List<(string Method, string Path, IReadOnlyList<string> Roles)> Operations() =>
    [
        .. hub.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/councils/{code}/household", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.EndsWith("/approvals", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.EndsWith("/households/changes", StringComparison.Ordinal))
            .Select(endpoint => (
                Method: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0],
                Path: endpoint.RoutePattern.RawText!["/api/v1/councils/{code}".Length..].TrimEnd('/'),
                Roles: Policies.RolesByPolicy[endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Last(data => data.Policy is not null).Policy!])),
    ];
}
