using Partnership.Contracts;

namespace Partnership.Provision.Databases;

/// <summary>The database of a service that councils share, and its three roles.</summary>
/// <param name="Service">The service's name on the broker, and of its password.</param>
/// <param name="SystemSuffix">What the system's role is called after.</param>
public sealed record SharedDatabase(string Service, string SystemSuffix)
{
    public static SharedDatabase CentralHub { get; } = new(Topology.CentralHub, "projector");

    public static SharedDatabase SupportFund { get; } = new(Topology.SupportFund, "worker");

    public static SharedDatabase PanelScheduling { get; } = new(Topology.PanelScheduling, "worker");

    public static IReadOnlyList<SharedDatabase> All { get; } = [CentralHub, SupportFund, PanelScheduling];

    /// <summary>The database, and the role of requests.</summary>
    public string Name => Service.Replace('-', '_');

    /// <summary>The role that owns the tables, which only <c>migrate</c> uses.</summary>
    public string Owner => $"{Name}_owner";

    /// <summary>The role of work that is nobody's request.</summary>
    public string System => $"{Name}_{SystemSuffix}";

    /// <summary>The passwords of the roles, by the names under which they are given.</summary>
    public IEnumerable<string> PasswordNames => [$"{Service}-owner", Service, $"{Service}-{SystemSuffix}"];

    internal IEnumerable<DatabaseRole> Roles(IReadOnlyDictionary<string, string> passwords) =>
        new[] { Owner, Name, System }.Zip(PasswordNames, (role, password) => new DatabaseRole(role, passwords[password]));
}
