using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Partnership.Contracts;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Messaging;
using Partnership.TestSupport;
using RabbitMQ.Client;

namespace Partnership.LocalityHub.Tests;

/// <summary>The hub of Staffordshire (860), in process, with a database, a virtual host and an authority of its own.</summary>
public sealed class HubFixture : IAsyncLifetime
{
    public const string AreaKey = "the-area-key-of-these-tests";

    private const int Council = 860;
    private Host? _host;

    /// <summary>A Monday in June: bands are counted from here.</summary>
    public static DateTimeOffset Morning { get; } = new(2025, 6, 16, 9, 0, 0, TimeSpan.Zero);

    public ManualTimeProvider Clock { get; } = new(Morning);

    public TestDatabase Database { get; private set; } = null!;

    public TestBroker Broker { get; private set; } = null!;

    public TestTokens Tokens { get; private set; } = null!;

    /// <summary>Every line that the hub logged.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Behind a real port: the limit of a request is the server's own, which the in-memory one does not have.</summary>
    public bool BehindAPort { get; init; }

    /// <summary>The stretch of network to the broker, of a test that cuts it.</summary>
    public TcpRelay? Relay { get; init; }

    public IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateFromAsync("locality-hub", MigrateAsync);
        Broker = await TestBroker.CreateAsync();
        await Broker.DeclareTopologyAsync(new CouncilCode(Council));
        Tokens = await TestTokens.StartAsync();
        Start();
    }

    /// <summary>Starts the hub, again after <see cref="StopAsync"/>.</summary>
    public void Start()
    {
        var settings = new Dictionary<string, string?>(Tokens.Settings)
        {
            ["ConnectionStrings:locality-hub"] = Database.ConnectionString,
            ["ConnectionStrings:messaging"] = (Relay is null ? Broker.Address : new UriBuilder(Broker.Address) { Port = Relay.Port }.Uri).ToString(),
            ["Council:Code"] = Council.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Council:Name"] = "Staffordshire",
            ["FamilyFinding:AreaKey"] = AreaKey,
        };
        foreach (var (key, value) in Settings)
        {
            settings[key] = value;
        }

        _host = new Host(settings, Clock, Log);
        if (BehindAPort)
        {
            _host.UseKestrel(0);
        }

        _ = _host.Services;
    }

    public async Task StopAsync() => await _host!.DisposeAsync();

    /// <summary>Starts the hub again if it ended because its receiver stayed deaf, as its host does. Clients made before are of the old one then.</summary>
    public async Task RestartIfDeafAsync()
    {
        if (_host!.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            Assert.Contains(Log, line => line.Contains("yet nothing is received", StringComparison.Ordinal));
            await StopAsync();
            Start();
        }
    }

    /// <summary>A client with a token of these roles and councils.</summary>
    public HttpClient ClientOf(string role, params int[] councils) => WithToken(Tokens.With(role, councils));

    /// <summary>A client of one person of the council, or of another.</summary>
    public HttpClient ClientOfPerson(string subject, string role, int council = Council) => WithToken(Tokens.For([role], [council], "partnership-cli", subject));

    /// <summary>The council's own case management system.</summary>
    public HttpClient CaseSystem() => WithToken(Tokens.CaseSystem(Council));

    public HttpClient Anonymous() => _host!.CreateClient();

    /// <summary>The hub's database.</summary>
    internal LocalityHubDbContext Db() => new(new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql(Database.ConnectionString).Options, Sight.Everything());

    /// <summary>Hands files in, waits for the job's end and returns the job.</summary>
    internal async Task<JsonElement> ImportAsync(ReturnFiles files, int year = 2025, bool dryRun = false)
    {
        using var client = CaseSystem();
        using var response = await client.PostAsync($"/api/v1/councils/860/imports?year={year}&dryRun={dryRun}", files.ToContent());
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await FinishedAsync(client, response.Headers.Location!);
    }

    internal static async Task<JsonElement> FinishedAsync(HttpClient client, Uri job)
    {
        JsonElement state = default;
        await Eventually.TrueAsync(
            async () =>
            {
                state = await client.GetFromJsonAsync<JsonElement>(job);
                return state.GetProperty("state").GetString() is "done" or "failed";
            },
            "the import's end");
        return state;
    }

    /// <summary>Waits until no transaction, which may be another test's in the same server, keeps changes back from who reads them.</summary>
    internal Task ChangesAreToldAsync() => Eventually.TrueAsync(
        async () => await Database.ScalarAsync<bool>("""
            select coalesce(max(changed_in::text::bigint) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint, true)
            from (select changed_in from child union all select changed_in from forgotten_child) told
            """),
        "the end of older transactions");

    /// <summary>Sends a command to the hub, as another service does; under the same id again it is the same message.</summary>
    internal async Task<Guid> SendAsync(IHubCommand command, Guid? messageId = null)
    {
        var id = messageId ?? Guid.NewGuid();
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var properties = new BasicProperties { MessageId = id.ToString(), Type = MessageCatalogue.NameOf(command.GetType()), ContentType = "application/json" };
        await channel.BasicPublishAsync(
            Topology.RegionExchange, MessageCatalogue.RoutingKeyOf(command), mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(command, command.GetType(), MessageJson.Options));
        return id;
    }

    /// <summary>Sends a command and waits until the hub has applied it.</summary>
    internal async Task ApplyAsync(IHubCommand command)
    {
        var id = await SendAsync(command);
        await Eventually.TrueAsync(async () => await Database.ScalarAsync<bool>($"select exists (select from inbox where message_id = '{id}')"), $"{command.GetType().Name} to be consumed");
    }

    /// <summary>What the region was told last under the reference of a household, as JSON; null when nothing.</summary>
    internal async Task<JsonElement?> OfferedAsync(Guid household)
    {
        await using var db = Db();
        var reference = await db.RegionalReferences.AsNoTracking().SingleOrDefaultAsync(each => each.HouseholdId == household && each.Purpose == ReferencePurpose.Household);
        return reference is null ? null : JsonDocument.Parse(reference.Content).RootElement;
    }

    /// <summary>Somebody of the council with one role, who reads a resource's version before changing it.</summary>
    internal HubClient As(string role, string? subject = null) => new(subject is null ? ClientOf(role, Council) : ClientOfPerson(subject, role));

    /// <summary>A child of the hub by local id.</summary>
    internal async Task<Guid> ChildIdAsync(string localId)
    {
        await using var db = Db();
        return await db.Children.Where(child => child.LocalId == localId).Select(child => child.Id).SingleAsync();
    }

    /// <summary>Everything about children that counts for the region or was derived: what an import could change.</summary>
    internal Task<string> StateAsync(params string[] localIds)
    {
        var ids = string.Join(", ", localIds.Select(id => $"'{id}'"));
        return Database.ScalarAsync<string>($"""
            select coalesce(string_agg(line, E'\n' order by line), '') from (
                select r.content || r.version || r.epoch as line from sealed.regional_reference r join child c on c.id = r.child_id where c.local_id in ({ids})
                union all select 'M' || m.kind || m.date || m.source from milestone m join child c on c.id = m.child_id where c.local_id in ({ids})
                union all select 'E' || e.decom || e.source_row || e.import_id from episode e join child c on c.id = e.child_id where not e.held and c.local_id in ({ids})
            ) all_lines
            """);
    }

    /// <summary>The version of the newest snapshot of a child's stage; 0 when the region was never told.</summary>
    internal async Task<long> RegisterVersionAsync(Guid childId)
    {
        await using var db = Db();
        return await db.RegionalReferences.Where(reference => reference.ChildId == childId && reference.Purpose == ReferencePurpose.Register)
            .Select(reference => reference.Version).SingleOrDefaultAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await Tokens.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal static async Task MigrateAsync(string connectionString)
    {
        await using var db = new LocalityHubDbContext(new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql(connectionString).Options, Sight.Everything());
        await db.Database.MigrateAsync();
    }

    private HttpClient WithToken(string token)
    {
        var client = _host!.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private sealed class Host(IReadOnlyDictionary<string, string?> settings, TimeProvider clock, ConcurrentQueue<string> log) : WebApplicationFactory<LocalityHubDbContext>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton(clock)));
            builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new LogRecorder(log)));
        }
    }
}
