using System.Text;

namespace Partnership.LocalHosting;

/// <summary>Runs a program to its end and gives back what it said.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<(int ExitCode, string Output)> TryRunAsync(ProcessLaunch launch, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        using var process = await Spawner.StartAsync(launch, ServerEnvironment.Of(launch), line =>
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        });
        try
        {
            var exitCode = await process.Ended.WaitAsync(Patience, cancellationToken);
            await process.LastLinesAsync(TimeProvider.System);
            lock (output)
            {
                return (exitCode, output.ToString().Trim());
            }
        }
        finally
        {
            process.Kill();
        }
    }

    public static async Task<string> RunAsync(ProcessLaunch launch, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await TryRunAsync(launch, cancellationToken);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"'{Path.GetFileName(launch.FileName)}' ended with exit code {exitCode}: {output}");
    }
}

/// <summary>What a server of the distribution gets to see: no variable of the host's but the path.</summary>
internal static class ServerEnvironment
{
    private static readonly string[] Folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    public static Dictionary<string, string> Of(ProcessLaunch launch)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = string.Join(':', Folders),
            ["LANG"] = "C.UTF-8",
            ["TZ"] = "UTC",
        };
        foreach (var (name, value) in launch.Environment)
        {
            variables[name] = value;
        }

        return variables;
    }
}
