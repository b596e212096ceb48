using System.Collections.Concurrent;
using System.Diagnostics;

namespace Partnership.LocalHosting;

/// <summary>
/// Starts processes that the kernel kills when this one ends, however it ends. The kernel ties them to the thread that
/// started them, so one thread starts all and lives as long as the host.
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<Action> Orders = StartThread();

    public static async Task<RunningProcess> StartAsync(ProcessLaunch launch, IReadOnlyDictionary<string, string> environment, Action<string> onLine)
    {
        var program = Find(launch.FileName, environment.GetValueOrDefault("PATH"))
            ?? throw new InvalidOperationException($"The program '{launch.FileName}' was not found.");
        var start = new ProcessStartInfo
        {
            FileName = "setsid", // a session of its own: Ctrl+C reaches the host alone, which stops the rest in order
            WorkingDirectory = launch.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in Wrapped(launch, program))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Orders.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return new RunningProcess(await started.Task, onLine);
    }

    public static bool Exists(string program) => Find(program, Environment.GetEnvironmentVariable("PATH")) is not null;

    private static IEnumerable<string> Wrapped(ProcessLaunch launch, string program)
    {
        string[] user = launch.User is { } name && Signals.IsRoot ? ["--reuid", name, "--regid", name, "--clear-groups"] : [];
        return ["setpriv", "--pdeathsig", "KILL", .. user, "--", program, .. launch.Arguments];
    }

    private static string? Find(string program, string? path)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return File.Exists(program) ? program : null;
        }

        return (path ?? "/usr/local/bin:/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }

    private static BlockingCollection<Action> StartThread()
    {
        var orders = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var order in orders.GetConsumingEnumerable())
            {
                order();
            }
        })
        { IsBackground = true, Name = "Spawner" };
        thread.Start();
        return orders;
    }
}
