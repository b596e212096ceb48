using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Partnership.AdoptionSupportFund.Children;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.AdoptionSupportFund.Tests;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
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
    public static readonly int[] Councils = [860, 861, 893, 894, 895, 896];
    internal const string Password = "invented";
    private WebApplicationFactory<FundDbContext> _factory = null!;
    private Task<Guid>? _provider;

    /// <summary>A Monday in November: in 2025-26, packages that start now may run on into the next year.</summary>
    public static DateTimeOffset Morning { get; } = new(2025, 11, 3, 9, 0, 0, TimeSpan.Zero);

    public static DateOnly Today { get; } = new(2025, 11, 3);

    internal ManualTimeProvider Clock { get; } = new(Morning);

    internal TestDatabase Database { get; private set; } = null!;

    internal TestBroker Broker { get; private set; } = null!;

    internal TestTokens Tokens { get; private set; } = null!;

    /// <summary>How long the people of <see cref="ClientOf"/> may work; minutes where nothing is said.</summary>
    internal TimeSpan? TokensLast { get; set; }

    /// <summary>How long a sealed end of the audit trail may stay unknown to the hubs; a minute where nothing is said.</summary>
    internal TimeSpan? AnchorsEvery { get; init; }

    /// <summary>A statement about the database before the fund starts.</summary>
    internal string? Beforehand { get; init; }

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
        if (Beforehand is { } statement)
        {
            await Database.ExecuteAsync(statement);
        }

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

            if (AnchorsEvery is { } every)
            {
                host.UseSetting("Audit:AnchorInterval", $"{every}");
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

    /// <summary>Another fund, at a time of its own that a test may move; dispose it.</summary>
    internal static async Task<FundHost> AtAsync(DateOnly day)
    {
        var other = new FundHost();
        other.Clock.Advance(day.ToDateTime(new TimeOnly(9, 0)) - Morning.DateTime);
        await other.InitializeAsync();
        return other;
    }

    /// <summary>Sends a CSV file of these lines; it must be taken.</summary>
    internal static async Task<JsonNode> UploadAsync(HttpClient client, string path, string header, params string[] lines) => await ReadAsync(await PostFileAsync(client, path, header, lines));

    internal static async Task<HttpResponseMessage> PostFileAsync(HttpClient client, string path, string header, params string[] lines)
    {
        using var content = new MultipartFormDataContent { { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(string.Join("\r\n", lines.Prepend(header)) + "\r\n")), "files", "file.csv" } };
        return await client.PostAsync(path, content);
    }

    /// <summary>The fund's database as its workers see it.</summary>
    internal async Task<T> WithDatabaseAsync<T>(Func<FundDbContext, Task<T>> ask)
    {
        await using var scope = Services.GetRequiredService<SystemScopes>().Create("test");
        return await ask(scope.ServiceProvider.GetRequiredService<FundDbContext>());
    }

    /// <summary>Children of one family of a council, as its hub hands them over: assessed a month ago, by one assessment.</summary>
    internal Task<Family> FamilyAsync(int council, int children = 1, Action<FundChild>? with = null) => WithDatabaseAsync(async db =>
    {
        var family = new Family(council, Guid.NewGuid(), [.. Enumerable.Range(0, children).Select(_ => Guid.NewGuid())]);
        foreach (var id in family.Children)
        {
            var child = new FundChild
            {
                Id = id, Council = (short)council, FamilyId = Guid.NewGuid(), Route = SupportRoute.AdoptedFromCare, BornIn = 2015, Basis = ApplicantBasis.OrderWithinThreeYears,
                Needs = SupportNeeds.Attachment, AssessmentId = family.Assessment, Epoch = 1, Version = 1,
            };
            with?.Invoke(child);
            db.Add(child);
            db.Add(new NeedsAssessment
            {
                Id = family.Assessment, ChildId = id, Council = (short)council, AssessedOn = Today.AddMonths(-1), ReviewDue = Today.AddMonths(11), NarrativesChecked = true,
            });
        }

        await db.SaveChangesAsync();
        return family;
    });

    /// <summary>A provider of play therapy and specialist assessments everywhere, at £75 an hour, its checks in date; the same for all tests.</summary>
    internal Task<Guid> ProviderAsync() => _provider ??= WithDatabaseAsync(async db =>
    {
        var provider = new Provider { Id = Guid.CreateVersion7(), Name = "Invented Therapies", Status = RegulatedStatus.RegisteredSupportAgency, IsActive = true, Version = 1 };
        foreach (var therapy in new[] { "play-therapy", "dyadic-developmental-psychotherapy", "specialist-assessment" })
        {
            provider.Therapies.Add(new ProviderTherapy { ProviderId = provider.Id, Therapy = therapy, RatePence = 7_500 });
        }

        foreach (var kind in Enum.GetValues<ProviderCheckKind>())
        {
            provider.Checks.Add(new ProviderCheck { ProviderId = provider.Id, Kind = kind, CheckedOn = Today.AddYears(-1), RefreshDue = Today.AddYears(1) });
        }

        db.Add(provider);
        await db.SaveChangesAsync();
        return provider.Id;
    });

    /// <summary>A reference that no other test has: in digits, as those of the fund hold no words.</summary>
    internal static string Reference(string of = "ASF") => $"{of}-{Random.Shared.NextInt64(100_000_000_000, 1_000_000_000_000)}";

    /// <summary>Hours of play therapy at £75 from a fortnight on.</summary>
    internal async Task<object> LineAsync(decimal hours, object? more = null) => new
    {
        therapy = "play-therapy", providerId = await ProviderAsync(), hours, ratePence = 7_500, starts = Today.AddDays(14), ends = Today.AddDays(120), funding = more,
    };

    /// <summary>Begins an application for a family's children with one line each of so many hours.</summary>
    internal async Task<JsonNode> BeginAsync(HttpClient client, Family family, params decimal[] hours)
    {
        var lines = new List<object>();
        foreach (var each in hours)
        {
            lines.Add(await LineAsync(each));
        }

        return await SendAsync(
            client, HttpMethod.Post, $"{Of(family.Council)}/applications", new { assessmentId = family.Assessment, content = new { children = family.Children, lines } });
    }

    /// <summary>Submits an application as it is now.</summary>
    internal static Task<HttpResponseMessage> SubmitAsync(HttpClient client, int council, JsonNode application, params string[] exceptions) =>
        ActAsync(client, council, application, "submission", new { exceptions });

    /// <summary>Does something to an application as it is now.</summary>
    internal static async Task<HttpResponseMessage> ActAsync(HttpClient client, int council, JsonNode application, string what, object body, HttpMethod? method = null)
    {
        var path = $"{Of(council)}/applications/{application["id"]}";
        using var read = await client.GetAsync(path);
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, what.Length == 0 ? path : $"{path}/{what}") { Content = JsonContent.Create(body) };
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        return await client.SendAsync(request);
    }

    internal static string Of(int council) => $"/api/v1/fund/councils/{council}";

    internal static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var response = await client.SendAsync(request);
        return await ReadAsync(response);
    }

    /// <summary>The answer of a request that must have been done.</summary>
    internal static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>The problem's code of a request that must have been refused.</summary>
    internal static async Task<(int Status, string Code)> RefusalAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.False(response.IsSuccessStatusCode, text);
        return ((int)response.StatusCode, (string)JsonNode.Parse(text)!["code"]!);
    }

    /// <summary>A client of a person in one role, of the councils given.</summary>
    internal HttpClient ClientOf(string role, params int[] councils)
    {
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", Tokens.For([role], councils, "partnership-cli", $"{role.Replace('-', '.')}.{string.Join('.', councils)}", TokensLast));
        return client;
    }

    internal static async Task<JsonNode> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await ReadAsync(response);
    }
}

/// <summary>Children of one family, by reference, and the assessment that covers them.</summary>
internal sealed record Family(int Council, Guid Assessment, IReadOnlyList<Guid> Children);
