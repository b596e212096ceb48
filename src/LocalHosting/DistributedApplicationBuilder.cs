using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly TestingRun? _testingRun;
    private readonly List<IResource> _resources = [];

    public DistributedApplicationBuilder(string[] args, Assembly appHostAssembly, TestingRun? testingRun)
    {
        _testingRun = testingRun;
        AppHostDirectory = appHostAssembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == "AppHostProjectPath")?.Value ?? Directory.GetCurrentDirectory();

        // `dotnet run` would have applied the AppHost's first launch profile; a host started from its built program does it itself.
        var ambient = new AmbientEnvironment(LaunchSettings.Read(AppHostDirectory)?.Choose(System.Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE")));
        _host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = appHostAssembly.GetName().Name,
            ContentRootPath = AppHostDirectory,
            EnvironmentName = ambient["DOTNET_ENVIRONMENT"] ?? ambient["ASPNETCORE_ENVIRONMENT"],
        });
        Configuration.AddJsonFile("appsettings.json", optional: true, reloadOnChange: false);
        Configuration.AddJsonFile($"appsettings.{EnvironmentName}.json", optional: true, reloadOnChange: false);
        Configuration.AddInMemoryCollection(ambient.AsConfiguration());
        Configuration.AddEnvironmentVariables();
        Configuration.AddInMemoryCollection(testingRun?.Settings);
        Configuration.AddCommandLine([.. args, .. testingRun?.Args ?? []]);

        Services.AddLogging(logging =>
        {
            logging.AddConfiguration(Configuration.GetSection("Logging"));
            logging.AddSimpleConsole(console => console.SingleLine = true);

            // A resource that is not ready yet is no error of the host's: its state says so.
            logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

            // Says at length what RunAsync says in one line.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        });
        Services.AddHealthChecks();
        Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(2));
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(ambient);
        var (state, options) = (new LocalState(Configuration, AppHostDirectory), new RunnerOptions(Configuration));
        Services.AddSingleton(state);
        Services.AddSingleton(options);
        Services.AddSingleton(new DashboardEndpoint(options, state));
        Services.AddSingleton<IReadOnlyList<IResource>>(_resources);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton<ResourceConsoles>();
        Services.AddSingleton<ApplicationRunner>();
        Services.AddSingleton<SecretRotation>();
        Services.AddSingleton<DashboardServer>();
        Services.AddHostedService<ApplicationService>();
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public IReadOnlyList<IResource> Resources => _resources;

    private string EnvironmentName => _host.Environment.EnvironmentName;

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        ResourceNames.Check(resource.Name, _resources);
        _resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        // The test's own additions come between the AppHost's last line and the building.
        _testingRun?.HandOver(this);
        if (LocalState.Of(this).Certificates is not null)
        {
            ProjectEnvironment.Encrypt(_resources);
        }

        var application = new DistributedApplication(_host.Build(), _testingRun);
        _testingRun?.Built(application);
        return application;
    }
}
