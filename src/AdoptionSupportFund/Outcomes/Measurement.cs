using Partnership.AdoptionSupportFund.Region;

namespace Partnership.AdoptionSupportFund.Outcomes;

/// <summary>A tool by which it is measured how a child or family does.</summary>
internal enum OutcomeTool
{
    /// <summary>Strengths and Difficulties Questionnaire, total difficulties: 0 to 40, less is better.</summary>
    StrengthsAndDifficulties = 1,

    /// <summary>Goal-based outcome: 0 to 10, more is better.</summary>
    GoalBasedOutcome = 2,

    /// <summary>Brief parental self-efficacy scale: 5 to 25, more is better.</summary>
    ParentalSelfEfficacy = 3,

    /// <summary>The fund's own outcome question since December 2023: 1 to 5, more is better.</summary>
    FundOutcome = 4,
}

internal enum MeasuredWhen
{
    Before = 1,

    After = 2,
}

/// <summary>One score of one child for one line. Entered once; a later one of the same moment takes its place in the figures.</summary>
internal sealed class Measurement
{
    public Guid Id { get; init; }

    public long Number { get; init; }

    public short Council { get; init; }

    public Guid ApplicationId { get; init; }

    public Guid LineId { get; init; }

    public Guid ChildId { get; init; }

    public required string Therapy { get; init; }

    public OutcomeTool Tool { get; init; }

    public MeasuredWhen When { get; init; }

    public short Score { get; init; }

    public DateOnly MeasuredOn { get; init; }
}

/// <summary>What came of a therapy: pairs of a score before and one after. Pure.</summary>
internal static class OutcomeFigures
{
    private static readonly Dictionary<OutcomeTool, (short Least, short Most, bool MoreIsBetter)> Scales = new()
    {
        [OutcomeTool.StrengthsAndDifficulties] = (0, 40, false),
        [OutcomeTool.GoalBasedOutcome] = (0, 10, true),
        [OutcomeTool.ParentalSelfEfficacy] = (5, 25, true),
        [OutcomeTool.FundOutcome] = (1, 5, true),
    };

    /// <summary>
    /// A therapy's outcome by one tool; hidden where it stands for fewer than six children whom the reader does not know, or would tell of another that does.
    /// <c>Better</c>, <c>Same</c>, <c>Worse</c>: all three null where one of them is of one to five children.
    /// </summary>
    internal sealed record Figure(string Therapy, OutcomeTool Tool, int? Children, int? Better, int? Same, int? Worse, decimal? MeanChange, bool Suppressed);

    public static (short Least, short Most) ScaleOf(OutcomeTool tool) => (Scales[tool].Least, Scales[tool].Most);

    /// <summary>By therapy and tool. A child counts once in each, with the sum of its changes over lines.</summary>
    /// <param name="measurements">The scores.</param>
    /// <param name="known">The reader's own councils, who takes their children off every sum: what is told is safe without them. None for who reads one council's.</param>
    public static IReadOnlyList<Figure> Of(IEnumerable<Measurement> measurements, IReadOnlySet<short>? known = null)
    {
        var pairs = measurements
            .GroupBy(each => (each.Therapy, each.Tool, each.LineId, each.ChildId))
            .Select(group => (group.Key, Before: Last(group, MeasuredWhen.Before), After: Last(group, MeasuredWhen.After)))
            .Where(pair => pair is { Before: not null, After: not null })
            .GroupBy(pair => (pair.Key.Therapy, pair.Key.Tool, pair.Key.ChildId))
            .Select(child => (child.Key.Therapy, child.Key.Tool, IsKnown: child.All(pair => known?.Contains(pair.After!.Council) == true), Change: child.Sum(pair => (pair.After!.Score - pair.Before!.Score) * (Scales[child.Key.Tool].MoreIsBetter ? 1 : -1))))
            .ToList();
        var figures = new List<Figure>();
        foreach (var tool in pairs.GroupBy(pair => pair.Tool).OrderBy(group => group.Key))
        {
            var cells = tool.GroupBy(pair => pair.Therapy).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
            var hidden = Suppression.Hidden([.. cells.Select(cell => cell.Count(pair => !pair.IsKnown))]);
            figures.AddRange(cells.Select((cell, index) => hidden.Contains(index)
                ? new Figure(cell.Key, tool.Key, null, null, null, null, null, true)
                : Of(cell.Key, tool.Key, [.. cell.Select(pair => (pair.Change, pair.IsKnown))])));
        }

        return figures;
    }

    // All three or none: two of them and the number of children would be the third, and a nought beside the mean tells how the rest moved.
    private static Figure Of(string therapy, OutcomeTool tool, IReadOnlyList<(int Change, bool IsKnown)> children)
    {
        Func<int, bool>[] parts = [change => change > 0, change => change == 0, change => change < 0];
        var isTold = Suppression.Hidden([.. parts.Select(part => children.Count(child => !child.IsKnown && part(child.Change)))]).Count == 0;
        int?[] counts = [.. parts.Select(part => isTold ? children.Count(child => part(child.Change)) : (int?)null)];
        return new Figure(
            therapy, tool, children.Count, counts[0], counts[1], counts[2], decimal.Round((decimal)children.Sum(child => child.Change) / children.Count, 1, MidpointRounding.AwayFromZero), false);
    }

    private static Measurement? Last(IEnumerable<Measurement> measurements, MeasuredWhen when) => measurements.Where(each => each.When == when).MaxBy(each => each.Number);
}
