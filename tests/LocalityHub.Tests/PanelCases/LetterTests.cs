using System.Text.Json.Nodes;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Letters;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.PanelCases;

/// <summary>Which letter tells what, until when it says that somebody may answer, and what nobody could look through.</summary>
[Collection(nameof(PanelHub))]
public sealed class LetterTests(PanelHub panel)
{
    /// <summary>After a review that leaves everything as it was nobody is told that they are refused, nor that they are newly approved.</summary>
    [Fact]
    public async Task Write_ApprovalThatGoesOnAfterATermination_HasALetterOfItsOwn()
    {
        var (@case, decision) = await DecidedAsync("adopter-termination", PanelCaseKind.AdopterTermination, PanelDecisionStage.Final, PanelDecisionOutcome.No);

        foreach (var other in new[] { "adopters-approved", "adopters-refused", "adopters-determination", "adopters-match" })
        {
            Assert.Equal("letter.other-decision", await RefusedAsync(@case, decision, other));
        }

        var letter = await WriteAsync(@case, decision, "adopters-continue");
        Assert.Contains("still suitable to adopt. Your approval goes on.", Text(letter), StringComparison.Ordinal);
        Assert.DoesNotContain("{{", Text(letter), StringComparison.Ordinal);
        var address = $"/panel-cases/{@case}/letters/{letter["letterId"]!.GetValue<Guid>()}";
        await Worker.SendAsync(HttpMethod.Post, $"{address}/sent", new { on = "2025-06-16" }, address);

        // A proposal to end it, and its end, are told otherwise.
        var (ended, end) = await DecidedAsync("adopter-termination", PanelCaseKind.AdopterTermination, PanelDecisionStage.Second, PanelDecisionOutcome.Yes);
        Assert.Equal("letter.other-decision", await RefusedAsync(ended, end, "adopters-continue"));
        await WriteAsync(ended, end, "adopters-refused");
    }

    /// <summary>Carers who are approved read the terms of it: those of their own strand, whatever they may adopt.</summary>
    [Fact]
    public async Task Write_ApprovalOfCarers_NamesItsTerms()
    {
        var (@case, decision) = await DecidedAsync("foster-approval", PanelCaseKind.FosterApproval, PanelDecisionStage.Final, PanelDecisionOutcome.Yes);
        await panel.Hub.Database.ExecuteAsync($"""
            insert into carer_decision (id, household_id, decision, decided_on, routes, numbers, ages, received_at)
            select '{@case}', household_id, 1, '2025-06-16', 8, {(int)Contracts.FamilyFinding.ChildCounts.Two}, {(int)Contracts.FamilyFinding.AgeBands.One}, now() from panel_case where id = '{@case}'
            """);

        var letter = await WriteAsync(@case, decision, "carers-approved");

        Assert.Contains("you are suitable to foster. The terms of your approval are: two children; ages: one.", Text(letter), StringComparison.Ordinal);
        Assert.DoesNotContain("{{", Text(letter), StringComparison.Ordinal);
        foreach (var (kind, stage, outcome) in new[] { (PanelCaseKind.FosterApproval, PanelDecisionStage.Second, PanelDecisionOutcome.No), (PanelCaseKind.FosterApproval, PanelDecisionStage.Determination, PanelDecisionOutcome.No) })
        {
            var (other, no) = await DecidedAsync("foster-approval", kind, stage, outcome);
            Assert.Equal("letter.other-decision", await RefusedAsync(other, no, "carers-approved"));
        }
    }

    /// <summary>Adopters have forty working days, of which the day of sending is the first, carers 28 days: counted from an earlier day, the letter would take some of them away.</summary>
    [Theory]
    [InlineData("adopter-approval", PanelCaseKind.AdopterApproval, "adopters-determination", "8 August 2025")]
    [InlineData("foster-approval", PanelCaseKind.FosterApproval, "carers-determination", "14 July 2025")]
    public async Task Sent_OnAnotherDayThanADeterminationCountsFrom_IsToBeWrittenAnew(string kind, PanelCaseKind told, string letter, string last)
    {
        var (@case, decision) = await DecidedAsync(kind, told, PanelDecisionStage.Determination, PanelDecisionOutcome.No);
        var earlier = (await WriteAsync(@case, decision, letter))["letterId"]!.GetValue<Guid>();
        await panel.Hub.Database.ExecuteAsync($"update letter set written_at = '2025-06-13 09:00Z' where id = '{earlier}'");

        Assert.Equal("letter.write-anew", await Worker.RefusedAsync(HttpMethod.Post, Address(earlier) + "/sent", new { on = "2025-06-16" }, Address(earlier)));

        var anew = await WriteAsync(@case, decision, letter);
        Assert.Contains(last, Text(anew), StringComparison.Ordinal);
        var address = Address(anew["letterId"]!.GetValue<Guid>());
        Assert.Equal("2025-06-16", (await Worker.SendAsync(HttpMethod.Post, address + "/sent", new { on = "2025-06-16" }, address))["sentOn"]!.GetValue<string>());

        string Address(Guid id) => $"/panel-cases/{@case}/letters/{id}";
    }

