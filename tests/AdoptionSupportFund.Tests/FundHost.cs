using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Tests;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;

[assembly: AssemblyFixture(typeof(FundHost))]

namespace Partnership.AdoptionSupportFund.Tests;

/// <summary>
/// The fund with a database, a virtual host and an authority of its own, once for all tests: each test works with children and
/// applications of its own. A test that adopts rules makes another host, whose applications are held against them.
/// </summary>
public sealed class FundHost : IAsyncLifetime
{
    public static readonly int[] Councils = [860, 861, 893, 894];
    internal const string Password = "invented";
    private WebApplicationFactory<FundDbContext> _factory = null!;

    /// <summary>A Monday in November: in 2025-26, packages that start now may run on into the next year.</summary>
    public static DateTimeOffset Morning { get; } = new(2025, 11, 3, 9, 0, 0, TimeSpan.Zero);

    public static DateOnly Today { get; } = new(2025, 11, 3);

    internal ManualTimeProvider Clock { get; } = new(Morning);

    internal TestDatabase Database { get; private set; } = null!;

    internal TestBroker Broker { get; private set; } = null!;

    internal TestTokens Tokens { get; private set; } = null!;

    internal string RequestRole => $"{Database.Name}_service";

    internal string SystemRole => $"{Database.Name}_worker";

    internal IServiceProvider Services => _factory.Services;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateFromAsync("support-fund", async connectionString =>
        {
            await DatabaseMigration.MigrateAsync<FundDbContext>(connectionString, options => new(options), TimeSpan.FromSeconds(30), CancellationToken.None);
            await PackSeeding.RunAsync(connectionString, TimeProvider.System, CancellationToken.None);
        });

        // As provision leaves it: the service neither owns the tables nor may make any.
        await Database.ExecuteAsync(
            $"""
            create role {RequestRole} login password '{Password}';
            create role {SystemRole} login password '{Password}';
            revoke all on database {Database.Name} from public;
            grant connect on database {Database.Name} to {RequestRole}, {SystemRole};
            """);
        await FundRights.ApplyAsync(Database.ConnectionString, CancellationToken.None, RequestRole, SystemRole);
        Broker = await TestBroker.CreateAsync();
        await Broker.DeclareTopologyAsync([.. Councils.Select(council => new CouncilCode(council))]);
        Tokens = await TestTokens.StartAsync();
        _factory = new WebApplicationFactory<FundDbContext>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:support-fund", Database.ConnectionStringFor(RequestRole, Password));
            host.UseSetting("ConnectionStrings:support-fund-worker", Database.ConnectionStringFor(SystemRole, Password));
            host.UseSetting("ConnectionStrings:messaging", Broker.Address.AbsoluteUri);
            foreach (var (key, value) in Tokens.Settings)
            {
                host.UseSetting(key, value);
            }

            for (var index = 0; index < Councils.Length; index++)
            {
                host.UseSetting($"Region:Councils:{index}:Code", $"{Councils[index]}");
                host.UseSetting($"Region:Councils:{index}:Name", $"Council {Councils[index]}");
            }

            host.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
        });
        _ = _factory.Server;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await Tokens.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.ExecuteAsync($"drop owned by {RequestRole}, {SystemRole}; drop role {RequestRole}, {SystemRole}");
        await Database.DisposeAsync();
    }

    /// <summary>A client of a person in one role, of the councils given.</summary>
    internal HttpClient ClientOf(string role, params int[] councils)
    {
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", Tokens.For([role], councils, "partnership-cli", $"{role.Replace('-', '.')}.{string.Join('.', councils)}"));
        return client;
    }

    internal static async Task<JsonNode> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} for {path}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
