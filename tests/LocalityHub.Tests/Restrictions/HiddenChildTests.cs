using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Partnership.LocalityHub.BreakGlass;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Restrictions;

/// <summary>
/// A restricted child in every operation of the hub that reads, or names a child. The list is made from the endpoints themselves: a new one
/// without a line in <see cref="HiddenChildOperations"/> fails.
/// </summary>
public sealed partial class HiddenChildTests : IAsyncLifetime
{
    private const string Dob = "03/02/2022";
    private const string Council = "/api/v1/councils/860";

    // Before, between and behind: local ids in order, so that their findings lie around those of the hidden one.
    private static readonly string[] LocalIds = ["SEEN1", "SEEN2HIDDEN", "SEEN3", "SEEN4"];

    private readonly HubFixture _hub = new();
    private Guid _hidden;
    private Guid _import;
    private Guid _family;
    private Guid _assessment;
    private Guid _version;

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        var files = new ReturnFiles().Waiting("SEEN4");
        foreach (var local in LocalIds[..3])
        {
            // A reversal before its decision is a finding that holds; a row with too few cells is given back.
            files.Header(local, Dob).Episode(local, "05/01/2024", "S", "C1", "U6")
                .Decision(local, Dob, "01/06/2024", "01/05/2024", "RD1").Add("placed_adoption.csv", $"{local},{Dob},01/06/2024");
        }

        _import = (await _hub.ImportAsync(files)).GetProperty("id").GetGuid();
        _hidden = await _hub.ChildIdAsync("SEEN2HIDDEN");
        await _hub.Database.ExecuteAsync("update child set given_name = 'Orla', family_name = 'Thistledown'");
        await PlantFamiliesAsync();
        using var guardian = _hub.ClientOf(Roles.CaldicottGuardian, 860);
        await RestrictAsync(guardian, _hidden, Roles.SocialWorker);
        _version = await ProfileSamples.PlantAsync(_hub, _hidden, null);
        await DisclosureSamples.PlantAsync(_hub, _hidden, null);
        await DisclosureSamples.PlantAsync(_hub, await _hub.ChildIdAsync("SEEN4"), null);
        await _hub.ChangesAreToldAsync();
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    /// <summary>Three families that ask for support, the one in the middle with the child who is going to be hidden and one who is not known from care.</summary>
    private async Task PlantFamiliesAsync()
    {
        var ids = Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7()).Order().ToList();
        (_family, _assessment) = (ids[1], Guid.CreateVersion7());
        foreach (var (index, id) in ids.Index())
        {
            var children = index == 1 ? $"'{_hidden}'" : string.Empty;
            await _hub.Database.ExecuteAsync($"""
                insert into support_family (id, child_ids, other_names, address_lines, lives_here, version, updated_at) values ('{id}', array[{children}]::uuid[], array[]::text[], array[]::text[], true, 1, now());
                insert into support_child (id, family_id, child_id, given_name, family_name, date_of_birth, route, placed_by, has_plan, handed_over)
                values (gen_random_uuid(), '{id}', {(index == 1 ? children : "null")}, 'Orla', 'Thistledown', '2022-02-03', 1, 1, false, false), (gen_random_uuid(), '{id}', null, 'Wren', 'Thistledown', '2021-02-03', 1, 1, false, false)
                """);
        }

