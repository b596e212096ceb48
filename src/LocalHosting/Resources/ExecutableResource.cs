namespace Partnership.LocalHosting;

/// <summary>Any other program of this machine.</summary>
public sealed class ExecutableResource(string name, string command, string workingDirectory) : Resource(name),
    IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    public string Command { get; } = command;

    public string WorkingDirectory { get; } = workingDirectory;
}

public static class ExecutableResourceBuilderExtensions
{
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
    {
        var folder = Path.GetFullPath(workingDirectory, builder.AppHostDirectory);
        var resource = builder.AddResource(new ExecutableResource(name, command, folder))
            .WithAnnotation(new LaunchAnnotation(context => Task.FromResult(new ProcessLaunch(command, folder))));
        return args is { Length: > 0 } ? resource.WithArgs(args) : resource;
    }
}
