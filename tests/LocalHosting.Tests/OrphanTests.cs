using System.Diagnostics;
using Partnership.TestSupport;

namespace Partnership.LocalHosting.Tests;

/// <summary>However the host ends, nothing that it started stays: neither a server nor a helper of one.</summary>
public sealed class OrphanTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(Signals.Kill)]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Interrupt)]
    public async Task Host_EndedBySignal_LeavesNoProcess(int signal)
    {
        // A shell that starts a test run in the background has it ignore SIGINT, and children inherit that: a host at a terminal does not.
        using var host = Process.Start(new ProcessStartInfo("env")
        {
            ArgumentList = { "--default-signal=INT", TestHost.SampleHostProgram, _host.Arguments[0], _host.Arguments[1], _host.Arguments[2], "--LocalHosting:DashboardPort=-1" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = new System.Text.StringBuilder();
        host.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        host.ErrorDataReceived += (_, line) => output.AppendLine(line.Data);
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        List<int> family = [];
        try
        {
            await Eventually.TrueAsync(
                () => Task.FromResult(output.ToString().Contains("front runs", StringComparison.Ordinal)), "the last service to run", TimeSpan.FromSeconds(90));
            family = [.. Processes.DescendantsOf(host.Id)];

            // Database server and its workers, broker and its helpers, port mapper, two services, one executable.
            Assert.True(family.Count >= 10, $"Only {family.Count} processes were found.");

            Signals.Send(host.Id, signal);

            await Eventually.TrueAsync(
                () => Task.FromResult(!Processes.IsAlive(host.Id) && !family.Any(Processes.IsAlive)), "every process to end", TimeSpan.FromSeconds(40));
        }
        finally
        {
            host.Kill();
            family.Where(Processes.IsAlive).ToList().ForEach(id => Signals.Send(id, Signals.Kill));
            await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }
}
