using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Partnership.TestSupport;

namespace Partnership.DevIdentity.Tests;

/// <summary>One identity service for a class of tests, with a data folder of its own.</summary>
public sealed class RunningIdentity : IAsyncLifetime
{
    private IdentityService? _service;

    public string Folder { get; } = Directory.CreateTempSubdirectory("identity-").FullName;

    internal IdentityService Service => _service!;

    public async ValueTask InitializeAsync() => _service = await IdentityService.StartAsync(Folder);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>The real binary as a process of its own, on a port and data folder of the test's.</summary>
internal sealed class IdentityService : IAsyncDisposable
{
    public const string Secret = "a secret of the tests alone";

    private readonly Process _process;

    private IdentityService(Process process, string address)
    {
        _process = process;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
    }

    public string Address { get; }

    public HttpClient Client { get; }

    public static async Task<IdentityService> StartAsync(string dataFolder, int? port = null)
    {
        var address = $"http://localhost:{port ?? FreePort()}";
        var service = new IdentityService(Launch(address, dataFolder, "Development"), address);
        await Eventually.TrueAsync(async () => (await service.Client.GetAsync("/alive")).IsSuccessStatusCode, "the identity service to answer");
        return service;
    }

    /// <summary>Starts it in an environment and tells how it ended.</summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(string environment)
    {
        using var process = Launch($"http://localhost:{FreePort()}", Path.GetTempPath(), environment);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            var error = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Launch(string address, string dataFolder, string environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Users.SeededUsers).Assembly.Location])
        {
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = environment,
                ["DOTNET_ENVIRONMENT"] = environment,
                ["ASPNETCORE_URLS"] = address,
                ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false",
                ["Logging__LogLevel__Default"] = "Warning",
                ["DevIdentity__Issuer"] = address,
                ["DevIdentity__ClientSecret"] = Secret,
                ["DevIdentity__DataFolder"] = dataFolder,
                ["Region__Name"] = "Together4Children",
                ["Region__Councils__0__Code"] = "860",
                ["Region__Councils__0__Name"] = "Staffordshire",
                ["Region__Councils__1__Code"] = "861",
                ["Region__Councils__1__Name"] = "Stoke-on-Trent",
            },
        };
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
