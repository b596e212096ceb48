using Npgsql;

namespace Partnership.Cli.Machine;

/// <summary>
/// The administrators' way to the machine's database cluster and broker. Addresses come from the environment (where the script puts
/// them), passwords from the host's own file or the same variables: none is ever an argument of a process.
/// </summary>
internal static class Servers
{
    private const string UsualPostgres = "Host=localhost;Port=18432;Username=postgres";
    private const string UsualBroker = "http://localhost:18673";

    /// <summary>The cluster: <c>PARTNERSHIP_POSTGRES</c>, a connection string of its administrator, with or without the password.</summary>
    public static NpgsqlConnectionStringBuilder Postgres(string? password = null)
    {
        var told = Environment.GetEnvironmentVariable("PARTNERSHIP_POSTGRES");
        NpgsqlConnectionStringBuilder address;
        try
        {
            address = new NpgsqlConnectionStringBuilder(told is { Length: > 0 } ? told : UsualPostgres);
        }
        catch (ArgumentException unreadable)
        {
            throw new CommandFailedException("PARTNERSHIP_POSTGRES is not a connection string (Host=…;Port=…;Username=…).", cause: unreadable);
        }

        address.Password = password ?? address.Password ?? KeptParameters.Read("postgres-password");
        address.Pooling = false;
        address.CommandTimeout = 0;
        address.ApplicationName = "partnership-cli";
        return address;
    }

    /// <summary>The broker's management API: <c>PARTNERSHIP_BROKER_MANAGEMENT</c>.</summary>
    public static Uri BrokerManagement =>
        new(Environment.GetEnvironmentVariable("PARTNERSHIP_BROKER_MANAGEMENT") is { Length: > 0 } told ? told : UsualBroker);

    /// <summary>Connects to one database of the cluster as its administrator.</summary>
    /// <exception cref="PostgresException">The password that was given is refused.</exception>
    /// <exception cref="CommandFailedException">It does not answer, or refuses the password that is kept.</exception>
    public static async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken ct, string? password = null)
    {
        var address = Postgres(password);
        address.Database = database;
        var connection = new NpgsqlConnection(address.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch (Exception refused)
        {
            await connection.DisposeAsync();
            if (refused is not NpgsqlException || password is not null)
            {
                throw;
            }

            throw new CommandFailedException($"PostgreSQL lets nobody in at {address.Host}:{address.Port}: {refused.Message}", "Start the system with ./partnership up", refused);
        }
    }
}
