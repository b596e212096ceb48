using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.LocalityHub.Tests.Restrictions;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.BreakGlass;

/// <summary>A person opens a restricted record to herself; what that opens, for how long, and who hears of it.</summary>
public sealed class BreakGlassTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Council = "/api/v1/councils/860";

    [Fact]
    public async Task Grant_OpensTheOneRecordToTheOnePersonForAnHour()
    {
        var (child, local) = await HiddenAsync();
        using var worker = hub.ClientOfPerson("duty.worker", Roles.SocialWorker);
        using var colleague = hub.ClientOfPerson("another.worker", Roles.SocialWorker);
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync(worker, child));

        var grant = await OpenAsync(worker, local);

        Assert.Equal(child, grant.GetProperty("childId").GetGuid());
        Assert.Equal(hub.Clock.GetUtcNow().AddHours(1), grant.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(worker, child));
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync(colleague, child));

        // Nothing else opens: no list, no search, no change.
        Assert.DoesNotContain(child.ToString(), await worker.GetStringAsync($"{Council}/children?limit=200"), StringComparison.Ordinal);
        using var found = await worker.PostAsJsonAsync($"{Council}/children/search", new { localId = local });
        Assert.Empty((await found.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray());
        using var change = new HttpRequestMessage(HttpMethod.Put, $"{Council}/children/{child}/name") { Content = JsonContent.Create(new { given = "Any", family = "Name" }) };
        change.Headers.IfMatch.Add(EntityTagHeaderValue.Parse("\"1\""));
        using var changed = await worker.SendAsync(change);
        Assert.Equal(HttpStatusCode.NotFound, changed.StatusCode);

        hub.Clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(worker, child));
        hub.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync(worker, child));
    }

    [Fact]
    public async Task Reads_UnderAGrant_AreEnteredAsSuchAndNoOthersAre()
    {
        var (child, local) = await HiddenAsync();
        using var worker = hub.ClientOfPerson("entered.worker", Roles.FamilyFinder);
        var grant = (await OpenAsync(worker, local)).GetProperty("grantId").GetGuid();
        await ReadAsync(worker, child);
        await worker.GetStringAsync($"{Council}/children");

        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        var entries = (await guardian.GetFromJsonAsync<JsonElement>($"{Council}/audit?subject=entered.worker")).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(
            ["children.list  False", "child.read break-glass True", "child.break-glass out-of-hours-duty True"],
            entries.Select(entry => $"{entry.GetProperty("operation")} {entry.GetProperty("reason").GetString()} {entry.GetProperty("ids").GetRawText().Contains(grant.ToString(), StringComparison.Ordinal)}"));
        var under = await guardian.GetFromJsonAsync<JsonElement>($"{Council}/audit?about={grant}&operation=child.read");
        Assert.Contains(child.ToString(), Assert.Single(under.GetProperty("items").EnumerateArray()).GetProperty("ids").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("miss-1")]
    public async Task Attempt_ThatFindsNobody_Is404AndOnRecord(string? key)
    {
        var subject = $"curious.worker.{key}";
        using var worker = hub.ClientOfPerson(subject, Roles.SocialWorker);

        using var miss = await PostAsync(worker, new { localId = "NOBODY", reason = "court-direction", caseReference = "EDT-1" }, key);

        Assert.Equal(HttpStatusCode.NotFound, miss.StatusCode);
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        var entry = Assert.Single((await guardian.GetFromJsonAsync<JsonElement>($"{Council}/audit?subject={subject}")).GetProperty("items").EnumerateArray());
        Assert.Equal("child.break-glass not-found court-direction", $"{entry.GetProperty("operation")} {entry.GetProperty("outcome")} {entry.GetProperty("reason")}");
    }

    [Fact]
    public async Task Attempt_OnARecordThatIsOpenAnyway_IsNotNeeded()
    {
        var local = $"OPEN{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Waiting(local));
        using var worker = hub.ClientOfPerson("hasty.worker", Roles.SocialWorker);

        using var answer = await PostAsync(worker, new { localId = local, reason = "court-direction", caseReference = "EDT-1" });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("break-glass.not-needed", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    /// <summary>Who may not break the glass is told the same of a child who is there and of one who is not.</summary>
    [Fact]
    public async Task Attempt_ByARoleThatMayNot_TellsNothing()
    {
        var (_, local) = await HiddenAsync();
        foreach (var role in Roles.All.Except([Roles.SocialWorker, Roles.FamilyFinder]))
        {
            using var client = hub.ClientOf(role, 860);
            using var there = await PostAsync(client, new { localId = local, reason = "court-direction", caseReference = "EDT-1" });
            using var nowhere = await PostAsync(client, new { localId = "NOBODY", reason = "court-direction", caseReference = "EDT-1" });

            Assert.Equal(HttpStatusCode.Forbidden, there.StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, nowhere.StatusCode);
            Assert.Equal(Code(there), Code(nowhere));
        }

        static string Code(HttpResponseMessage answer) => JsonDocument.Parse(answer.Content.ReadAsStream()).RootElement.GetProperty("code").GetString()!;
    }

    [Theory]
    [InlineData("""{"reason":"court-direction","caseReference":"EDT-1"}""", "request.invalid")]
    [InlineData("""{"localId":" ","reason":"court-direction","caseReference":"EDT-1"}""", "break-glass.local-id")]
    [InlineData("""{"localId":"X","reason":"i-want-to","caseReference":"EDT-1"}""", "break-glass.reason")]
    [InlineData("""{"localId":"X","reason":"court-direction","caseReference":null}""", "request.invalid")]
    [InlineData("""{"localId":"X","reason":"court-direction","caseReference":"about Orla Thistledown"}""", "break-glass.case-reference")]
    [InlineData("""{"localId":"X","reason":"court-direction","caseReference":"EDT-1\n"}""", "break-glass.case-reference")]
    public async Task Attempt_OutsideTheLists_IsRefused(string body, string code)
    {
        using var worker = hub.ClientOf(Roles.SocialWorker, 860);

        using var answer = await worker.PostAsync($"{Council}/children/break-glass", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Post_SameKeyFiftyTimesAtOnce_GrantsOnce()
    {
        var (child, local) = await HiddenAsync();
        using var worker = hub.ClientOfPerson("eager.worker", Roles.SocialWorker);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PostAsync(worker, new { localId = local, reason = "medical-emergency", caseReference = "EDT-50" }, "once")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal(1, await hub.Database.ScalarAsync<long>($"select count(*) from break_glass_grant where child_id = '{child}'"));
    }

    [Fact]
    public async Task CaseReference_IsInTheGrantAlone()
    {
        var (_, local) = await HiddenAsync();
        using var worker = hub.ClientOf(Roles.SocialWorker, 860);
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);

        await OpenAsync(worker, local, "CANARY/7741");

        Assert.DoesNotContain("CANARY/7741", await guardian.GetStringAsync($"{Council}/audit?limit=200"), StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Log, line => line.Contains("CANARY/7741", StringComparison.Ordinal) || line.Contains(local, StringComparison.Ordinal));
        Assert.Contains("CANARY/7741", await guardian.GetStringAsync($"{Council}/break-glass-grants?limit=200"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_IsGivenOnceAndNotJustifiedEndsTheGrant()
    {
        var (child, local) = await HiddenAsync();
        using var worker = hub.ClientOfPerson("reviewed.worker", Roles.SocialWorker);
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        var id = (await OpenAsync(worker, local)).GetProperty("grantId").GetGuid();
        var open = await IdsAsync(guardian, "?reviewed=false&limit=200");
        var tag = (await guardian.GetAsync($"{Council}/break-glass-grants/{id}")).Headers.ETag!.ToString();

        using var unknown = await ReviewAsync(guardian, id, tag, "whatever");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReviewAsync(guardian, id, tag, "not-justified")));
        using var again = await ReviewAsync(guardian, id, answers.Single(answer => answer.StatusCode == HttpStatusCode.OK).Headers.ETag!.ToString(), "justified");

        Assert.Contains(id, open);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync(worker, child));
        Assert.DoesNotContain(id, await IdsAsync(guardian, "?reviewed=false&limit=200"));
        Assert.Contains(id, await IdsAsync(guardian, "?reviewed=true&limit=200"));
    }

    [Fact]
    public async Task List_ManyGrants_PagesThroughEachOnceNewestFirst()
    {
        var (_, local) = await HiddenAsync();
        using var worker = hub.ClientOf(Roles.SocialWorker, 860);
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        var made = new List<Guid>();
        for (var grant = 0; grant < 3; grant++)
        {
            made.Insert(0, (await OpenAsync(worker, local)).GetProperty("grantId").GetGuid());
        }

        var paged = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await guardian.GetFromJsonAsync<JsonElement>($"{Council}/break-glass-grants?limit=1&cursor={cursor}");
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("id").GetGuid()));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal(made, paged.Take(3));
        Assert.Equal(await IdsAsync(guardian, "?limit=200"), paged);
    }

    private static async Task<List<Guid>> IdsAsync(HttpClient guardian, string query) =>
        [.. (await guardian.GetFromJsonAsync<JsonElement>($"{Council}/break-glass-grants{query}")).GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("id").GetGuid())];

    private static async Task<HttpStatusCode> ReadAsync(HttpClient client, Guid child)
    {
        using var response = await client.GetAsync($"{Council}/children/{child}");
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> ReviewAsync(HttpClient guardian, Guid grant, string version, string outcome)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Council}/break-glass-grants/{grant}/review") { Content = JsonContent.Create(new { outcome }) };
        request.Headers.Add("If-Match", version);
        return await guardian.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Council}/children/break-glass") { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    private static async Task<JsonElement> OpenAsync(HttpClient worker, string localId, string caseReference = "EDT-2025/0417")
    {
        using var answer = await PostAsync(worker, new { localId = localId.ToLowerInvariant(), reason = "out-of-hours-duty", caseReference });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>A child whose record is open to the guardian alone.</summary>
    private async Task<(Guid Child, string LocalId)> HiddenAsync()
    {
        var local = $"BRK{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Waiting(local));
        var child = await hub.ChildIdAsync(local);
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        await HiddenChildTests.RestrictAsync(guardian, child);
        return (child, local);
    }
}
