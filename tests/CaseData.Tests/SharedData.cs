namespace Partnership.CaseData.Tests;

/// <summary>Published sample returns with known findings, kept beside the repository on machines that have them; extras, not needed to pass.</summary>
internal static class SharedData
{
    internal static string? Folder { get; } = Find();

    internal static string PathOf(params string[] parts)
    {
        Assert.SkipUnless(Folder is not null, "The sample returns are not present: set SHARED_DATA to their folder.");
        return Path.Combine([Folder!, .. parts]);
    }

    private static string? Find()
    {
        var told = Environment.GetEnvironmentVariable("SHARED_DATA");
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); told is null && directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Partnership.sln")))
            {
                told = Path.Combine(directory.FullName, "..", "shared", "data");
            }
        }

        return Directory.Exists(told) ? told : null;
    }
}
