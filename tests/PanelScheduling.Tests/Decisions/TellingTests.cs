using System.Text.Json.Nodes;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Decisions;

/// <summary>What becomes of telling when decisions are replaced, and of what was told before notices were kept by decision.</summary>
public sealed class TellingTests(PanelHost host) : PanelTest(host)
{
    private static readonly DateOnly Monday = new(2025, 6, 16);

    [Fact]
    public async Task Reversal_ForOneChild_DoesNotCloseTheCaseWhoseOtherChildsDecisionNobodyWasTold()
    {
        var (world, @case, made) = await DecidedAsync(children: 2);
        var maker = Host.As(ServiceDefaults.Authentication.Roles.DecisionMaker, world.SubjectOf("maker-860"), 860);
        var reversed = await maker.SendAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/decisions",
            new { recordId = await world.RecordAsync(@case, world.SubjectOf("maker-860")), reasonsAdopted = "no-panel", reversalReason = "needs-changed", decisions = new[] { new { child = @case.Children[0].Child, outcome = "no" } } },
            $"/cases/{@case.Id}");

        await TellAsync(Told(@case, reversed["decisions"]![0]!));
        Assert.Equal("decided", await StateAsync(world, @case));

        // Of the first child's first decision, which the reversal has replaced, nobody need be told any more.
        await TellAsync(Told(@case, made.Single(each => World.Id(each!, "child") == @case.Children[1].Child)!));
        Assert.Equal("closed", await StateAsync(world, @case));
    }

    /// <summary>As the migration leaves it: the days stand in the case, and the notice names neither decision nor recipient.</summary>
    [Fact]
    public async Task Told_BeforeNoticesWereKeptByDecision_CountsWithWhatIsToldAfterwards()
    {
        var (world, @case, made) = await DecidedAsync(children: 1);
        var told = Told(@case, made[0]!);
        await TellAsync(told with { InWritingOn = null });
        await BeforeAsync(@case);

        await TellAsync(told with { Version = 2 });

        Assert.Equal("closed", await StateAsync(world, @case));
        Assert.Equal(["2025-06-16", "2025-06-16"], await ToldOnAsync(world, @case));
    }

    [Fact]
    public async Task Told_OneGroupAfterwards_LeavesTheDaysOfTheOtherAlone()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(860));
        await world.RecommendedAsync(@case);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}");
        DecisionTold Of(PanelNoticeRecipient recipient) =>
            Told(@case, made["decisions"]![0]!) with { Recipient = recipient, OrallyOn = new CaseDay(new DateOnly(2025, 7, 15)), InWritingOn = new CaseDay(new DateOnly(2025, 7, 15)) };
        await TellAsync(Of(PanelNoticeRecipient.Adopters));
        await BeforeAsync(@case);

        await TellAsync(Of(PanelNoticeRecipient.BirthParents));

        Assert.Equal("closed", await StateAsync(world, @case));
        Assert.Equal(4, (await ToldOnAsync(world, @case)).Count);
    }

    private async Task<(World World, RaisedCase Case, JsonArray Made)> DecidedAsync(int children)
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: children);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        var made = await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "no-panel"), $"/cases/{@case.Id}");
        return (world, @case, made["decisions"]!.AsArray());
    }

    private static DecisionTold Told(RaisedCase @case, JsonNode decision) => new(
        Guid.NewGuid(), @case.Council, 1, 1, @case.Id, World.Id(decision, "decisionId"), PanelNoticeRecipient.BirthParents, new CaseDay(Monday), new CaseDay(Monday), false);

    private async Task TellAsync(DecisionTold told)
    {
        await Host.SendAsync(told);
        await Eventually.TrueAsync(
            () => Host.AskAsync(async db => await db.Notices.FindAsync(told.Reference) is { } notice && notice.HubVersion == told.Version && notice.DecisionId == told.Decision), "the notice to be known");
    }

    private Task BeforeAsync(RaisedCase @case) => Host.Database.ExecuteAsync(
        $"update held_notice set decision_id = null, recipient = 0, orally_on = null, in_writing_on = null where case_id = '{@case.Id}'");

    private static async Task<string> StateAsync(World world, RaisedCase @case) => Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state");

    private static async Task<List<string?>> ToldOnAsync(World world, RaisedCase @case) =>
        [.. (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["clocks"]!.AsArray().Where(each => each!["recipient"] is not null).Select(each => each!["ended"]?.GetValue<string>())];
}
