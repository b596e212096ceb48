using System.Diagnostics;

namespace Partnership.TestRun;

/// <summary>One built test project: a program that runs its own tests.</summary>
internal sealed class TestProject(string root, string name)
{
    // What breaks oftenest and tells soonest, and then the longest, so that both places end together.
    private static readonly string[] First =
    [
        "Contracts", "Statutory", "Architecture", "CaseData", "LocalHosting", "LocalityHub", "ServiceDefaults", "Faults", "EndToEnd", "Operations", "Dashboard",
        "CentralHub", "SecureStack", "Simulator", "PanelScheduling", "AdoptionSupportFund", "Gateway", "Cli",
    ];

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(20);

    private readonly string _program = Path.Combine(AppContext.BaseDirectory, "..", "..", name, Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), $"Partnership.{name}");

    /// <summary>Whether it can ask TestSupport for the cluster and the broker.</summary>
    public bool UsesServers => File.Exists($"{_program}.deps.json")
        && File.ReadAllText($"{_program}.deps.json").Contains("Partnership.TestSupport", StringComparison.Ordinal);

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Partnership.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This program does not lie in the repository.");
        }

        return folder.FullName;
    }

    /// <summary>Every project of the tests folder, so that none is forgotten.</summary>
    public static List<TestProject> All(string root) =>
    [
        .. Directory.GetDirectories(Path.Combine(root, "tests"), "*.Tests")
            .Select(folder => Path.GetFileName(folder))
            .OrderBy(name => Rank(name[..^".Tests".Length]))
            .ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => new TestProject(root, name)),
    ];

    public bool IsNamed(string filter) =>
        name.Equals(filter, StringComparison.OrdinalIgnoreCase) || name.Equals($"{filter}.Tests", StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs its tests, those whose full name contains <paramref name="testName"/> or all; shows its output when one fails.</summary>
    public Task<TestOutcome> RunAsync(string? testName, Dictionary<string, string> environment) =>
        RunAsync(name, testName is null ? [] : [$"*{testName}*"], environment);

    /// <summary>
    /// Runs what failed once more, with nothing beside it. What passes now waited for something that a busy machine brought too late, or is a
    /// fault that shows by chance: docs/decisions/0018 says what becomes of it.
    /// </summary>
    public async Task<TestOutcome> AgainAsync(TestOutcome first, Dictionary<string, string> environment)
    {
        string[] methods = [.. first.Failures.Select(failure => failure.Method).Distinct()];
        if (methods.Length == 0 || methods.Contains(""))
        {
            return first;
        }

        Console.WriteLine($"Once more, with nothing beside: {string.Join(", ", methods)}");
        var second = await RunAsync($"{name}.again", methods, environment);
        return second.Passed + second.Failed == 0 || second.Failures.Any(failure => failure.Method == "") ? first : first.After(second);
    }

    private async Task<TestOutcome> RunAsync(string run, string[] methods, Dictionary<string, string> environment)
    {
        if (!File.Exists(_program))
        {
            Console.WriteLine($"{name,-24} is not built");
            return new TestOutcome(0, 0, [FailedTest.Program($"{name} is not built")], []);
        }

        var results = Path.Combine(root, "artifacts", "test-results");
        Directory.CreateDirectory(results);
        var trx = Path.Combine(results, $"{run}.trx");
        File.Delete(trx);
        var start = new ProcessStartInfo(_program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = root };
        foreach (var argument in Arguments(trx, methods))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var code = await EndAsync(process);
        var text = await output + await errors;
        await File.WriteAllTextAsync(Path.Combine(results, $"{run}.log"), text);

        var outcome = TestOutcome.Read(trx);
        if (outcome is { Passed: 0, Failed: 0, Skipped: 0 } && methods.Length > 0)
        {
            return outcome;
        }

        if (code != 0 && outcome.Failed == 0)
        {
            Console.WriteLine($"{run} ended with exit code {code}.");
            outcome = outcome with { Failures = [FailedTest.Program($"{run} ended with exit code {code}")] };
        }

        if (outcome.Failed > 0)
        {
            Console.WriteLine(text);
        }

        Console.WriteLine($"{run,-24}{outcome.Passed,6} passed{outcome.Failed,4} failed{watch.Elapsed.TotalSeconds,8:0.0} s");
        return outcome;
    }

    private static IEnumerable<string> Arguments(string trx, string[] methods) =>
        ["-noLogo", "-noColor", "-trx", trx, .. methods.SelectMany(method => new[] { "-method", method })];

    private static async Task<int> EndAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"No end after {Deadline.TotalMinutes} minutes: stopped.");
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return process.ExitCode;
    }

    private static int Rank(string project) => Array.IndexOf(First, project) is >= 0 and var index ? index : First.Length;
}
