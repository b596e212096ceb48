using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Partnership.LocalHosting;

/// <summary>Runs a node of its own from the distribution's RabbitMQ, with its own port mapper, cookie and folders.</summary>
internal static class RabbitMQNode
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string DistributionEndpointName = "distribution";

    public static IResourceBuilder<RabbitMQServerResource> Add(IDistributedApplicationBuilder builder, IResourceBuilder<RabbitMQServerResource> server)
    {
        // With a fixed port the node's other ports follow it: management by convention +1, distribution +2, port mapper +3.
        var port = server.Resource.Annotations.OfType<EndpointAnnotation>().Single().Port;
        server.WithEndpoint(port: port + 2, scheme: "tcp", name: DistributionEndpointName);

        var portMapper = builder.AddResource(new ErlangPortMapperResource($"{server.Resource.Name}-epmd", server.Resource))
            .WithEndpoint(port: port + 3, scheme: "tcp", name: "tcp");
        var mapperPort = portMapper.GetEndpoint("tcp");
        portMapper.WithAnnotation(new LaunchAnnotation(_ => Task.FromResult(LaunchPortMapper(mapperPort))));
        AddCheck(builder, portMapper, new PortMapperCheck(mapperPort));

        server.WithAnnotation(new LaunchAnnotation(context => LaunchAsync(server.Resource, mapperPort, context)));
        AddCheck(builder, server, new BrokerCheck(server.Resource, LocalState.Of(builder)));
        return server.WaitFor(portMapper);
    }

    // In the foreground: one that the node starts by itself would outlive everything.
    private static ProcessLaunch LaunchPortMapper(EndpointReference port) => new(Find("epmd"), "/")
    {
        Arguments = ["-port", Number(port), "-address", "127.0.0.1"],
        InheritEnvironment = false,
    };

    private static async Task<ProcessLaunch> LaunchAsync(RabbitMQServerResource server, EndpointReference mapperPort, LaunchContext context)
    {
        if (!File.Exists(Server))
        {
            throw new InvalidOperationException($"RabbitMQ is not installed: no {Server}. Install the package 'rabbitmq-server'.");
        }

        var name = server.Volume ?? $"{server.Name}-of-this-run";
        if (context.FirstStart && server.Volume is null && Directory.Exists(context.State.Folder(name)))
        {
            Directory.Delete(context.State.Folder(name), recursive: true);
        }

        var folder = context.State.Folder(name);
        var configuration = Path.Combine(folder, "rabbitmq.conf");
        PrivateFile.Write(configuration, await ConfigureAsync(server, context.CancellationToken));
        var plugins = Path.Combine(folder, "enabled_plugins");
        PrivateFile.Write(plugins, server.ManagementEndpoint.Exists ? "[rabbitmq_management].\n" : "[].\n");

        return new ProcessLaunch(Server, folder)
        {
            InheritEnvironment = false,
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = folder,
                ["RABBITMQ_NODENAME"] = $"partnership-{server.Name}@localhost",
                ["RABBITMQ_CONFIG_FILE"] = configuration,
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,
                ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
                ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
                ["RABBITMQ_DIST_PORT"] = Number(new EndpointReference(server, DistributionEndpointName)),
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
                ["ERL_EPMD_PORT"] = Number(mapperPort),
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",

                // The start script then becomes the Erlang machine instead of watching over one that would outlive it.
                ["RUNNING_UNDER_SYSTEMD"] = "1",
            },
        };
    }

    private static async Task<string> ConfigureAsync(RabbitMQServerResource server, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var port = Number(server.PrimaryEndpoint);
        var kind = server.Certificates is null ? "tcp" : "ssl";
        text.AppendLine(CultureInfo.InvariantCulture, $"listeners.{kind}.1 = 127.0.0.1:{port}");
        if (PortAllocator.HasIPv6Loopback)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"listeners.{kind}.2 = ::1:{port}");
        }

        if (server.ManagementEndpoint.Exists)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"management.{kind}.ip = 127.0.0.1");
            text.AppendLine(CultureInfo.InvariantCulture, $"management.{kind}.port = {Number(server.ManagementEndpoint)}");
        }

        if (server.Certificates is { } certificates)
        {
            Encrypt(text, certificates, certificates.For(server.Name), server.ManagementEndpoint.Exists);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"default_user = {await server.UserNameReference.GetValueAsync(cancellationToken)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"default_pass = {await server.PasswordParameter.GetValueAsync(cancellationToken)}");
        text.AppendLine("log.console = true");
        text.AppendLine("log.console.level = warning");
        text.AppendLine("log.file = false");
        return text.ToString();
    }

    /// <summary>TLS and nothing else. Clients show who they are by password, not by a certificate.</summary>
    private static void Encrypt(StringBuilder text, LocalCertificates certificates, ServerCertificate own, bool management)
    {
        text.AppendLine("listeners.tcp = none");
        text.AppendLine("ssl_options.verify = verify_none");
        text.AppendLine("ssl_options.fail_if_no_peer_cert = false");
        foreach (var prefix in management ? new[] { "ssl_options", "management.ssl" } : ["ssl_options"])
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{prefix}.cacertfile = {certificates.AuthorityFile}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{prefix}.certfile = {own.CertificateFile}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{prefix}.keyfile = {own.KeyFile}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{prefix}.versions.1 = tlsv1.3");
            text.AppendLine(CultureInfo.InvariantCulture, $"{prefix}.versions.2 = tlsv1.2");
        }
    }

    private static string Find(string program) => Spawner.Exists(program)
        ? program
        : throw new InvalidOperationException($"The program '{program}' was not found. Install the package 'rabbitmq-server'.");

    private static string Number(EndpointReference endpoint) => endpoint.Port.ToString(CultureInfo.InvariantCulture);

    private static void AddCheck<T>(IDistributedApplicationBuilder builder, IResourceBuilder<T> resource, IHealthCheck check) where T : IResource
    {
        var key = $"{resource.Resource.Name}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, _ => check, null, null));
        resource.WithHealthCheck(key);
    }

    /// <summary>Healthy when it answers the question for its names; merely connecting would make it complain.</summary>
    private sealed class PortMapperCheck(EndpointReference endpoint) : IHealthCheck
    {
        private static readonly byte[] NamesRequest = [0, 1, (byte)'n'];

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, endpoint.Port, cancellationToken);
                await client.GetStream().WriteAsync(NamesRequest, cancellationToken);
                await client.GetStream().ReadExactlyAsync(new byte[sizeof(int)], cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                return HealthCheckResult.Unhealthy(e.Message);
            }
        }
    }
}