    /// <summary>Of another council's household this hub knows neither name nor place: whoever sends the letter has to look, and is told so.</summary>
    [Fact]
    public async Task Write_ToParentsOfAChildWithAnotherCouncilsHousehold_SaysThatNobodyLookedThrough()
    {
        var child = await panel.WaitingChildAsync();
        var (link, decision) = (Guid.NewGuid(), Guid.NewGuid());
        await panel.Hub.Database.ExecuteAsync($"""
            insert into family_link (id, link_version, household, households_council, children, state, reasons, own_children, version, updated_at)
            values ('{link}', 1, gen_random_uuid(), 861, 1, 7, 0, 1, 1, now());
            insert into family_link_child (link_id, child, childs_council, child_id) values ('{link}', gen_random_uuid(), 860, '{child}')
            """);
        var @case = await panel.OpenAsync("match", [child], new { linkId = link });
        await panel.Hub.Database.ExecuteAsync($"""
            insert into case_decision (id, case_id, child_id, stage, outcome, decided_on, maker, record_id, reason, received_at)
            values ('{decision}', '{@case}', '{child}', 1, 1, '2025-06-16', gen_random_uuid(), gen_random_uuid(), 0, now())
            """);

        var parents = await WriteAsync(@case, decision, "parents-placing");
        var adopters = await WriteAsync(@case, decision, "adopters-match");

        Assert.Equal((true, false), (Unchecked(parents), Unchecked(adopters)));
        Assert.True(Unchecked(await Worker.GetAsync($"/panel-cases/{@case}/letters/{parents["letterId"]!.GetValue<Guid>()}")));
    }

    /// <summary>The Adoption Register for England closed in 2019.</summary>
    [Fact]
    public void UsualWording_PromisesNothingOfTheClosedRegister() =>
        Assert.All(Enum.GetValues<LetterKind>(), kind => Assert.DoesNotContain("Register", UsualTemplates.Of(kind), StringComparison.OrdinalIgnoreCase));

    private CaseClient Worker => panel.As(Roles.SocialWorker);

    private static object Letter(Guid decision, string kind) => new { decisionId = decision, kind, recipient = "Hazel Underwillow", address = "1 Invented Lane", signedBy = "Bryony Quill" };

    private static string Text(JsonNode letter) => letter["text"]!.GetValue<string>();

    private static bool Unchecked(JsonNode letter) => letter["householdUnchecked"]!.GetValue<bool>();

    private Task<JsonNode> WriteAsync(Guid @case, Guid decision, string kind) => Worker.SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/letters", Letter(decision, kind));

    private Task<string> RefusedAsync(Guid @case, Guid decision, string kind) => Worker.RefusedAsync(HttpMethod.Post, $"/panel-cases/{@case}/letters", Letter(decision, kind));

    /// <summary>A household's case with a decision in it.</summary>
    private async Task<(Guid Case, Guid Decision)> DecidedAsync(string kind, PanelCaseKind told, PanelDecisionStage stage, PanelDecisionOutcome outcome)
    {
        var household = (await panel.As(Roles.Recruitment).SendAsync(HttpMethod.Post, "/households", new
        {
            members = new[] { new { role = "parent", given = "Hazel", family = "Underwillow" } }, home = new { postcode = "ST16 2LH" }, assessment = new { },
        }))["id"]!.GetValue<Guid>();
        var @case = await panel.OpenAsync(kind, [], new { householdId = household });
        await panel.Hub.Database.ExecuteAsync($"update panel_case set state = 2, ready_on = '2025-06-02' where id = '{@case}'");
        var decision = Guid.NewGuid();
        await panel.SendAsync(new RecordDecision(
            Guid.NewGuid(), new(860), @case, new(860), told, null, decision, null, stage, outcome, new DecisionDay(new(2025, 6, 16)),
            Contracts.FamilyFinding.PersonReference.Of("decision.maker.860"), Guid.NewGuid(), PlanReversalReason.None));
        await Eventually.AssertAsync(async () => Assert.Single((await Worker.GetAsync($"/panel-cases/{@case}/decisions"))["items"]!.AsArray()));
        return (@case, decision);
    }
}
