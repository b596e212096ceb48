using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.EndToEnd.Tests.Access;

/// <summary>What a council sees of lists, searches, counts, totals and pictures is its own: it does not move when another's grow.</summary>
[Collection(AccessFixture.Collection)]
public sealed partial class GrowthTests(AccessFixture access)
{
    /// <summary>Neither of the two that have something of everything.</summary>
    private const string Third = "894";

    /// <summary>The whole region's, pooled, for everybody: a figure is hidden until it stands for six, and moves from there on. What hides them has tests of its own.</summary>
    private static readonly string[] Pooled = ["/family-finding/outcomes", "/api/v1/fund/figures", "/api/v1/fund/outcomes", "/api/v1/fund/picture"];

    /// <summary>These read the region as a whole: that is what they are for. What is pooled there is hidden below six.</summary>
    private static readonly string[] Regional = [Roles.HubOperations, Roles.BoardMember, Roles.Auditor, Roles.Operator];

    [Fact]
    public async Task Reads_OfOneCouncil_HoldNothingOfAnotherAndDoNotCountIt()
    {
        var before = await ReadSettledAsync(AccessFixture.Own);
        await ImportAsync(AccessFixture.Other);

        AssertSame(before, await ReadAllAsync(AccessFixture.Own));
        foreach (var (name, body) in before)
        {
            foreach (var (kind, id) in access.Owned[AccessFixture.Other].Ids.Where(id => id.Key is not ("id" or "kind") && id.Value != access.Owned[AccessFixture.Own].Ids[id.Key]))
            {
                Assert.False(body.Contains(id, StringComparison.OrdinalIgnoreCase), $"{name} tells {AccessFixture.Own} the other's {kind}");
            }

            // Figures by council: for a council's people their own alone.
            if (body.StartsWith('{') && JsonNode.Parse(body)?["councils"] is JsonObject councils)
            {
                Assert.Equal(AccessFixture.Own, Assert.Single(councils).Key);
            }
        }
    }

    /// <summary>A family with its link and release, a panel with a case heard, an application with order, claim and statement: all of them the other's.</summary>
    [Fact]
    public async Task Reads_OfOneCouncil_AreTheSameBytesWhenAnotherGrowsInTheServicesThatTheyShare()
    {
        var (own, other) = (await ReadSettledAsync(AccessFixture.Own), await ReadAllAsync(AccessFixture.Other));
        await access.GrowAsync(AccessFixture.Other, "grown");

        var grown = Still(await ReadAllAsync(AccessFixture.Other));
        AssertSame(own, await ReadAllAsync(AccessFixture.Own));

        // It did grow, and whoever may see it sees it.
        var moved = Still(other).Where(each => grown[each.Key] != each.Value).Select(each => each.Key).ToList();
        Assert.All(
            new[] { "/api/v1/fund/", "/api/v1/panels", "/api/v1/region/" },
            service => Assert.True(moved.Count(name => name.Contains(service, StringComparison.Ordinal)) >= 3, $"{service}: {string.Join(", ", moved)}"));
    }

    /// <summary>Somebody who works for two councils sees what both have and nothing of a third's.</summary>
    [Fact]
    public async Task Reads_OfTwoCouncils_HoldBothAndNothingOfAThird()
    {
        var third = await access.GrowAsync(Third, "third");
        string[] both = [AccessFixture.Own, AccessFixture.Other];
        var told = 0;
        foreach (var operation in Reads().Where(operation => !operation.IsOfHub))
        {
            var token = access.Tokens.For(RoleOf(operation), both);
            if (operation.IsOfCouncil || operation.IsOfRow)
            {
                foreach (var council in both)
                {
                    Assert.Equal((operation.Name, council, 200), (operation.Name, council, (int)(await access.AskAsync("gateway", operation, token, council, access.Owned[council].Ids)).Status));
                }

                Assert.Equal((operation.Name, Third, 404), (operation.Name, Third, (int)(await access.AskAsync("gateway", operation, token, Third, WithThird(third))).Status));
                continue;
            }

            var together = (await access.AskAsync("gateway", operation, token, AccessFixture.Own, access.Owned[AccessFixture.Own].Ids)).Body;

            // One thing of the region's is the same for both; what lists hold is each council's own.
            foreach (var council in both.Where(_ => !operation.Path.Contains('{', StringComparison.Ordinal)))
            {
                var alone = (await access.AskAsync("gateway", operation, access.Tokens.For(RoleOf(operation), [council]), council, access.Owned[council].Ids)).Body;
                foreach (var (kind, id) in access.Owned[council].Ids.Where(id => Guid.TryParse(id.Value, out _) && alone.Contains(id.Value, StringComparison.OrdinalIgnoreCase)))
                {
                    told++;
                    Assert.True(together.Contains(id, StringComparison.OrdinalIgnoreCase), $"{operation.Name} hides {council}'s {kind}");
                }
            }

            foreach (var (kind, id) in third.Where(id => Guid.TryParse(id.Value, out _) && !access.Owned[AccessFixture.Own].Ids.Values.Contains(id.Value)))
            {
                Assert.False(together.Contains(id, StringComparison.OrdinalIgnoreCase), $"{operation.Name} tells of {Third}'s {kind}");
            }
        }

        Assert.True(told > 20, $"only {told} of their things were in lists");
    }

