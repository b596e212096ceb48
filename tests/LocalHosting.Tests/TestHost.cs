using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Partnership.LocalHosting.Testing;

namespace Partnership.LocalHosting.Tests;

/// <summary>A data folder of one test's own, and builders that use it.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly List<DistributedApplication> _applications = [];

    public TestHost()
    {
        // As root, the database's user must get through to its own folder.
        Root = Directory.CreateTempSubdirectory("partnership-hosting-").FullName;
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_001_001);
    }

    public static string SampleService { get; } = Path.Combine(
        LocalState.RepositoryRoot(AppContext.BaseDirectory), "tests", "SampleService", "SampleService.csproj");

    public static string SampleHostProgram { get; } = Path.Combine(
        LocalState.RepositoryRoot(AppContext.BaseDirectory), "artifacts", "bin", "SampleHost",
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Partnership.SampleHost");

    public string Root { get; }

    public string Data => Path.Combine(Root, "data");

    public string[] Arguments =>
    [
        $"--LocalHosting:DataDirectory={Data}",
        $"--LocalHosting:ClusterDirectory={Path.Combine(Root, "clusters")}",
        "--LocalHosting:RandomisePorts=true",
    ];

    public IDistributedApplicationBuilder NewBuilder(params string[] arguments) => DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        AssemblyName = typeof(TestHost).Assembly.GetName().Name,
        Args = [.. Arguments, "--LocalHosting:DashboardPort=-1", .. arguments],
    });

    public DistributedApplication Build(IDistributedApplicationBuilder builder)
    {
        var application = builder.Build();
        _applications.Add(application);
        return application;
    }

    public async Task<DistributedApplication> StartAsync(IDistributedApplicationBuilder builder)
    {
        var application = Build(builder);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return application;
    }

    /// <summary>The variables and arguments that a resource's process would get, without starting anything.</summary>
    internal async Task<(Dictionary<string, string> Environment, List<string> Arguments)> InputsAsync<T>(IResourceBuilder<T> resource)
        where T : IResource
    {
        var runner = Build(resource.ApplicationBuilder).Services.GetRequiredService<ApplicationRunner>();
        await runner.PrepareAsync(TestContext.Current.CancellationToken);
        return await ProcessInputs.ResolveAsync(resource.Resource, new ProcessLaunch("true", "/"), runner, TestContext.Current.CancellationToken);
    }

    internal async Task<Dictionary<string, string>> EnvironmentAsync<T>(IResourceBuilder<T> resource) where T : IResource =>
        (await InputsAsync(resource)).Environment;

    public async ValueTask DisposeAsync()
    {
        foreach (var application in _applications)
        {
            await application.DisposeAsync();
        }

        Directory.Delete(Root, recursive: true);
    }
}

internal static class ApplicationExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static CustomResourceSnapshot Snapshot(this DistributedApplication app, string name) =>
        app.ResourceNotifications.TryGetCurrentState(name, out var state) ? state!.Snapshot : throw new ArgumentException(name, nameof(name));

    public static async Task<CustomResourceSnapshot> HealthyAsync(this DistributedApplication app, string name) =>
        (await app.ResourceNotifications.WaitForResourceHealthyAsync(name).WaitAsync(Patience)).Snapshot;

    public static async Task<CustomResourceSnapshot> ReachesAsync(this DistributedApplication app, string name, Func<CustomResourceSnapshot, bool> predicate) =>
        (await app.ResourceNotifications.WaitForResourceAsync(name, e => predicate(e.Snapshot)).WaitAsync(Patience)).Snapshot;

    public static Task<CustomResourceSnapshot> ReachesAsync(this DistributedApplication app, string name, string state) =>
        app.ReachesAsync(name, snapshot => snapshot.State?.Text == state);

    public static async Task<string> PostAsync(this DistributedApplication app, string name, string path, string body = "")
    {
        using var client = app.CreateHttpClient(name);
        using var content = new StringContent(body);
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }
}

/// <summary>Looks at processes the way the kernel shows them.</summary>
internal static class Processes
{
    /// <summary>Running, that is: neither gone nor ended and waiting to be noticed by its parent.</summary>
    public static bool IsAlive(int id) => Stat(id) is { } stat && stat.State is not ('Z' or 'X');

    public static IReadOnlyList<int> DescendantsOf(int id)
    {
        var all = Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0)
            .Select(number => (Id: number, Parent: Stat(number)?.Parent ?? 0))
            .ToLookup(process => process.Parent, process => process.Id);
        var found = new List<int>();
        var next = new Queue<int>([id]);
        while (next.TryDequeue(out var parent))
        {
            foreach (var child in all[parent])
            {
                found.Add(child);
                next.Enqueue(child);
            }
        }

        return found;
    }

    private static (char State, int Parent)? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var parts = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (parts[0][0], int.Parse(parts[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
