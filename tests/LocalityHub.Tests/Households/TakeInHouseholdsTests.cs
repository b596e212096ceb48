using System.Net;
using System.Text.Json;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Households;

[Collection(FamilyFindingCollection.Name)]
public sealed class TakeInHouseholdsTests(HubFixture hub)
{
    [Fact]
    public async Task Post_HouseholdsOfAList_OpensRecordsAndTheRegionHearsOfStageTwoAndApproval()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var (early, later) = (HouseholdTests.Reference(), HouseholdTests.Reference());

        var answer = await SendAsync(HouseholdSamples.Listed(early, stageTwoFrom: "2024-11-04"), HouseholdSamples.Listed(later, stageTwoFrom: "2024-11-04", approvedOn: "2025-03-04"));

        Assert.Equal((2, 0, 0), (answer["applied"].GetInt32(), answer["unchanged"].GetInt32(), answer["refused"].GetInt32()));
        var inStageTwo = (await keeper.GetAsync($"/households/{await IdAsync(early)}")).Good();
        Assert.Equal(("stage-two", "2024-09-02"), (inStageTwo["approval"].GetString(), inStageTwo["assessment"].GetProperty("interestAcceptedOn").GetString()));
        Assert.Equal(["A1", "A2"], inStageTwo["returned"].GetProperty("adopters").EnumerateArray().Select(adopter => adopter.GetString()));
        Assert.Empty(inStageTwo["returned"].GetProperty("differs").EnumerateArray());
        var approved = (await keeper.GetAsync($"/households/{await IdAsync(later)}")).Good();
        Assert.Equal(("approved", "import", "2025-03-04"), (approved["approval"].GetString(), approved["approvedBy"].GetProperty("source").GetString(), approved["approvedBy"].GetProperty("decidedOn").GetString()));

        // A list knows no terms: the household is approved to adopt and offered for nobody until they are taken in.
        var offered = (await hub.OfferedAsync(await IdAsync(later)))!.Value;
        Assert.Equal(("Approved", "Adoption", "None", "None"), (Text(offered, "approval"), Text(offered, "routes"), Text(offered, "numbersYes"), Text(offered, "agesYes")));
        Assert.Equal("StageTwo", Text((await hub.OfferedAsync(await IdAsync(early)))!.Value, "approval"));
        Assert.DoesNotContain("A1", offered.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_TheSameListAgain_ChangesNothingAndItsCorrectionGoesThrough()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var reference = HouseholdTests.Reference();
        await SendAsync(HouseholdSamples.Listed(reference, stageTwoFrom: "2024-11-04", approvedOn: "2025-03-04"));
        var path = $"/households/{await IdAsync(reference)}";

        var again = await SendAsync(HouseholdSamples.Listed(reference, stageTwoFrom: "2024-11-04", approvedOn: "2025-03-04"));
        Assert.Equal((0, 1), (again["applied"].GetInt32(), again["unchanged"].GetInt32()));

        await SendAsync(HouseholdSamples.Listed(reference, stageTwoFrom: "2024-11-05", approvedOn: "2025-03-05"));
        var moved = (await keeper.GetAsync(path)).Good();
        Assert.Equal(("2024-11-05", "2025-03-05"), (moved["assessment"].GetProperty("stageTwoFrom").GetString(), Assert.Single(moved["decisions"].EnumerateArray()).GetProperty("decidedOn").GetString()));

        await SendAsync(HouseholdSamples.Listed(reference, leftOn: "2025-06-01"));
        var gone = (await keeper.GetAsync(path)).Good();
        Assert.Equal(("ended", "withdrew", 0), (gone["approval"].GetString(), gone["closed"].GetProperty("reason").GetString(), gone["decisions"].GetArrayLength()));
        Assert.Equal("Ended", Text((await hub.OfferedAsync(await IdAsync(reference)))!.Value, "approval"));

        await SendAsync(HouseholdSamples.Listed(reference, stageTwoFrom: "2024-11-05"));
        Assert.Equal("stage-two", (await keeper.GetAsync(path)).Good()["approval"].GetString());
    }

