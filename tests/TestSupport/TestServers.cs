namespace Partnership.TestSupport;

/// <summary>
/// The real PostgreSQL cluster and RabbitMQ node that integration tests use: those named by
/// <c>ConnectionStrings__Tests</c> (an Npgsql connection string of a superuser), <c>ConnectionStrings__TestsMessaging</c>
/// (an <c>amqp://</c> address of an administrator) and <c>TestsBrokerManagement</c> (its management API; by default at the
/// broker's next port).
/// </summary>
public static class TestServers
{
    public static string Postgres { get; } = Environment.GetEnvironmentVariable("ConnectionStrings__Tests")
        ?? throw new InvalidOperationException("Set ConnectionStrings__Tests.");

    public static Uri Broker { get; } = new(Environment.GetEnvironmentVariable("ConnectionStrings__TestsMessaging")
        ?? throw new InvalidOperationException("Set ConnectionStrings__TestsMessaging."));

    public static Uri BrokerManagement { get; } = Environment.GetEnvironmentVariable("TestsBrokerManagement") is { } address
        ? new Uri(address)
        : new UriBuilder("http", Broker.Host, Broker.Port + 1).Uri;
}
