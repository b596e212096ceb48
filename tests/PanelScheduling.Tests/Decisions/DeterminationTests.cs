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

    /// <summary>Nobody reached them by telephone, and the letter went all the same.</summary>
    [Fact]
    public async Task Answer_OfAdoptersWhoWereToldByLetterAlone_HasItsFortyDaysToo()
    {
        var (world, @case, decision, _) = await DeterminedAsync(byLetterAlone: true);

        var clocks = (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["clocks"]!.AsArray();
        Assert.Equal("2025-09-12", Text(clocks.Single(each => Text(each!, "clock") == "representations")!, "due"));
        Assert.DoesNotContain(clocks, each => each!["recipient"] is not null);
        GoTo("2025-09-12");
        await AnswerAsync(world, decision, "representations", "2025-09-12");
    }

    // The day on which it was made counts, not the day on which the agency hears of it.
    [Fact]
    public async Task Answer_MadeInTimeAndHeardOfWhenTheTimeWasOver_IsTaken()
    {
        var (world, @case, decision, maker) = await DeterminedAsync();
        GoTo("2025-09-15");
        await Host.Services.GetRequiredService<UnansweredDeterminations>().SweepAsync(CancellationToken.None);
        Assert.Equal("for-decision", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
        Assert.Equal("determination.too-late", await AnswerRefusedAsync(world, decision, "independent-review", "2025-09-15"));

        await AnswerAsync(world, decision, "independent-review", "2025-09-12");

        var read = await world.Adviser.GetAsync($"/cases/{@case.Id}");
        Assert.Equal("determined", Text(read, "case", "state"));
        Assert.Equal(["decision 1 met", "representations 1 met"], Clocks(read).Where(each => each.StartsWith("decision", StringComparison.Ordinal) || each.StartsWith("rep", StringComparison.Ordinal)));
        Assert.Equal("decision.not-ready", await maker.RefusedAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, await world.RecordAsync(@case, world.SubjectOf("maker-860")), "no"), $"/cases/{@case.Id}"));
        await ReviewAsync(world, decision, new { step = "notified", on = "2025-09-15" });
    }

    [Fact]
    public async Task Representations_HeardOfWhenTheTimeWasOver_StillGoToPanel()
    {
        var (world, @case, decision, _) = await DeterminedAsync();
        GoTo("2025-09-15");
        await Host.Services.GetRequiredService<UnansweredDeterminations>().SweepAsync(CancellationToken.None);
        await AnswerAsync(world, decision, "representations", "2025-09-11", referToPanel: true);
        Assert.Equal("ready", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
    }

    // The decision maker had put the case back meanwhile, and it was booked.
    [Fact]
    public async Task Answer_MadeInTimeOfACaseThatIsOnAnAgenda_TakesItOff()
    {
        var (world, @case, decision, maker) = await DeterminedAsync();
        GoTo("2025-09-15");
        await Host.Services.GetRequiredService<UnansweredDeterminations>().SweepAsync(CancellationToken.None);
        await maker.SendAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, await world.RecordAsync(@case, world.SubjectOf("maker-860")), "deferred"), $"/cases/{@case.Id}");
        var item = World.Id(await world.BookAsync(await world.DrawnMeetingAsync("2025-10-14"), @case), "itemId");
        await Host.TakeFromHubAsync<RecordAgendaItem>(860);

        await AnswerAsync(world, decision, "independent-review", "2025-09-12");

        Assert.Equal("determined", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
        var read = await world.Adviser.GetAsync($"/agenda-items/{item}");
        Assert.Equal(("withdrawn", "determination-answered"), (Text(read, "state"), Text(read, "reason")));
        Assert.Equal(AgendaItemState.Withdrawn, Assert.Single(await Host.TakeFromHubAsync<RecordAgendaItem>(860), each => each.Item == item).State);
    }

    [Fact]
    public async Task Answer_HeardOfAfterTheSecondDecision_IsRefused()
    {
        var (world, @case, decision, maker) = await DeterminedAsync();
        GoTo("2025-09-15");
        await Host.Services.GetRequiredService<UnansweredDeterminations>().SweepAsync(CancellationToken.None);
        await maker.SendAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, await world.RecordAsync(@case, world.SubjectOf("maker-860")), "no"), $"/cases/{@case.Id}");

        Assert.Equal("determination.not-sent", await AnswerRefusedAsync(world, decision, "representations", "2025-09-11"));
    }

    [Fact]
    public async Task Review_ThatEndsWithoutARecommendation_IsFollowedByTheSecondDecision()
    {
        var (world, @case, decision, maker) = await DeterminedAsync();
        GoTo("2025-08-15");
        await AnswerAsync(world, decision, "independent-review", "2025-08-01");
        await ReviewAsync(world, decision, new { step = "notified", on = "2025-08-04" });

        await ReviewAsync(world, decision, new { step = "ended", on = "2025-08-14" });

        var read = await world.Adviser.GetAsync($"/cases/{@case.Id}");
        Assert.Equal("for-decision", Text(read, "case", "state"));
        Assert.Contains("review-papers 1 met", Clocks(read));
        Assert.Contains("decision 2 running", Clocks(read));
        Assert.Equal("2025-08-14", Text(await world.Adviser.GetAsync($"/decisions/{decision}"), "reviewEndedOn"));
        Assert.Equal("review.not-applied-for", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/decisions/{decision}/review", new { step = "ended", on = "2025-08-14" }, $"/decisions/{decision}"));
        var second = await maker.SendAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, await world.RecordAsync(@case, world.SubjectOf("maker-860")), "no"), $"/cases/{@case.Id}");
        Assert.Equal("second", Text(second["decisions"]![0]!, "stage"));
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

        var read = await world.Adviser.GetAsync($"/cases/{@case.Id}");
        Assert.Equal("for-decision", Text(read, "case", "state"));

        // The time to answer ended with its last day; the decision maker's seven working days began today, and nothing is late.
        Assert.Contains("representations 1 met", Clocks(read));
        Assert.Contains("decision 2 running", Clocks(read));
        var waiting = (await maker.GetAsync("/worklist"))["items"]!.AsArray().Single(each => each!["caseId"]?.GetValue<string>() == $"{@case.Id}")!;
        Assert.Equal(("decide", "2025-09-24", false), (Text(waiting, "do"), Text(waiting, "by"), waiting["overdue"]!.GetValue<bool>()));
        var second = await maker.SendAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, await world.RecordAsync(@case, world.SubjectOf("maker-860")), "no"), $"/cases/{@case.Id}");
        Assert.Equal("second", Text(second["decisions"]![0]!, "stage"));
    }

    // In every case a second decision is made: a case that is taken back meanwhile goes on.
    [Fact]
    public async Task Withdrawn_AfterTheDetermination_IsDecidedASecondTimeAllTheSame()
    {
        var (world, @case, decision, _) = await DeterminedAsync();
        GoTo("2025-08-01");
        await AnswerAsync(world, decision, "representations", "2025-08-01");
        await Host.SendAsync(@case.Message with { Version = 2, Withdrawn = true });
        await Eventually.TrueAsync(() => Host.AskAsync(async db => (await db.Cases.FindAsync(@case.Id))!.HubVersion == 2), "the message to be taken in");

        Assert.Equal("for-decision", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
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
    private async Task<(World World, RaisedCase Case, Guid Decision, PanelClient Maker)> DeterminedAsync(bool byLetterAlone = false)
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");
        await world.RecommendedAsync(@case, "no");
        var (maker, record) = await world.DecisionMakerAsync(@case);
        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "no"), $"/cases/{@case.Id}");
        var decision = World.Id(made["decisions"]![0]!, "decisionId");
        await Host.SendAsync(new DecisionTold(
            Guid.NewGuid(), new(860), 1, 1, @case.Id, decision, PanelNoticeRecipient.Adopters, byLetterAlone ? null : new CaseDay(new DateOnly(2025, 7, 16)), new CaseDay(new DateOnly(2025, 7, 18)), byLetterAlone));
        await Eventually.TrueAsync(
            async () => (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["clocks"]!.AsArray().Any(each => Text(each!, "clock") == "representations"), "the notice to be known");
        return (world, @case, decision, maker);
    }

    private static IEnumerable<string> Clocks(System.Text.Json.Nodes.JsonNode read) =>
        read["clocks"]!.AsArray().Select(each => $"{Text(each!, "clock")} {each!["round"]!.GetValue<int>()} {Text(each, "status")}").Order(StringComparer.Ordinal);

    private Task<Guid> UsedRecordAsync(Guid decision) => Host.AskAsync(async db => (await db.Decisions.FindAsync(decision))!.Record);

    private static Task<System.Text.Json.Nodes.JsonNode> AnswerAsync(World world, Guid decision, string answer, string on, bool referToPanel = false) =>
        world.Adviser.SendAsync(HttpMethod.Post, $"/decisions/{decision}/answer", new { answer, on, referToPanel }, $"/decisions/{decision}");

    private static Task<string> AnswerRefusedAsync(World world, Guid decision, string answer, string on) =>
        world.Adviser.RefusedAsync(HttpMethod.Post, $"/decisions/{decision}/answer", new { answer, on }, $"/decisions/{decision}");

    private static Task<System.Text.Json.Nodes.JsonNode> ReviewAsync(World world, Guid decision, object step) =>
        world.Adviser.SendAsync(HttpMethod.Post, $"/decisions/{decision}/review", step, $"/decisions/{decision}");
}
