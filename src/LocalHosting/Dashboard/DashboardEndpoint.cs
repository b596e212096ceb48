namespace Partnership.LocalHosting.Dashboard;

/// <summary>Where the dashboard listens and what opens it, once it does; services are told when they start.</summary>
internal sealed class DashboardEndpoint(RunnerOptions options, LocalState state)
{
    private readonly Lazy<DashboardSecrets> _secrets = new(() => new DashboardSecrets(state.Parameters));

    public bool IsWanted => options.DashboardPort >= 0;

    public DashboardSecrets Secrets => _secrets.Value;

    /// <summary>Null before it listens, and when no dashboard is wanted.</summary>
    public Uri? Address { get; set; }

    /// <summary>Where services send their telemetry: encrypted when everything is.</summary>
    public Uri? TelemetryAddress { get; set; }

    public static DashboardEndpoint Of(IDistributedApplicationBuilder builder) => (DashboardEndpoint)builder.Services
        .First(service => service.ServiceType == typeof(DashboardEndpoint)).ImplementationInstance!;
}
