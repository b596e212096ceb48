namespace Partnership.LocalHosting;

/// <summary>Where a project lies; the classes in <c>Projects</c> that the build writes implement it.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }
}

/// <summary>A .NET project of this repository, run from its built output.</summary>
public sealed class ProjectResource(string name) : Resource(name),
    IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport;

public sealed class ProjectResourceOptions
{
    /// <summary>The launch profile to read; null for the AppHost's own, or the first.</summary>
    public string? LaunchProfileName { get; set; }

    public bool ExcludeLaunchProfile { get; set; }
}
