using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Partnership.TestSupport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Partnership.ServiceDefaults.Tests.Messaging;

/// <summary>A RabbitMQ node of the test's own, which it may kill; its data outlive the process.</summary>
internal sealed class OwnBroker : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tally-broker");
    private readonly string _name = $"tally{Guid.NewGuid():N}@localhost";
    private readonly int _port = FreePort();
    private readonly int _distribution = FreePort();
    private readonly int _epmdPort = FreePort();
    private readonly Process _epmd;
    private Process? _node;

    private OwnBroker()
    {
        _epmd = Process.Start(new ProcessStartInfo("epmd", ["-port", $"{_epmdPort}", "-address", "127.0.0.1"]) { UseShellExecute = false })!;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{_port}/"));
    }

    public Uri Address { get; }

    public static async Task<OwnBroker> StartAsync()
    {
        var broker = new OwnBroker();
        await broker.StartNodeAsync();
        return broker;
    }

    /// <summary>kill -9: nothing is flushed that was not flushed before.</summary>
    public async Task KillAsync()
    {
        _node!.Kill();
        await _node.WaitForExitAsync();
    }

    public async Task StartNodeAsync()
    {
        var start = new ProcessStartInfo("/usr/lib/rabbitmq/bin/rabbitmq-server") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["HOME"] = _folder.FullName,
            ["RABBITMQ_NODENAME"] = _name,
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{_port}",
            ["RABBITMQ_DIST_PORT"] = $"{_distribution}",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder.FullName, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder.FullName, "log"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder.FullName, "enabled_plugins"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder.FullName, "rabbitmq.conf"),
            ["RABBITMQ_SERVER_START_ARGS"] = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
            ["ERL_EPMD_PORT"] = $"{_epmdPort}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",

            // So that the start script becomes the node, and its process is the one to kill.
            ["RUNNING_UNDER_SYSTEMD"] = "1",
        })
        {
            start.Environment[name] = value;
        }

        _node = Process.Start(start)!;
        _node.OutputDataReceived += (_, _) => { };
        _node.BeginOutputReadLine();
        await Eventually.AssertAsync(
            async () =>
            {
                try
                {
                    await using var connection = await new ConnectionFactory { Uri = Address }.CreateConnectionAsync();
                }
                catch (BrokerUnreachableException)
                {
                    Assert.False(_node.HasExited, "The node ended while starting.");
                    throw;
                }
            },
            TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _node!.Dispose();
        _epmd.Kill();
        await _epmd.WaitForExitAsync();
        _epmd.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
