using Partnership.AdoptionSupportFund.Outcomes;
using Partnership.AdoptionSupportFund.Region;
using Partnership.AdoptionSupportFund.Tests.Ledger;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Outcomes;

/// <summary>Scores before and after, and what may be told of them.</summary>
public sealed class OutcomeTests(FundHost fund)
{
    private static long _number;

    [Fact]
    public void Figures_OfPairs_CountBetterByEachToolsOwnDirection()
    {
        var scores = Enumerable.Range(0, 18).SelectMany(child => Pair("play-therapy", OutcomeTool.StrengthsAndDifficulties, 20, child < 6 ? 14 : child < 12 ? 20 : 22))
            .Concat(Enumerable.Range(0, 6).SelectMany(_ => Pair("play-therapy", OutcomeTool.GoalBasedOutcome, 3, 6)));

        var figures = OutcomeFigures.Of(scores);

        Assert.Equal(
            [("StrengthsAndDifficulties", 18, 6, 6, 6, 1.3m), ("GoalBasedOutcome", 6, 6, 0, 0, 3m)],
            figures.Select(figure => (figure.Tool.ToString(), figure.Children!.Value, figure.Better!.Value, figure.Same!.Value, figure.Worse!.Value, figure.MeanChange!.Value)));
    }

    /// <summary>However large the whole: one to five who did better, the same or worse are not told, nor what they could be worked out from.</summary>
    [Theory]
    [InlineData(4, 1, 1)]
    [InlineData(20, 0, 1)]
    [InlineData(8, 7, 5)]
    [InlineData(0, 3, 9)]
    public void Figures_WithFewOfAKind_TellTheWholeAndTheMeanAlone(int better, int same, int worse)
    {
        int[] after = [.. Enumerable.Repeat(14, better), .. Enumerable.Repeat(20, same), .. Enumerable.Repeat(22, worse)];

        var figure = Assert.Single(OutcomeFigures.Of(after.SelectMany(score => Pair("play-therapy", OutcomeTool.StrengthsAndDifficulties, 20, score))));

        Assert.Equal((better + same + worse, null, null, null, false), (figure.Children, figure.Better, figure.Same, figure.Worse, figure.Suppressed));
        Assert.NotNull(figure.MeanChange);
    }

    /// <summary>A score without its pair counts for nothing; a later one of the same moment takes the earlier one's place.</summary>
    [Fact]
    public void Figures_OfHalfAPairOrACorrectedScore_CountTheLastPairAlone()
    {
        var corrected = Pair("play-therapy", OutcomeTool.FundOutcome, 2, 2).ToList();
        corrected.Add(Score(corrected[1], 5));
        var scores = Enumerable.Range(0, 5).SelectMany(_ => Pair("play-therapy", OutcomeTool.FundOutcome, 2, 3)).Concat(corrected).Append(Pair("play-therapy", OutcomeTool.FundOutcome, 1, 5).First());

        var figure = Assert.Single(OutcomeFigures.Of(scores));

        Assert.Equal((6, 6, 1.3m), (figure.Children, figure.Better, figure.MeanChange));
    }

    [Fact]
    public void Figures_OverFewerThanSixChildren_AreHidden_AndSoIsTheNextThatWouldTellOfThem()
    {
        var scores = new (string Therapy, int Children)[] { ("art-therapy", 2), ("family-therapy", 9), ("play-therapy", 7) }
            .SelectMany(each => Enumerable.Range(0, each.Children).SelectMany(_ => Pair(each.Therapy, OutcomeTool.StrengthsAndDifficulties, 20, 10)));

        Assert.Equal(
            [("art-therapy", true, null), ("family-therapy", false, 9), ("play-therapy", true, (int?)null)],
            OutcomeFigures.Of(scores).Select(figure => (figure.Therapy, figure.Suppressed, figure.Children)));
    }

    [Theory]
    [InlineData(new int[0], new int[0])]
    [InlineData(new[] { 0, 8, 0 }, new int[0])]
    [InlineData(new[] { 5, 8, 7 }, new[] { 0, 2 })]
    [InlineData(new[] { 3, 3, 9 }, new[] { 0, 1 })]
    [InlineData(new[] { 3, 0 }, new[] { 0 })]
    public void Hidden_OfCounts_LeavesNothingToBeWorkedOut(int[] counts, int[] hidden) => Assert.Equal(hidden, Suppression.Hidden(counts).Order());

    [Fact]
    public async Task Measurement_OfAnApprovedLine_IsKept_AndWhatCannotBeIsRefused()
    {
        var (family, application) = await MoneyTests.ApprovedAsync(fund, 4, council: 893);
        using var worker = fund.ClientOf(Roles.SupportWorker, 893);
        var path = $"{FundHost.Of(893)}/applications/{application["id"]}/outcomes";
        object Body(int score, Guid? child = null, string on = "2025-11-03") => new
        {
            lineId = application["lines"]![0]!["lineId"], childId = child ?? family.Children[0], tool = "goal-based-outcome", when = "before", score, measuredOn = on,
        };

        Assert.Equal(3, (int)(await FundHost.SendAsync(worker, HttpMethod.Post, path, Body(3)))["measured"]!["score"]!);
        Assert.Equal((400, "outcome.score"), await RefusedAsync(Body(11)));
        Assert.Equal((400, "outcome.day"), await RefusedAsync(Body(3, on: "2025-11-04")));
        Assert.Equal((404, "line.not-found"), await RefusedAsync(Body(3, Guid.NewGuid())));
        var report = await FundHost.GetAsync(worker, $"{FundHost.Of(893)}/outcomes");
        Assert.All(report["outcomes"]!.AsArray(), figure => Assert.True((bool)figure!["suppressed"]!));

        async Task<(int, string)> RefusedAsync(object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = System.Net.Http.Json.JsonContent.Create(body) };
            using var response = await worker.SendAsync(request);
            return await FundHost.RefusalAsync(response);
        }
    }

    private static Measurement[] Pair(string therapy, OutcomeTool tool, short before, int after)
    {
        var first = new Measurement
        {
            Number = Interlocked.Increment(ref _number), LineId = Guid.NewGuid(), ChildId = Guid.NewGuid(), Therapy = therapy, Tool = tool, When = MeasuredWhen.Before, Score = before, MeasuredOn = FundHost.Today,
        };
        return [first, Score(first, after)];
    }

    private static Measurement Score(Measurement of, int after) => new()
    {
        Number = Interlocked.Increment(ref _number), LineId = of.LineId, ChildId = of.ChildId, Therapy = of.Therapy, Tool = of.Tool, When = MeasuredWhen.After, Score = (short)after, MeasuredOn = FundHost.Today,
    };
}
