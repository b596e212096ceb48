using System.Net;
using System.Text.Json;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Households;

[Collection(FamilyFindingCollection.Name)]
public sealed class HouseholdTests(HubFixture hub)
{
    private static readonly object InStageTwo = new { interestAcceptedOn = "2025-01-06", stageOneDecidedOn = "2025-03-03", stageTwoFrom = "2025-03-10", approvalExpectedOn = "2025-07-01" };

    [Fact]
    public async Task Post_NewHousehold_IsKeptAndTheRegionHearsNothing()
    {
        using var keeper = hub.As(Roles.Recruitment);

        var opened = (await keeper.PostAsync("/households", HouseholdSamples.Record())).Good();

        var read = (await keeper.GetAsync($"/households/{opened["id"].GetString()}")).Good();
        Assert.Equal(opened.Body.ToString(), read.Body.ToString());
        Assert.Equal("\"1\"", read.ETag);
        Assert.Equal(JsonValueKind.Null, read["approval"].ValueKind);
        Assert.Equal("available", read["availability"].GetString());
        Assert.Null(await hub.OfferedAsync(read["id"].GetGuid()));
    }

    /// <summary>A child was placed there before there were links here: the yearly review is owed until a match, and there was one. Foster carers are reviewed whoever lives with them.</summary>
    [Theory]
    [InlineData(null, "adoption", "2024-03-04")]
    [InlineData("withdrawn", "adoption", "2024-03-04")]
    [InlineData("child-placed", "adoption", null)]
    [InlineData("child-placed", "long-term-fostering", "2024-03-04")]
    public async Task Review_OfAHouseholdWithAPlacedChildOfBefore_IsNotOwed(string? unavailable, string route, string? due)
    {
        using var keeper = hub.As(Roles.Recruitment);
        using var system = hub.As(Roles.CaseSystem);
        var reference = Reference();
        var (id, path) = await OpenedAsync(keeper, reference);
        (await system.PostAsync("/households/approvals", HouseholdSamples.Approval(reference, "2023-03-04", routes: [route]))).Good();

        (await keeper.ChangeAsync(HttpMethod.Put, path + "/offer", HouseholdSamples.Offer(unavailable: unavailable), path)).Good();

        Assert.Equal(due, (await keeper.GetAsync(path)).Good()["reviewDue"].GetString());
        Assert.Equal(due is not null, (await hub.OfferedAsync(id))!.Value.GetProperty("reviewOverdue").GetBoolean());
        var duties = (await keeper.GetAsync(path + "/duties")).Good()["duties"].EnumerateArray().Select(duty => duty.GetProperty("duty").GetString());
        Assert.Equal(due is not null, duties.Contains("adopters-review"));
    }

    [Fact]
    public async Task Put_StageTwo_IsOfferedWithoutNamesPlacesOrDays()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var (id, path) = await OpenedAsync(keeper);

        (await keeper.ChangeAsync(HttpMethod.Put, path, HouseholdSamples.Record(assessment: InStageTwo), path)).Good();
        (await keeper.ChangeAsync(HttpMethod.Put, path + "/offer", HouseholdSamples.Offer(), path)).Good();

