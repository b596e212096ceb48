using System.Diagnostics;
using System.Globalization;
using System.Text;
using Partnership.Benchmarks.Measuring;
using Partnership.Simulator;

namespace Partnership.Benchmarks.CaseData;

/// <summary>
/// <c>./partnership check</c> as a data officer meets it: the whole command, from the shell to the last line of its answer, over a simulated
/// return of 100,000 episodes with all other tables, and over ten times that. Beside it, in turns, a process that does nothing but start.
/// </summary>
public static class CheckCommandBenchmark
{
    private const int Year = 2025;
    private const int Rounds = 5;
    private const int Copies = 10;

    // The council's published numbers make some 3,250 episodes a year.
    private const decimal Scale = 31m;

    /// <summary>Runs the benchmark and prints its figures.</summary>
    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("partnership-check-bench-");
        try
        {
            Simulation.Run(new SimulationOptions
            {
                Region = "bench",
                Councils = [new SimulatedCouncil("860", "Bench")],
                FirstYear = Year,
                LastYear = Year,
                Seed = 1,
                Scale = Scale,
                Directory = folder.FullName,
            });
            var small = new DirectoryInfo(Path.Combine(folder.FullName, "860", Year.ToString(CultureInfo.InvariantCulture)));
            var large = folder.CreateSubdirectory("large");
            foreach (var file in small.EnumerateFiles("*.csv"))
            {
                await CopyAsync(file, Path.Combine(large.FullName, file.Name));
            }

            await MeasureAsync(small);
            await MeasureAsync(large);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(DirectoryInfo folder)
    {
        var rows = folder.EnumerateFiles().ToDictionary(file => file.Name, file => File.ReadLines(file.FullName).Count() - 1);
        var (whole, alone, memory) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (seconds, mebibytes) = await RunAsync("check", folder.FullName, "--year", Year.ToString(CultureInfo.InvariantCulture));
            var (start, _) = await RunAsync("check", "--help");
            if (round > 0)
            {
                whole.Add(seconds);
                alone.Add(start);
                memory.Add(mebibytes);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rows["episodes.csv"]:N0} episodes, {rows.Values.Sum():N0} rows: {Series.Median(whole):F2} s ({whole.Min():F2} to {whole.Max():F2}), of which starting {Series.Median(alone):F2} s; at most {memory.Max():N0} MiB"));
    }

    private static async Task<(double Seconds, double MiB)> RunAsync(params string[] arguments)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Partnership.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("Partnership.sln was not found above the benchmark's folder.");
        }

        var start = new ProcessStartInfo(Path.Combine(root.FullName, "partnership")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var (peak, ended) = (0d, process.WaitForExitAsync());
        while (await Task.WhenAny(ended, Task.Delay(10)) != ended)
        {
            peak = Math.Max(peak, PeakMiB(process.Id));
        }

        var seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode is 0 or 1
            ? (seconds, peak)
            : throw new InvalidOperationException($"The command failed: {await output}{await errors}");
    }

    // The shell gives way to the command, so the process that was started is the command by then.
    private static double PeakMiB(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task CopyAsync(FileInfo file, string to)
    {
        var lines = await File.ReadAllLinesAsync(file.FullName);
        await using var writer = new StreamWriter(to, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await writer.WriteLineAsync(lines[0]);
        for (var copy = 0; copy < Copies; copy++)
        {
            foreach (var line in lines.Skip(1))
            {
                await writer.WriteLineAsync($"{(char)('A' + copy)}{line}");
            }
        }
    }
}
