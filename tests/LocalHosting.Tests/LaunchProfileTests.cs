namespace Partnership.LocalHosting.Tests;

public sealed class LaunchProfileTests : IAsyncDisposable
{
    private readonly TestHost _host = new();
    private readonly string _project;

    public LaunchProfileTests()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_host.Root, "Shop"));
        _project = Path.Combine(folder.FullName, "Shop.csproj");
        File.WriteAllText(_project, "<Project />");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "Properties"));
        File.WriteAllText(Path.Combine(folder.FullName, "Properties", "launchSettings.json"), """
            {
              // as the templates write it
              "profiles": {
                "container": { "commandName": "Docker" },
                "http": {
                  "commandName": "Project",
                  "applicationUrl": "http://localhost:5201;https://localhost:7201;http://localhost:5202",
                  "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Staging", "FROM_PROFILE": "yes" }
                },
                "other": { "commandName": "Project", "applicationUrl": "http://localhost:5301" },
              }
            }
            """);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("http", 5201)]
    [InlineData("https", 7201)]
    [InlineData("http2", 5202)]
    public void Profile_ApplicationUrls_BecomeEndpoints(string name, int port)
    {
        var shop = _host.NewBuilder().AddProject("shop", _project);

        Assert.Equal(port, shop.Resource.Annotations.OfType<EndpointAnnotation>().Single(e => e.Name == name).Port);
    }

    [Fact]
    public async Task Profile_Variables_AreSetUnlessTheAppHostSaysOtherwise()
    {
        var shop = _host.NewBuilder().AddProject("shop", _project).WithEnvironment("FROM_PROFILE", "no");

        var environment = await _host.EnvironmentAsync(shop);

        Assert.Equal("http", environment["DOTNET_LAUNCH_PROFILE"]);
        Assert.Equal("Staging", environment["ASPNETCORE_ENVIRONMENT"]);
        Assert.Equal("no", environment["FROM_PROFILE"]);
    }

    [Fact]
    public void Profile_Named_IsTaken()
    {
        var shop = _host.NewBuilder().AddProject("shop", _project, launchProfileName: "other");

        Assert.Equal(5301, shop.Resource.Annotations.OfType<EndpointAnnotation>().Single().Port);
    }

    [Fact]
    public async Task Profile_Null_IsLeftOut()
    {
        var shop = _host.NewBuilder().AddProject("shop", _project, launchProfileName: null);

        Assert.Empty(shop.Resource.Annotations.OfType<EndpointAnnotation>());
        Assert.DoesNotContain("DOTNET_LAUNCH_PROFILE", (await _host.EnvironmentAsync(shop)).Keys);
    }

    [Fact]
    public void Profile_Unknown_IsRefused()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => _host.NewBuilder().AddProject("shop", _project, launchProfileName: "none"));

        Assert.Contains("'none'", refusal.Message, StringComparison.Ordinal);
    }
}
