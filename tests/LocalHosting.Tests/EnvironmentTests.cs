using System.Globalization;

namespace Partnership.LocalHosting.Tests;

/// <summary>The exact variables that a process gets: services read them without knowing who hosts them.</summary>
public sealed class EnvironmentTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("services__catalog-api__http__0")]
    [InlineData("CATALOG_API_HTTP")]
    public async Task Reference_ToEndpointNamedHttp_SetsItsAddress(string variable)
    {
        var builder = _host.NewBuilder();
        var catalog = Project(builder, "catalog-api").WithHttpEndpoint();

        var environment = await _host.EnvironmentAsync(Project(builder, "shop").WithReference(catalog));

        Assert.Equal(catalog.GetEndpoint("http").Url, environment[variable]);
    }

    [Theory]
    [InlineData("services__catalog-api__internal__0")]
    [InlineData("CATALOG_API_INTERNAL")]
    public async Task Reference_ToEndpointOfAnotherName_GoesByThatName(string variable)
    {
        var builder = _host.NewBuilder();
        var catalog = Project(builder, "catalog-api").WithHttpEndpoint(name: "internal");

        var environment = await _host.EnvironmentAsync(Project(builder, "shop").WithReference(catalog));

        Assert.Equal(catalog.GetEndpoint("internal").Url, environment[variable]);
        Assert.DoesNotContain("services__catalog-api__http__0", environment.Keys);
    }

    [Fact]
    public async Task Reference_ToHttpEndpointWithHttpsScheme_GoesByTheScheme()
    {
        var builder = _host.NewBuilder();
        var catalog = Project(builder, "catalog").WithEndpoint(scheme: "https", name: "http");

        var environment = await _host.EnvironmentAsync(Project(builder, "shop").WithReference(catalog));

        Assert.StartsWith("https://localhost:", environment["services__catalog__https__0"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_ToOneEndpoint_LeavesTheOthersOut()
    {
        var builder = _host.NewBuilder();
        var catalog = Project(builder, "catalog").WithHttpEndpoint().WithHttpEndpoint(name: "admin");

        var environment = await _host.EnvironmentAsync(Project(builder, "shop").WithReference(catalog.GetEndpoint("admin")));

        Assert.Contains("services__catalog__admin__0", environment.Keys);
        Assert.DoesNotContain("services__catalog__http__0", environment.Keys);
    }

    [Theory]
    [InlineData("ConnectionStrings__bus", "amqp://guest:a%2Fb%20c@localhost:{0}")]
    [InlineData("BUS_HOST", "localhost")]
    [InlineData("BUS_PORT", "{0}")]
    [InlineData("BUS_USERNAME", "guest")]
    [InlineData("BUS_PASSWORD", "a/b c")]
    [InlineData("BUS_URI", "amqp://guest:a%2Fb%20c@localhost:{0}")]
    public async Task Reference_ToBroker_SetsConnectionStringAndParts(string variable, string expected)
    {
        var builder = _host.NewBuilder();
        var broker = builder.AddRabbitMQ("bus", password: builder.AddParameter("secret", "a/b c", secret: true));

        var environment = await _host.EnvironmentAsync(Project(builder, "shop").WithReference(broker));

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, expected, broker.Resource.PrimaryEndpoint.Port), environment[variable]);
    }

    [Theory]
    [InlineData("ConnectionStrings__pg", "Host=localhost;Port={0};Username=postgres;Password=p+w")]
    [InlineData("PG_HOST", "localhost")]
    [InlineData("PG_PORT", "{0}")]
    [InlineData("PG_USERNAME", "postgres")]
    [InlineData("PG_PASSWORD", "p+w")]
    [InlineData("PG_URI", "postgresql://postgres:p%2Bw@localhost:{0}")]
    [InlineData("PG_JDBCCONNECTIONSTRING", "jdbc:postgresql://localhost:{0}")]
    public async Task Reference_ToPostgres_SetsConnectionStringAndParts(string variable, string expected)
    {
        var builder = _host.NewBuilder();
        var postgres = builder.AddPostgres("pg", password: builder.AddParameter("secret", "p+w", secret: true));

        var environment = await _host.EnvironmentAsync(Project(builder, "shop").WithReference(postgres));

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, expected, postgres.Resource.PrimaryEndpoint.Port), environment[variable]);
    }

    [Theory]
    [InlineData("ConnectionStrings__orders", "Host=localhost;Port={0};Username=postgres;Password=p+w;Database=order_book")]
    [InlineData("ORDERS_DATABASENAME", "order_book")]
    [InlineData("ORDERS_HOST", "localhost")]
    [InlineData("ORDERS_URI", "postgresql://postgres:p%2Bw@localhost:{0}/order_book")]
    [InlineData("ORDERS_JDBCCONNECTIONSTRING", "jdbc:postgresql://localhost:{0}/order_book")]
    public async Task Reference_ToDatabase_SetsConnectionStringAndParts(string variable, string expected)
    {
        var builder = _host.NewBuilder();
        var postgres = builder.AddPostgres("pg", password: builder.AddParameter("secret", "p+w", secret: true));

        var environment = await _host.EnvironmentAsync(Project(builder, "shop").WithReference(postgres.AddDatabase("orders", "order_book")));

        Assert.Equal(string.Format(CultureInfo.InvariantCulture, expected, postgres.Resource.PrimaryEndpoint.Port), environment[variable]);
    }

    [Fact]
    public async Task Reference_WithConnectionName_UsesThatName()
    {
        var builder = _host.NewBuilder();

        var environment = await _host.EnvironmentAsync(Project(builder, "shop").WithReference(builder.AddRabbitMQ("bus"), "messaging"));

        Assert.Contains("ConnectionStrings__messaging", environment.Keys);
        Assert.Contains("MESSAGING_HOST", environment.Keys);
        Assert.DoesNotContain("ConnectionStrings__bus", environment.Keys);
    }

    [Theory]
    [InlineData("LOGGING__CONSOLE__FORMATTERNAME", "simple")]
    [InlineData("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "true")]
    [InlineData("DOTNET_hostBuilder__reloadConfigOnChange", "false")]
    public async Task Project_Always_GetsConsoleAndWatcherSettings(string variable, string expected)
    {
        var environment = await _host.EnvironmentAsync(Project(_host.NewBuilder(), "shop"));

        Assert.Equal(expected, environment[variable]);
    }

    [Fact]
    public async Task Project_WithHttpEndpoints_ListensOnAllOfThem()
    {
        var shop = Project(_host.NewBuilder(), "shop").WithHttpEndpoint().WithEndpoint(scheme: "https", name: "https").WithEndpoint(scheme: "tcp", name: "raw");

        var environment = await _host.EnvironmentAsync(shop);

        var (http, https) = (shop.GetEndpoint("http"), shop.GetEndpoint("https"));
        Assert.Equal($"http://localhost:{http.Port};https://localhost:{https.Port}", environment["ASPNETCORE_URLS"]);
        Assert.Equal(https.Port.ToString(CultureInfo.InvariantCulture), environment["ASPNETCORE_HTTPS_PORT"]);
    }

    [Fact]
    public async Task Project_WithoutEndpoints_GetsNoAddress()
    {
        var environment = await _host.EnvironmentAsync(Project(_host.NewBuilder(), "worker"));

        Assert.DoesNotContain("ASPNETCORE_URLS", environment.Keys);
    }

    [Fact]
    public async Task Telemetry_HostHasNoCollector_IsLeftAlone()
    {
        var environment = await _host.EnvironmentAsync(Project(_host.NewBuilder(), "shop"));

        Assert.DoesNotContain(environment.Keys, name => name.StartsWith("OTEL_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=key-of-the-collector")]
    [InlineData("OTEL_SERVICE_NAME", "shop")]
    [InlineData("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory")]
    [InlineData("OTEL_BSP_SCHEDULE_DELAY", "1000")]
    [InlineData("OTEL_BLRP_SCHEDULE_DELAY", "1000")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "1000")]
    [InlineData("OTEL_TRACES_SAMPLER", "always_on")]
    [InlineData("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based")]
    public async Task Telemetry_InDevelopmentWithCollector_IsPassedOn(string variable, string expected)
    {
        var environment = await _host.EnvironmentAsync(Project(NewBuilderWithCollector("Development"), "shop"));

        Assert.Equal(expected, environment[variable]);
    }

    [Fact]
    public async Task Telemetry_Instance_IsEightLettersAndDiffersByResource()
    {
        var builder = NewBuilderWithCollector("Development");
        var (one, other) = (Project(builder, "one"), Project(builder, "other"));

        var first = (await _host.EnvironmentAsync(one))["OTEL_RESOURCE_ATTRIBUTES"];

        Assert.Matches("^service\\.instance\\.id=[a-z]{8}$", first);
        await using var second = new TestHost();
        Assert.NotEqual(first, (await second.EnvironmentAsync(Project(second.NewBuilder("--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:4317"), "other")))["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.NotNull(other);
    }

    [Fact]
    public async Task Telemetry_OutsideDevelopment_KeepsTheExportersOwnPace()
    {
        var environment = await _host.EnvironmentAsync(Project(NewBuilderWithCollector("Production"), "shop"));

        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", environment.Keys);
        Assert.DoesNotContain("OTEL_BSP_SCHEDULE_DELAY", environment.Keys);
        Assert.DoesNotContain("OTEL_TRACES_SAMPLER", environment.Keys);
    }

    [Fact]
    public async Task Telemetry_OnlyHttpCollector_UsesHttpProtobuf()
    {
        var builder = _host.NewBuilder("--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL=http://localhost:4318");

        var environment = await _host.EnvironmentAsync(Project(builder, "shop"));

        Assert.Equal("http://localhost:4318", environment["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("http/protobuf", environment["OTEL_EXPORTER_OTLP_PROTOCOL"]);
    }

    [Fact]
    public async Task Variables_OfTheHostAlone_AreNotInherited()
    {
        Environment.SetEnvironmentVariable("Parameters__secret", "of the host");
        Environment.SetEnvironmentVariable("LOCALHOSTING_TEST_SHARED", "for all");
        try
        {
            var environment = await _host.EnvironmentAsync(Project(_host.NewBuilder(), "shop"));

            Assert.DoesNotContain("Parameters__secret", environment.Keys);
            Assert.DoesNotContain("ConnectionStrings__Tests", environment.Keys);
            Assert.Equal("for all", environment["LOCALHOSTING_TEST_SHARED"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("Parameters__secret", null);
            Environment.SetEnvironmentVariable("LOCALHOSTING_TEST_SHARED", null);
        }
    }

    [Fact]
    public async Task WithEnvironment_EveryKindOfValue_IsFilledIn()
    {
        var builder = _host.NewBuilder();
        var password = builder.AddParameter("password", "a b/c", secret: true);
        var catalog = Project(builder, "catalog").WithHttpEndpoint();
        var port = catalog.GetEndpoint("http").Property(EndpointProperty.Port);

        var (environment, arguments) = await _host.InputsAsync(Project(builder, "shop")
            .WithEnvironment("TEXT", "plain")
            .WithEnvironment("PARAMETER", password)
            .WithEnvironment("ENDPOINT", catalog.GetEndpoint("http"))
            .WithEnvironment("EXPRESSION", $"amqp://user:{password:uri}@host:{port}")
            .WithEnvironment("FUNCTION", () => "called")
            .WithEnvironment(context => context.EnvironmentVariables["CALLBACK"] = catalog.GetEndpoint("http"))
            .WithArgs("--first", "1")
            .WithArgs(context => context.Args.Add(password.Resource)));

        var endpoint = catalog.GetEndpoint("http");
        Assert.Equal("plain", environment["TEXT"]);
        Assert.Equal("a b/c", environment["PARAMETER"]);
        Assert.Equal(endpoint.Url, environment["ENDPOINT"]);
        Assert.Equal($"amqp://user:a%20b%2Fc@host:{endpoint.Port}", environment["EXPRESSION"]);
        Assert.Equal("called", environment["FUNCTION"]);
        Assert.Equal(endpoint.Url, environment["CALLBACK"]);
        Assert.Equal(["--first", "1", "a b/c"], arguments);
    }

    private static IResourceBuilder<ProjectResource> Project(IDistributedApplicationBuilder builder, string name) =>
        builder.AddProject(name, TestHost.SampleService, launchProfileName: null);

    private IDistributedApplicationBuilder NewBuilderWithCollector(string environment)
    {
        var builder = _host.NewBuilder(
            "--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:4317",
            "--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL=http://localhost:4318",
            "--AppHost:OtlpApiKey=key-of-the-collector");
        builder.Environment.EnvironmentName = environment;
        return builder;
    }
}
