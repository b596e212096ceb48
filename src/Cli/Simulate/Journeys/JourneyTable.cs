using System.Globalization;
using Partnership.Simulator.Journeys;
using Spectre.Console;

namespace Partnership.Cli.Simulate.Journeys;

/// <summary>The figures of a study: means over the repeats, and how far each policy is from the first in the same repeats.</summary>
internal static class JourneyTable
{
    /// <summary>What is shown, with its name and unit.</summary>
    public static IReadOnlyList<(string Name, Func<JourneyOutcome, double> Of, string Format)> Measures { get; } =
    [
        ("Children searched for", outcome => outcome.Children, "0"),
        ("Placed, %", outcome => outcome.PlacedShare, "0.0"),
        ("of these in the region, %", outcome => outcome.InRegionShare, "0.0"),
        ("Placed within half a year, %", outcome => outcome.WithinHalfAYearShare, "0.0"),
        ("Placed within a year, %", outcome => outcome.WithinAYearShare, "0.0"),
        ("Mean wait of those placed, days", outcome => outcome.DaysOfPlaced, "0"),
        ("Mean wait of all, days", outcome => outcome.DaysOfAll, "0"),
        ("Plan changed, children", outcome => outcome.PlanChanged, "0.0"),
        ("Links for each child matched", outcome => outcome.LinksPerMatch, "0.00"),
        ("Links that the household declined, %", outcome => outcome.Links == 0 ? 0 : 100.0 * outcome.Declined / outcome.Links, "0.0"),
    ];

    public static void Print(IReadOnlyDictionary<SearchPolicy, IReadOnlyList<JourneyOutcome>> study, JourneyOptions options)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (var policy in study.Keys)
        {
            table.AddColumn(new TableColumn(policy.Name).RightAligned());
        }

        var first = study[SearchPolicy.Compared[0]];
        foreach (var (name, of, format) in Measures)
        {
            table.AddRow([name, .. study.Values.Select(outcomes => Cell(outcomes, first, of, format))]);
        }

        Terminal.Output.Write(table);
        Terminal.Print(
            $"Means of {options.Repeats} lives of {options.FirstYear} to {options.LastYear}; in brackets the difference from the first column and what it may be off by (95 %).");
    }

    private static string Cell(IReadOnlyList<JourneyOutcome> outcomes, IReadOnlyList<JourneyOutcome> first, Func<JourneyOutcome, double> of, string format)
    {
        string Show(double number, string shape) => number.ToString(shape, CultureInfo.InvariantCulture);
        var mean = Show(outcomes.Average(of), format);
        if (ReferenceEquals(outcomes, first))
        {
            return mean;
        }

        var (difference, margin) = Difference(outcomes, first, of);
        return $"{mean} ({Show(difference, $"+{format};−{format};0")} ±{Show(margin, format)})";
    }

    /// <summary>The mean difference within the same repeats, with 1.96 standard errors.</summary>
    public static (double Mean, double Margin) Difference(
        IReadOnlyList<JourneyOutcome> outcomes, IReadOnlyList<JourneyOutcome> first, Func<JourneyOutcome, double> of)
    {
        var differences = outcomes.Zip(first, (one, other) => of(one) - of(other)).ToList();
        var mean = differences.Average();
        var variance = differences.Sum(each => (each - mean) * (each - mean)) / (differences.Count - 1);
        return (mean, 1.96 * Math.Sqrt(variance / differences.Count));
    }
}
