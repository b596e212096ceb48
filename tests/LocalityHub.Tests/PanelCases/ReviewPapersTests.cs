using System.Text.Json.Nodes;
using PdfSharp.Pdf.IO;
using Partnership.Contracts.PanelScheduling;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.PanelCases;

/// <summary>What a council sends to the Independent Review Mechanism (Adoption Agencies Regulations 2005, regulation 30C): everything but the panel's minutes.</summary>
[Collection(nameof(PanelHub))]
public sealed class ReviewPapersTests(PanelHub panel)
{
    [Fact]
    public async Task ReviewPapers_OfADetermination_AreRecordSentLettersAndPapersAsTheyStandWithoutMinutes()
    {
        var (@case, item) = await ApplicantsAsync();
        var first = await panel.UploadAsync(@case, "adopter-report");
        var second = await panel.UploadAsync(@case, "adopter-report", more: $"&paperId={first["paperId"]!.GetValue<Guid>()}");
        var recalled = await panel.UploadAsync(@case, "comments");
        await panel.As(Roles.SocialWorker).SendAsync(HttpMethod.Post, $"/panel-cases/{@case}/papers/{recalled["id"]!.GetValue<Guid>()}/recall", new { reason = "The wrong file." });
        await panel.As(Roles.PanelAdviser).SendAsync(HttpMethod.Post, $"/panel-items/{item}/minutes", new { discussion = "Heard.", reasons = "Of the panel alone." });
        await panel.SendAsync(Item(@case, item, 2, AgendaItemState.MinutesSigned));
        await Eventually.TrueAsync(async () => await panel.Hub.Database.ScalarAsync<bool>($"select state = 4 from case_item where id = '{item}'"), "the signature to be known");
        var record = (await panel.As(Roles.DecisionMaker, "decision.maker.860").SendAsync(
            HttpMethod.Post, $"/panel-cases/{@case}/decision-records",
            new { material = new[] { second["id"]!.GetValue<Guid>() }, arguments = "For and against.", panelReasons = "Adopted.", ownReasons = "Two more years are needed." }))["recordId"]!.GetValue<Guid>();
        var decision = await DecideAsync(@case, PanelDecisionStage.Determination, record);
        async Task<JsonNode> LetterAsync() => await panel.As(Roles.SocialWorker).SendAsync(
            HttpMethod.Post, $"/panel-cases/{@case}/letters",
            new { decisionId = decision, kind = "adopters-determination", recipient = "Hazel Underwillow", address = "1 Invented Lane", signedBy = "Bryony Quill" });
        var sent = $"/panel-cases/{@case}/letters/{(await LetterAsync())["letterId"]!.GetValue<Guid>()}";
        await panel.As(Roles.SocialWorker).SendAsync(HttpMethod.Post, $"{sent}/sent", new { on = "2025-06-16" }, sent);
        await LetterAsync();

        using var read = await panel.As(Roles.PanelAdviser, "adviser.860").RawAsync($"/panel-cases/{@case}/decisions/{decision}/review-papers");

        Assert.True(read.IsSuccessStatusCode, await read.Content.ReadAsStringAsync());
        Assert.True(read.Headers.CacheControl!.NoStore);
        using var file = PdfReader.Open(new MemoryStream(await read.Content.ReadAsByteArrayAsync()), PdfDocumentOpenMode.Import);

        // The contents, the reasons, the letter that was sent, the report's second version: a page each.
        Assert.Equal(4, file.PageCount);
        var readings = new[] { await ReadingsAsync(@case, first), await ReadingsAsync(@case, second), await ReadingsAsync(@case, recalled) };
        Assert.Equal([0, 1, 0], readings);
    }

    [Fact]
    public async Task ReviewPapers_OfAFinalDecision_AreRefused()
    {
        var (@case, _) = await ApplicantsAsync();
        var decision = await DecideAsync(@case, PanelDecisionStage.Final, Guid.NewGuid());

        Assert.Equal("review-papers.no-determination", await panel.As(Roles.PanelAdviser).RefusedAsync(HttpMethod.Get, $"/panel-cases/{@case}/decisions/{decision}/review-papers"));
        Assert.Equal("decision.not-found", await panel.As(Roles.PanelAdviser).RefusedAsync(HttpMethod.Get, $"/panel-cases/{@case}/decisions/{Guid.NewGuid()}/review-papers"));
    }

    /// <summary>Applicants whose case was raised and heard.</summary>
    private async Task<(Guid Case, Guid Item)> ApplicantsAsync()
    {
        var household = (await panel.As(Roles.Recruitment).SendAsync(HttpMethod.Post, "/households", new
        {
            members = new[] { new { role = "parent", given = "Hazel", family = "Underwillow" } }, home = new { postcode = "ST16 2LH" }, assessment = new { },
        }))["id"]!.GetValue<Guid>();
        var @case = await panel.OpenAsync("adopter-approval", [], new { householdId = household });
        await panel.Hub.Database.ExecuteAsync($"update panel_case set state = 2, ready_on = '2025-06-02' where id = '{@case}'");
        var item = Guid.NewGuid();
        await panel.SendAsync(Item(@case, item, 1, AgendaItemState.Heard));
        await Eventually.AssertAsync(async () => Assert.Single((await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}"))["items"]!.AsArray()));
        return (@case, item);
    }

    private static RecordAgendaItem Item(Guid @case, Guid item, long version, AgendaItemState state) =>
        new(Guid.NewGuid(), new(860), @case, new(860), null, item, version, new CaseDay(new(2025, 6, 12)), state, RecommendedOutcome.No);

    private async Task<Guid> DecideAsync(Guid @case, PanelDecisionStage stage, Guid record)
    {
        var decision = new RecordDecision(
            Guid.NewGuid(), new(860), @case, new(860), PanelCaseKind.AdopterApproval, null, Guid.NewGuid(), null, stage, PanelDecisionOutcome.No, new DecisionDay(new(2025, 6, 16)),
            Contracts.FamilyFinding.PersonReference.Of("decision.maker.860"), record, PlanReversalReason.None);
        await panel.SendAsync(decision);
        await Eventually.AssertAsync(async () => Assert.Single((await panel.As(Roles.SocialWorker).GetAsync($"/panel-cases/{@case}/decisions"))["items"]!.AsArray()));
        return decision.Decision;
    }

    private async Task<int> ReadingsAsync(Guid @case, JsonNode paper) =>
        (await panel.As(Roles.CaldicottGuardian).GetAsync($"/panel-cases/{@case}/papers/{paper["id"]!.GetValue<Guid>()}/readings"))["items"]!.AsArray().Count(each => each!["by"]!.GetValue<string>() == "adviser.860");
}