        await _hub.Database.ExecuteAsync($"""
            insert into support_assessment (id, family_id, child_ids, assessed_on, review_due, withdrawn, assessed_by, version) values ('{_assessment}', '{_family}', array['{_hidden}']::uuid[], '2025-06-02', '2026-06-02', false, 'invented', 1);
            insert into support_narrative (assessment_id, part, child_ids, text, is_clean, written_by, written_at) values ('{_assessment}', 1, array['{_hidden}']::uuid[], 'The child finds endings hard.', true, 'invented', now());
            insert into sealed.support_reference (reference, kind, about_id, epoch, version, content) values (gen_random_uuid(), 3, '{_assessment}', 0, 0, '')
            """);
    }

    [Fact]
    public void Operations_ThatReadOrNameAChild_AreAllListed() =>
        Assert.Equal(Endpoints().Select(endpoint => endpoint.Name).Order(StringComparer.Ordinal), HiddenChildOperations.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Tables_WithAChild_AreAllFiltered()
    {
        using var db = _hub.Db();
        var ofAChild = db.Model.GetEntityTypes().Where(type => (type.FindProperty("ChildId") ?? type.FindProperty("ChildIds")) is not null).Select(type => type.ClrType).Append(typeof(Partnership.LocalityHub.Children.Child));
        var filtered = db.Model.GetEntityTypes().Where(type => type.GetDeclaredQueryFilters().Any(filter => filter.Key == SightFilter.Name)).Select(type => type.ClrType);

        Assert.Equal(
            ofAChild.Except([typeof(ChildRestriction), typeof(BreakGlassGrant)]).Select(type => type.Name).Order(StringComparer.Ordinal),
            filtered.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Hidden_InEachOperationAndRole_DoesNotExist()
    {
        var wrong = new List<string>();
        var tried = 0;
        foreach (var (name, roles) in Endpoints())
        {
            var expected = HiddenChildOperations.All[name];
            foreach (var role in roles.Where(role => role is not (Roles.SocialWorker or Roles.CaldicottGuardian)))
            {
                tried++;
                using var client = _hub.ClientOf(role, 860);
                if (await FaultOfHiddenAsync(client, name, expected) is { } fault)
                {
                    wrong.Add($"{name} as {role}: {fault}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(tried >= 14, $"only {tried} tries");
    }

    /// <summary>The same operations for who is listed, and for the guardian: there is something to hide in each.</summary>
    [Fact]
    public async Task Listed_InEachOperation_SeesTheChild()
    {
        foreach (var (name, roles) in Endpoints().Where(endpoint => HiddenChildOperations.All[endpoint.Name].Tells is Tells.List or Tells.Changes or Tells.One && IsRead(endpoint.Name)))
        {
            foreach (var role in roles.Intersect([Roles.SocialWorker, Roles.CaldicottGuardian]))
            {
                using var client = _hub.ClientOf(role, 860);
                var (status, body) = await AskAsync(client, name, HiddenChildOperations.All[name], _hidden);
                Assert.Equal(HttpStatusCode.OK, status);
                Assert.True(body.Contains(_hidden.ToString(), StringComparison.Ordinal) || name.StartsWith("GET /children/{childId:guid}/", StringComparison.Ordinal), name);
            }
        }

        static bool IsRead(string name) => name.StartsWith("GET", StringComparison.Ordinal) || name.EndsWith("/children/search", StringComparison.Ordinal);

        using var guardian = _hub.ClientOf(Roles.CaldicottGuardian, 860);
        var counts = (await guardian.GetFromJsonAsync<JsonElement>($"{Council}/imports/{_import}")).GetProperty("counts");
        Assert.Equal((4, 3, 3), (counts.GetProperty("children").GetInt32(), counts.GetProperty("held").GetInt32(), counts.GetProperty("rejectedRows").GetInt32()));
    }

    /// <summary>The case system hands in what it does not see; the hub takes it in and tells the region as ever.</summary>
    [Fact]
    public async Task Import_OfAHiddenChild_IsTakenIn()
    {
        await _hub.ImportAsync(new ReturnFiles().Waiting("SEEN2HIDDEN"));
        var version = await _hub.RegisterVersionAsync(_hidden);

        await _hub.ImportAsync(new ReturnFiles().Header("SEEN2HIDDEN", Dob).NoPreviousPermanence("SEEN2HIDDEN", Dob)
            .Episode("SEEN2HIDDEN", "05/01/2024", "S", "C1", "U6").Decision("SEEN2HIDDEN", Dob, "01/06/2024", "01/02/2025", "RD1"));

        Assert.Equal(1, version);
        Assert.Equal(2, await _hub.RegisterVersionAsync(_hidden));
        using var listed = _hub.ClientOf(Roles.SocialWorker, 860);
        Assert.Equal("ended", (await listed.GetFromJsonAsync<JsonElement>($"{Council}/children/{_hidden}")).GetProperty("stage").GetString());
        using var caseSystem = _hub.CaseSystem();
        Assert.Equal(HttpStatusCode.NotFound, (await caseSystem.GetAsync($"{Council}/children/{_hidden}")).StatusCode);
    }

    /// <summary>What was answered while the record was open is not told again.</summary>
    [Fact]
    public async Task Replay_OfAnAnswerAboutAChildHiddenSince_IsNotFound()
    {
        using var guardian = _hub.ClientOf(Roles.CaldicottGuardian, 860);
        using var finder = _hub.ClientOf(Roles.FamilyFinder, 860);
        var child = await _hub.ChildIdAsync("SEEN4");
        var tag = (await finder.GetAsync($"{Council}/children/{child}")).Headers.ETag!.ToString();
        var first = await NameAsync(finder, child, tag);
        Assert.Equal(HttpStatusCode.OK, first.Status);

        await RestrictAsync(guardian, child, Roles.SocialWorker);
        var again = await NameAsync(finder, child, tag);
        var invented = await NameAsync(finder, Guid.NewGuid(), tag);
        await LiftAsync(guardian, child);
        var afterwards = await NameAsync(finder, child, tag);

        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.Equal(Told(invented.Body), Told(again.Body));
        Assert.Equal(first, afterwards);
    }

    private static async Task<(HttpStatusCode Status, string Body)> NameAsync(HttpClient client, Guid child, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Council}/children/{child}/name") { Content = JsonContent.Create(new { given = "Orla", family = "Underwillow" }) };
        request.Headers.Add("If-Match", tag);
        request.Headers.Add("Idempotency-Key", "name-1");
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    internal static async Task RestrictAsync(HttpClient guardian, Guid child, params string[] roles)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Council}/children/{child}/restriction") { Content = JsonContent.Create(new { roles, reason = "staff-or-relative" }) };
        request.Headers.IfMatch.Add((await guardian.GetAsync($"{Council}/children/{child}")).Headers.ETag!);
        using var response = await guardian.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    internal static async Task LiftAsync(HttpClient guardian, Guid child)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Council}/children/{child}/restriction/lift") { Content = JsonContent.Create(new { reason = "no-longer-needed" }) };
        request.Headers.IfMatch.Add((await guardian.GetAsync($"{Council}/children/{child}")).Headers.ETag!);
        using var response = await guardian.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    /// <summary>What betrays the hidden child; null when nothing does.</summary>
    private async Task<string?> FaultOfHiddenAsync(HttpClient client, string name, Expected expected)
    {
        var (status, body) = await AskAsync(client, name, expected, _hidden);
        if (body.Contains(_hidden.ToString(), StringComparison.OrdinalIgnoreCase) || body.Contains("SEEN2HIDDEN", StringComparison.OrdinalIgnoreCase))
        {
            return "names the child";
        }

        switch (expected.Tells)
        {
            case Tells.One or Tells.Behind:
                var invented = await AskAsync(client, name, expected, Guid.NewGuid());
                return status == HttpStatusCode.NotFound && (status, Told(body)) == (invented.Status, Told(invented.Body)) ? null : $"{(int)status} {body}";
            case Tells.List:
                var whole = Items(body);
                var paged = new List<string>();
                for (string? cursor = ""; cursor is not null;)
                {
                    var page = JsonNode.Parse((await AskAsync(client, name, expected, _hidden, $"limit=1&cursor={cursor}")).Body)!;
                    if (page["items"]!.AsArray().Count == 0)
                    {
                        return "an empty page";
                    }

                    paged.AddRange(Items(page.ToJsonString()));
                    cursor = (string?)page["next"];
                }

                return whole.Count > 0 && whole.SequenceEqual(paged) ? null : $"{whole.Count} items whole, {paged.Count} by page";
            case Tells.Changes:
                var (stepped, after, more) = (new List<string>(), "", true);
                while (more)
                {
                    var page = JsonNode.Parse((await AskAsync(client, name, expected, _hidden, $"limit=1&after={after}")).Body)!;
                    stepped.AddRange(Items(page.ToJsonString()));
                    (after, more) = ((string)page["after"]!, (bool)page["more"]!);
                }

                return stepped.Count > 0 && stepped.SequenceEqual(Items(body)) ? null : $"{Items(body).Count} changes whole, {stepped.Count} by page";
            case Tells.Totals:
                var job = JsonNode.Parse(body)!;
                var counts = (job["items"]?[0] ?? job)["counts"]!;
                return await MatchesAsync("findings", "findings") ?? await MatchesAsync("held", "held-children") ?? await MatchesAsync("rejectedRows", "rejected-rows")
                    ?? ((int)counts["children"]! == (int)counts["new"]! + (int)counts["updated"]! + (int)counts["unchanged"]! + (int)counts["held"]! ? null : "children are not the sum");

                async Task<string?> MatchesAsync(string count, string list)
                {
                    var listed = Items(await client.GetStringAsync($"{Council}/imports/{_import}/{list}?limit=200")).Count;
                    return listed > 0 && (int)counts[count]! == listed ? null : $"{counts[count]} {count}, {listed} listed";
                }

            case Tells.Guardian:
                return "somebody besides the guardian is let in";
            default:
                return status is HttpStatusCode.OK or HttpStatusCode.NotFound ? null : $"{(int)status}";
        }
    }

    private static List<string> Items(string body) => [.. JsonNode.Parse(body)!["items"]!.AsArray().Select(item => item!.ToJsonString())];

    /// <summary>A problem without what differs from request to request.</summary>
    private static string Told(string body)
    {
        var problem = JsonNode.Parse(body)!.AsObject();
        problem.Remove("traceId");
        return problem.ToJsonString();
    }

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient client, string name, Expected expected, Guid child, string query = "limit=200")
    {
        var (method, path) = (name[..name.IndexOf(' ', StringComparison.Ordinal)], name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        path = path.Replace("{childId:guid}", child.ToString(), StringComparison.Ordinal).Replace("{importId:guid}", _import.ToString(), StringComparison.Ordinal)
            .Replace("{kind}", "entered-care", StringComparison.Ordinal).Replace("{messageId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{about:guid}", child.ToString(), StringComparison.Ordinal).Replace("{otherId:guid}", _import.ToString(), StringComparison.Ordinal).Replace("{webhookId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{linkId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{versionId:guid}", _version.ToString(), StringComparison.Ordinal)
            .Replace("{disclosureId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{household:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{groupId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{placementId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{courtOrderId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{approvalId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{householdId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{transferId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{eventId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{familyId:guid}", (child == _hidden ? _family : child).ToString(), StringComparison.Ordinal).Replace("{assessmentId:guid}", (child == _hidden ? _assessment : child).ToString(), StringComparison.Ordinal);
        path = AnotherId().Replace(path, _ => Guid.NewGuid().ToString()).Replace("{letter}", "adopters-approved", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{Council}{path}?{query}") { Content = expected.Body is null ? null : JsonContent.Create(expected.Body) };
        if (method != "GET")
        {
            request.Headers.Add("If-Match", "\"1\"");
        }

        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The hub's operations that read, or that have a child in their address, with who is let in.</summary>
    private List<(string Name, IReadOnlyList<string> Roles)> Endpoints() =>
    [
        .. _hub.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/councils/{code}", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (
                Name: $"{method} {endpoint.RoutePattern.RawText!["/api/v1/councils/{code}".Length..].TrimEnd('/')}",
                Roles: Policies.RolesByPolicy[endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Last(data => data.Policy is not null).Policy!])))
            .Where(endpoint => endpoint.Name.StartsWith("GET", StringComparison.Ordinal) || endpoint.Name.Contains("{childId", StringComparison.Ordinal) || endpoint.Name.EndsWith("/search", StringComparison.Ordinal)),
    ];

    [GeneratedRegex(@"\{[a-zA-Z]+:guid\}", RegexOptions.CultureInvariant)]
    private static partial Regex AnotherId();
}
