using System.Globalization;
using System.Text;
using Partnership.Simulator;

namespace Partnership.Benchmarks.CaseData;

/// <summary>Simulated returns of some 100,000 episodes with all other tables, of two years, and the later one ten times over, each child's number with another letter before it.</summary>
internal sealed record CheckReturns(DirectoryInfo Last, DirectoryInfo Now, DirectoryInfo LastLarge, DirectoryInfo Large)
{
    public const int Year = 2025;
    private const int Copies = 10;

    // The council's published numbers make some 3,250 episodes a year.
    private const decimal Scale = 31m;

    /// <param name="folder">Where to make them.</param>
    /// <param name="errors">The share of children in whose rows a break is planted.</param>
    /// <param name="large">Whether the tenfold ones are made.</param>
    public static async Task<CheckReturns> MakeAsync(DirectoryInfo folder, decimal errors, bool large)
    {
        var made = folder.CreateSubdirectory(string.Create(CultureInfo.InvariantCulture, $"errors-{errors}"));
        Simulation.Run(new SimulationOptions
        {
            Region = "bench",
            Councils = [new SimulatedCouncil("860", "Bench")],
            FirstYear = Year - 1,
            LastYear = Year,
            Seed = 1,
            Scale = Scale,
            Errors = errors,
            Directory = made.FullName,
        });
        var (last, now) = (Folder(made, Year - 1), Folder(made, Year));
        return new CheckReturns(last, now, await TenfoldAsync(last, large), await TenfoldAsync(now, large));
    }

    private static DirectoryInfo Folder(DirectoryInfo made, int year) => new(Path.Combine(made.FullName, "860", year.ToString(CultureInfo.InvariantCulture)));

    private static async Task<DirectoryInfo> TenfoldAsync(DirectoryInfo small, bool isWanted)
    {
        var large = small.Parent!.CreateSubdirectory($"{small.Name}-large");
        foreach (var file in isWanted ? small.EnumerateFiles("*.csv") : [])
        {
            var lines = await File.ReadAllLinesAsync(file.FullName);
            await using var writer = new StreamWriter(Path.Combine(large.FullName, file.Name), append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            await writer.WriteLineAsync(lines[0]);
            for (var copy = 0; copy < Copies; copy++)
            {
                foreach (var line in lines.Skip(1))
                {
                    await writer.WriteLineAsync($"{(char)('A' + copy)}{line}");
                }
            }
        }

        return large;
    }
}
