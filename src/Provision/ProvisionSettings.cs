using Microsoft.Extensions.Configuration;
using Npgsql;
using Partnership.Contracts;
using Partnership.Provision.Databases;

namespace Partnership.Provision;

/// <summary>
/// What to provision, where, and with which passwords. A service's password serves its database role and its broker user;
/// it is named after the service (<c>Passwords:central-hub</c>, <c>Passwords:locality-hub-860</c>), an owner role's after the
/// role (<c>Passwords:central-hub-owner</c>).
/// </summary>
public sealed record ProvisionSettings(
    string Postgres,
    Uri Broker,
    Uri BrokerManagement,
    IReadOnlyList<CouncilCode> Councils,
    IReadOnlyDictionary<string, string> Passwords)
{
    public const string LocalityHubOwner = "locality-hub-owner";

    /// <summary>How long to wait for the servers to answer.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The broker's virtual host, from the path of <see cref="Broker"/>; without a path it is <c>/</c>.</summary>
    public string VirtualHost => Broker.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(Broker.AbsolutePath[1..]) : "/";

    /// <exception cref="ProvisionException">A setting is missing or cannot be read; the message names it.</exception>
    public static ProvisionSettings Read(IConfiguration configuration)
    {
        var councils = configuration.GetSection("Region:Councils").GetChildren()
            .Select(council => CouncilCode.TryParse(council["Code"], null, out var code)
                ? code
                : throw new ProvisionException($"{council.Path}:Code is not a council code of three digits."))
            .Order()
            .ToList();
        if (councils.Count == 0)
        {
            throw new ProvisionException("Region:Councils names no council: give Region__Councils__0__Code and so on.");
        }

        if (councils.Distinct().Count() != councils.Count)
        {
            throw new ProvisionException("Region:Councils names a council twice.");
        }

        var names = councils.Select(Topology.LocalityHub).Append(LocalityHubOwner).Concat(SharedDatabase.All.SelectMany(shared => shared.PasswordNames));
        return new ProvisionSettings(
            PostgresOf(Required(configuration, "ConnectionStrings:postgres")),
            AddressOf(configuration, "ConnectionStrings:broker", "amqp", "amqps"),
            AddressOf(configuration, "Broker:ManagementUrl", "http", "https"),
            councils,
            names.ToDictionary(name => name, name => Required(configuration, $"Passwords:{name}")))
        {
            Deadline = TimeSpan.FromSeconds(configuration.GetValue("DeadlineSeconds", 60)),
        };
    }

    public override string ToString() => $"{Councils.Count} councils";

    private static string Required(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } value
        ? value
        : throw new ProvisionException($"The setting {key} is missing (as an environment variable: {key.Replace(":", "__", StringComparison.Ordinal)}).");

    private static string PostgresOf(string text)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text) { Pooling = false, ApplicationName = "provision" };
            builder.Database ??= "postgres";
            return builder.ConnectionString;
        }
        catch (ArgumentException)
        {
            throw new ProvisionException("ConnectionStrings:postgres is not a connection string (Host=…;Port=…;Username=…;Password=…).");
        }
    }

    private static Uri AddressOf(IConfiguration configuration, string key, params string[] schemes) =>
        Uri.TryCreate(Required(configuration, key), UriKind.Absolute, out var address) && schemes.Contains(address.Scheme)
            ? address
            : throw new ProvisionException($"{key} is not an address of the form {schemes[0]}://….");
}
