using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.MessagingHost;
using Partnership.Provision.Broker;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;
using RabbitMQ.Client;

namespace Partnership.Benchmarks.Messaging;

/// <summary>A database and a virtual host with the central hub's queue, for one benchmark.</summary>
internal sealed class BenchmarkSite : IAsyncDisposable
{
    private readonly string _name = $"bench_{Guid.NewGuid():N}";
    private IConnection? _connection;
    private int _refusals;

    private BenchmarkSite()
    {
        Broker = new UriBuilder(TestServers.Broker) { Path = _name }.Uri;
        Database = new NpgsqlConnectionStringBuilder(TestServers.Postgres) { Database = _name }.ConnectionString;
    }

    public Uri Broker { get; }

    public string Database { get; }

    public IConnection Connection => _connection!;

    /// <summary>What the consumer refuses whenever it comes; nothing is added while messages of it are under way.</summary>
    public HashSet<Guid> Poison { get; } = [];

    /// <summary>How often it has.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    public static async Task<BenchmarkSite> CreateAsync()
    {
        var site = new BenchmarkSite();
        await ExecuteAsync(TestServers.Postgres, $"create database {site._name}");
        await using (var db = new TallyDbContext(new DbContextOptionsBuilder<TallyDbContext>().UseNpgsql(site.Database).Options))
        {
            await db.Database.EnsureCreatedAsync();
        }

        using (var management = Management())
        {
            (await management.PutAsync($"/api/vhosts/{site._name}", null)).EnsureSuccessStatusCode();
            (await management.PutAsJsonAsync(
                $"/api/permissions/{site._name}/{site.Broker.UserInfo.Split(':')[0]}",
                new Dictionary<string, string> { ["configure"] = ".*", ["write"] = ".*", ["read"] = ".*" })).EnsureSuccessStatusCode();
        }

        site._connection = await new ConnectionFactory { Uri = site.Broker }.CreateConnectionAsync();
        await using var channel = await site._connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Topology.RegionExchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(Topology.CentralHubQueue, durable: true, exclusive: false, autoDelete: false, Topology.QueueArguments(Topology.CentralHubQueue));
        await channel.QueueBindAsync(Topology.CentralHubQueue, Topology.RegionExchange, Topology.EventPattern(typeof(ChildStageChanged)));
        return site;
    }

    public async Task<IHost> StartAsync(bool consume)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:tally"] = Database,
            ["ConnectionStrings:messaging"] = Broker.ToString(),
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(this);
        builder.AddPostgres<TallyDbContext>("tally");
        builder.AddMessaging<TallyDbContext>(messaging =>
        {
            if (consume)
            {
                messaging.Queue = Topology.CentralHubQueue;
                messaging.Consume<ChildStageChanged, NewestConsumer>();
            }
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Refuses a batch for as long as there is poison in it.</summary>
    /// <exception cref="InvalidOperationException">One of them is poison.</exception>
    public void Refuse(IReadOnlyList<ChildStageChanged> messages)
    {
        if (Poison.Count > 0 && messages.Any(message => Poison.Contains(message.Reference)))
        {
            Interlocked.Increment(ref _refusals);
            throw new InvalidOperationException("Poison.");
        }
    }

    /// <summary>Writes one message for each of many references, in one transaction, as an import does.</summary>
    public async Task WriteAsync(int count, long version)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await OutboxBulk.WriteAsync(connection, transaction, [.. Enumerable.Range(0, count).Select(number => Tally.Message(Tally.Reference(number), version))], CancellationToken.None);
        await transaction.CommitAsync();
    }

    public async Task<long> CountAsync(string tableAndCondition)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select count(*) from {tableAndCondition}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task PurgeAsync()
    {
        await using var channel = await Connection.CreateChannelAsync();
        await channel.QueuePurgeAsync(Topology.CentralHubQueue);
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.AbortAsync();
        using var management = Management();
        await management.DeleteAsync($"/api/vhosts/{_name}");
        await ExecuteAsync(TestServers.Postgres, $"drop database {_name} with (force)");
    }

    private static HttpClient Management() => MessageBroker.Connect(TestServers.BrokerManagement, TestServers.Broker);

    private static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A projection as a service would write it: one guarded statement for the whole batch.</summary>
internal sealed class NewestConsumer(TallyDbContext db, BenchmarkSite site) : IMessageConsumer<ChildStageChanged>
{
    public async Task ConsumeAsync(IReadOnlyList<ChildStageChanged> messages, CancellationToken cancellationToken)
    {
        site.Refuse(messages);
        var newest = messages.GroupBy(message => message.Reference).Select(group => group.MaxBy(message => (message.Epoch, message.Version))!).ToList();
        var references = newest.ConvertAll(message => message.Reference);
        var epochs = newest.ConvertAll(message => message.Epoch);
        var versions = newest.ConvertAll(message => message.Version);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into newest ("Reference", "Epoch", "Version")
            select * from unnest({references}, {epochs}, {versions})
            on conflict ("Reference") do update set "Epoch" = excluded."Epoch", "Version" = excluded."Version"
            where (newest."Epoch", newest."Version") < (excluded."Epoch", excluded."Version")
            """,
            cancellationToken);
    }
}
