using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using Partnership.Contracts;
using Partnership.Provision.Broker;
using Partnership.Provision.Databases;
using Partnership.TestSupport;
using RabbitMQ.Client;

namespace Partnership.Provision.Tests;

/// <summary>Two councils that no real region has, provisioned on the test servers in a virtual host of their own.</summary>
public sealed class ProvisionedRegion : IAsyncLifetime
{
    public static readonly CouncilCode First = new(971);
    public static readonly CouncilCode Second = new(972);

    private readonly TestBroker _broker = new();

    /// <summary>The last run's log, as a person would read it.</summary>
    public LogLines Log { get; } = new();

    public Uri BrokerAddress => _broker.Address;

    public static string PasswordOf(string name) => $"only-for-{name}";

    public ProvisionSettings Settings(params (string Key, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>
        {
            ["ConnectionStrings:postgres"] = TestServers.Postgres,
            ["ConnectionStrings:broker"] = _broker.Address.ToString(),
            ["Broker:ManagementUrl"] = TestServers.BrokerManagement.ToString(),
            ["Region:Councils:0:Code"] = First.ToString(),
            ["Region:Councils:1:Code"] = Second.ToString(),
        };
        foreach (var name in SharedDatabase.All.SelectMany(shared => shared.PasswordNames).Concat(["locality-hub-owner", Topology.LocalityHub(First), Topology.LocalityHub(Second)]))
        {
            values[$"Passwords:{name}"] = PasswordOf(name);
        }

        foreach (var (key, value) in changes)
        {
            values[key] = value;
        }

        return ProvisionSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }

    public async Task RunAsync(params (string Key, string? Value)[] changes)
    {
        Log.Clear();
        await Provisioning.RunAsync(Settings(changes), Log, TestContext.Current.CancellationToken);
    }

    /// <summary>A connection to a database as one of the roles.</summary>
    public static async Task<NpgsqlConnection> ConnectAsync(string database, string role, string password)
    {
        var address = new NpgsqlConnectionStringBuilder(TestServers.Postgres) { Database = database, Username = role, Password = password, Pooling = false };
        var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A connection to the broker as one of the services.</summary>
    public Task<IConnection> ConnectToBrokerAsync(string service, string? password = null) =>
        new ConnectionFactory { Uri = new UriBuilder(BrokerAddress) { UserName = service, Password = password ?? PasswordOf(service) }.Uri }
            .CreateConnectionAsync(TestContext.Current.CancellationToken);

    /// <summary>Everything that provisioning may touch, as text.</summary>
    public async Task<string> SnapshotAsync()
    {
        const string Query = """
            select string_agg(line, e'\n' order by line) from (
                select concat_ws(' ', 'role', rolname, rolpassword, rolcanlogin, rolcreatedb, rolsuper, rolbypassrls) line from pg_authid where rolname ~ '^((central|locality)_hub|support_fund|panel_scheduling)'
                union all select concat_ws(' ', 'member', roleid::regrole, member::regrole) from pg_auth_members
                union all select concat_ws(' ', 'database', datname, datdba::regrole, datacl) from pg_database where datname in ('central_hub', 'support_fund', 'panel_scheduling', 'locality_hub_template')) all_lines
            """;
        await using var source = NpgsqlDataSource.Create(TestServers.Postgres);
        await using var command = source.CreateCommand(Query);
        var roles = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        using var management = MessageBroker.Connect(TestServers.BrokerManagement, TestServers.Broker);
        using var definitions = JsonDocument.Parse(await management.GetStringAsync("/api/definitions", TestContext.Current.CancellationToken));
        var ours = definitions.RootElement.EnumerateObject()
            .Where(part => part.Value.ValueKind == JsonValueKind.Array)
            .SelectMany(part => part.Value.EnumerateArray().Where(IsOurs).Select(item => $"{part.Name} {item.GetRawText()}"))
            .Order(StringComparer.Ordinal);
        return $"{roles}\n{string.Join('\n', ours)}";

        // Other tests use virtual hosts of their own on the same broker; users belong to none.
        bool IsOurs(JsonElement item) => item.TryGetProperty("vhost", out var host)
            ? host.GetString() == _broker.VirtualHost
            : item.GetRawText() is var text && (text.Contains("hub", StringComparison.Ordinal) || Topology.SharedServices.Any(service => text.Contains(service, StringComparison.Ordinal)));
    }

    public async ValueTask InitializeAsync()
    {
        await _broker.InitializeAsync();
        await RunAsync();

        // What `LocalityHub migrate` does, as the owner role and with nothing but its rights.
        await using var owner = await ConnectAsync(DatabaseCluster.LocalityHubTemplate, DatabaseCluster.LocalityHubOwner, PasswordOf("locality-hub-owner"));
        await ExecuteAsync(owner, "create table if not exists provision_test (id int generated always as identity, note text)");
        await owner.CloseAsync();
        await using var elsewhere = await ConnectAsync("postgres", DatabaseCluster.LocalityHubOwner, PasswordOf("locality-hub-owner"));
        foreach (var council in new[] { First, Second })
        {
            var name = DatabaseCluster.RoleOf(council);
            await ExecuteAsync(elsewhere, $"drop database if exists {name} with (force)");
            await ExecuteAsync(elsewhere, $"create database {name} template {DatabaseCluster.LocalityHubTemplate}");
            await ExecuteAsync(elsewhere, $"revoke all on database {name} from public; grant connect on database {name} to {name}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using (var administrator = new NpgsqlConnection(TestServers.Postgres))
        {
            await administrator.OpenAsync();
            foreach (var council in new[] { First, Second })
            {
                await ExecuteAsync(administrator, $"drop database if exists {DatabaseCluster.RoleOf(council)} with (force)");
                await ExecuteAsync(administrator, $"drop role if exists {DatabaseCluster.RoleOf(council)}");
            }
        }

        await using (var owner = await ConnectAsync(DatabaseCluster.LocalityHubTemplate, DatabaseCluster.LocalityHubOwner, PasswordOf("locality-hub-owner")))
        {
            await ExecuteAsync(owner, "drop table if exists provision_test");
        }

        using var management = MessageBroker.Connect(TestServers.BrokerManagement, TestServers.Broker);
        foreach (var user in Topology.SharedServices.Concat([Topology.LocalityHub(First), Topology.LocalityHub(Second)]))
        {
            using var response = await management.DeleteAsync($"/api/users/{user}");
        }

        await _broker.DisposeAsync();
    }
}

/// <summary>Keeps what is logged.</summary>
public sealed class LogLines : ILogger
{
    private readonly List<string> _lines = [];

    public string Text => string.Join('\n', _lines);

    public void Clear() => _lines.Clear();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add(formatter(state, exception));
        }
    }
}
