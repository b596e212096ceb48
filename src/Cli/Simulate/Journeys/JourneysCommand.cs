using System.CommandLine;
using System.Globalization;
using Partnership.Cli.Regions;
using Partnership.Contracts;
using Partnership.Simulator.Journeys;
using Spectre.Console;

namespace Partnership.Cli.Simulate.Journeys;

/// <summary><c>partnership simulate journeys</c>: what different ways of searching would have done to the waits of a region's children.</summary>
internal static class JourneysCommand
{
    public static Command Create()
    {
        var region = new Option<string>("--region")
        {
            Description = "The region, as in AppHost/Regions", DefaultValueFactory = _ => RegionFile.Default,
        };
        var years = new Option<YearRange>("--years")
        {
            Description = "First and last collection year, each named by the year in which it ends",
            DefaultValueFactory = _ => new YearRange(2021, 2025),
            CustomParser = YearRange.Parse,
        };
        var seed = new Option<long>("--seed")
        {
            Description = "One seed gives the same figures for ever", DefaultValueFactory = _ => 1,
        };
        var repeats = new Option<int>("--repeats")
        {
            Description = "How often the years are lived, each time with other children and households", DefaultValueFactory = _ => 40,
        };
        var svg = new Option<FileInfo?>("--svg") { Description = "Where to write the picture" };
        repeats.Validators.Add(result =>
        {
            if (result.GetValue(repeats) is < 2 or > 1000)
            {
                result.AddError("--repeats is from 2 to 1000.");
            }
        });

        var command = new Command("journeys", "Live a region's years under several ways of searching, and compare placements and waits")
        {
            region, years, seed, repeats, svg,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var chosen = RegionFile.Read(parsed.GetValue(region)!);
            var range = parsed.GetValue(years)!;
            var options = new JourneyOptions
            {
                Councils = chosen.Councils,
                FirstYear = range.First,
                LastYear = range.Last,
                Seed = parsed.GetValue(seed),
                Repeats = parsed.GetValue(repeats),
            };
            var study = Run(options, ct);
            JourneyTable.Print(study, options);
            if (parsed.GetValue(svg) is { } file)
            {
                await File.WriteAllTextAsync(file.FullName, JourneyPicture.Draw(study, options), ct);
                Terminal.Print($"Picture written to {file.FullName}");
            }

            return Verb.Done;
        });
        return command;
    }

    /// <summary>Runs the study under a progress bar.</summary>
    private static IReadOnlyDictionary<SearchPolicy, IReadOnlyList<JourneyOutcome>> Run(JourneyOptions options, CancellationToken ct)
    {
        var councils = options.Councils.Select(council => CouncilCode.Parse(council.Code, CultureInfo.InvariantCulture)).ToList();
        IReadOnlyDictionary<SearchPolicy, IReadOnlyList<JourneyOutcome>>? study = null;
        Terminal.Progress().Start(context =>
        {
            var bar = context.AddTask("Living through the years", maxValue: options.Repeats * SearchPolicy.Compared.Count);
            study = JourneyStudy.Run(options, isRuledOut => new EngineSearch(councils, isRuledOut), new Bar(bar), ct);
        });
        return study!;
    }

    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        public void Report(int value)
        {
            lock (task)
            {
                task.Increment(value);
            }
        }
    }
}