    /// <summary>Ids of what a third council has at the services that councils share; whatever else an address names is nobody's.</summary>
    private Dictionary<string, string> WithThird(IReadOnlyDictionary<string, string> third) =>
        access.Owned[AccessFixture.Own].Ids.ToDictionary(id => id.Key, id => third.GetValueOrDefault(id.Key, Guid.NewGuid().ToString()));

    private async Task ImportAsync(string council)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/councils/{council}/imports?year=2025") { Content = TinyReturn.Of("ACCESSTOTALS") };
        request.Headers.Add("Authorization", "Bearer " + access.Tokens.For(Roles.CaseSystem, [council]));
        using var imported = await access.SendAsync("gateway", request);
        Assert.True(imported.IsSuccessStatusCode);
        var job = JsonDocument.Parse(await imported.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
        var read = access.Operations.Single(operation => operation.Name == "GET /api/v1/councils/{code}/imports/{importId}");
        await TestSupport.Eventually.TrueAsync(
            async () => (await access.AskAsync("gateway", read, access.Tokens.For(Roles.CaseSystem, [council]), council, new Dictionary<string, string> { ["importId"] = job })).Body.Contains("\"done\"", StringComparison.Ordinal),
            "the other council's import");
    }

    /// <summary>What people of a council read.</summary>
    private IEnumerable<Operation> Reads() => access.Operations
        .Where(operation => operation.Method == "GET" || operation.Path.EndsWith("/children/search", StringComparison.Ordinal))
        .Where(operation => operation.Roles.Except(Regional).Any())

        // What is published is there for whoever shares to read, as the stories' councils do: under a reference, and only where five are alike for every reader.
        .Where(operation => !operation.Path.StartsWith("/api/v1/region/register/", StringComparison.Ordinal))

        // Read by one person alone, and counted.
        .Where(operation => !operation.IsReleased)

        // A trail grows with each of these very reads; a pack is a file that says when it was made, and has tests of its own.
        .Where(operation => !operation.Path.Contains("/audit", StringComparison.Ordinal) && !operation.Path.EndsWith("/exit-pack", StringComparison.Ordinal));

    private static string RoleOf(Operation operation) => operation.Roles.First(role => !Regional.Contains(role));

    private async Task<Dictionary<string, string>> ReadAllAsync(string council)
    {
        var bodies = new Dictionary<string, string>();
        foreach (var operation in Reads())
        {
            var answer = await access.AskAsync("gateway", operation, access.Tokens.For(RoleOf(operation), [council]), council, access.Owned[council].Ids);
            Assert.True((int)answer.Status == 200, $"{operation.Name}: {answer.Body}");
            bodies.Add(operation.Name, answer.Body);
        }

        return bodies;
    }

    /// <summary>Once nothing is on its way any more of what the council itself did before, and two looks tell the same.</summary>
    private async Task<Dictionary<string, string>> ReadSettledAsync(string council)
    {
        await TestSupport.Eventually.TrueAsync(async () => await access.UnderWayAsync() == 0, "messages to arrive");
        var read = await ReadAllAsync(council);
        await TestSupport.Eventually.TrueAsync(
            async () =>
            {
                var before = Still(read);
                read = await ReadAllAsync(council);
                return Still(read).All(each => before[each.Key] == each.Value);
            },
            "the council's own things to be still");
        return read;
    }

    private static void AssertSame(Dictionary<string, string> before, Dictionary<string, string> after)
    {
        var told = Still(after);
        var moved = Still(before).Where(each => told[each.Key] != each.Value).Select(each => $"{each.Key}\n  {each.Value}\n  {told[each.Key]}").ToList();
        Assert.True(moved.Count == 0, string.Join('\n', moved));
    }

    // What calls to the council's own webhooks come to moves on by itself; a paper's copy bears the time, and that it was read is kept.
    private static Dictionary<string, string> Still(Dictionary<string, string> bodies) => bodies
        .Where(each => !each.Key.Contains("/webhooks", StringComparison.Ordinal) && !each.Key.Contains("{paperId}", StringComparison.Ordinal) && !each.Key.EndsWith("/document", StringComparison.Ordinal)
            && !each.Key.EndsWith("/review-papers", StringComparison.Ordinal) && !Pooled.Any(figures => each.Key.Contains(figures, StringComparison.Ordinal)))
        .ToDictionary(each => each.Key, each => each.Key == "GET /api/v1/panels/cases/{caseId}" ? ChildrenOfCase().Replace(each.Value, string.Empty) : each.Value);

    /// <summary>A case that was planted at panels alone has no children there until its hub looks at it, every quarter of a minute.</summary>
    [GeneratedRegex("\"children\":\\[[^]]*\\],")]
    private static partial Regex ChildrenOfCase();
}
