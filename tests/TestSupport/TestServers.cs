namespace Partnership.TestSupport;

/// <summary>
/// The real PostgreSQL cluster and RabbitMQ node that integration tests use: those named by
/// <c>ConnectionStrings__Tests</c> (an Npgsql connection string of a superuser), <c>ConnectionStrings__TestsMessaging</c>
/// (an <c>amqp://</c> address of an administrator) and <c>TestsBrokerManagement</c> (its management API; by default at the
/// broker's next port). When they are not given, servers of the test assembly's own, started at the first use and stopped
/// with the assembly's process.
/// </summary>
public static class TestServers
{
    public const string PostgresVariable = "ConnectionStrings__Tests";
    public const string BrokerVariable = "ConnectionStrings__TestsMessaging";
    public const string ManagementVariable = "TestsBrokerManagement";

    private static readonly string? GivenPostgres = Environment.GetEnvironmentVariable(PostgresVariable);
    private static readonly string? GivenBroker = Environment.GetEnvironmentVariable(BrokerVariable);
    private static readonly string? GivenManagement = Environment.GetEnvironmentVariable(ManagementVariable);

    // Off the caller's synchronisation context: the test runner's has only so many threads.
    private static readonly Lazy<LocalServers> Own = new(() => Task.Run(StartAsync).GetAwaiter().GetResult());

    /// <summary>Whether both servers are named by the environment.</summary>
    public static bool AreGiven => GivenPostgres is not null && GivenBroker is not null;

    public static string Postgres => GivenPostgres ?? Own.Value.Postgres;

    public static Uri Broker => GivenBroker is null ? Own.Value.Broker : new Uri(GivenBroker);

    public static Uri BrokerManagement => (GivenBroker, GivenManagement) switch
    {
        (null, _) => Own.Value.BrokerManagement,
        (_, null) => new UriBuilder("http", Broker.Host, Broker.Port + 1).Uri,
        (_, { } address) => new Uri(address),
    };

    private static async Task<LocalServers> StartAsync()
    {
        var servers = await LocalServers.StartAsync(GivenPostgres is null, GivenBroker is null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Task.Run(async () => await servers.DisposeAsync()).GetAwaiter().GetResult();
        return servers;
    }
}
