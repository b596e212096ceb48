using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Partnership.EndToEnd.Tests.Access;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Fund;

/// <summary>
/// One family with a child of each of two councils, through both hubs and the fund: neither council learns of the other's child, until one hands a case
/// over and the other accepts it; then that child, and nothing else, is the other's, under the reference that it had.
/// </summary>
public sealed class TwoCouncilsTests(RunningStack stack)
{
    private const string First = "861";
    private const string Second = "893";
    private StackTokens _tokens = null!;

    [Fact]
    public async Task Family_WithChildrenOfTwoCouncils_LeaksNothingAndIsHandedOverWithAcceptance()
    {
        _tokens = await StackTokens.ReadAsync(stack);
        var (one, other) = (await EnterAsync(First, "Orla", "2015-05-04"), await EnterAsync(Second, "Wren", "2017-11-30"));

        // Each sees its own, and of the other's neither child nor family nor assessment, by whatever reference.
        await AssertSeesAsync(First, one, other);
        await AssertSeesAsync(Second, other, one);
        Assert.NotEqual(one.Family, other.Family);
        await SpendAsync(First, one);

        var proposed = await AskAsync(Roles.SupportFund, First, HttpMethod.Post, $"{Fund(First)}/children/{one.Child}/hand-over", new { to = Second, reason = "family-moved" });
        await AssertSeesAsync(Second, other, one);
        var handOver = $"{Fund(Second)}/hand-overs/{proposed["id"]}";
        Assert.Equal("accepted", (string)(await ActAsync(Roles.SupportFund, Second, HttpMethod.Post, $"{handOver}/acceptance", null, handOver))["state"]!);

        // The new hub goes on under the reference that the first one minted: what was used of the limit counts on.
        var path = $"{Hub(Second)}/families/{other.FamilyId}";
        var family = await AskAsync(Roles.SupportWorker, Second, HttpMethod.Get, path);
        var brother = family["children"]![0]!;
        var taken = await ActAsync(Roles.SupportWorker, Second, HttpMethod.Put, path, new
        {
            otherNames = family["otherNames"], addressLines = family["addressLines"], livesHere = true,
            children = new object[]
            {
                new { id = brother["id"], given = "Wren", family = "Underwillow", dateOfBirth = "2017-11-30", route = "adopted-from-care", placedBy = "this-council", hasPlan = false, orderMadeOn = "2020-06-01" },
                new { given = "Orla", family = "Underwillow", dateOfBirth = "2015-05-04", route = "adopted-from-care", placedBy = "another-council", hasPlan = true, orderMadeOn = "2020-06-01", handedOver = true, fundReference = one.Child },
            },
        }, path);
        var orla = taken["children"]!.AsArray().Single(child => (string)child!["given"]! == "Orla")!;
        var assessment = await AskAsync(Roles.SupportWorker, Second, HttpMethod.Post, $"{path}/assessments", new { assessedOn = "2025-11-03", children = new[] { new { id = orla["id"], needs = new[] { "trauma" } } } });
        await Eventually.AssertAsync(async () => Assert.Equal((Guid)assessment["fundReference"]!, (Guid)(await SeenAsync(Second, one.Child))["child"]!["assessmentId"]!));

        var seen = await SeenAsync(Second, one.Child);
        Assert.Equal((other.Family, true, 90_000), ((Guid)seen["child"]!["familyId"]!, (bool)seen["child"]!["hasPlan"]!, (int)seen["balances"]!.AsArray().Single(balance => (int)balance!["year"]! == 2026)!["therapyPence"]!));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(First, $"{Fund(First)}/children/{one.Child}"));

        // What the first hub says of her from now on is nobody's; what it has in its own books it keeps.
        var old = $"{Hub(First)}/families/{one.FamilyId}";
        await AskAsync(Roles.SupportWorker, First, HttpMethod.Post, $"{old}/assessments", new { assessedOn = "2025-12-01", children = new[] { new { id = one.ChildId, needs = new[] { "siblings" } } } });
        await EnterAsync(First, "Alder", "2016-01-02");
        Assert.Equal((Guid)assessment["fundReference"]!, (Guid)(await SeenAsync(Second, one.Child))["child"]!["assessmentId"]!);
        Assert.Contains(one.Bid!, (await AskAsync(Roles.SupportFund, First, HttpMethod.Get, $"{Fund(First)}/applications?limit=200")).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(one.Bid!, (await AskAsync(Roles.SupportFund, Second, HttpMethod.Get, $"{Fund(Second)}/applications?limit=200")).ToJsonString(), StringComparison.Ordinal);
        await AssertSeesNothingAsync(First, other);
    }

    /// <summary>A child as one council has entered it, by its hub's ids and the fund's references.</summary>
    private sealed record Entered(Guid FamilyId, Guid ChildId, Guid Child, Guid Family, Guid Assessment)
    {
        public string? Bid { get; set; }
    }

    private static string Fund(string council) => $"/api/v1/fund/councils/{council}";

