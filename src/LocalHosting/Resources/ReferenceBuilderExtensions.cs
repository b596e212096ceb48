using System.Globalization;

namespace Partnership.LocalHosting;

/// <summary>Tells one resource how to reach another, by environment variables.</summary>
public static class ReferenceBuilderExtensions
{
    /// <summary>Sets <c>ConnectionStrings__{name}</c> and the connection's parts as <c>{NAME}_{PART}</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null)
        where TDestination : IResourceWithEnvironment
    {
        var name = connectionName ?? source.Resource.Name;
        return builder.WithEnvironment(context =>
        {
            context.EnvironmentVariables[$"ConnectionStrings__{name}"] = source.Resource;
            foreach (var (part, value) in source.Resource.GetConnectionProperties())
            {
                context.EnvironmentVariables[VariableName(name, part)] = value;
            }
        });
    }

    /// <summary>Sets <c>services__{name}__{scheme or endpoint}__{number}</c> and <c>{NAME}_{ENDPOINT}</c> for every endpoint of the other.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context =>
        {
            foreach (var endpoint in source.Resource.Annotations.OfType<EndpointAnnotation>())
            {
                SetEndpoint(context, source.Resource.Name, new EndpointReference(source.Resource, endpoint.Name));
            }
        });

    /// <summary>Sets the same variables for one endpoint only.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context => SetEndpoint(context, endpointReference.Resource.Name, endpointReference));

    // Endpoints named http or https go by their scheme, which may have changed to https; all others by their name.
    private static void SetEndpoint(EnvironmentCallbackContext context, string service, EndpointReference endpoint)
    {
        context.EnvironmentVariables[VariableName(service, endpoint.EndpointName)] = endpoint;
        var key = endpoint.EndpointName is "http" or "https" ? endpoint.Scheme : endpoint.EndpointName;
        var number = 0;
        while (context.EnvironmentVariables.ContainsKey(Name(number)))
        {
            number++;
        }

        context.EnvironmentVariables[Name(number)] = endpoint;

        string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"services__{service}__{key}__{i}");
    }

    private static string VariableName(string name, string part) =>
        string.Concat($"{name}_{part}".Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
}
