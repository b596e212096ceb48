using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Partnership.LocalHosting.Tests;

/// <summary>The script <c>partnership</c>, with a host that misbehaves in its place; ports and packages are taken as they should be.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("partnership-script-");
    private readonly TcpListener _dashboard = new(IPAddress.Loopback, 0);

    public ScriptTests()
    {
        _dashboard.Start();
        var script = File.ReadAllText(Path.Combine(LocalState.RepositoryRoot(AppContext.BaseDirectory), "partnership"));
        var port = ((IPEndPoint)_dashboard.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        script = Replaced(script, "dashboard_port=8090\n", $"dashboard_port={port}\n");
        script = Replaced(script, "answer_patience=5\n", "answer_patience=1\n");
        script = Replaced(script, "\ncase ${1:-} in\n", "\nanswers() { return 1; }\nrequire_packages() { :; }\ncase ${1:-} in\n");
        File.WriteAllText(Path.Combine(_root.FullName, "partnership"), script);
        Directory.CreateDirectory(Path.Combine(_root.FullName, "AppHost", "Regions"));
        File.WriteAllText(Path.Combine(_root.FullName, "AppHost", "Regions", "together4children.json"), "{}");
    }

    private string Built => Path.Combine(_root.FullName, "artifacts", "built");

    public void Dispose()
    {
        _dashboard.Dispose();
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(0, 1)]
    public async Task Up_HostDiesWhileStarting_FailsWithItsLog(int hostCode, int expected)
    {
        Directory.CreateDirectory(Built);
        await File.WriteAllTextAsync(Path.Combine(Built, "AppHost"), "", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(Path.Combine(Built, "AppHost"), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1));
        _dashboard.Stop();

        var (code, errors) = await RunAsync($"echo 'the broker is on fire'; exit {hostCode}", "up");

        Assert.Equal(expected, code);
        Assert.Contains("the broker is on fire", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root.FullName, ".data", "host.pid")));
    }

    [Fact]
    public async Task Status_DashboardTakesTheQuestionAndIsSilent_ComesBack()
    {
        var (code, errors) = await RunAsync("exit 0", "status").WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.Contains("Nothing is up", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_BuildFails_SaysWhyAndLeavesNoStamp()
    {
        var (code, errors) = await RunAsync(
            "if [ \"$1\" = --list-sdks ]; then echo '10.0.100 [here]'; exit 0; fi; echo 'x.cs: error CS1002: ; expected'; exit 1", "up");

        Assert.Equal(1, code);
        Assert.Contains("CS1002", errors, StringComparison.Ordinal);
        Assert.Equal("AppHost.log", Path.GetFileName(Assert.Single(Directory.GetFiles(Built))));
    }

    private async Task<(int Code, string Errors)> RunAsync(string dotnet, string verb)
    {
        var bin = _root.CreateSubdirectory("bin").FullName;
        var stub = Path.Combine(bin, "dotnet");
        await File.WriteAllTextAsync(stub, $"#!/bin/sh\n{dotnet}\n");
        File.SetUnixFileMode(stub, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("bash", [Path.Combine(_root.FullName, "partnership"), verb]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{bin}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors + await output);
    }

    private static string Replaced(string text, string old, string by)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, by, StringComparison.Ordinal);
    }
}
