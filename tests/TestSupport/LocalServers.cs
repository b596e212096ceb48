using Partnership.LocalHosting;

namespace Partnership.TestSupport;

/// <summary>A cluster, a node or both, on random ports with a data folder of their own, which goes with them.</summary>
public sealed class LocalServers : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder;
    private readonly DistributedApplication _application;

    private LocalServers(DirectoryInfo folder, DistributedApplication application)
    {
        _folder = folder;
        _application = application;
    }

    public ResourceNotificationService Notifications => _application.ResourceNotifications;

    public string Postgres { get; private set; } = "";

    public Uri Broker { get; private set; } = new("amqp://localhost");

    public Uri BrokerManagement { get; private set; } = new("http://localhost");

    public static async Task<LocalServers> StartAsync(bool postgres, bool broker)
    {
        // Only the folder within is private: as root, the database's user must get through to its own.
        var folder = Directory.CreateTempSubdirectory("partnership-servers-");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_001_001);
        }

        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            AssemblyName = typeof(LocalServers).Assembly.GetName().Name,
            Args =
            [
                $"--LocalHosting:DataDirectory={Path.Combine(folder.FullName, "data")}",
                $"--LocalHosting:ClusterDirectory={Path.Combine(folder.FullName, "clusters")}",
                "--LocalHosting:RandomisePorts=true",
                "--LocalHosting:DashboardPort=-1",
                "--Logging:LogLevel:Default=Warning",
            ],
        });
        var cluster = postgres ? builder.AddPostgres("postgres") : null;
        var node = broker ? builder.AddRabbitMQ("broker").WithManagementPlugin() : null;
        var servers = new LocalServers(folder, builder.Build());
        try
        {
            using var deadline = new CancellationTokenSource(StartDeadline);
            await servers._application.StartAsync(deadline.Token);
            if (cluster is not null)
            {
                await servers.Notifications.WaitForResourceHealthyAsync("postgres", deadline.Token);
                servers.Postgres = (await cluster.Resource.ConnectionStringExpression.GetValueAsync(deadline.Token))!;
            }

            if (node is not null)
            {
                await servers.Notifications.WaitForResourceHealthyAsync("broker", deadline.Token);
                servers.Broker = new Uri((await node.Resource.UriExpression.GetValueAsync(deadline.Token))!);
                servers.BrokerManagement = new Uri(node.GetEndpoint("management").Url);
            }

            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }
}
