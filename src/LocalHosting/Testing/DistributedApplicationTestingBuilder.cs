using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Partnership.LocalHosting.Testing;

/// <summary>An AppHost's builder in a test's hands: add to it, then build.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable
{
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}

/// <summary>
/// Runs an AppHost's program inside a test: on random ports, with a data folder of its own that goes with it, without the
/// dashboard.
/// </summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs the program of the assembly that holds <typeparamref name="TEntryPoint"/>, usually <c>Projects.AppHost</c>.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class =>
        CreateAsync<TEntryPoint>([], cancellationToken);

    /// <summary>Arguments may set configuration, such as <c>--Region=london</c> or <c>--LocalHosting:DashboardPort=0</c>.</summary>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        // Only the folder within is private: as root, the database's user must get through to its own.
        var root = Directory.CreateTempSubdirectory("partnership-test-");
        File.SetUnixFileMode(root.FullName, (UnixFileMode)0b111_001_001);
        var data = Path.Combine(root.FullName, "data");
        var run = new TestingRun(typeof(TEntryPoint).Assembly, args, new Dictionary<string, string?>
        {
            ["LocalHosting:DataDirectory"] = data,
            ["LocalHosting:ClusterDirectory"] = Path.Combine(root.FullName, "clusters"),
            ["LocalHosting:RandomisePorts"] = "true",
            ["LocalHosting:DashboardPort"] = "-1",

            // Nothing that a test leaves is read again: no reason to wait for a broker's orderly end.
            ["LocalHosting:StopTimeout"] = "00:00:03",
        }, () => Delete(root));
        try
        {
            return new TestingBuilder(await run.StartAsync().WaitAsync(cancellationToken), run);
        }
        catch
        {
            run.End();
            throw;
        }
    }

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Already gone.
        }
    }

    private sealed class TestingBuilder(DistributedApplicationBuilder builder, TestingRun run) : IDistributedApplicationTestingBuilder
    {
        public ConfigurationManager Configuration => builder.Configuration;

        public string AppHostDirectory => builder.AppHostDirectory;

        public IHostEnvironment Environment => builder.Environment;

        public IServiceCollection Services => builder.Services;

        public DistributedApplicationExecutionContext ExecutionContext => builder.ExecutionContext;

        public IReadOnlyList<IResource> Resources => builder.Resources;

        public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource => builder.AddResource(resource);

        public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => builder.CreateResourceBuilder(resource);

        public DistributedApplication Build() => run.GoOnAsync().GetAwaiter().GetResult();

        public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) => run.GoOnAsync().WaitAsync(cancellationToken);

        public ValueTask DisposeAsync() => run.DisposeAsync();
    }
}
