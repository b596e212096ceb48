using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Partnership.LocalHosting;

/// <summary>Healthy when a path of an endpoint answers with the wanted status.</summary>
internal sealed class HttpHealthCheck(Func<Uri> address, int statusCode, Lazy<HttpClient> client) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static IResourceBuilder<T> Add<T>(IResourceBuilder<T> builder, string path, int statusCode, string? endpointName)
        where T : IResourceWithEndpoints
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{builder.Resource.Name}_{endpointName ?? "http"}_{path}_{statusCode}_check");
        var state = LocalState.Of(builder.ApplicationBuilder);
        var client = new Lazy<HttpClient>(() => new HttpClient(LocalCertificates.NewHandler(state.Certificates)) { Timeout = Patience });
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, _ => new HttpHealthCheck(() => new Uri(new Uri(Endpoint(builder.Resource, endpointName).Url), path), statusCode, client), null, null));
        return builder.WithHealthCheck(key);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var uri = address();
        try
        {
            using var response = await client.Value.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode == statusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{uri} answered {(int)response.StatusCode} instead of {statusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return HealthCheckResult.Unhealthy($"{uri} did not answer: {e.Message}");
        }
    }

    private static EndpointReference Endpoint(IResourceWithEndpoints resource, string? name)
    {
        var web = resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.UriScheme is "http" or "https").ToList();
        var chosen = name is null
            ? web.FirstOrDefault(e => e.UriScheme == "https") ?? web.FirstOrDefault()
            : web.FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        return chosen is null
            ? throw new InvalidOperationException($"The resource '{resource.Name}' has no web endpoint{(name is null ? "" : $" named '{name}'")} to check.")
            : new EndpointReference(resource, chosen.Name);
    }
}