        var offered = (await hub.OfferedAsync(id))!.Value;
        Assert.Equal("StageTwo", offered.GetProperty("approval").GetString());
        Assert.Equal("2025-Q3", offered.GetProperty("approvalExpected").GetString());
        Assert.Equal("Adoption, TemporaryApproval", offered.GetProperty("routes").GetString());
        Assert.Equal(("One", "Two"), (offered.GetProperty("numbersYes").GetString(), offered.GetProperty("numbersCouldConsider").GetString()));
        Assert.Equal("UnderOne, One", offered.GetProperty("agesYes").GetString());
        Assert.Equal(["Yes", "CouldConsider", "No"], offered.GetProperty("offers").GetProperty("Autism").EnumerateArray().Select(answer => answer.GetString()));
        Assert.Equal("2025-Q1", offered.GetProperty("evidence").GetProperty("Autism").GetString());
        Assert.Equal(("One", "One"), (offered.GetProperty("parents").GetString(), offered.GetProperty("childrenAtHome").GetString()));
        Assert.Equal(new AreaKey(HubFixture.AreaKey).Digest("ST16"), offered.GetProperty("homeArea").GetGuid());
        var told = offered.ToString();
        Assert.All(["Larkspur", "Invented", "ST16", "Nowhere", "1988", "2025-0", "Said so"], secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_ApprovalFromASource_ApprovesWithinItsTermsAndNamesTheSource()
    {
        using var keeper = hub.As(Roles.Recruitment);
        using var system = hub.As(Roles.CaseSystem);
        var reference = Reference();
        var (id, path) = await OpenedAsync(keeper, reference);
        (await keeper.ChangeAsync(HttpMethod.Put, path + "/offer", HouseholdSamples.Offer(), path)).Good();

        (await system.PostAsync("/households/approvals", HouseholdSamples.Approval(reference, numbers: ["one"]))).Good();

        var read = (await keeper.GetAsync(path)).Good();
        Assert.Equal("approved", read["approval"].GetString());
        Assert.Equal(("import", "Annex A list 10, 2025, row 12"), (read["approvedBy"].GetProperty("source").GetString(), read["approvedBy"].GetProperty("sourceDocument").GetString()));
        Assert.Equal("2026-03-04", read["reviewDue"].GetString());
        var offered = (await hub.OfferedAsync(id))!.Value;
        Assert.Equal("Approved", offered.GetProperty("approval").GetString());

        // Two children and ages of ten and over lie beyond the terms, whatever the household would consider.
        Assert.Equal("None", offered.GetProperty("numbersCouldConsider").GetString());
        Assert.Equal("Two", offered.GetProperty("agesCouldConsider").GetString());
        Assert.Equal("Adoption, TemporaryApproval", offered.GetProperty("routes").GetString());
    }

    [Fact]
    public async Task Post_ApprovalOfAnUnknownReference_OpensARecordAndTellsNothingOfIt()
    {
        using var keeper = hub.As(Roles.Recruitment);
        using var system = hub.As(Roles.CaseSystem);
        var reference = Reference();

        var first = (await system.PostAsync("/households/approvals", HouseholdSamples.Approval(reference))).Good();
        var later = (await system.PostAsync("/households/approvals", HouseholdSamples.Approval(reference, "2025-05-01", "terminated"))).Good();

        Assert.Equal(["decisionId"], first.Body.EnumerateObject().Select(member => member.Name));
        Assert.NotEqual(first["decisionId"].GetGuid(), later["decisionId"].GetGuid());
        var id = await hub.Database.ScalarAsync<Guid>($"select id from household where source_reference = '{reference}'");
        Assert.Equal("ended", (await keeper.GetAsync($"/households/{id}")).Good()["approval"].GetString());
        var ended = (await hub.OfferedAsync(id))!.Value;
        Assert.Equal(("Ended", "None"), (ended.GetProperty("approval").GetString(), ended.GetProperty("routes").GetString()));
    }

    [Theory]
    [InlineData("approved", "2025-06-17", "approval.in-future")]
    [InlineData("without-terms", "2025-03-04", "approval.terms")]
    [InlineData("temporary", "2025-03-04", "approval.temporary")]
    public async Task Post_ApprovalThatCannotBe_IsRefusedAndLeavesNoRecord(string what, string day, string code)
    {
        using var system = hub.As(Roles.CaseSystem);
        var reference = Reference();
        var approval = HouseholdSamples.Approval(
            reference, day, numbers: what == "without-terms" ? [] : null, routes: what == "temporary" ? ["adoption", "temporary-approval"] : null);

        var answer = await system.PostAsync("/households/approvals", approval);

        Assert.Equal(code, answer.Code);
        Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select count(*) from household where source_reference = '{reference}'"));
    }

    [Fact]
    public async Task Hold_AndUnavailable_AreTold_AndTheHoldsEnd()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var (id, path) = await ApprovedAsync(keeper);

        var held = (await keeper.ChangeAsync(HttpMethod.Post, path + "/holds", new { from = "2025-06-16", until = "2025-07-16", reason = "health", note = "Told by telephone." }, path)).Good();
        Assert.Equal("OnHold", (await hub.OfferedAsync(id))!.Value.GetProperty("availability").GetString());
        Assert.DoesNotContain("telephone", (await hub.OfferedAsync(id)).ToString()!, StringComparison.Ordinal);

        var hold = held["holds"][0].GetProperty("id").GetGuid();
        (await keeper.ChangeAsync(HttpMethod.Post, $"{path}/holds/{hold}/end", null, path)).Good();
        Assert.Equal("Available", (await hub.OfferedAsync(id))!.Value.GetProperty("availability").GetString());
        (await keeper.ChangeAsync(HttpMethod.Post, $"{path}/holds/{hold}/end", null, path)).Refused(HttpStatusCode.Conflict, "hold.over");

        (await keeper.ChangeAsync(HttpMethod.Put, path + "/offer", HouseholdSamples.Offer(unavailable: "withdrawn"), path)).Good();
        Assert.Equal("Unavailable", (await hub.OfferedAsync(id))!.Value.GetProperty("availability").GetString());
    }

