using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Milestones;

public sealed class EnterMilestoneTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Put_MatchOfAWaitingChild_HoldsAndTellsTheRegionOnce()
    {
        var child = await WaitingChildAsync("HAND1");

        using var response = await PutAsync(child, "matched", new { date = "2025-02-01" }, version: 1);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"2\"", response.Headers.ETag!.Tag);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("matched", body.GetProperty("stage").GetString());
        var matched = Milestone(body, "matched");
        Assert.Equal("hand", matched.GetProperty("source").GetString());
        Assert.Equal(2, await hub.RegisterVersionAsync(child));
    }

    [Fact]
    public async Task Put_DayThatContradictsTheReturn_HoldsAndShowsTheConflict()
    {
        var child = await WaitingChildAsync("HAND2");

        using var response = await PutAsync(child, "should-be-placed", new { date = "2024-06-03" }, version: 1);

        var decision = Milestone(await response.Content.ReadFromJsonAsync<JsonElement>(), "should-be-placed");
        Assert.Equal("2024-06-03", decision.GetProperty("date").GetString());
        Assert.Equal("2024-06-01", decision.GetProperty("conflict").GetProperty("date").GetString());
        Assert.Equal("return", decision.GetProperty("conflict").GetProperty("source").GetString());
    }

    [Fact]
    public async Task Put_EnteredDay_HoldsOverALaterReturn()
    {
        var child = await WaitingChildAsync("HAND3");
        using var entered = await PutAsync(child, "placement-order", new { date = "2024-08-22" }, version: 1);

        await hub.ImportAsync(new ReturnFiles().Waiting("HAND3").Without("prev_perm.csv").Decision("HAND3X", "03/02/2022", "01/06/2024"));

        using var client = hub.CaseSystem();
        var order = Milestone(await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/children/{child}"), "placement-order");
        Assert.Equal("2024-08-22", order.GetProperty("date").GetString());
        Assert.Equal("2024-08-20", order.GetProperty("conflict").GetProperty("date").GetString());
    }

    [Fact]
    public async Task Put_Reversal_EndsThePlan()
    {
        var child = await WaitingChildAsync("HAND4");

        using var response = await PutAsync(child, "decision-reversed", new { date = "2025-03-01", reason = "RD3" }, version: 1);

        Assert.Equal("ended", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("stage").GetString());
        Assert.Contains("\"stage\":\"Ended\"", await hub.StateAsync("HAND4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_ReversalOfAHeldChild_EndsThePlanThoughNothingElseMoves()
    {
        var child = await WaitingChildAsync("HAND5");
        await hub.ImportAsync(new ReturnFiles().Waiting("HAND5").Add("placed_adoption.csv", "HAND5,03/02/2022,01/06/2024"));
        using var match = await PutAsync(child, "matched", new { date = "2025-02-01" }, version: 2);
        Assert.Equal(1, await hub.RegisterVersionAsync(child));

        using var reversal = await PutAsync(child, "decision-reversed", new { date = "2025-03-01", reason = "RD1" }, version: 3);

        Assert.Equal(HttpStatusCode.OK, reversal.StatusCode);
        Assert.Contains("\"stage\":\"Ended\"", await hub.StateAsync("HAND5"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_AdoptionOrder_EndsAndTombstonesTheRegistersReference()
    {
        var child = await WaitingChildAsync("HAND6");
        using var matched = await PutAsync(child, "matched", new { date = "2024-10-01" }, version: 1);
        using var placed = await PutAsync(child, "placed", new { date = "2024-11-01" }, version: 2);

        using var order = await PutAsync(child, "adoption-order", new { date = "2025-05-01" }, version: 3);

        Assert.Equal(HttpStatusCode.OK, order.StatusCode);
        await using var db = hub.Db();
        Assert.Equal(0, await hub.RegisterVersionAsync(child));
        Assert.True(await db.RegionalReferences.AnyAsync(reference => reference.ChildId == null && reference.TombstonedAt != null && reference.Version == 4));
        var measure = await db.RegionalReferences.SingleAsync(reference => reference.ChildId == child && reference.Purpose == ReferencePurpose.Adoption);
        Assert.Contains("\"entryToPlacedDays\":301", measure.Content, StringComparison.Ordinal);
        Assert.Contains("\"orderToMatchDays\":42", measure.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("placement-order", "2024-05-31", "milestone.before-decision")]
    [InlineData("matched", "2024-05-31", "milestone.before-decision")]
    [InlineData("should-be-placed", "2024-01-04", "milestone.before-entry")]
    [InlineData("should-be-placed", "2024-08-21", "milestone.after-placement-order")]
    [InlineData("entered-care", "2024-06-02", "milestone.after-decision")]
    [InlineData("decision-reversed", "2024-05-01", "milestone.before-decision")]
    [InlineData("adoption-order", "2024-08-01", "milestone.before-placement-order")]
    [InlineData("matched", "2025-06-17", "milestone.in-future")]
    [InlineData("entered-care", "2022-02-02", "milestone.before-birth")]
    public async Task Put_DayOutOfOrder_Returns409AndChangesNothing(string kind, string date, string code)
    {
        var child = await WaitingChildAsync($"ORDER{Math.Abs(code.GetHashCode(StringComparison.Ordinal)) % 1000}{kind.Length}{date[^1]}");
        object body = kind == "decision-reversed" ? new { date, reason = "RD4" } : new { date };

        using var response = await PutAsync(child, kind, body, version: 1);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(code, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(1, await hub.RegisterVersionAsync(child));
    }

    [Fact]
    public async Task Put_MatchAfterAReversal_NeedsANewDecision()
    {
        var child = await WaitingChildAsync("AGAIN1");
        using var reversed = await PutAsync(child, "decision-reversed", new { date = "2024-12-01", reason = "RD1" }, version: 1);

        using var match = await PutAsync(child, "matched", new { date = "2025-01-10" }, version: 2);
        using var decision = await PutAsync(child, "should-be-placed", new { date = "2025-01-05" }, version: 2);

        Assert.Equal("milestone.decision-reversed", (await match.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, decision.StatusCode);
    }

    [Theory]
    [InlineData("matched", "RD1", "milestone.reason-not-allowed")]
    [InlineData("decision-reversed", null, "milestone.reason-required")]
    [InlineData("decision-reversed", "RD5", "milestone.reason-unknown")]
    public async Task Put_ReasonOutOfPlace_Returns400(string kind, string? reason, string code)
    {
        var child = await WaitingChildAsync($"REASON{code.Length}");

        using var response = await PutAsync(child, kind, new { date = "2025-01-01", reason }, version: 1);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Put_WithoutOrWithAStaleVersion_IsRefused()
    {
        var child = await WaitingChildAsync("STALE1");

        using var missing = await PutAsync(child, "matched", new { date = "2025-02-01" }, version: null);
        using var stale = await PutAsync(child, "matched", new { date = "2025-02-01" }, version: 7);

        Assert.Equal((HttpStatusCode)428, missing.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
    }

    [Fact]
    public async Task Put_ManyAtOnceFromOneVersion_OneWins()
    {
        var child = await WaitingChildAsync("RACE1");

        var responses = await Task.WhenAll(Enumerable.Range(1, 20).Select(day => PutAsync(child, "matched", new { date = $"2025-02-{day:00}" }, version: 1)));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, responses.Count(response => response.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal(2, await hub.RegisterVersionAsync(child));
    }

    [Fact]
    public async Task Put_SameIdempotencyKey_GivesTheFirstAnswerAndAnotherBodyIs422()
    {
        var child = await WaitingChildAsync("KEY1");
        var key = Guid.NewGuid().ToString();

        using var first = await PutAsync(child, "matched", new { date = "2025-02-01" }, version: 1, key);
        using var again = await PutAsync(child, "matched", new { date = "2025-02-01" }, version: 1, key);
        using var other = await PutAsync(child, "matched", new { date = "2025-02-02" }, version: 1, key);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(2, await hub.RegisterVersionAsync(child));
    }

    [Fact]
    public async Task Put_UnknownKindOrChild_Returns404()
    {
        var child = await WaitingChildAsync("NOKIND1");

        using var kind = await PutAsync(child, "moved-in", new { date = "2025-02-01" }, version: 1);
        using var stranger = await PutAsync(Guid.NewGuid(), "matched", new { date = "2025-02-01" }, version: 1);

        Assert.Equal(HttpStatusCode.NotFound, kind.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }

    private static JsonElement Milestone(JsonElement child, string kind) =>
        child.GetProperty("milestones").EnumerateArray().Single(milestone => milestone.GetProperty("kind").GetString() == kind);

    private async Task<Guid> WaitingChildAsync(string localId)
    {
        await hub.ImportAsync(new ReturnFiles().Waiting(localId));
        return await hub.ChildIdAsync(localId);
    }

    private async Task<HttpResponseMessage> PutAsync(Guid child, string kind, object body, int? version, string? key = null)
    {
        using var client = hub.ClientOf(Roles.FamilyFinder, 860);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/children/{child}/milestones/{kind}") { Content = JsonContent.Create(body) };
        if (version is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }
}
