using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.PanelScheduling.Decisions;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Decisions;

/// <summary>Adoption Agencies Regulations 2005, regulations 30B(5) to (8) and 30C.</summary>
public sealed class DeterminationTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Refusal_IsAProposalThatMovesNothingYet()
    {
        var (world, @case, decision, _) = await DeterminedAsync();

        Assert.Equal("determined", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
        Assert.Equal("determination", Text(await world.Adviser.GetAsync($"/decisions/{decision}"), "decision", "stage"));
        Assert.DoesNotContain(await Host.TakeFromHubAsync<HouseholdDecided>(860), each => each.Case == @case.Id);
    }

    // Sent on Friday 18 July, which is day 1: the fortieth working day is 12 September, the August bank holiday left out.
    [Fact]
    public async Task Answer_FortyWorkingDaysBeginningWithTheDaySent()
    {
        var (world, @case, decision, _) = await DeterminedAsync();

        var clock = (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["clocks"]!.AsArray().Single(each => Text(each!, "clock") == "representations")!;
        Assert.Equal(("2025-07-18", "2025-09-12"), (Text(clock, "started"), Text(clock, "due")));
        GoTo("2025-09-15");
        Assert.Equal("determination.too-late", await AnswerRefusedAsync(world, decision, "representations", "2025-09-15"));
        await AnswerAsync(world, decision, "representations", "2025-09-12");
    }

    [Fact]
    public async Task Answer_BothWays_IsRefused()
    {
        var (world, _, decision, _) = await DeterminedAsync();
        GoTo("2025-08-01");
        await AnswerAsync(world, decision, "representations", "2025-08-01");

        Assert.Equal("determination.answered", await AnswerRefusedAsync(world, decision, "independent-review", "2025-08-01"));
    }

    [Fact]
    public async Task Representations_ReferredToPanel_AreHeardAgainAndDecidedAFreshSecondTime()
    {
        var (world, @case, decision, maker) = await DeterminedAsync();
        GoTo("2025-08-01");
        await AnswerAsync(world, decision, "representations", "2025-08-01", referToPanel: true);
        Assert.Equal("ready", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
        await world.RecommendedAsync(@case, "yes", "2025-09-09");
        Assert.Equal("decision.record-used", await maker.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, await UsedRecordAsync(decision), "yes"), $"/cases/{@case.Id}"));

        var second = await maker.SendAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, await world.RecordAsync(@case, world.SubjectOf("maker-860")), "yes"), $"/cases/{@case.Id}");

        Assert.Equal(("second", "yes"), (Text(second["decisions"]![0]!, "stage"), Text(second["decisions"]![0]!, "outcome")));
        Assert.Contains(await Host.TakeFromHubAsync<HouseholdDecided>(860), each => each.Case == @case.Id && each.Decision == HouseholdDecision.Approved);
    }

    [Fact]
    public async Task Review_RunsItsStepsInOrderThenASecondDecisionIsMade()
    {
        var (world, @case, decision, maker) = await DeterminedAsync();
        GoTo("2025-08-01");
        await AnswerAsync(world, decision, "independent-review", "2025-08-01");
        Assert.Equal("determined", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
        Assert.Equal("review.order", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/decisions/{decision}/review", new { step = "papers-sent", on = "2025-08-01" }, $"/decisions/{decision}"));
        await ReviewAsync(world, decision, new { step = "notified", on = "2025-08-01" });
        var papers = (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["clocks"]!.AsArray().Single(each => Text(each!, "clock") == "review-papers")!;
        Assert.Equal("2025-08-15", Text(papers, "due"));
        GoTo("2025-11-20");
        await ReviewAsync(world, decision, new { step = "papers-sent", on = "2025-08-14" });
        await ReviewAsync(world, decision, new { step = "recommended", on = "2025-11-20", recommended = "no" });

        var second = await maker.SendAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, await world.RecordAsync(@case, world.SubjectOf("maker-860")), "no"), $"/cases/{@case.Id}");

        Assert.Equal("second", Text(second["decisions"]![0]!, "stage"));
        Assert.Contains(await Host.TakeFromHubAsync<HouseholdDecided>(860), each => each.Case == @case.Id && each.Decision == HouseholdDecision.NotApproved);
    }

    [Fact]
    public async Task Unanswered_GoesToTheSecondDecisionByItself()
    {
        var (world, @case, _, maker) = await DeterminedAsync();
        var sweep = Host.Services.GetRequiredService<UnansweredDeterminations>();
        GoTo("2025-09-12");
        await sweep.SweepAsync(CancellationToken.None);
        Assert.Equal("determined", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
        GoTo("2025-09-15");

        await sweep.SweepAsync(CancellationToken.None);

        Assert.Equal("for-decision", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
        var second = await maker.SendAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, await world.RecordAsync(@case, world.SubjectOf("maker-860")), "no"), $"/cases/{@case.Id}");
        Assert.Equal("second", Text(second["decisions"]![0]!, "stage"));
    }

    // A refused match never gets this route.
    [Fact]
    public async Task RefusedMatch_IsFinal()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(860));
        await world.RecommendedAsync(@case, "no");
        var (maker, record) = await world.DecisionMakerAsync(@case);

        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "no"), $"/cases/{@case.Id}");

        Assert.Equal("final", Text(made["decisions"]![0]!, "stage"));
        Assert.Equal("decision.not-found", await world.Adviser.RefusedAsync(
            HttpMethod.Post, $"/decisions/{World.Id(made["decisions"]![0]!, "decisionId")}/answer", new { answer = "independent-review", on = "2025-07-15" }, $"/decisions/{World.Id(made["decisions"]![0]!, "decisionId")}"));
    }

    /// <summary>Refused on 15 July, the notice sent on the 18th.</summary>
    private async Task<(World World, RaisedCase Case, Guid Decision, PanelClient Maker)> DeterminedAsync()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");
        await world.RecommendedAsync(@case, "no");
        var (maker, record) = await world.DecisionMakerAsync(@case);
        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "no"), $"/cases/{@case.Id}");
        var decision = World.Id(made["decisions"]![0]!, "decisionId");
        await Host.SendAsync(new DecisionTold(
            Guid.NewGuid(), new(860), 1, 1, @case.Id, decision, PanelNoticeRecipient.Adopters, new CaseDay(new DateOnly(2025, 7, 16)), new CaseDay(new DateOnly(2025, 7, 18)), false));
        await Eventually.TrueAsync(
            async () => (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["clocks"]!.AsArray().Any(each => Text(each!, "clock") == "representations"), "the notice to be known");
        return (world, @case, decision, maker);
    }

    private Task<Guid> UsedRecordAsync(Guid decision) => Host.AskAsync(async db => (await db.Decisions.FindAsync(decision))!.Record);

    private static Task<System.Text.Json.Nodes.JsonNode> AnswerAsync(World world, Guid decision, string answer, string on, bool referToPanel = false) =>
        world.Adviser.SendAsync(HttpMethod.Post, $"/decisions/{decision}/answer", new { answer, on, referToPanel }, $"/decisions/{decision}");

    private static Task<string> AnswerRefusedAsync(World world, Guid decision, string answer, string on) =>
        world.Adviser.RefusedAsync(HttpMethod.Post, $"/decisions/{decision}/answer", new { answer, on }, $"/decisions/{decision}");

    private static Task<System.Text.Json.Nodes.JsonNode> ReviewAsync(World world, Guid decision, object step) =>
        world.Adviser.SendAsync(HttpMethod.Post, $"/decisions/{decision}/review", step, $"/decisions/{decision}");
}
