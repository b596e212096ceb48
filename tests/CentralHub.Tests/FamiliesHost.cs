using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests;

/// <summary>One central hub with answering hubs for all tests of family finding: each test has children and households that no other test's are on lists with.</summary>
public sealed class FamiliesHost : IAsyncLifetime
{
    public const string Collection = "families";
    private static int _niches;

    public CentralHubHost Hub { get; } = new();

    public AnsweringHubs Hubs { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Hub.InitializeAsync();
        Hubs = await AnsweringHubs.StartAsync(Hub);
    }

    public async ValueTask DisposeAsync()
    {
        await Hubs.DisposeAsync();
        await Hub.DisposeAsync();
    }

    /// <summary>A family finder of a council; more councils for a worker of several.</summary>
    internal string Finder(params int[] councils) => Hub.Tokens.For([Roles.FamilyFinder], councils, subject: $"family.finder.{councils[0]}");

    /// <summary>A recruiter of a council, who keeps its households.</summary>
    internal string Recruiter(int council) => Hub.Tokens.For([Roles.Recruitment], [council], subject: $"recruitment.{council}");

    internal string Guardian(int council) => Hub.Tokens.With(Roles.CaldicottGuardian, council);

    /// <summary>Children and households that suit each other and nobody else's.</summary>
    internal static Niche Niche() => Tests.Niche.At(Interlocked.Increment(ref _niches));

    /// <summary>The same for a plan that does not ask that a household be approved before it is thought of, as early permanence does.</summary>
    internal static Niche NicheBeforeApproval()
    {
        var niche = Niche();
        return niche.Plan == PermanencePlan.EarlyPermanence ? NicheBeforeApproval() : niche;
    }

    internal async Task SendAsync(params IMessage[] messages)
    {
        foreach (var message in messages)
        {
            await Hub.SendAsync(message);
        }
    }

    /// <summary>Puts an agreement of two councils in force, unless it is.</summary>
    internal async Task AgreeAsync(int one, int other)
    {
        var (status, made) = await PostAsync("/agreements", Guardian(one), new { councils = new[] { $"{one}", $"{other}" }, basis = "public-task" });
        if (status == HttpStatusCode.Created)
        {
            var (accepted, answer) = await PostAsync($"/agreements/{(string)made["agreement"]!}/accept", Guardian(other));
            Assert.True(accepted == HttpStatusCode.OK, answer.ToJsonString());
        }
    }

    internal Task<JsonNode> GetAsync(string path, string token) => Hub.GetAsync($"/api/v1/region{path}", token);

    internal async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string path, string token) => await SendAsync(HttpMethod.Get, path, token, null, null);

    internal async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, string token, object? body = null, long? version = null) =>
        await SendAsync(HttpMethod.Post, path, token, body, version);

    internal async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string token, object? body, long? version)
    {
        using var client = Hub.ClientOf(token);
        using var request = new HttpRequestMessage(method, $"/api/v1/region{path}") { Content = body is null ? null : JsonContent.Create(body) };
        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        if (version is { } tag)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{tag}\""));
        }

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    /// <summary>The households on a child's list, in order.</summary>
    internal async Task<List<Guid>> ListAsync(Guid child, string token, string query = "") =>
        [.. (await GetAsync($"/children/{child}/candidates{query}", token))["candidates"]!.AsArray().Select(candidate => (Guid)candidate!["household"]!)];

    internal async Task EventuallyListedAsync(Guid child, string token, params HouseholdOffered[] households) => await Eventually.AssertAsync(async () =>
    {
        var (status, body) = await AskAsync($"/children/{child}/candidates?limit=50", token);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            households.Select(household => household.Reference).Order(), body["candidates"]!.AsArray().Select(candidate => (Guid)candidate!["household"]!).Order());
    });

    /// <summary>A child and a household of two councils with an agreement, on the child's list.</summary>
    internal async Task<(ChildProfiled Child, HouseholdOffered Household)> PairAsync(int childs = 860, int households = 861, Func<HouseholdOffered, HouseholdOffered>? like = null, Niche? among = null)
    {
        var niche = among ?? Niche();
        await AgreeAsync(childs, households);
        var (child, household) = (niche.Child(childs), (like ?? (offer => offer))(niche.Household(households)));
        await SendAsync(child, household);
        await EventuallyListedAsync(child.Reference, Finder(childs), household);
        return (child, household);
    }

    /// <summary>A link that the child's council has proposed.</summary>
    internal async Task<JsonNode> ProposeAsync(ChildProfiled child, HouseholdOffered household)
    {
        var (status, link) = await PostAsync("/links", Finder(child.Council.Number), new { child = child.Reference, household = household.Reference });
        Assert.True(status == HttpStatusCode.Created, link.ToJsonString());
        return link;
    }

    /// <summary>Takes steps on a link, each by whoever may, and returns the link.</summary>
    internal async Task<JsonNode> StepAsync(JsonNode link, ChildProfiled child, HouseholdOffered household, params string[] steps)
    {
        foreach (var step in steps)
        {
            var token = step is "considered" or "interest" ? Recruiter(household.Council.Number) : Finder(child.Council.Number);
            var (status, next) = await PostAsync($"/links/{(Guid)link["link"]!}/steps", token, new { to = step }, (long)link["version"]!);
            Assert.True(status == HttpStatusCode.OK, next.ToJsonString());
            link = next;
        }

        return link;
    }

    internal async Task EventuallyAsync(Guid link, string token, string state) => await Eventually.AssertAsync(
        async () => Assert.Equal(state, (string)(await GetAsync($"/links/{link}", token))["state"]!));

    /// <summary>Looks at everything again, as each night.</summary>
    internal async Task SweepAsync() => await Hub.WithDatabaseAsync(async db =>
    {
        RegisterDue.Mark(db, DueKind.All);
        return await db.SaveChangesAsync();
    });

    internal async Task<long> CountAsync(string query) => await Hub.Database.ScalarAsync<long>(query);

    /// <summary>Whether nothing is left to follow.</summary>
    internal async Task SettledAsync() => await Eventually.TrueAsync(async () => await CountAsync("select count(*) from register_due") == 0, "every change to be followed");
}

