using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Partnership.LocalHosting;

public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The AppHost's assembly; null for the program's own.</summary>
    public string? AssemblyName { get; set; }
}

/// <summary>The whole application: starts its resources in order and stops them in the other.</summary>
public sealed class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TestingRun? _testingRun;
    private bool _disposed;

    internal DistributedApplication(IHost host, TestingRun? testingRun)
    {
        _host = host;
        _testingRun = testingRun;
    }

    public IServiceProvider Services => _host.Services;

    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options)
    {
        var run = TestingRun.Current;
        var assembly = run?.AppHostAssembly
            ?? (options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly())
            ?? throw new InvalidOperationException("The AppHost's assembly is not known: give DistributedApplicationOptions.AssemblyName.");
        return new DistributedApplicationBuilder(options.Args ?? [], assembly, run);
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>
    /// Runs until Ctrl+C, SIGTERM or a closed terminal; under a testing builder, until the test disposes the application.
    /// A refusal to start (a port that is taken, another host on the same data) is one line and exit code 1.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_testingRun is not null)
        {
            await _testingRun.Ended;
            return;
        }

        var lifetime = Services.GetRequiredService<IHostApplicationLifetime>();
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            lifetime.StopApplication();
        });
        try
        {
            await StartAsync(cancellationToken);
            await _host.WaitForShutdownAsync(cancellationToken);
        }
        catch (DistributedApplicationException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            Environment.ExitCode = 1;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        // A test that fails half way must not leave processes behind: disposing stops what still runs.
        if (!_disposed)
        {
            _disposed = true;
            await Services.GetRequiredService<ApplicationRunner>().StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)_host).DisposeAsync();
            _testingRun?.End();
        }
    }
}
