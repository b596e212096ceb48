namespace Partnership.Benchmarks.Measuring;

/// <summary>The built binaries of the services, in the configuration that the benchmarks were built in.</summary>
internal static class Built
{
    /// <summary>The program of a project.</summary>
    public static string Binary(string project, string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var binary = Path.Combine(folder.Parent!.Parent!.FullName, project, folder.Name, name);
        return File.Exists(binary) ? binary : throw new FileNotFoundException($"{binary} is not there: build the solution in the same configuration.");
    }
}
