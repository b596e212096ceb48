namespace Partnership.TestSupport;

/// <summary>
/// The real PostgreSQL cluster and RabbitMQ node that integration tests use: those named by
/// <c>ConnectionStrings__Tests</c> (an Npgsql connection string of a superuser) and <c>ConnectionStrings__TestsMessaging</c>
/// (an <c>amqp://</c> address of an administrator).
/// </summary>
public static class TestServers
{
    public static string Postgres { get; } = Environment.GetEnvironmentVariable("ConnectionStrings__Tests")
        ?? throw new InvalidOperationException("Set ConnectionStrings__Tests.");

    public static Uri Broker { get; } = new(Environment.GetEnvironmentVariable("ConnectionStrings__TestsMessaging")
        ?? throw new InvalidOperationException("Set ConnectionStrings__TestsMessaging."));
}
