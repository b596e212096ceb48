using System.CommandLine;
using System.Globalization;
using Partnership.CaseData.Lists;
using Partnership.Cli.Regions;
using Partnership.Cli.Simulate.Journeys;
using Partnership.Simulator;
using Spectre.Console;

namespace Partnership.Cli.Simulate;

/// <summary><c>partnership simulate</c>: writes invented returns of a region's councils, and the truth behind them.</summary>
internal static class SimulateCommand
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
            DefaultValueFactory = _ => new YearRange(2016, 2025),
            CustomParser = YearRange.Parse,
        };
        var seed = new Option<long>("--seed")
        {
            Description = "One seed gives the same files for ever", DefaultValueFactory = _ => 1,
        };
        var directory = new Option<DirectoryInfo>("--out") { Description = "Where to write", Required = true };
        var errors = new Option<decimal>("--errors")
        {
            Description = "Share of children in whose rows a rule break is planted, such as 0.02; listed in planted.csv",
        };
        var scale = new Option<decimal>("--scale")
        {
            Description = "Multiplies every count; the published counts are met at 1", DefaultValueFactory = _ => 1m,
        };
        var neverPlaced = new Option<decimal>("--never-placed")
        {
            Description = "Share of children adopted without having been placed for adoption, which breaks rule 390",
        };

        var lists = new Option<bool>("--lists")
        {
            Description = "Also write a postcode directory and a list of providers, invented too, and plant breaks of the rules that need them",
        };

        foreach (var share in (Option<decimal>[])[errors, neverPlaced])
        {
            share.Validators.Add(result =>
            {
                if (result.GetValue(share) is < 0 or > 1)
                {
                    result.AddError($"{share.Name} is a share from 0 to 1.");
                }
            });
        }

        scale.Validators.Add(result =>
        {
            if (result.GetValue(scale) is <= 0 or > 1000)
            {
                result.AddError("--scale is more than 0 and at most 1000.");
            }
        });

        var command = new Command("simulate", "Write invented SSDA903 returns of a region's councils, and the truth behind them")
        {
            region, years, seed, directory, errors, scale, neverPlaced, lists,
        };
        command.Subcommands.Add(JourneysCommand.Create());
        command.SetAction((parsed, ct) =>
        {
            var chosen = RegionFile.Read(parsed.GetValue(region)!);
            var range = parsed.GetValue(years)!;
            var options = new SimulationOptions
            {
                Region = chosen.Name,
                Councils = [.. chosen.Councils.Select(council => council with { OnsCode = council.OnsCode ?? ReferenceLists.AreaOf(council.Code) })],
                FirstYear = range.First,
                LastYear = range.Last,
                Seed = parsed.GetValue(seed),
                Directory = parsed.GetValue(directory)!.FullName,
                Errors = parsed.GetValue(errors),
                Scale = parsed.GetValue(scale),
                NeverPlaced = parsed.GetValue(neverPlaced),
                Lists = parsed.GetValue(lists),
            };
            var written = Run(options, ct);
            Summarise(written, options);
            return Task.FromResult(Verb.Done);
        });
        return command;
    }

    /// <summary>Runs the simulation under a progress bar.</summary>
    public static IReadOnlyList<SimulatedReturn> Run(SimulationOptions options, CancellationToken ct)
    {
        IReadOnlyList<SimulatedReturn> written = [];
        Terminal.Progress().Start(context =>
        {
            var bar = context.AddTask("Simulating returns", maxValue: options.Councils.Count * (options.LastYear - options.FirstYear + 1));
            written = Simulation.Run(options, new Bar(bar), ct);
        });
        return written;
    }

    private static void Summarise(IReadOnlyList<SimulatedReturn> written, SimulationOptions options)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in (string[])["Year", "Councils", "Children", "Rows", "Adopted", "Looked after 31 March", "Planted"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var year in written.GroupBy(made => made.Year))
        {
            table.AddRow(
                Show(year.Key, "0"), Show(year.Count()), Show(year.Sum(made => made.Children)), Show(year.Sum(made => made.Rows)),
                Show(year.Sum(made => made.Adopted)), Show(year.Sum(made => made.LookedAfterAtYearEnd)), Show(year.Sum(made => made.Planted)));
        }

        Terminal.Output.Write(table);
        if (written.Any(made => made.Invented))
        {
            Terminal.Print("Counts of some councils or years are invented: none were published for them here.");
        }

        Terminal.Print($"Written to {options.Directory}");
    }

    private static string Show(int number, string format = "N0") => number.ToString(format, CultureInfo.InvariantCulture);

    private sealed class Bar(ProgressTask task) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value)
        {
            lock (task)
            {
                task.Increment(1);
            }
        }
    }
}
