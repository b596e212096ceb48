using System.Net;
using Npgsql;
using Partnership.Cli.Machine;
using Partnership.Provision.Broker;
using Partnership.Provision.Databases;

namespace Partnership.Cli.Secrets;

/// <summary>
/// Tells a server its administrator's next password, as the administrator with the present one. What is sent is what the server keeps
/// (a verifier, a hash): neither a statement nor a log ever holds the password.
/// </summary>
internal static class AdministratorPassword
{
    private const string ProposedSuffix = ".next";

    /// <summary>Changes it in the server; the host still has the old one and the proposed beside it.</summary>
    public static async Task TellAsync(string secret, CancellationToken ct)
    {
        var (present, next) = (KeptParameters.Read(secret), KeptParameters.Read(secret + ProposedSuffix));
        await (secret switch
        {
            "postgres-password" => TellPostgresAsync(present, next, ct),
            "broker-password" => TellBrokerAsync(present, next, ct),
            _ => throw new CommandFailedException($"Nothing is known about how '{secret}' is changed in its server."),
        });
    }

    /// <summary>Whether a rotation was cut short after the server had been told: it then knows the proposed password and no longer the present one.</summary>
    public static async Task<bool> WasToldAsync(string secret, CancellationToken ct) =>
        KeptParameters.Find(secret + ProposedSuffix) is { } next
        && secret switch
        {
            "postgres-password" => !await OpensPostgresAsync(KeptParameters.Read(secret), ct) && await OpensPostgresAsync(next, ct),
            "broker-password" => !await OpensBrokerAsync(KeptParameters.Read(secret), ct) && await OpensBrokerAsync(next, ct),
            _ => false,
        };

    private static async Task TellPostgresAsync(string present, string next, CancellationToken ct)
    {
        await using (var connection = await Servers.OpenAsync("postgres", ct, present))
        {
            var user = Servers.Postgres(present).Username!.Replace("\"", "\"\"", StringComparison.Ordinal);
#pragma warning disable CA2100 // A verifier holds letters, digits and $:/+= alone; the user is the administrator's own name.
            await using var command = new NpgsqlCommand($"alter role \"{user}\" password '{ScramVerifier.Create(next)}'", connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(ct);
        }

        if (!await OpensPostgresAsync(next, ct))
        {
            throw new CommandFailedException("PostgreSQL refuses the password that it was just given.");
        }
    }

    private static async Task TellBrokerAsync(string present, string next, CancellationToken ct)
    {
        using (var management = MessageBroker.Connect(Servers.BrokerManagement, As(present)))
        {
            await MessageBroker.ImportAsync(
                management, new BrokerDefinitions([new(Administrator, BrokerPassword.Hash(next), BrokerPassword.Algorithm, ["administrator"])], [], [], [], [], []), ct);
        }

        if (!await OpensBrokerAsync(next, ct))
        {
            throw new CommandFailedException("The broker refuses the password that it was just given.");
        }
    }

    private const string Administrator = "guest";

    private static Uri As(string password) => new($"amqp://{Administrator}:{Uri.EscapeDataString(password)}@localhost");

    private static async Task<bool> OpensPostgresAsync(string password, CancellationToken ct)
    {
        try
        {
            await using var connection = await Servers.OpenAsync("postgres", ct, password);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            return false;
        }
    }

    private static async Task<bool> OpensBrokerAsync(string password, CancellationToken ct)
    {
        using var management = MessageBroker.Connect(Servers.BrokerManagement, As(password));
        using var answer = await management.GetAsync("/api/whoami", ct);
        return answer.StatusCode != HttpStatusCode.Unauthorized;
    }
}