[CollectionDefinition(FamiliesHost.Collection)]
public sealed class FamiliesTests : ICollectionFixture<FamiliesHost>;

/// <summary>
/// Children and households of one test: of an age and a route that few others have, and hubs say no to a household of another test's.
/// </summary>
internal sealed record Niche(int Id, AgeBands Age, HouseholdRoutes Route, PermanencePlan Plan)
{
    private static readonly ConcurrentDictionary<Guid, int> Ids = new();
    private static readonly AgeBands[] Ages = [.. Enum.GetValues<AgeBands>().Where(age => age != AgeBands.None)];

    private static readonly (HouseholdRoutes Route, PermanencePlan Plan)[] Routes =
    [
        (HouseholdRoutes.Adoption, PermanencePlan.Adoption),
        (HouseholdRoutes.LongTermFostering, PermanencePlan.LongTermFostering),
        (HouseholdRoutes.DuallyApproved, PermanencePlan.EarlyPermanence),
    ];

    internal static Niche At(int index) => new(
        index, Ages[index % Ages.Length], Routes[index / Ages.Length % Routes.Length].Route, Routes[index / Ages.Length % Routes.Length].Plan);

    /// <summary>Whether both are of one test.</summary>
    internal static bool IsShared(Guid child, Guid household) => Ids.GetValueOrDefault(child) == Ids.GetValueOrDefault(household);

    /// <summary>Another child like this one.</summary>
    internal static ChildProfiled Like(ChildProfiled child) => child with { Reference = Known(Guid.NewGuid(), Ids[child.Reference]) };

    /// <summary>Another household like this one.</summary>
    internal static HouseholdOffered Like(HouseholdOffered household) =>
        household with { Reference = Known(Guid.NewGuid(), Ids[household.Reference]), HomeArea = Guid.NewGuid() };

    internal ChildProfiled Child(int council) => Families.Child(council, Known(Guid.NewGuid(), Id)) with
    {
        Age = Age,
        Plan = Plan,
        EarlyPermanence = Plan == PermanencePlan.EarlyPermanence ? EarlyPermanenceRequest.Requested : EarlyPermanenceRequest.None,
        Preconditions = Plan == PermanencePlan.EarlyPermanence ? EarlyPermanencePreconditions.All : EarlyPermanencePreconditions.None,
    };

    internal HouseholdOffered Household(int council) =>
        Families.Household(council, Known(Guid.NewGuid(), Id)) with { AgesYes = Age, AgesCouldConsider = AgeBands.None, Routes = Route };

    private static Guid Known(Guid reference, int id)
    {
        Ids[reference] = id;
        return reference;
    }
}
