using Partnership.Simulator.Truth;

namespace Partnership.Simulator.Tests;

/// <summary>Returns of the reference region, written once to a folder of their own and removed afterwards.</summary>
internal sealed class SimulatedRegion : IDisposable
{
    public static readonly SimulatedCouncil[] Together4Children =
    [
        new("860", "Staffordshire", "E10000028"), new("861", "Stoke-on-Trent", "E06000021"), new("893", "Shropshire", "E06000051"),
        new("894", "Telford and Wrekin", "E06000020"),
    ];

    public SimulatedRegion(long seed, Func<SimulationOptions, SimulationOptions>? change = null)
    {
        var options = new SimulationOptions
        {
            Region = "together4children", Councils = Together4Children, FirstYear = 2016, LastYear = 2025, Seed = seed,
            Directory = Directory.CreateTempSubdirectory("partnership-simulated-").FullName,
        };
        Options = change?.Invoke(options) ?? options;
        Written = Simulation.Run(Options, ct: TestContext.Current.CancellationToken);
    }

    public SimulationOptions Options { get; }

    public IReadOnlyList<SimulatedReturn> Written { get; }

    public IEnumerable<int> Years => Enumerable.Range(Options.FirstYear, Options.LastYear - Options.FirstYear + 1);

    public string FolderOf(string council, int year) => Path.Combine(Options.Directory, council, $"{year}");

    public string ListOf(string file) => Path.Combine(Options.Directory, "reference-lists", file);

    /// <summary>The cells of a council's planted errors by year: rule, table, row, child, year.</summary>
    public ILookup<int, string[]> Planted(string council) => File.ReadAllLines(Path.Combine(Options.Directory, council, "planted.csv"))
        .Skip(1).Select(line => line.Split(',')).ToLookup(cells => int.Parse(cells[4], System.Globalization.CultureInfo.InvariantCulture));

    public CouncilTruth TruthOf(string council) => TruthFile.Read(Path.Combine(Options.Directory, council, "truth.json"));

    public IEnumerable<Dictionary<string, string>> Rows(string council, int year, string file)
    {
        var lines = File.ReadAllText(Path.Combine(FolderOf(council, year), file)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var columns = lines[0].Split(',');
        return lines.Skip(1).Select(line => columns.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second));
    }

    public void Dispose() => Directory.Delete(Options.Directory, recursive: true);
}
