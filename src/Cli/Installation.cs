namespace Partnership.Cli;

/// <summary>Where the repository lies: told by the script that started us, or found by walking up from the binary.</summary>
internal static class Installation
{
    private const string Marker = "Partnership.sln";

    public static DirectoryInfo Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root.FullName, .. parts]);

    private static DirectoryInfo Find()
    {
        if (Environment.GetEnvironmentVariable("PARTNERSHIP_ROOT") is { Length: > 0 } told)
        {
            return new DirectoryInfo(told);
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Marker)))
            {
                return directory;
            }
        }

        return new DirectoryInfo(Environment.CurrentDirectory);
    }
}
