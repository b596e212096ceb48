using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Partnership.Architecture.Tests;

/// <summary>A service built for the sake of its routes: nothing it needs to run is there, and none of its workers start.</summary>
internal sealed class Routes<TProgram>(Action<IServiceCollection>? configure = null) : WebApplicationFactory<TProgram>
    where TProgram : class
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["Authentication:Authority"] = "http://localhost:1",
            ["Authentication:Audience"] = "partnership",
            ["ConnectionStrings:locality-hub"] = "Host=localhost;Port=1;Database=none;Username=none",
            ["ConnectionStrings:central-hub"] = "Host=localhost;Port=1;Database=none;Username=none",
            ["ConnectionStrings:central-hub-projector"] = "Host=localhost;Port=1;Database=none;Username=none",
            ["ConnectionStrings:support-fund"] = "Host=localhost;Port=1;Database=none;Username=none",
            ["ConnectionStrings:panel-scheduling"] = "Host=localhost;Port=1;Database=none;Username=none",
            ["ConnectionStrings:panel-scheduling-worker"] = "Host=localhost;Port=1;Database=none;Username=none",
            ["ConnectionStrings:support-fund-worker"] = "Host=localhost;Port=1;Database=none;Username=none",
            ["ConnectionStrings:messaging"] = "amqp://none:none@localhost:1",
            ["Council:Code"] = "860",
            ["Council:Name"] = "Nowhere",
            ["FamilyFinding:AreaKey"] = "of-the-architecture-tests",
            ["Region:Name"] = "nowhere",
            ["Region:Councils:0:Code"] = "860",
            ["Region:Councils:0:Name"] = "Nowhere",
            ["DevIdentity:ClientSecret"] = "of-the-architecture-tests",
            ["DevIdentity:DataFolder"] = Path.Combine(Path.GetTempPath(), $"partnership-routes-{Environment.ProcessId}"),
            ["services:central-hub:http:0"] = "http://central-hub",
            ["services:panel-scheduling:http:0"] = "http://panel-scheduling",
            ["services:support-fund:http:0"] = "http://support-fund",
            ["services:locality-hub-860:http:0"] = "http://locality-hub-860",
        })
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.RemoveAll<IHostedService>();
            configure?.Invoke(services);
        });
    }
}
