using Partnership.Cli.Machine;

namespace Partnership.Cli.Secrets;

/// <summary>
/// Which secrets change together, and who is started again for it. One service after the other: its new password is told to the servers
/// and the service restarted at once, so that at most one of them is away at a time.
/// </summary>
/// <param name="Steps">The services' secrets, in order.</param>
/// <param name="OfServers">The administrators' passwords, which the servers are told before the host.</param>
/// <param name="HasTelemetryKey">Whether services show a key to the dashboard: for it each of them is started again, whatever else it has.</param>
/// <param name="HasToken">Whether there is a token of the dashboard, changed last.</param>
/// <param name="Left">Secrets that are configured and so not the host's to change.</param>
internal sealed record RotationPlan(
    IReadOnlyList<RotationStep> Steps, IReadOnlyList<string> OfServers, bool HasTelemetryKey, bool HasToken, IReadOnlyList<string> Left)
{
    public const string TelemetryKey = "dashboard-telemetry-key";
    public const string Token = "dashboard-token";

    private const string ClientSecret = "dev-client-secret";
    private const string Identity = "identity";
    private const string PasswordSuffix = "-password";

    // The door and who opens it first: they keep nothing that the others' new passwords would concern.
    private static readonly string[] First = [Identity, "gateway"];

    public static RotationPlan Of(IReadOnlyList<HostSecret> secrets, IReadOnlyList<HostResource> resources)
    {
        var services = resources.Where(resource => resource.IsService).Select(resource => resource.Name).ToList();
        var atOnce = secrets.Where(secret => secret.Change == "at-once" && secret.Name != Token).Select(secret => secret.Name).ToList();
        var byService = atOnce.ToLookup(secret => ServiceOf(secret, services));
        var nobodys = byService[null].ToList();
        return new RotationPlan(
            [
                .. nobodys.Count > 0 ? [new RotationStep(null, nobodys)] : Array.Empty<RotationStep>(),
                .. services.OrderBy(name => First.Contains(name) ? Array.IndexOf(First, name) : First.Length)
                    .Select(name => new RotationStep(name, [.. byService[name].Order(StringComparer.Ordinal)])),
            ],
            [.. secrets.Where(secret => secret.Change == "proposed" && secret.Name != TelemetryKey).Select(secret => secret.Name)],
            secrets.Any(secret => secret.Name == TelemetryKey),
            secrets.Any(secret => secret.Name == Token),
            [.. secrets.Where(secret => secret.Change == "configured").Select(secret => secret.Name)]);
    }

    /// <summary>
    /// <c>central-hub-projector-password</c> is of <c>central-hub</c>: the longest service that its name begins with. Null for the passwords of
    /// owners whom no running process has.
    /// </summary>
    private static string? ServiceOf(string secret, List<string> services)
    {
        if (secret == ClientSecret)
        {
            return services.Contains(Identity) ? Identity : null;
        }

        var owner = secret.EndsWith(PasswordSuffix, StringComparison.Ordinal) ? secret[..^PasswordSuffix.Length] : secret;
        return services.Where(service => owner == service || owner.StartsWith(service + "-", StringComparison.Ordinal)).MaxBy(service => service.Length);
    }
}

/// <summary>Secrets that change together.</summary>
/// <param name="Service">The service that is started again with them; null when nobody who runs has them.</param>
/// <param name="Secrets">Their names; none where a service is started again for the telemetry key alone.</param>
internal sealed record RotationStep(string? Service, IReadOnlyList<string> Secrets)
{
    /// <summary>Whether database and broker must be told: <c>provision</c> does.</summary>
    public bool ConcernsServers => Secrets.Any(secret => secret.EndsWith("-password", StringComparison.Ordinal));
}
