using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Partnership.Benchmarks.Measuring;

namespace Partnership.Benchmarks.CaseData;

/// <summary>
/// <c>./partnership check</c> as a data officer meets it: the whole command, from the shell to the last line of its answer, over a simulated
/// return of 100,000 episodes with all other tables, and over ten times that; clean and alone, and with breaks planted for one child in fifty and the year before beside it.
/// In turns with it a process that does nothing but start.
/// </summary>
public static partial class CheckCommandBenchmark
{
    private const int Rounds = 5;

    /// <summary>Of a hundred children of a return, two have a row that breaks a rule.</summary>
    private const decimal Planted = 0.02m;

    /// <summary>Runs the benchmark and prints its figures.</summary>
    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("partnership-check-bench-");
        try
        {
            var clean = await CheckReturns.MakeAsync(folder, errors: 0, large: true);
            await MeasureAsync(clean.Now, null);
            await MeasureAsync(clean.Large, null);
            clean.Large.Parent!.Delete(recursive: true);

            var planted = await CheckReturns.MakeAsync(folder, Planted, large: true);
            await MeasureAsync(planted.Now, planted.Last);
            await MeasureAsync(planted.Large, planted.LastLarge);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(DirectoryInfo folder, DirectoryInfo? previous)
    {
        var rows = Rows(folder);
        string[] check = ["check", folder.FullName, "--year", CheckReturns.Year.ToString(CultureInfo.InvariantCulture), .. previous is null ? (string[])[] : ["--previous", previous.FullName]];
        var (whole, alone, memory) = (new List<double>(), new List<double>(), new List<double>());
        var findings = 0;
        for (var round = 0; round <= Rounds; round++)
        {
            var (seconds, mebibytes, output) = await RunAsync(check);
            var (start, _, _) = await RunAsync("check", "--help");
            if (round > 0)
            {
                whole.Add(seconds);
                alone.Add(start);
                memory.Add(mebibytes);
            }

            findings = int.Parse(Counted().Match(output).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rows["episodes.csv"]:N0} episodes, {rows.Values.Sum():N0} rows{(previous is null ? "" : $" and {Rows(previous).Values.Sum():N0} of the year before")}, {findings:N0} findings: {Series.Median(whole):F2} s ({whole.Min():F2} to {whole.Max():F2}), of which starting {Series.Median(alone):F2} s; at most {memory.Max():N0} MiB"));
    }

    private static Dictionary<string, int> Rows(DirectoryInfo folder) => folder.EnumerateFiles().ToDictionary(file => file.Name, file => File.ReadLines(file.FullName).Count() - 1);

    private static async Task<(double Seconds, double MiB, string Output)> RunAsync(params string[] arguments)
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
            ? (seconds, peak, await output)
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

    [GeneratedRegex("([0-9,]+) findings on", RegexOptions.CultureInvariant)]
    private static partial Regex Counted();
}
