using System.Diagnostics;

namespace Partnership.Cli.Tests.Stack;

/// <summary>Runs <c>./partnership</c> as a person or a script does: a process, its exit code and what it printed.</summary>
internal static class CommandLine
{
    public static Task<(int Code, string Output, string Errors)> RunAsync(string address, params string[] arguments) =>
        RunAsync(address, ("PARTNERSHIP_CLIENT_SECRET", "s3cret"), arguments);

    /// <summary>The same with a variable of its environment.</summary>
    public static Task<(int Code, string Output, string Errors)> RunAsync(string address, (string Name, string Value) variable, params string[] arguments) =>
        RunAsync(address, variable, null, arguments);

    /// <summary>The same with something on its standard input.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string address, (string Name, string Value) variable, string? input, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "partnership-cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = input is not null,
        };
        start.Environment["PARTNERSHIP_GATEWAY"] = address;
        start.Environment["PARTNERSHIP_IDENTITY"] = address;
        start.Environment["PARTNERSHIP_CLIENT_SECRET"] = "s3cret";
        start.Environment[variable.Name] = variable.Value;
        using var process = Process.Start(start)!;
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }

        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
