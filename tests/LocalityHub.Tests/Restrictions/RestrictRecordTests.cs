using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Restrictions;

public sealed class RestrictRecordTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Council = "/api/v1/councils/860";

    [Theory]
    [InlineData("""{"roles":["operator"],"reason":"court-direction"}""", "restriction.roles")]
    [InlineData("""{"reason":"court-direction"}""", "request.invalid")]
    [InlineData("""{"roles":[null],"reason":"court-direction"}""", "request.invalid")]
    [InlineData("""{"roles":[],"reason":"because I say so"}""", "restriction.reason")]
    [InlineData("""{"roles":[]}""", "request.invalid")]
    public async Task Put_WhatIsNotOnTheLists_IsRefused(string body, string code)
    {
        var child = await ChildAsync();
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);

        using var response = await PutAsync(guardian, child, "\"1\"", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Put_WithoutVersionOrWithAnOldOne_ChangesNothing()
    {
        var child = await ChildAsync();
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);

        using var missing = await PutAsync(guardian, child, null, Body());
        using var stale = await PutAsync(guardian, child, "\"7\"", Body());

        Assert.Equal((HttpStatusCode)428, missing.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select count(*) from child_restriction where child_id = '{child}'"));
    }

    [Fact]
    public async Task Put_TwoGuardiansAtOnce_OneIsTooLate()
    {
        var child = await ChildAsync();
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PutAsync(guardian, child, "\"1\"", Body())));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer => Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode));
        Assert.Equal(2, await hub.Database.ScalarAsync<long>($"select version from child where id = '{child}'"));
    }

    [Fact]
    public async Task Put_SameKeyFiftyTimesAtOnce_RestrictsOnce()
    {
        var child = await ChildAsync();
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PutAsync(guardian, child, "\"1\"", Body(), $"restrict-{child}")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(2, await hub.Database.ScalarAsync<long>($"select version from child where id = '{child}'"));
        var entries = await guardian.GetFromJsonAsync<JsonElement>($"{Council}/audit?operation=child.restrict&outcome=done&about={child}");
        Assert.Equal("court-direction", Assert.Single(entries.GetProperty("items").EnumerateArray()).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task List_ThenLift_ShowsTheRecordToAllAgain()
    {
        var child = await ChildAsync();
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        using var finder = hub.ClientOf(Roles.FamilyFinder, 860);
        using var restricted = await PutAsync(guardian, child, "\"1\"", Body());
        var hidden = (await finder.GetAsync($"{Council}/children/{child}")).StatusCode;
        var listed = (await guardian.GetFromJsonAsync<JsonElement>($"{Council}/restrictions?limit=200")).GetProperty("items").EnumerateArray()
            .Single(entry => entry.GetProperty("childId").GetGuid() == child);
        var marked = (await guardian.GetFromJsonAsync<JsonElement>($"{Council}/children/{child}")).GetProperty("restricted").GetBoolean();

        using var stale = await LiftAsync(guardian, child, "\"1\"");
        using var lifted = await LiftAsync(guardian, child, restricted.Headers.ETag!.ToString());
        using var again = await LiftAsync(guardian, child, lifted.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.NotFound, hidden);
        Assert.Equal("court-direction", listed.GetProperty("reason").GetString());
        Assert.True(marked);
        Assert.Equal([HttpStatusCode.PreconditionFailed, HttpStatusCode.NoContent, HttpStatusCode.NotFound], [stale.StatusCode, lifted.StatusCode, again.StatusCode]);
        Assert.Equal(HttpStatusCode.OK, (await finder.GetAsync($"{Council}/children/{child}")).StatusCode);
    }

    [Fact]
    public async Task List_ManyRestrictions_PagesThroughEachOnce()
    {
        using var guardian = hub.ClientOf(Roles.CaldicottGuardian, 860);
        for (var made = 0; made < 3; made++)
        {
            using var restricted = await PutAsync(guardian, await ChildAsync(), "\"1\"", Body());
            Assert.Equal(HttpStatusCode.OK, restricted.StatusCode);
        }

        var whole = (await guardian.GetFromJsonAsync<JsonElement>($"{Council}/restrictions?limit=200")).GetProperty("items").EnumerateArray().Select(Id).ToList();
        var paged = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await guardian.GetFromJsonAsync<JsonElement>($"{Council}/restrictions?limit=1&cursor={cursor}");
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(Id));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.True(whole.Count >= 3);
        Assert.Equal(whole, paged);

        static Guid Id(JsonElement entry) => entry.GetProperty("childId").GetGuid();
    }

    private static JsonContent Body() => JsonContent.Create(new { roles = new[] { Roles.SocialWorker }, reason = "court-direction" });

    private async Task<Guid> ChildAsync()
    {
        var local = $"RES{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Waiting(local));
        return await hub.ChildIdAsync(local);
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient guardian, Guid child, string? version, HttpContent body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Council}/children/{child}/restriction") { Content = body };
        if (version is not null)
        {
            request.Headers.Add("If-Match", version);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await guardian.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> LiftAsync(HttpClient guardian, Guid child, string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Council}/children/{child}/restriction/lift") { Content = JsonContent.Create(new { reason = "set-in-error" }) };
        request.Headers.Add("If-Match", version);
        return await guardian.SendAsync(request);
    }
}
