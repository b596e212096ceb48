using System.Reflection;

namespace Partnership.LocalHosting;

/// <summary>
/// Finds a project's built program. It is started directly: <c>dotnet run</c> would cost a second process for each
/// service, and the service outlives it when it is killed.
/// </summary>
internal static class BuiltProject
{
    public static ProcessLaunch Launch(string projectPath)
    {
        var assembly = FindAssembly(projectPath);
        var folder = Path.GetDirectoryName(projectPath)!;
        var program = Path.ChangeExtension(assembly, null);
        return File.Exists(program)
            ? new ProcessLaunch(program, folder)
            : new ProcessLaunch("dotnet", folder) { Arguments = [assembly] };
    }

    private static string FindAssembly(string projectPath)
    {
        if (!File.Exists(projectPath))
        {
            throw new InvalidOperationException($"There is no project at {projectPath}.");
        }

        var name = Path.GetFileNameWithoutExtension(projectPath);
        var configuration = Configuration();
        var output = Path.Combine(LocalState.RepositoryRoot(Path.GetDirectoryName(projectPath)!), "artifacts", "bin", name, configuration);
        const string suffix = ".runtimeconfig.json";
        var programs = Directory.Exists(output)
            ? Directory.GetFiles(output, "*" + suffix).Select(file => file[..^suffix.Length]).ToList()
            : [];

        // A project that refers to another program has that one's files beside its own.
        var own = programs.Count == 1 ? programs[0] : programs.FirstOrDefault(program => IsNamedAfter(program, name));
        return own is null
            ? throw new InvalidOperationException($"The project '{name}' is not built: no program of its name in {output}. Run 'dotnet build' first.")
            : own + ".dll";
    }

    private static bool IsNamedAfter(string program, string project)
    {
        var file = Path.GetFileName(program);
        return file.Equals(project, StringComparison.OrdinalIgnoreCase) || file.EndsWith($".{project}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The services run as the host was built: a release host starts release services.</summary>
    private static string Configuration() =>
        (typeof(BuiltProject).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug").ToLowerInvariant();
}
