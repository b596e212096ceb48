using Microsoft.Extensions.DependencyInjection;

namespace Partnership.LocalHosting.Testing;

/// <summary>How a test reaches the resources of a started application.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>A client of one resource; when connections are encrypted it believes this system's servers alone.</summary>
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var handler = LocalCertificates.NewHandler(app.Services.GetRequiredService<LocalState>().Certificates);
        handler.AllowAutoRedirect = true;
        return new HttpClient(handler) { BaseAddress = app.GetEndpoint(resourceName, endpointName) };
    }

    /// <summary>The endpoint's address; without a name the https one, or else the http one.</summary>
    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var resource = Find(app, resourceName) as IResourceWithEndpoints
            ?? throw new InvalidOperationException($"The resource '{resourceName}' has no endpoints.");
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        var chosen = endpointName is null
            ? endpoints.FirstOrDefault(e => e.UriScheme == "https") ?? endpoints.FirstOrDefault(e => e.UriScheme == "http")
            : endpoints.FirstOrDefault(e => string.Equals(e.Name, endpointName, StringComparison.OrdinalIgnoreCase));
        return chosen is null
            ? throw new InvalidOperationException($"The resource '{resourceName}' has no endpoint {(endpointName is null ? "for the web" : $"named '{endpointName}'")}.")
            : new Uri(new EndpointReference(resource, chosen.Name).Url);
    }

    public static ValueTask<string?> GetConnectionStringAsync(
        this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        Find(app, resourceName) is IResourceWithConnectionString resource
            ? resource.GetConnectionStringAsync(cancellationToken)
            : throw new InvalidOperationException($"The resource '{resourceName}' has no connection string.");

    private static IResource Find(DistributedApplication app, string name) =>
        app.Services.GetRequiredService<IReadOnlyList<IResource>>().FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidOperationException($"There is no resource named '{name}'.");
}
