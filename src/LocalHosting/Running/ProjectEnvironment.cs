using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting;

/// <summary>The variables and endpoints that every project gets before its own <c>WithEnvironment</c> calls.</summary>
internal static class ProjectEnvironment
{
    public static void Add(
        IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> project, IProjectMetadata metadata, ProjectResourceOptions options)
    {
        AddTelemetry(builder, project);
        project.WithEnvironment(context =>
        {
            context.EnvironmentVariables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
            context.EnvironmentVariables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";

            // One file watcher for each configuration file of each service is more than a user may have (inotify instances).
            context.EnvironmentVariables["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";
        });
        AddEncryption(builder, project);
        AddUrls(project);
        AddLaunchProfile(builder, project, metadata, options);
    }

    /// <summary>
    /// Its own certificate for its addresses, and the authority that it believes besides the public ones: the variables that .NET,
    /// Kestrel and Npgsql read by themselves, so that a service's code knows nothing of it.
    /// </summary>
    private static void AddEncryption(IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> project)
    {
        if (LocalState.Of(builder).Certificates is not { } certificates)
        {
            return;
        }

        project.WithEnvironment(context =>
        {
            var own = certificates.For(project.Resource.Name);
            context.EnvironmentVariables["Kestrel__Certificates__Default__Path"] = own.CertificateFile;
            context.EnvironmentVariables["Kestrel__Certificates__Default__KeyPath"] = own.KeyFile;
            context.EnvironmentVariables["SSL_CERT_FILE"] = certificates.AuthorityFile;
            context.EnvironmentVariables["PGSSLROOTCERT"] = certificates.AuthorityFile;
        });
    }

    /// <summary>Every address of a project becomes an encrypted one.</summary>
    public static void Encrypt(IEnumerable<IResource> resources)
    {
        foreach (var endpoint in resources.OfType<ProjectResource>().SelectMany(project => project.Annotations.OfType<EndpointAnnotation>()).Where(endpoint => endpoint.UriScheme == "http"))
        {
            endpoint.UriScheme = "https";
        }
    }

    private static void AddUrls(IResourceBuilder<ProjectResource> project) =>
        project.WithEnvironment(context =>
        {
            var endpoints = project.Resource.Annotations.OfType<EndpointAnnotation>()
                .Where(endpoint => endpoint.UriScheme is "http" or "https")
                .Select(endpoint => project.GetEndpoint(endpoint.Name))
                .ToList();
            if (endpoints.Count > 0)
            {
                context.EnvironmentVariables["ASPNETCORE_URLS"] = string.Join(';', endpoints.Select(endpoint => endpoint.Url));
            }

            if (endpoints.FirstOrDefault(endpoint => endpoint.Scheme == "https") is { } https)
            {
                context.EnvironmentVariables["ASPNETCORE_HTTPS_PORT"] = https.Port.ToString(CultureInfo.InvariantCulture);
            }
        });

    private static void AddLaunchProfile(
        IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> project, IProjectMetadata metadata, ProjectResourceOptions options)
    {
        if (options.ExcludeLaunchProfile)
        {
            return;
        }

        var settings = LaunchSettings.Read(Path.GetDirectoryName(metadata.ProjectPath)!);
        if (options.LaunchProfileName is { } wanted && settings?.Profiles.ContainsKey(wanted) != true)
        {
            throw new InvalidOperationException($"The project of '{project.Resource.Name}' has no launch profile named '{wanted}'.");
        }

        var profile = settings?.Choose(options.LaunchProfileName ?? builder.Configuration["DOTNET_LAUNCH_PROFILE"]);
        if (profile is null)
        {
            return;
        }

        AddProfileEndpoints(project, profile);
        project.WithEnvironment(context =>
        {
            context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", profile.Name);
            foreach (var (name, value) in profile.EnvironmentVariables)
            {
                context.EnvironmentVariables.TryAdd(name, Environment.ExpandEnvironmentVariables(value));
            }
        });
        if (profile.CommandLineArgs is { Length: > 0 } arguments)
        {
            project.WithArgs(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    // The first address of a scheme is named after it, the next ones http2, http3…, as `dotnet run` would show them.
    private static void AddProfileEndpoints(IResourceBuilder<ProjectResource> project, LaunchProfile profile)
    {
        var count = new Dictionary<string, int>();
        foreach (var url in profile.ApplicationUrl?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var address = new Uri(url);
            var number = count[address.Scheme] = count.GetValueOrDefault(address.Scheme) + 1;
            project.WithEndpoint(number == 1 ? address.Scheme : $"{address.Scheme}{number}", endpoint =>
            {
                endpoint.UriScheme = address.Scheme;
                endpoint.Port = address.Port;
            });
        }
    }

    private static void AddTelemetry(IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> project)
    {
        var instance = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 8);
        var own = DashboardEndpoint.Of(builder);
        project.WithEnvironment(context =>
        {
            var configuration = builder.Configuration;
            var grpc = configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ?? configuration["DOTNET_DASHBOARD_OTLP_ENDPOINT_URL"];
            var http = configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] ?? configuration["DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"];
            var elsewhere = string.IsNullOrWhiteSpace(grpc) ? http : grpc;
            var isOurs = string.IsNullOrWhiteSpace(elsewhere);
            if ((isOurs ? own.TelemetryAddress?.ToString() : elsewhere) is not { } endpoint)
            {
                return;
            }

            var variables = context.EnvironmentVariables;
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = string.IsNullOrWhiteSpace(grpc) ? "http/protobuf" : "grpc";
            variables["OTEL_SERVICE_NAME"] = project.Resource.Name;
            variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance}";
            variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
            if ((isOurs ? own.Secrets.TelemetryKey : configuration["AppHost:OtlpApiKey"]) is { } key)
            {
                variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
            }

            if (builder.Environment.IsDevelopment())
            {
                // Our own dashboard shares the machine with the services: fresh within seconds is enough for it.
                variables["OTEL_BSP_SCHEDULE_DELAY"] = isOurs ? "2000" : "1000";
                variables["OTEL_BLRP_SCHEDULE_DELAY"] = isOurs ? "2000" : "1000";
                variables["OTEL_METRIC_EXPORT_INTERVAL"] = isOurs ? "5000" : "1000";
                variables["OTEL_TRACES_SAMPLER"] = "always_on";
                variables["OTEL_METRICS_EXEMPLAR_FILTER"] = isOurs ? "always_off" : "trace_based";
            }
        });
    }
}
