using Microsoft.Extensions.DependencyInjection;
using Partnership.LocalHosting.Dashboard;
using Partnership.LocalHosting.Testing;
using Partnership.TestSupport;

namespace Partnership.LocalHosting.Tests;

/// <summary>An AppHost's whole program, run inside a test.</summary>
public sealed class TestingBuilderTests
{
    [Fact]
    public async Task CreateAsync_SampleHost_RunsOnRandomPortsAndLeavesNothing()
    {
        string data;
        List<int> processes;
        await using (var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.SampleHost>(TestContext.Current.CancellationToken))
        {
            Assert.EndsWith("tests/SampleHost", builder.AppHostDirectory, StringComparison.Ordinal);
            await using var app = await builder.BuildAsync(TestContext.Current.CancellationToken);
            data = app.Services.GetRequiredService<LocalState>().DataDirectory;
            await app.StartAsync(TestContext.Current.CancellationToken);

            await app.HealthyAsync("front");

            using var client = app.CreateHttpClient("front");
            Assert.NotEqual(18999, client.BaseAddress!.Port);
            var environment = await client.GetStringAsync(new Uri("/environment", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Contains($"\"services__back__http__0\":\"{app.GetEndpoint("back").ToString().TrimEnd('/')}\"", environment, StringComparison.Ordinal);
            Assert.Null(app.Services.GetRequiredService<DashboardServer>().Address);
            Assert.Equal(0, app.Snapshot("prepare").ExitCode);
            processes = new[] { "postgres", "broker", "broker-epmd", "back", "front", "sleeper" }
                .Select(name => app.Snapshot(name).ProcessId!.Value)
                .SelectMany(id => Processes.DescendantsOf(id).Append(id))
                .ToList();
        }

        await Eventually.TrueAsync(() => Task.FromResult(!processes.Any(Processes.IsAlive)), "every process to end");
        Assert.False(Directory.Exists(data));
        Assert.False(Directory.Exists(Path.GetDirectoryName(data)));
    }

    [Fact]
    public async Task CreateAsync_TestAddsAResource_ItRunsToo()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.SampleHost>(TestContext.Current.CancellationToken);
        builder.AddExecutable("addition", "true", "/");
        await using var app = await builder.BuildAsync(TestContext.Current.CancellationToken);
        await app.StartAsync(TestContext.Current.CancellationToken);

        await app.ReachesAsync("addition", KnownResourceStates.Finished);
    }

    [Fact]
    public async Task CreateAsync_Disposed_WithoutBuilding_LeavesNoFolder()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.SampleHost>(TestContext.Current.CancellationToken);
        var root = Path.GetDirectoryName(LocalState.Of(builder).DataDirectory);

        await builder.DisposeAsync();

        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public async Task CreateAsync_ProgramThrows_ThrowsTheSame()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => DistributedApplicationTestingBuilder.CreateAsync<Projects.SampleHost>(["--fail=on purpose"], TestContext.Current.CancellationToken));

        Assert.Equal("on purpose", error.Message);
    }

    [Fact]
    public void Projects_WrittenByTheBuild_NameTheProjectsFiles()
    {
        Assert.Equal(TestHost.SampleService, new Projects.SampleService().ProjectPath);
        Assert.Equal(Path.Combine(LocalState.RepositoryRoot(AppContext.BaseDirectory), "tests", "SampleHost"), Projects.SampleHost.ProjectPath);
        Assert.Empty(typeof(Projects.SampleHost).GetConstructors());
    }
}
