using System.Globalization;
using Partnership.Simulator.Lists;
using Partnership.Simulator.PlantedErrors;
using Partnership.Simulator.Population;
using Partnership.Simulator.Returns;
using Partnership.Simulator.Truth;

namespace Partnership.Simulator;

/// <summary>
/// Makes the returns of a region's councils for a run of years: <c>DIR/860/2025/*.csv</c>, and beside them <c>DIR/860/truth.json</c>
/// with what truly happened. The children are invented; how many were adopted is published.
/// </summary>
public static class Simulation
{
    public const int EarliestYear = 2010;
    public const int LatestYear = 2027;

    /// <summary>Writes everything, councils side by side. The answer lists every return in order of council and year.</summary>
    public static IReadOnlyList<SimulatedReturn> Run(
        SimulationOptions options, IProgress<SimulationProgress>? progress = null, CancellationToken ct = default)
    {
        if (options.FirstYear < EarliestYear || options.LastYear > LatestYear || options.FirstYear > options.LastYear)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"Years run from {EarliestYear} to {LatestYear}, the first not after the last.");
        }

        if (options.Lists && options.Councils.FirstOrDefault(council => council.OnsCode is null) is { } unplaced)
        {
            throw new ArgumentException($"A postcode directory needs the code of the area of council {unplaced.Code}.", nameof(options));
        }

        var written = new IReadOnlyList<SimulatedReturn>[options.Councils.Count];
        var providers = options.Lists ? new InventedProviders() : null;
        Parallel.For(0, written.Length, new ParallelOptions { CancellationToken = ct }, i =>
            written[i] = RunCouncil(options, options.Councils[i], providers, progress, ct));
        if (providers is not null)
        {
            var folder = Path.Combine(options.Directory, "reference-lists");
            Directory.CreateDirectory(folder);
            InventedPostcodes.Write(Path.Combine(folder, "postcodes.csv"), options.Councils);
            providers.Write(Path.Combine(folder, "providers.csv"));
        }

        return [.. written.SelectMany(years => years)];
    }

    private static List<SimulatedReturn> RunCouncil(
        SimulationOptions options, SimulatedCouncil of, InventedProviders? providers, IProgress<SimulationProgress>? progress, CancellationToken ct)
    {
        var council = of.Code;
        var population = new CouncilPopulation(options, council);
        population.Grow();
        var children = population.Children.OrderBy(child => child.LocalId, StringComparer.Ordinal).ToList();
        var years = options.LastYear - options.FirstYear + 1;
        var directory = Path.Combine(options.Directory, council);
        Directory.CreateDirectory(directory);

        var written = new List<SimulatedReturn>();
        var planted = new List<PlantedError>();
        for (var year = options.FirstYear; year <= options.LastYear; year++)
        {
            ct.ThrowIfCancellationRequested();
            var collected = new CouncilReturn(council, new CollectionYear(year), options.Seed);
            children.ForEach(collected.Include);
            CouncilReturn? last = null;
            if (options.Errors > 0 && year > options.FirstYear)
            {
                last = new CouncilReturn(council, new CollectionYear(year - 1), options.Seed);
                children.ForEach(last.Include);
            }

            var adopted = collected.Adopted.Rows.Count;
            providers?.Take(collected, of);
            var plantedNow = options.Errors > 0 ? new ErrorPlanter(collected, last, options.Seed, options.Lists).Plant(options.Errors) : [];
            planted.AddRange(plantedNow);
            collected.Write(Path.Combine(directory, year.ToString(CultureInfo.InvariantCulture)));
            written.Add(new SimulatedReturn(
                council, year, collected.Header.Rows.Count, collected.RowCount, adopted, collected.LookedAfterAtYearEnd,
                plantedNow.Count, population.CountsOf(year).Invented));
            progress?.Report(new SimulationProgress(council, written.Count, years));
        }

        var from = new CollectionYear(options.FirstYear).Start;
        TruthFile.Write(Path.Combine(directory, "truth.json"), new CouncilTruth(
            options.Region, council, options.Seed, from, population.Horizon,
            written.Exists(year => year.Invented),
            [.. children.Where(child => child.Periods.Exists(period => period.Entered <= population.Horizon))
                .Select(child => TruthFile.Tell(child, from, population.Horizon))]));
        if (options.Errors > 0)
        {
            PlantedError.WriteAll(Path.Combine(directory, "planted.csv"), planted);
        }

        return written;
    }
}