    private static string Hub(string council) => $"/api/v1/councils/{council}/support";

    private async Task<Entered> EnterAsync(string council, string given, string born)
    {
        var family = await AskAsync(Roles.SupportWorker, council, HttpMethod.Post, $"{Hub(council)}/families", new
        {
            otherNames = new[] { "Rowan Underwillow", "Orla Underwillow", "Wren Underwillow" }, addressLines = new[] { "3 Invented Row" }, livesHere = council == Second,
            children = new[] { new { given, family = "Underwillow", dateOfBirth = born, route = "adopted-from-care", placedBy = "this-council", hasPlan = false, orderMadeOn = "2020-06-01" } },
        });
        var (familyId, childId) = ((Guid)family["id"]!, (Guid)family["children"]![0]!["id"]!);
        var assessment = await AskAsync(Roles.SupportWorker, council, HttpMethod.Post, $"{Hub(council)}/families/{familyId}/assessments", new { assessedOn = "2025-10-06", children = new[] { new { id = childId, needs = new[] { "attachment" } } } });
        var child = (Guid)(await AskAsync(Roles.SupportWorker, council, HttpMethod.Get, $"{Hub(council)}/families/{familyId}"))["children"]![0]!["fundReference"]!;
        await Eventually.AssertAsync(async () => Assert.Equal(HttpStatusCode.OK, await StatusAsync(council, $"{Fund(council)}/children/{child}")));
        return new Entered(familyId, childId, child, (Guid)(await SeenAsync(council, child))["child"]!["familyId"]!, (Guid)assessment["fundReference"]!);
    }

    /// <summary>£900 of the year that ended in March 2026, as an existing bid.</summary>
    private async Task SpendAsync(string council, Entered entered)
    {
        var run = Random.Shared.Next(10_000_000, 100_000_000);
        using var request = Request(Roles.SupportFund, council, HttpMethod.Post, $"{Fund(council)}/bids");
        request.Content = FundSamples.Csv(
            "bid,child,assessment,therapy,hours,rate,starts,ends,fund,status,applied_on,decided_on,portal_reference",
            $"{run},{entered.Child},{entered.Assessment},play-therapy,12,75.00,2025-12-01,2026-03-20,900.00,approved,2025-11-03,2025-11-20,ASF-{run}");
        using var response = await stack.Gateway.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode && (int)JsonNode.Parse(answer)!["imported"]! == 1, answer);
        entered.Bid = $"ASF-{run}";
    }

    private async Task AssertSeesAsync(string council, Entered own, Entered others)
    {
        Assert.Equal(own.Child, (Guid)(await SeenAsync(council, own.Child))["child"]!["id"]!);
        await AssertSeesNothingAsync(council, others);
    }

    private async Task AssertSeesNothingAsync(string council, Entered others)
    {
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(council, $"{Fund(council)}/children/{others.Child}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(council, $"{Hub(council)}/families/{others.FamilyId}", Roles.SupportWorker));
        Assert.Empty((await AskAsync(Roles.SupportFund, council, HttpMethod.Get, $"{Fund(council)}/children?family={others.Family}"))["items"]!.AsArray());
        var told = string.Concat(
            (await AskAsync(Roles.SupportFund, council, HttpMethod.Get, $"{Fund(council)}/children?limit=200")).ToJsonString(),
            (await AskAsync(Roles.SupportFund, council, HttpMethod.Get, $"{Fund(council)}/worklist?limit=200")).ToJsonString(),
            (await AskAsync(Roles.SupportWorker, council, HttpMethod.Get, $"{Hub(council)}/families?limit=200")).ToJsonString());
        Assert.All(new[] { others.Child, others.Family, others.Assessment, others.FamilyId, others.ChildId }, id => Assert.DoesNotContain(id.ToString(), told, StringComparison.OrdinalIgnoreCase));
    }

    private Task<JsonNode> SeenAsync(string council, Guid child) => AskAsync(Roles.SupportFund, council, HttpMethod.Get, $"{Fund(council)}/children/{child}");

    private async Task<HttpStatusCode> StatusAsync(string council, string path, string role = Roles.SupportFund)
    {
        using var response = await stack.Gateway.SendAsync(Request(role, council, HttpMethod.Get, path));
        return response.StatusCode;
    }

    private async Task<JsonNode> ActAsync(string role, string council, HttpMethod method, string path, object? body, string versionOf)
    {
        using var read = await stack.Gateway.SendAsync(Request(role, council, HttpMethod.Get, versionOf));
        return await AskAsync(role, council, method, path, body, read.Headers.ETag);
    }

    private async Task<JsonNode> AskAsync(string role, string council, HttpMethod method, string path, object? body = null, EntityTagHeaderValue? version = null)
    {
        using var request = Request(role, council, method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        if (version is not null)
        {
            request.Headers.IfMatch.Add(version);
        }

        using var response = await stack.Gateway.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private HttpRequestMessage Request(string role, string council, HttpMethod method, string path) => new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", _tokens.For(role, [council])) } };
}
