using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Partnership.LocalHosting;

/// <summary>Runs a cluster of its own from the distribution's PostgreSQL, never the distribution's cluster.</summary>
internal static class PostgresCluster
{
    private const int FewestConnections = 600;

    /// <summary>Every service has pools of its own, and holds some seven connections while the others start beside it.</summary>
    private const int ConnectionsOfEachService = 10;

    private const string EncryptedOnly = """
        hostssl all         all 127.0.0.1/32 scram-sha-256
        hostssl all         all ::1/128      scram-sha-256
        hostssl replication all 127.0.0.1/32 scram-sha-256
        hostssl replication all ::1/128      scram-sha-256

        """;

    public static IResourceBuilder<PostgresServerResource> Add(IDistributedApplicationBuilder builder, IResourceBuilder<PostgresServerResource> server)
    {
        var key = $"{server.Resource.Name}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, _ => new Check(server.Resource, LocalState.Of(builder)), null, null));
        return server
            .WithAnnotation(new LaunchAnnotation(context => LaunchAsync(server.Resource, builder.Resources.OfType<ProjectResource>().Count(), context)))
            .WithHealthCheck(key);
    }

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        IResourceBuilder<PostgresServerResource> server, IResourceBuilder<PostgresDatabaseResource> database)
    {
        server.WithAnnotation(new ReadyAnnotation(cancellationToken => CreateDatabaseAsync(database.Resource, cancellationToken)));
        return database;
    }

    private static async Task<ProcessLaunch> LaunchAsync(PostgresServerResource server, int services, LaunchContext context)
    {
        var folder = await ClusterFolder.PrepareAsync(context.State, server.Volume, server.Name, context.FirstStart, context.CancellationToken);
        var data = Path.Combine(folder.Path, "data");
        var binaries = PostgresBinaries.For(data);
        if (!File.Exists(Path.Combine(data, "PG_VERSION")))
        {
            context.Console.Write($"Creating a cluster in {data}.");
            await InitialiseAsync(server, folder, data, binaries, context.CancellationToken);
        }

        return new ProcessLaunch(Path.Combine(binaries, "postgres"), folder.Path)
        {
            Arguments =
            [
                "-D", data,
                "-p", server.PrimaryEndpoint.Port.ToString(CultureInfo.InvariantCulture),
                .. Settings(services).Concat(await EncryptionAsync(server, folder, context.CancellationToken)).SelectMany(setting => new[] { "-c", setting }),
            ],
            InheritEnvironment = false,
            User = folder.User,
            StopSignal = Signals.Interrupt, // "fast": ends sessions, writes a checkpoint; SIGTERM would wait for every client to leave
        };
    }

    private static string[] Settings(int services) =>
    [
        "listen_addresses=localhost",
        "unix_socket_directories=",
        string.Create(CultureInfo.InvariantCulture, $"max_connections={Math.Max(FewestConnections, ConnectionsOfEachService * services)}"),
        "password_encryption=scram-sha-256",
        "fsync=on",
        // Not the details of an error: they hold the row that was refused.
        "log_error_verbosity=terse",

        // No question here is long enough for its compiling to pay; one with a high estimate cost a tenth of a second each time.
        "jit=off",
        "log_line_prefix=",
        "timezone=UTC",
        "log_timezone=UTC",
    ];

    /// <summary>TLS and nothing else, and never without a password. The server's user may not read the host's files, so it gets copies.</summary>
    private static async Task<string[]> EncryptionAsync(PostgresServerResource server, ClusterFolder folder, CancellationToken cancellationToken)
    {
        if (server.Certificates is not { } certificates)
        {
            return [];
        }

        var own = certificates.For(server.Name);
        var (certificate, key, rules) = (Path.Combine(folder.Path, "server.pem"), Path.Combine(folder.Path, "server.key"), Path.Combine(folder.Path, "hba-tls.conf"));
        await folder.WriteSecretAsync(certificate, await File.ReadAllTextAsync(own.CertificateFile, cancellationToken), cancellationToken);
        await folder.WriteSecretAsync(key, await File.ReadAllTextAsync(own.KeyFile, cancellationToken), cancellationToken);
        await folder.WriteSecretAsync(rules, EncryptedOnly, cancellationToken);
        return ["ssl=on", $"ssl_cert_file={certificate}", $"ssl_key_file={key}", "ssl_min_protocol_version=TLSv1.2", $"hba_file={rules}"];
    }

    // Made beside and renamed: a host killed half way leaves no cluster that looks complete.
    private static async Task InitialiseAsync(
        PostgresServerResource server, ClusterFolder folder, string data, string binaries, CancellationToken cancellationToken)
    {
        var beside = data + ".new";
        var passwordFile = Path.Combine(folder.Path, "password.new");
        await RemoveAsync(beside, cancellationToken);
        try
        {
            await folder.WriteSecretAsync(passwordFile, (await server.PasswordParameter.GetValueAsync(cancellationToken))!, cancellationToken);
            await Tool.RunAsync(
                new ProcessLaunch(Path.Combine(binaries, "initdb"), folder.Path)
                {
                    Arguments =
                    [
                        "-D", beside,
                        "-U", (await server.UserNameReference.GetValueAsync(cancellationToken))!,
                        $"--pwfile={passwordFile}",
                        "--auth-host=scram-sha-256",
                        "--auth-local=scram-sha-256",
                        "--data-checksums",
                        "--encoding=UTF8",
                        "--no-locale",
                    ],
                    User = folder.User,
                },
                cancellationToken);
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(beside, data);
    }

    private static async Task RemoveAsync(string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
        {
            await Tool.RunAsync(new ProcessLaunch("rm", "/") { Arguments = ["-rf", "--", folder] }, cancellationToken);
        }
    }

    private static async Task CreateDatabaseAsync(PostgresDatabaseResource database, CancellationToken cancellationToken)
    {
        var literal = database.DatabaseName.Replace("'", "''", StringComparison.Ordinal);
        var identifier = database.DatabaseName.Replace("\"", "\"\"", StringComparison.Ordinal);
        if (await QueryAsync(database.Parent, $"select 1 from pg_database where datname = '{literal}'", cancellationToken) != "1")
        {
            await QueryAsync(database.Parent, $"create database \"{identifier}\"", cancellationToken);
        }
    }

    private static async Task<string> QueryAsync(PostgresServerResource server, string sql, CancellationToken cancellationToken) =>
        await Tool.RunAsync(
            new ProcessLaunch(Path.Combine(PostgresBinaries.For(null), "psql"), "/")
            {
                Arguments =
                [
                    "--no-psqlrc", "--no-password", "--tuples-only", "--no-align",
                    "-h", "localhost",
                    "-p", server.PrimaryEndpoint.Port.ToString(CultureInfo.InvariantCulture),
                    "-U", (await server.UserNameReference.GetValueAsync(cancellationToken))!,
                    "-d", "postgres",
                    "-c", sql,
                ],
                Environment = new Dictionary<string, string>
                {
                    ["PGPASSWORD"] = (await server.PasswordParameter.GetValueAsync(cancellationToken))!,
                    ["PGCONNECT_TIMEOUT"] = "5",
                    ["PGSSLMODE"] = server.Certificates is null ? "disable" : "verify-full",
                    ["PGSSLROOTCERT"] = server.Certificates?.AuthorityFile ?? "",
                },
            },
            cancellationToken);

    private sealed class Check(PostgresServerResource server, LocalState state) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await QueryAsync(server, "select 1", cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (InvalidOperationException e) when (e.Message.Contains("password authentication failed", StringComparison.Ordinal))
            {
                return HealthCheckResult.Unhealthy(exception: new WrongPasswordException(server.PasswordParameter, state, e));
            }
            catch (InvalidOperationException e)
            {
                return HealthCheckResult.Unhealthy(e.Message);
            }
        }
    }
}
