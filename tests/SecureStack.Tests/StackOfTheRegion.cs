using Partnership.LocalHosting;
using Partnership.LocalHosting.Testing;

// Each class starts a system of its own: one at a time is what a small machine carries.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Partnership.SecureStack.Tests;

/// <summary>The whole system of the smallest region, started with some settings of the AppHost.</summary>
internal sealed class StackOfTheRegion : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(4);

    private readonly IDistributedApplicationTestingBuilder _builder;

    private StackOfTheRegion(IDistributedApplicationTestingBuilder builder, DistributedApplication app) => (_builder, App) = (builder, app);

    public DistributedApplication App { get; }

    public string DataFolder => _builder.Configuration["LocalHosting:DataDirectory"]!;

    /// <summary>Starts it and waits until every service of it is healthy.</summary>
    /// <param name="settings">Arguments of the AppHost, such as <c>--Authentication:Authority=…</c>.</param>
    /// <param name="addMore">Adds to the system before it starts.</param>
    public static async Task<StackOfTheRegion> StartAsync(string[] settings, Action<IDistributedApplicationBuilder>? addMore = null)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(["--Region=shropshire-telford", .. settings]);
        try
        {
            var services = builder.Resources.OfType<ProjectResource>()
                .Where(project => project.Annotations.OfType<EndpointAnnotation>().Any())
                .Select(project => project.Name)
                .ToList();
            addMore?.Invoke(builder);
            var stack = new StackOfTheRegion(builder, await builder.BuildAsync());
            await stack.App.StartAsync();
            using var deadline = new CancellationTokenSource(StartDeadline);
            foreach (var service in services)
            {
                await stack.App.ResourceNotifications.WaitForResourceHealthyAsync(service, deadline.Token);
            }

            return stack;
        }
        catch
        {
            await builder.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _builder.DisposeAsync();
    }
}
