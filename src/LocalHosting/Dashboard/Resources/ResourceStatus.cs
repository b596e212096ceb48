using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>What the dashboard and <c>./partnership status</c> say of one resource.</summary>
internal sealed record ResourceStatus(
    string Name,
    string Type,
    string State,
    bool Healthy,
    int Restarts,
    int Starts,
    int? Pid,
    int? ExitCode,
    string? Reason,
    IReadOnlyList<string> Endpoints)
{
    public static IEnumerable<ResourceStatus> All(IEnumerable<IResource> resources, ResourceNotificationService notifications) =>
        resources.Where(IsShown).Select(resource => Of(resource, notifications.Current(resource)));

    public static bool IsShown(IResource resource) => resource is PostgresDatabaseResource || resource.Annotations.OfType<LaunchAnnotation>().Any();

    private static ResourceStatus Of(IResource resource, CustomResourceSnapshot snapshot)
    {
        var endpoints = resource is IResourceWithEndpoints owner
            ? resource.Annotations.OfType<EndpointAnnotation>()
                .Where(endpoint => endpoint.AllocatedPort is not null)
                .Select(endpoint => new EndpointReference(owner, endpoint.Name).Url)
                .ToList()
            : [];
        return new ResourceStatus(
            resource.Name,
            TypeOf(resource),
            Kebab(snapshot.State?.Text ?? ""),
            IsWell(snapshot),
            snapshot.Restarts,
            snapshot.Starts,
            snapshot.ProcessId,
            snapshot.ExitCode,
            snapshot.Reason,
            endpoints);
    }

    /// <summary>Running and passing its checks, or ended as it should.</summary>
    private static bool IsWell(CustomResourceSnapshot snapshot) =>
        (snapshot.State?.Text == KnownResourceStates.Running && snapshot.HealthStatus == HealthStatus.Healthy)
        || (snapshot.State?.Text == KnownResourceStates.Finished && snapshot.ExitCode == 0);

    private static string TypeOf(IResource resource) => resource switch
    {
        ProjectResource => "project",
        ExecutableResource => "executable",
        PostgresServerResource => "postgres",
        PostgresDatabaseResource => "database",
        RabbitMQServerResource => "rabbitmq",
        _ => "helper",
    };

    private static string Kebab(string state) =>
        string.Concat(state.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