    [Fact]
    public async Task Post_WhatAPersonEnteredOtherwise_StaysAndTheDifferenceIsShown()
    {
        using var keeper = hub.As(Roles.Recruitment);
        var reference = HouseholdTests.Reference();
        var id = (await keeper.PostAsync("/households", HouseholdSamples.Record(reference: reference, assessment: new { interestAcceptedOn = "2024-08-05" }))).Good()["id"].GetGuid();

        await SendAsync(HouseholdSamples.Listed(reference, stageTwoFrom: "2024-11-04"));

        var read = (await keeper.GetAsync($"/households/{id}")).Good();
        Assert.Equal(("2024-08-05", "2024-11-04"), (read["assessment"].GetProperty("interestAcceptedOn").GetString(), read["assessment"].GetProperty("stageTwoFrom").GetString()));
        Assert.Equal("interest-accepted", Assert.Single(read["returned"].GetProperty("differs").EnumerateArray()).GetString());
        Assert.Equal("Larkspur", read["members"][0].GetProperty("family").GetString());
    }

    /// <summary>The terms that a panel's decision, or a named source, has given stay: the list brings no second decision of that day.</summary>
    [Fact]
    public async Task Post_ApprovalThatTheHubKnows_BringsNoSecondDecision()
    {
        using var keeper = hub.As(Roles.Recruitment);
        using var system = hub.As(Roles.CaseSystem);
        var reference = HouseholdTests.Reference();
        (await system.PostAsync("/households/approvals", HouseholdSamples.Approval(reference))).Good();

        await SendAsync(HouseholdSamples.Listed(reference, approvedOn: "2025-03-04"));
        await SendAsync(HouseholdSamples.Listed(reference));

        var read = (await keeper.GetAsync($"/households/{await IdAsync(reference)}")).Good();
        Assert.Equal(2, Assert.Single(read["decisions"].EnumerateArray()).GetProperty("numbers").GetArrayLength());
        Assert.Equal("approved", read["approval"].GetString());
    }

    [Fact]
    public async Task Post_RecordThatCannotBe_IsRefusedByItselfAndLeavesNoRecord()
    {
        var references = Enumerable.Range(0, 7).Select(_ => HouseholdTests.Reference()).ToArray();

        var answer = await SendAsync(
            HouseholdSamples.Listed(references[0], approvedOn: "2025-06-17"),
            HouseholdSamples.Listed(references[1], stageTwoFrom: "2024-11-04", stageOneDecidedOn: "2024-11-05"),
            HouseholdSamples.Listed(references[2]),
            new { reference = references[3], sourceDocument = "List", adopters = Array.Empty<string>() },
            new { reference = references[4], sourceDocument = "List", adopters = new[] { "A1" }, approvedOn = "soon" },
            new { reference = " ", sourceDocument = "List", adopters = new[] { "A1" } },
            new { reference = references[6], sourceDocument = "List", adopters = new[] { "A1" }, leftOn = "1999-12-31" },
            7);

        Assert.Equal(
            ["record.in-future", "record.out-of-order", null, "record.adopters", "record.not-readable", "record.id", "record.too-early", "record.not-readable"],
            answer["results"].EnumerateArray().Select(result => result.GetProperty("problem") is { ValueKind: JsonValueKind.Object } problem ? problem.GetProperty("code").GetString() : null));
        Assert.Equal(1, await hub.Database.ScalarAsync<long>($"select count(*) from household where source_reference in ('{string.Join("','", references)}')"));
        Assert.DoesNotContain("soon", answer.Body.ToString(), StringComparison.Ordinal);
        using var system = hub.As(Roles.CaseSystem);
        (await system.PostAsync("/households/changes", Array.Empty<object>())).Refused(HttpStatusCode.BadRequest, "changes.count");
    }

    private static string? Text(JsonElement snapshot, string name) => snapshot.GetProperty(name).GetString();

    private async Task<HubAnswer> SendAsync(params object[] records)
    {
        using var system = hub.As(Roles.CaseSystem);
        return (await system.PostAsync("/households/changes", records)).Good();
    }

    private Task<Guid> IdAsync(string reference) => hub.Database.ScalarAsync<Guid>($"select id from household where source_reference = '{reference}'");
}