    [Fact]
    public async Task Review_ToPanel_StopsNewLinksUntilALaterOneContinues()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var (id, path) = await ApprovedAsync(keeper);

        (await keeper.ChangeAsync(HttpMethod.Post, path + "/reviews", new { on = "2025-05-01", outcome = "to-panel", summary = "Much has changed." }, path)).Good();
        var under = (await hub.OfferedAsync(id))!.Value.GetProperty("approval").GetString();
        var after = (await keeper.ChangeAsync(HttpMethod.Post, path + "/reviews", new { on = "2025-06-01", outcome = "continues" }, path)).Good();

        Assert.Equal("UnderReview", under);
        Assert.Equal("approved", after["approval"].GetString());
        Assert.Equal("2026-06-01", after["reviewDue"].GetString());
        (await keeper.ChangeAsync(HttpMethod.Post, path + "/reviews", new { on = "2025-01-01", outcome = "continues" }, path)).Refused(HttpStatusCode.Conflict, "review.day");
    }

    [Fact]
    public async Task Put_Closed_EndsTheOfferAndSaysNoMoreOfIt()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var (id, path) = await ApprovedAsync(keeper);

        var closed = (await keeper.ChangeAsync(
            HttpMethod.Put, path, new { members = new[] { new { role = "parent", given = "Invented", family = "Larkspur" } }, home = new { }, assessment = new { }, closed = new { on = "2025-06-16", reason = "withdrew" } }, path)).Good();

        Assert.Equal("ended", closed["approval"].GetString());
        var offered = (await hub.OfferedAsync(id))!.Value;
        Assert.Equal(("Ended", JsonValueKind.Null, "{}"), (offered.GetProperty("approval").GetString(), offered.GetProperty("homeArea").ValueKind, offered.GetProperty("offers").ToString()));
    }

    [Theory]
    [InlineData("""{"members":[],"home":{},"assessment":{}}""", HttpStatusCode.BadRequest, "household.parents")]
    [InlineData("""{"members":[{"role":"parent","given":" ","family":"X"}],"home":{},"assessment":{}}""", HttpStatusCode.BadRequest, "household.name")]
    [InlineData("""{"members":[{"role":"parent","given":"A","family":"X"}],"home":{"postcode":"nowhere"},"assessment":{}}""", HttpStatusCode.BadRequest, "postcode.invalid")]
    [InlineData("""{"members":[{"role":"parent","given":"A","family":"X"}],"home":{"livesIn":"86"},"assessment":{}}""", HttpStatusCode.BadRequest, "household.lives-in")]
    [InlineData("""{"members":[{"role":"parent","given":"A","family":"X"}],"home":{},"assessment":{"stageTwoFrom":"2025-03-01","stageOneDecidedOn":"2025-03-02"}}""", HttpStatusCode.Conflict, "household.steps-out-of-order")]
    [InlineData("""{"members":[{"role":"parent","given":"A","family":"X"}],"home":{},"assessment":{"stageTwoFrom":"2025-06-17"}}""", HttpStatusCode.Conflict, "household.in-future")]
    [InlineData("""{"members":[{"role":"parent","given":"A","family":"X"}],"home":{},"assessment":{"approvalExpectedOn":"2025-09-01"}}""", HttpStatusCode.Conflict, "household.expected-without-stage-two")]
    [InlineData("""{"members":[{"role":"lodger","given":"A","family":"X"}],"home":{},"assessment":{}}""", HttpStatusCode.BadRequest, "request.invalid")]
    public async Task Post_WhatCannotBe_IsRefusedByItsField(string body, HttpStatusCode status, string code)
    {
        using var keeper = hub.As(Roles.Recruitment);

        var answer = await keeper.PostAsync("/households", JsonDocument.Parse(body).RootElement);

        answer.Refused(status, code);
        Assert.True(answer.Body.TryGetProperty("field", out _));
    }

    [Theory]
    [InlineData("""{"need":"autism","low":"could-consider","medium":"yes","high":"no"}""", "offer.willingness-grows")]
    [InlineData("""{"need":"autism","low":"not-asked","medium":"not-asked","high":"not-asked"}""", "offer.not-asked")]
    [InlineData("""{"need":"autism","low":"yes","medium":"yes","high":"yes","evidenceOn":"2025-06-17"}""", "offer.evidence-day")]
    [InlineData("""{"need":"cheerfulness","low":"yes","medium":"yes","high":"yes"}""", "request.invalid")]
    public async Task Put_AnswerThatCannotBe_IsRefusedAndChangesNothing(string answer, string code)
    {
        using var keeper = hub.As(Roles.Recruitment);
        var (_, path) = await OpenedAsync(keeper);
        var before = (await keeper.GetAsync(path + "/offer")).Body.ToString();

        (await keeper.ChangeAsync(HttpMethod.Put, path + "/offer", HouseholdSamples.Offer([JsonDocument.Parse(answer).RootElement]), path)).Refused(HttpStatusCode.BadRequest, code);

        Assert.Equal(before, (await keeper.GetAsync(path + "/offer")).Body.ToString());
    }

    [Fact]
    public async Task Get_ManyHouseholds_PagesThroughEachOnce()
    {
        using var keeper = hub.As(Roles.Recruitment);
        for (var made = 0; made < 3; made++)
        {
            await OpenedAsync(keeper);
        }

        var whole = (await keeper.GetAsync("/households?limit=200")).Good()["items"].EnumerateArray().Select(entry => entry.GetProperty("id").GetGuid()).ToList();
        var paged = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await keeper.GetAsync($"/households?limit=2&cursor={cursor}")).Good();
            paged.AddRange(page["items"].EnumerateArray().Select(entry => entry.GetProperty("id").GetGuid()));
            cursor = page["next"].GetString();
        }

        Assert.True(whole.Count >= 3);
        Assert.Equal(whole, paged);
    }

    internal static string Reference() => $"H{Guid.NewGuid():n}"[..20];

    private static async Task<(Guid Id, string Path)> OpenedAsync(HubClient keeper, string? reference = null)
    {
        var id = (await keeper.PostAsync("/households", HouseholdSamples.Record(reference: reference))).Good()["id"].GetGuid();
        return (id, $"/households/{id}");
    }

    private async Task<(Guid Id, string Path)> ApprovedAsync(HubClient keeper)
    {
        var reference = Reference();
        var opened = await OpenedAsync(keeper, reference);
        using var system = hub.As(Roles.CaseSystem);
        (await system.PostAsync("/households/approvals", HouseholdSamples.Approval(reference))).Good();
        return opened;
    }
}
